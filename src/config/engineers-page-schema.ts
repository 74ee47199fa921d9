/** The engineers' page, as config.json writes it. */
import { z } from 'zod';
import { secretSchema } from './secret-schema.js';

export const engineersPageSchema = z.strictObject({
  listen: z
    .string()
    .min(1)
    .describe(
      'where `serve` answers your reverse proxy: an address of this machine such as `127.0.0.1:8026`, or the absolute path of a Unix socket, which every user of the group may then connect to',
    ),
  token: secretSchema
    .optional()
    .describe(
      'what lets an engineer in, as the password that the browser asks for; `serve --make-token page.token` makes one',
    ),
  userHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'must be the name of a header field, such as "X-Remote-User"')
    .optional()
    .describe(
      'header field in which your proxy names whom it let in, and which it removes from what comes; on an address, where every user of this machine could write one, the proxy has to send the token too',
    ),
});
