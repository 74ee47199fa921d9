/**
 * The structured report: what an engineer reads instead of the mail.
 *
 * `reportSchema` is the public contract `security-inbox/report@1`. Its JSON Schema, `report.schema.json`, is
 * written from it by `npm run schema`; a breaking change gets a new number.
 */
import { z } from 'zod';
import { SOURCED_FIELDS } from './sourced-fields.js';

/** Where in the mail a field's words were found. */
const fieldSource = z.enum(['section', 'label', 'prose', 'subject', 'header', 'attachment']);
export type FieldSource = z.infer<typeof fieldSource>;

const sourcedField = z.enum(SOURCED_FIELDS);
export type SourcedField = z.infer<typeof sourcedField>;

/** The parts a policy asks every report to hold. */
const missingPart = z.enum(['description', 'steps', 'affected', 'contact']);
export type MissingPart = z.infer<typeof missingPart>;

const text = z.string().nullable();
const rating = z.enum(['none', 'low', 'medium', 'high', 'critical']).nullable();

/** What extraction finds in a mail's words. */
export const extractedReportSchema = z.strictObject({
  reporter: z.strictObject({
    name: text,
    email: text.describe('The contact address given in the text, else Reply-To, else From.'),
    creditAs: text.describe('The name the reporter asked to be credited by.'),
    wantsCredit: z.boolean().nullable().describe('null where the reporter did not say.'),
  }),
  summary: text,
  description: text,
  steps: z.array(z.string()).describe('One item per step, its code and requests kept with it.'),
  affected: z.array(z.strictObject({ product: z.string(), versions: z.array(z.string()) })),
  environment: text,
  mitigations: text,
  impact: text,
  severity: z
    .strictObject({
      vector: text.describe('The CVSS vector as written.'),
      score: z.number().min(0).max(10).nullable(),
      rating,
    })
    .nullable()
    .describe('As stated; nothing in it is computed.'),
  cwe: z.array(z.string().regex(/^CWE-\d+$/)),
  cve: z.array(z.string().regex(/^CVE-\d{4}-\d{4,}$/)),
  references: z.array(z.string()),
  attachments: z.array(z.strictObject({ filename: text, contentType: z.string() })),
  missing: z.array(missingPart),
  language: z.enum(['en', 'de', 'fr', 'es']).nullable(),
  ghsa: z.array(z.string().regex(/^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/)).default([]),
  cvss: z
    .strictObject({
      version: z.enum(['2.0', '3.0', '3.1', '4.0']).nullable(),
      score: z.number().min(0).max(10).nullable(),
      rating,
      agrees: z.boolean().nullable().describe('Whether the stated score and word are those of the vector.'),
      problem: z
        .enum([
          'unknown-version',
          'unknown-metric',
          'unknown-value',
          'metric-twice',
          'metric-missing',
          'not-computed',
        ])
        .nullable(),
    })
    .nullable()
    .default(null)
    .describe('What the stated vector comes to; null where none is stated.'),
  ranges: z
    .array(
      z.strictObject({
        product: z.string(),
        purl: text.describe('Of the catalogue.'),
        ranges: z
          .array(text)
          .describe('VERS, one for each version expression; null where it can not be told.'),
      }),
    )
    .default([])
    .describe('The affected versions as ranges that programs compare.'),
  endpoints: z.array(z.string()).default([]).describe('Method and path, or path, of what is attacked.'),
  identity: z
    .strictObject({
      handle: text.describe('The name the reporter goes by on a site.'),
      fingerprint: text.describe('Of the OpenPGP key that the text names, upper-case hexadecimal.'),
    })
    .default({ handle: null, fingerprint: null })
    .describe('What the text claims of the reporter; nothing in it is checked.'),
  source: z
    .partialRecord(sourcedField, fieldSource)
    .describe('Where each field was found; a field without an entry was not.'),
  where: z
    .partialRecord(
      sourcedField,
      z.strictObject({
        rule: z.string().describe('What found it, in plain words.'),
        mail: z
          .number()
          .int()
          .min(0)
          .describe('0 is the first mail of the report, 1 the next one kept with it, whatever it is.'),
        spans: z.array(
          z.strictObject({
            body: z.number().int().min(0).describe('Index among the texts of the mail, attached ones last.'),
            start: z.number().int().min(0).describe('UTF-16 offset.'),
            end: z.number().int().min(0).describe('Exclusive.'),
          }),
        ),
      }),
    )
    .default({})
    .describe('The words each field was read from.'),
});
export type ExtractedReport = z.infer<typeof extractedReportSchema>;

/** Of a mail that nothing was found in, and nothing missed. */
export const NOTHING_EXTRACTED: ExtractedReport = {
  reporter: { name: null, email: null, creditAs: null, wantsCredit: null },
  summary: null,
  description: null,
  steps: [],
  affected: [],
  environment: null,
  mitigations: null,
  impact: null,
  severity: null,
  cwe: [],
  cve: [],
  references: [],
  attachments: [],
  missing: [],
  language: null,
  ghsa: [],
  cvss: null,
  ranges: [],
  endpoints: [],
  identity: { handle: null, fingerprint: null },
  source: {},
  where: {},
};

