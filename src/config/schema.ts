/**
 * The shape of config.json. Everything an operator writes is checked here once; the rest of the program
 * trusts it. Defaults are the policy of the first company that ran this, save for hosts and names.
 */
import { z } from 'zod';
import { calendarSchema } from './calendar-schema.js';
import { engineersSchema, noticesSchema, webhooksSchema } from './notices.js';
import { oauthSchema } from './oauth-schema.js';
import { policyExpiresSchema } from './policy-schema.js';
import { productsSchema } from './products.js';
import { secretSchema } from './secret-schema.js';

const securitySchema = z.enum(['tls', 'starttls', 'none']);
/** How a connection is protected; `none` is taken to loopback addresses only. */
export type ConnectionSecurity = z.infer<typeof securitySchema>;

const portSchema = z.int().min(1).max(65535);

const SENT_FOLDER = 'must be "auto", a folder\'s name, or null';

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('where an editor finds the shape of this file; not read'),
  mailbox: z.strictObject({
    host: z.string().min(1).describe("the IMAP server's name"),
    port: portSchema.default(993).describe('its port'),
    security: securitySchema
      .default('tls')
      .describe('how the connection is protected; `none` to this machine only'),
    user: z.string().min(1).describe("the login's name"),
    password: secretSchema.optional().describe('its password; most providers want an app password'),
    oauth: oauthSchema.optional().describe('in place of the password: OAuth 2.0, see [oauth.md](oauth.md)'),
    folder: z.string().min(1).default('INBOX').describe('the folder that reports arrive in'),
    junkFolder: z
      .union([z.literal(false), z.string().min(1)], { error: 'must be "auto", a folder\'s name, or false' })
      .default('auto')
      .describe(
        'the folder for junk, which is read too: `auto` for the one the server calls `\\Junk`, its name, or `false` for none',
      ),
    sentFolder: z
      .string({ error: SENT_FOLDER })
      .min(1, SENT_FOLDER)
      .nullable()
      .default('auto')
      .describe(
        "where a copy of each receipt goes: `auto` for the folder the server calls `\\Sent` or one of a usual name, its name, or `null` for none. People's answers are looked for there too, by their headers alone; `null` turns both off",
      ),
    authservId: z
      .string()
      .min(1)
      .optional()
      .describe(
        "the name at the start of your mail server's own `Authentication-Results`; it must remove fields that arrive under that name (RFC 8601 §5). Without it DMARC is not looked at: leave it out where the server writes no such name",
      ),
    caFile: z.string().min(1).optional().describe('file of a PEM certificate to trust beside the usual ones'),
  }),
  smtp: z.strictObject({
    host: z.string().min(1).describe('the mail server that takes receipts'),
    port: portSchema.default(465).describe('its port'),
    security: securitySchema
      .default('tls')
      .describe('how the connection is protected; `none` to this machine only'),
    user: z
      .string()
      .min(1)
      .optional()
      .describe("the login's name; leave out `user` and `password` where the server asks for no login"),
    password: secretSchema.optional().describe('its password'),
    oauth: oauthSchema
      .optional()
      .describe(
        'in place of the password: OAuth 2.0. Where `mailbox.oauth` is there and `user` has no password, that is taken',
      ),
    caFile: z.string().min(1).optional().describe('file of a PEM certificate to trust beside the usual ones'),
  }),
  identity: z.strictObject({
    name: z.string().min(1).describe('the name that receipts come from'),
    address: z.email().describe('the address that receipts come from'),
    aliases: z
      .array(z.email())
      .default([])
      .describe(
        "every other address that reports reach, and every engineer's who is not in `engineers`. Mail to none of these gets no receipt; mail from them is never answered",
      ),
  }),
  trigger: z
    .strictObject({
      subject: z
        .string()
        .min(1)
        .default('Security Alert')
        .describe('the phrase your policy asks for in the subject'),
    })
    .default({ subject: 'Security Alert' }),
  pgp: z
    .strictObject({
      privateKeys: z
        .array(
          z.strictObject({
            file: z
              .string()
              .min(1)
              .describe('the private key, armored or binary; readable for its owner alone'),
            passphrase: secretSchema.optional().describe('its passphrase'),
          }),
        )
        .default([])
        .describe('keys that reports are encrypted to; the first signs receipts and is named in them'),
      knownKeys: z
        .string()
        .min(1)
        .optional()
        .describe(
          "folder of reporters' public keys (`.asc`, `.gpg`, `.pgp`) that you vouch for; it has to be there and may be empty",
        ),
      signReceipts: z
        .boolean()
        .default(true)
        .describe(
          'whether receipts are signed. If the key has expired they go unsigned and no longer offer it, with the warning `key.not-offered` in the log',
        ),
      lookUpKeys: z
        .boolean()
        .default(false)
        .describe(
          "whether unknown signers' keys are asked for in their domain's Web Key Directory. It tells that domain that you had mail from there",
        ),
    })
    .default({ privateKeys: [], signReceipts: true, lookUpKeys: false }),
  database: z.string().min(1).describe('path of the SQLite file; its folder is made for its owner alone'),
  reportIdPrefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{0,9}$/, 'must be 1 to 10 capital letters or digits, a letter first')
    .default('TS')
    .describe('of report numbers such as `TS-2026-0001`'),
  policy: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('where your policy is, for receipts'),
    expires: policyExpiresSchema.optional(),
    acknowledgeWorkingDays: z
      .int()
      .min(1)
      .max(30)
      .default(1)
      .describe('working days within which a person answers'),
    disclosureDays: z
      .int()
      .min(1)
      .max(365)
      .default(90)
      .describe('days after arrival until a report is disclosed'),
  }),
  answering: z
    .strictObject({
      perSenderPerHour: z
        .int()
        .min(1)
        .max(1000)
        .default(5)
        .describe('receipts to a sender within an hour; those beyond wait for `receipt release`'),
      perDomainPerHour: z.int().min(1).max(10_000).default(50).describe('the same for a domain'),
      perHour: z.int().min(1).max(100_000).default(1000).describe('the same in all'),
      onDmarcFailure: z
        .enum(['hold', 'answer'])
        .default('hold')
        .describe(
          "whether the receipt waits for a person where the sender's domain says that it did not send the mail",
        ),
      templates: z
        .string()
        .min(1)
        .optional()
        .describe('folder of your own words for receipts, questions and follow-ups'),
    })
    .default({ perSenderPerHour: 5, perDomainPerHour: 50, perHour: 1000, onDmarcFailure: 'hold' }),
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
