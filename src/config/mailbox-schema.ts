/**
 * The parts of config.json that each mailbox may have of its own.
 */
import { z } from 'zod';
import { oauthSchema } from './oauth-schema.js';
import { policyExpiresSchema } from './policy-schema.js';
import { publicationSchema } from './publication-schema.js';
import { secretSchema } from './secret-schema.js';

const securitySchema = z.enum(['tls', 'starttls', 'none']);
/** How a connection is protected; `none` is taken to loopback addresses only. */
export type ConnectionSecurity = z.infer<typeof securitySchema>;

const portSchema = z.int().min(1).max(65535);

const SENT_FOLDER = 'must be "auto", a folder\'s name, or null';

export const mailboxSchema = z.strictObject({
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
});

export const smtpSchema = z.strictObject({
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
});

export const identitySchema = z.strictObject({
  name: z.string().min(1).describe('the name that receipts come from'),
  address: z.email().describe('the address that receipts come from'),
  aliases: z
    .array(z.email())
    .default([])
    .describe(
      "every other address that reports reach, and every engineer's who is not in `engineers`. Mail to none of these gets no receipt; mail from them is never answered",
    ),
});

export const triggerSchema = z
  .strictObject({
    subject: z
      .string()
      .min(1)
      .default('Security Alert')
      .describe('the phrase your policy asks for in the subject'),
  })
  .default({ subject: 'Security Alert' });

export const pgpSchema = z
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
  .default({ privateKeys: [], signReceipts: true, lookUpKeys: false });

export const reportIdPrefixSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{0,9}$/, 'must be 1 to 10 capital letters or digits, a letter first')
  .default('TS')
  .describe('of report numbers such as `TS-2026-0001`');

export const policySchema = z.strictObject({
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
});

export const answeringSchema = z
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
  .default({ perSenderPerHour: 5, perDomainPerHour: 50, perHour: 1000, onDmarcFailure: 'hold' });

const MOST_MAILBOXES = 50;

const entrySchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, {
      error: 'must be 1 to 40 letters, digits, dots, hyphens and underscores, a letter or digit first',
    })
    .describe('what people call it, and what the log and `list` show; each has its own'),
  mailbox: mailboxSchema.describe(
    'as `mailbox`; for a further folder of an account, the same with another `folder`',
  ),
  smtp: smtpSchema.optional().describe('as `smtp`, in its place for this mailbox'),
  identity: identitySchema.optional().describe('as `identity`, in its place'),
  trigger: triggerSchema.unwrap().optional().describe('as `trigger`, in its place'),
  pgp: pgpSchema.unwrap().optional().describe('as `pgp`, in its place'),
  reportIdPrefix: reportIdPrefixSchema.unwrap().optional().describe('as `reportIdPrefix`, in its place'),
  policy: policySchema.optional().describe('as `policy`, in its place'),
  publication: publicationSchema.optional().describe('as `publication`, in its place'),
  answering: answeringSchema.unwrap().optional().describe('as `answering`, in its place'),
});

/** Several mailboxes, or folders of one; what an entry leaves out is taken from the top of the file. */
export const mailboxesSchema = z
  .array(entrySchema)
  .min(1)
  .max(MOST_MAILBOXES)
  .describe(
    'in place of `mailbox`: several mailboxes, or folders of one, see [Several mailboxes](#several-mailboxes)',
  );
