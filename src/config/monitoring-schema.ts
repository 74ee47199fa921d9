/** Who is told how the program itself is, as config.json writes it. */
import { z } from 'zod';
import { secretSchema } from './secret-schema.js';

const MONITORING = { warnAfterMinutes: 60 };

export const monitoringSchema = z
  .strictObject({
    metricsFile: z
      .string()
      .regex(/[^/]\.prom$/, "must end in .prom, as node_exporter's textfile collector asks")
      .optional()
      .describe(
        "file that numbers for Prometheus are written to after each pass, for node_exporter's textfile collector: `….prom` in its folder. It holds no word of any mail, and every user may read it",
      ),
    listen: z
      .string()
      .optional()
      .describe(
        'address of this machine on which `watch` answers `/metrics` and `/healthz`, such as `127.0.0.1:9464`; whoever reaches it may read them',
      ),
    pingUrl: secretSchema
      .optional()
      .describe(
        'URL that is fetched after each pass in which all mailboxes were read, at most once a minute: a service that hears nothing for a while tells you. https, or http to this machine',
      ),
    warnAfterMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .default(MONITORING.warnAfterMinutes)
      .describe('minutes for which a mailbox could not be read, after which `operator` is told'),
    operator: z
      .email()
      .optional()
      .describe(
        'address that a mail goes to when a mailbox could not be read for so long, and another when it is read again; best one that another server keeps',
      ),
  })
  .default(MONITORING);
