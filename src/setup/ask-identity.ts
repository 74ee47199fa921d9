/** Who receipts come from, what the policy promises, and how working days are counted. */
import { z } from 'zod';
import { calendarSchema } from '../config/calendar-schema.js';
import {
  identitySchema,
  policySchema,
  reportIdPrefixSchema,
  triggerSchema,
} from '../config/mailbox-schema.js';
import { createCalendar } from '../deadlines/calendar.js';
import { Failure } from '../failure.js';
import type { Answers, Person as Named } from './answers.js';
import { answer, type Person } from './asking.js';
import type { InitOptions } from './options.js';

/** RFC 5322 §3.4: what would be read as another part of the address can't stand in the name before it. */
const nameSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .regex(
    /^[^<>()@"\p{Cc}\p{Cf}]*$/u,
    'must be without <, >, (, ), @, quotation marks and control characters',
  );

const PAST = 'is over already: renew the policy, and give the day that it then says';

const addressSchema = z.email('must be a mail address, as support@example.com');

/** Whom receipts come from: asked first, because servers and key go by the address. */
export async function askIdentity(options: InitOptions, person: Person | null): Promise<Named> {
  const address = await answer(
    {
      flag: '--address',
      given: options.address,
      message: 'Address that reports are sent to, and receipts come from:',
      schema: addressSchema,
    },
    person,
  );
  const name = await answer(
    {
      flag: '--name',
      given: options.name,
      message: 'Name that receipts come from, as "Example Security Team":',
      schema: nameSchema,
    },
    person,
  );
  return identitySchema.pick({ name: true, address: true }).parse({ name, address });
}

/** What the policy says, in its words and numbers. @param now - by which it must not have expired */
export async function askPolicy(
  options: InitOptions,
  person: Person | null,
  now: Date,
): Promise<Pick<Answers, 'subject' | 'policy' | 'reportIdPrefix'>> {
  const { shape } = policySchema;
  // The end that `check` counts by: midnight of that day, in UTC.
  const isAhead = (day: string) => new Date(day) > now;
  const subject = await answer(
    {
      flag: '--subject',
      given: options.subject,
      message: 'Phrase that your policy asks for in the subject:',
      fallback: 'Security Alert',
      schema: triggerSchema.unwrap().shape.subject.unwrap(),
    },
    person,
  );
  const url = await answer(
    {
      flag: '--policy-url',
      given: options.policyUrl,
      message: 'Web address of your policy:',
      schema: shape.url,
    },
    person,
  );
  const acknowledgeWorkingDays = await answer(
    {
      flag: '--working-days',
      given: options.workingDays,
      message: 'Working days within which a person answers:',
      fallback: '1',
      schema: z.coerce.number().pipe(shape.acknowledgeWorkingDays.unwrap()),
    },
    person,
  );
  const disclosureDays = await answer(
    {
      flag: '--disclosure-days',
      given: options.disclosureDays,
      message: 'Days after which a report is disclosed:',
      fallback: '90',
      schema: z.coerce.number().pipe(shape.disclosureDays.unwrap()),
    },
    person,
  );
  const expires = await answer(
    {
      flag: '--policy-expires',
      given: options.policyExpires,
      message: 'Day that your policy says it expires, as 2027-06-30 (Enter for none):',
      fallback: '',
      schema: z.union([z.literal('').transform(() => null), shape.expires.unwrap().refine(isAhead, PAST)], {
        error: 'must be a day, as 2027-06-30',
      }),
    },
    person,
  );
  const reportIdPrefix = await answer(
    {
      flag: '--prefix',
      given: options.prefix,
      message: 'Letters that report numbers begin with:',
      fallback: 'TS',
      schema: reportIdPrefixSchema.unwrap(),
    },
    person,
  );
  return { subject, policy: { url, expires, acknowledgeWorkingDays, disclosureDays }, reportIdPrefix };
}

/**
 * Where working days are counted.
 * @throws {Failure} `usage` for a place without a calendar of holidays
 */
export async function askCalendar(options: InitOptions, person: Person | null): Promise<Answers['calendar']> {
  const { shape } = calendarSchema;
  const timeZone = await answer(
    {
      flag: '--time-zone',
      given: options.timeZone,
      message: 'Time zone of the people who answer:',
      fallback: Intl.DateTimeFormat().resolvedOptions().timeZone,
      schema: shape.timeZone.unwrap(),
    },
    person,
  );
  const country = await answer(
    {
      flag: '--country',
      given: options.country,
      message: 'Country whose holidays are free, as DE (Enter for none):',
      fallback: '',
      schema: placeSchema(country => ({ country })),
    },
    person,
  );
  if (country === null) {
    if (options.state === undefined) return { timeZone, country, state: null };
    throw new Failure('usage', '--state goes with --country: name the country too.');
  }
  const state = await answer(
    {
      flag: '--state',
      given: options.state,
      message: `State of ${country} with holidays of its own, by its code (Enter for none):`,
      fallback: '',
      schema: placeSchema(state => ({ country, state })),
    },
    person,
  );
  return { timeZone, country, state };
}

/** Codes in capitals, and only of places that have a calendar; null where the answer is empty. */
function placeSchema(place: (code: string) => { country: string; state?: string }) {
  return z
    .string()
    .transform(text => text.toUpperCase() || null)
    .superRefine((code, context) => {
      if (code === null) return;
      try {
        createCalendar({ timeZone: 'UTC', ...place(code) });
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : 'is not known');
      }
    });
}

/** Those who are told of what is due; all on one line for a person. */
export async function askEngineers(options: InitOptions, person: Person | null): Promise<readonly Named[]> {
  return answer(
    {
      flag: '--engineer',
      given: options.engineer.length > 0 ? options.engineer.join(',') : undefined,
      message:
        'Who is told of what is due, as Ada <ada@example.com>, with commas between (Enter for nobody yet):',
      fallback: '',
      schema: engineersSchema,
    },
    person,
  );
}

const engineersSchema = z.string().transform((text, context): Named[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => {
      const [, name = '', address = ''] = /^(?:(.*)\s)?<?([^<>\s]+)>?$/.exec(part) ?? [];
      const person = { name: name.trim() || (address.split('@')[0] ?? ''), address };
      if (!addressSchema.safeParse(address).success || !nameSchema.safeParse(person.name).success) {
        context.addIssue(`"${part}" must be a name and an address, as Ada <ada@example.com>`);
      }
      return person;
    }),
);
