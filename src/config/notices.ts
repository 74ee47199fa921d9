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
  .array(z.strictObject({ name: nameSchema, address: z.email(), key: z.string().min(1).optional() }))
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
    beforeDueHours: z.int().min(0).max(200).default(NOTICES.beforeDueHours),
    days: z.array(z.int().min(1).max(3650)).max(20).default(NOTICES.days),
    mail: z.boolean().default(NOTICES.mail),
  })
  .default(NOTICES);

/** Webhooks, each name once. Whether a URL will do shows when it was looked up. */
export const webhooksSchema = z
  .array(
    z.strictObject({
      name: nameSchema,
      url: secretSchema,
      shape: z.enum(WEBHOOK_SHAPES).default('json'),
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
        .optional(),
      events: z.array(z.enum(NOTICE_NAMES)).min(1).optional(),
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
