/**
 * The shape of config.json. Everything an operator writes is checked here once; the rest of the program
 * trusts it. Defaults are the policy of the first company that ran this, save for hosts and names.
 */
import { z } from 'zod';
import { calendarSchema } from './calendar-schema.js';
import { databaseKeySchema, previousDatabaseKeysSchema } from './database-key-schema.js';
import { formSchema } from './form-schema.js';
import {
  answeringSchema,
  identitySchema,
  mailboxesSchema,
  mailboxSchema,
  pgpSchema,
  policySchema,
  reportIdPrefixSchema,
  smtpSchema,
  triggerSchema,
} from './mailbox-schema.js';
import { monitoringSchema } from './monitoring-schema.js';
import { engineersSchema, noticesSchema, webhooksSchema } from './notices.js';
import { productsSchema } from './products.js';
import { publicationSchema } from './publication-schema.js';

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('where an editor finds the shape of this file; not read'),
  mailbox: mailboxSchema.optional(),
  mailboxes: mailboxesSchema.optional(),
  smtp: smtpSchema.optional(),
  identity: identitySchema.optional(),
  trigger: triggerSchema,
  pgp: pgpSchema,
  database: z.string().min(1).describe('path of the SQLite file; its folder is made for its owner alone'),
  databaseKey: databaseKeySchema.optional(),
  previousDatabaseKeys: previousDatabaseKeysSchema,
  reportIdPrefix: reportIdPrefixSchema,
  policy: policySchema.optional(),
  publication: publicationSchema.optional(),
  answering: answeringSchema,
  calendar: calendarSchema.prefault({}),
  limits: z
    .strictObject({
      messageBytes: z
        .int()
        .min(65_536)
        .max(1_000_000_000)
        .default(67_108_864)
        .describe('bytes that are read of one mail'),
      readingSeconds: z.int().min(1).max(600).default(60).describe('seconds for reading one mail'),
      serverSeconds: z
        .int()
        .min(1)
        .max(3600)
        .default(300)
        .describe('seconds that a mail server may keep silent or drip before it is given up'),
      receiptAgeDays: z
        .int()
        .min(1)
        .max(3650)
        .default(14)
        .describe('days after which a receipt waits for a person'),
    })
    .default({ messageBytes: 67_108_864, readingSeconds: 60, serverSeconds: 300, receiptAgeDays: 14 }),
  products: productsSchema.default([]),
  engineers: engineersSchema.default([]),
  notices: noticesSchema,
  webhooks: webhooksSchema.default([]),
  monitoring: monitoringSchema,
  form: formSchema.optional(),
  watch: z
    .strictObject({
      pollMinutes: z
        .int()
        .min(1)
        .max(60)
        .default(5)
        .describe('how often, in minutes, `watch` looks even if the server says nothing'),
    })
    .default({ pollMinutes: 5 }),
});

/** config.json as written, with defaults filled in and secrets not yet looked up. */
export type ConfigFile = z.infer<typeof configSchema>;
