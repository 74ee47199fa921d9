/**
 * The shape of config.json. Everything an operator writes is checked here once; the rest of the program
 * trusts it. Defaults are the policy of the first company that ran this, save for hosts and names.
 */
import { z } from 'zod';
import { calendarSchema } from './calendar-schema.js';
import { engineersSchema, noticesSchema, webhooksSchema } from './notices.js';
import { productsSchema } from './products.js';
import { secretSchema } from './secret-schema.js';

const securitySchema = z.enum(['tls', 'starttls', 'none']);
/** How a connection is protected; `none` is taken to loopback addresses only. */
export type ConnectionSecurity = z.infer<typeof securitySchema>;

const portSchema = z.int().min(1).max(65535);

const SENT_FOLDER = 'must be "auto", a folder\'s name, or null';

export const configSchema = z.strictObject({
  mailbox: z.strictObject({
    host: z.string().min(1),
    port: portSchema.default(993),
    security: securitySchema.default('tls'),
    user: z.string().min(1),
    password: secretSchema,
    folder: z.string().min(1).default('INBOX'),
    junkFolder: z
      .union([z.literal(false), z.string().min(1)], { error: 'must be "auto", a folder\'s name, or false' })
      .default('auto'),
    sentFolder: z.string({ error: SENT_FOLDER }).min(1, SENT_FOLDER).nullable().default('auto'),
    authservId: z.string().min(1).optional(),
    caFile: z.string().min(1).optional(),
  }),
  smtp: z.strictObject({
    host: z.string().min(1),
    port: portSchema.default(465),
    security: securitySchema.default('tls'),
    user: z.string().min(1).optional(),
    password: secretSchema.optional(),
    caFile: z.string().min(1).optional(),
  }),
  identity: z.strictObject({
    name: z.string().min(1),
    address: z.email(),
    aliases: z.array(z.email()).default([]),
  }),
  trigger: z
    .strictObject({ subject: z.string().min(1).default('Security Alert') })
    .default({ subject: 'Security Alert' }),
  pgp: z
    .strictObject({
      privateKeys: z
        .array(z.strictObject({ file: z.string().min(1), passphrase: secretSchema.optional() }))
        .default([]),
      knownKeys: z.string().min(1).optional(),
      signReceipts: z.boolean().default(true),
      lookUpKeys: z.boolean().default(false),
    })
    .default({ privateKeys: [], signReceipts: true, lookUpKeys: false }),
  database: z.string().min(1),
  reportIdPrefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{0,9}$/, 'must be 1 to 10 capital letters or digits, a letter first')
    .default('TS'),
  policy: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    acknowledgeWorkingDays: z.int().min(1).max(30).default(1),
    disclosureDays: z.int().min(1).max(365).default(90),
  }),
  answering: z
    .strictObject({
      perSenderPerHour: z.int().min(1).max(1000).default(5),
      perDomainPerHour: z.int().min(1).max(10_000).default(50),
      perHour: z.int().min(1).max(100_000).default(1000),
      onDmarcFailure: z.enum(['hold', 'answer']).default('hold'),
      templates: z.string().min(1).optional(),
    })
    .default({ perSenderPerHour: 5, perDomainPerHour: 50, perHour: 1000, onDmarcFailure: 'hold' }),
  calendar: calendarSchema.prefault({}),
  limits: z
    .strictObject({
      messageBytes: z.int().min(65_536).max(1_000_000_000).default(67_108_864),
      readingSeconds: z.int().min(1).max(600).default(60),
      serverSeconds: z.int().min(1).max(3600).default(300),
      receiptAgeDays: z.int().min(1).max(3650).default(14),
    })
    .default({ messageBytes: 67_108_864, readingSeconds: 60, serverSeconds: 300, receiptAgeDays: 14 }),
  products: productsSchema.default([]),
  engineers: engineersSchema.default([]),
  notices: noticesSchema,
  webhooks: webhooksSchema.default([]),
  watch: z.strictObject({ pollMinutes: z.int().min(1).max(60).default(5) }).default({ pollMinutes: 5 }),
});

/** config.json as written, with defaults filled in and secrets not yet looked up. */
export type ConfigFile = z.infer<typeof configSchema>;
