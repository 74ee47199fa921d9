/** Who is told of what is due, and when, as config.json writes it. */
import { z } from 'zod';
import { NOTICE_NAMES, WEBHOOK_SHAPES } from './notice-words.js';
import { secretSchema } from './secret-schema.js';

/** Everybody here is told of every report. */
const MAX_PEOPLE = 100;
const MAX_HEADERS = 20;

/** RFC 9110 §5.1 token; those that say what the request is are ours. */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const OUR_HEADERS =
  /^(?:content-(?:type|length|encoding)|host|connection|transfer-encoding|te|trailer|upgrade|expect|keep-alive|cookie|idempotency-key|user-agent)$/i;

const nameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'must be on one line, without control characters');

/** People, each address once. */
export const engineersSchema = z
  .array(
    z.strictObject({
      name: nameSchema.describe("an engineer's name, for people"),
      address: z.email().describe('where notices go; answers from there are ours'),
      key: z
        .string()
        .min(1)
        .optional()
        .describe('file of their public OpenPGP key; with it a notice says more, encrypted'),
    }),
  )
  .max(MAX_PEOPLE)
  .superRefine((engineers, context) =>
    nameTwice(
      engineers.map(({ address }) => address.toLowerCase()),
      'address',
      context,
    ),
  );

const NOTICES = { beforeDueHours: 4, days: [60, 80, 90], mail: true };

export const noticesSchema = z
  .strictObject({
    beforeDueHours: z
      .int()
      .min(0)
      .max(200)
      .default(NOTICES.beforeDueHours)
      .describe('working hours before an answer is due at which people are told; 0 for none'),
    days: z
      .array(z.int().min(1).max(3650))
      .max(20)
      .default(NOTICES.days)
      .describe('days after arrival on which people are told'),
    mail: z.boolean().default(NOTICES.mail).describe('whether engineers are told by mail'),
  })
  .default(NOTICES);

/** Webhooks, each name once. Whether a URL will do shows when it was looked up. */
export const webhooksSchema = z
  .array(
    z.strictObject({
      name: nameSchema.describe("a webhook's name, for messages about it"),
      url: secretSchema.describe('where notices are posted: https, or http to this machine'),
      shape: z.enum(WEBHOOK_SHAPES).default('json').describe('the form of what is posted'),
      headers: z
        .record(
          z
            .string()
            .regex(HEADER_NAME, 'is no name of a header')
            .refine(name => !OUR_HEADERS.test(name), {
              error: 'is a header that security-inbox sets by itself',
            }),
          secretSchema,
        )
        .refine(headers => Object.keys(headers).length <= MAX_HEADERS, {
          error: `at most ${MAX_HEADERS} headers`,
        })
        .optional()
        .describe('headers of the request, each a secret'),
      events: z.array(z.enum(NOTICE_NAMES)).min(1).optional().describe('of what it is told; all if left out'),
    }),
  )
  .max(MAX_PEOPLE)
  .superRefine((webhooks, context) =>
    nameTwice(
      webhooks.map(({ name }) => name),
      'name',
      context,
    ),
  );

function nameTwice(names: readonly string[], key: string, context: z.RefinementCtx): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) {
      context.addIssue({ code: 'custom', path: [index, key], message: `"${name}" is listed twice` });
    }
  }
}
