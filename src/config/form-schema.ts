/** The web form, as config.json writes it. */
import { z } from 'zod';

/** The languages that the form can be in. */
const LANGUAGES = ['en', 'de'] as const;

export const formSchema = z.strictObject({
  listen: z
    .string()
    .min(1)
    .describe(
      'where `serve` answers your reverse proxy: an address of this machine such as `127.0.0.1:8025`, or the absolute path of a Unix socket, which every user of the group may then connect to',
    ),
  url: z
    .url({ protocol: /^https?$/ })
    .describe(
      'where people find the form, as the browser shows it; the proxy passes its path on unchanged. http for this machine alone',
    ),
  mailbox: z
    .string()
    .min(1)
    .optional()
    .describe('the mailbox that reports are taken in for, by its name; needed where there are several'),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .default([...LANGUAGES])
    .describe('languages that the form is offered in, the first for whoever prefers none of them'),
  bytes: z
    .int()
    .min(65_536)
    .max(268_435_456)
    .default(26_214_400)
    .describe('bytes of a report with its files; your proxy must let as many through'),
  perAddressPerHour: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe('reports from one network address within an hour; later ones are asked to be mailed'),
  perHour: z.int().min(1).max(100_000).default(100).describe('the same from all addresses'),
  proxies: z
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe(
      'how many proxies of yours stand before it, each of which adds the address it was asked from to `X-Forwarded-For`; with 0 that field counts nothing, and all share one address',
    ),
});