const openPgpForm = z.enum(['pgp-mime', 'inline', 'attachment']);

/** How the mail travelled: the `Encryption` of the message stage. */
export const encryptionSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('cleartext') }),
  z.strictObject({
    state: z.literal('decrypted'),
    form: openPgpForm,
    keyFingerprint: z.string(),
    keyState: z
      .enum(['current', 'rotated', 'expired', 'revoked'])
      .default('current')
      .describe('Of the key of ours that opened it.'),
  }),
  z.strictObject({
    state: z.literal('undecryptable'),
    form: openPgpForm,
    reason: z.enum([
      'no-matching-key',
      'key-not-for-encryption',
      'password-only',
      'not-integrity-protected',
      'too-many-recipients',
      'too-large',
      'damaged',
    ]),
  }),
]);

/** What checking the signatures came to: the `Signature` of the message stage. */
const signatureSchema = z.strictObject({
  outcome: z.enum(['valid', 'invalid', 'unknown-key', 'unsigned']),
  fingerprint: text,
  key: z
    .enum(['configured', 'learned', 'looked-up', 'claimed'])
    .nullable()
    .describe('Where the key came from. claimed: it came with this mail, and proves nothing of its sender.'),
  userIdMatchesFrom: z.boolean().nullable(),
  covers: z.enum(['everything', 'part']).nullable(),
});

const UNSIGNED = {
  outcome: 'unsigned',
  fingerprint: null,
  key: null,
  userIdMatchesFrom: null,
  covers: null,
} as const;

/** The header that travelled protected, as `show` prints it. */
const protectedHeaderSchema = z.strictObject({
  subject: text,
  from: z.strictObject({ name: text, address: z.string() }).nullable(),
  to: z.array(z.strictObject({ name: text, address: z.string() })),
  date: z.iso.datetime().nullable(),
  messageId: text,
});

/** Another report that this one points at. */
const relationSchema = z.strictObject({
  id: z.string(),
  because: z
    .enum(['quotes-it', 'similar', 'same-ciphertext', 'same-message-id'])
    .describe(
      'quotes-it: its number or thread, by somebody else. similar: its words. ' +
        'same-ciphertext: the same encrypted data, from another sender.',
    ),
});
export type Relation = z.infer<typeof relationSchema>;

/** A later mail of the same reporter. */
const followUpSchema = z.strictObject({
  receivedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  from: text,
  state: z.enum(['received', 'undecryptable', 'quarantined']).describe('As of a report.'),
  summary: text,
  description: text,
  filled: z.array(z.string()).describe('Fields that were missing until then.'),
});

export type FollowUp = z.infer<typeof followUpSchema>;

/** The public contract: the extracted fields, and what the inbox knows of the mail they came in. */
export const reportSchema = extractedReportSchema.extend({
  schema: z.literal('security-inbox/report@1'),
  id: text.describe('null on a dry run, which numbers nothing.'),
  furtherIds: z
    .array(z.string())
    .default([])
    .describe('Numbers under which later mails that belong to this report were answered.'),
  state: z
    .enum(['received', 'undecryptable', 'quarantined'])
    .describe('received: read and recorded. undecryptable: kept, not opened. quarantined: kept, not read.'),
  stateReason: text,
  receivedAt: z.iso.datetime().describe('UTC.'),
  trigger: z
    .enum([
      'subject',
      'protected-subject',
      'encrypted-to-us',
      'unjudged',
      'quotes-report',
      'taken-by-hand',
      'form',
    ])
    .describe(
      'subject: the phrase in the outer subject. protected-subject: the phrase in the protected subject. ' +
        'encrypted-to-us: encrypted to the disclosure key, without the phrase. ' +
        'unjudged: could not be opened to be judged. ' +
        'quotes-report: refers to a report that somebody else sent. ' +
        'taken-by-hand: none of these; a person had it taken in. ' +
        'form: written into the web form.',
    ),
  foundIn: z.enum(['inbox', 'junk', 'file', 'form']).default('inbox'),
  encryption: encryptionSchema,
  signature: signatureSchema.default(UNSIGNED),
  protectedHeader: protectedHeaderSchema.nullable().default(null),
  differences: z
    .array(z.enum(['subject', 'from', 'to', 'date', 'message-id']))
    .default([])
    .describe('Header fields that say one thing outside and another inside.'),
  replaySuspected: z
    .boolean()
    .default(false)
    .describe('The ciphertext or its inner header belongs to somebody else. Never answered.'),
  authentication: z
    .strictObject({ dmarc: text, spf: text, dkim: text })
    .nullable()
    .default(null)
    .describe('What our own mail server found, RFC 8601; null where no trusted field is there.'),
  notes: z
    .array(
      z.enum([
        'text-and-html-differ',
        'utf-7-refused',
        'tnef-kept',
        'document-not-read',
        'words-outside-encryption',
        'partly-undecryptable',
        's-mime-kept',
      ]),
    )
    .default([]),
  related: z.array(relationSchema).default([]),
  followUps: z.array(followUpSchema).default([]),
});
export type Report = z.infer<typeof reportSchema>;
