/** What `publish` says of the operator beside the advisories, by config.json: the key, the policy and security.txt. */
import type { Config } from '../config/config.js';
import type { Publisher } from '../publication/public-advisory.js';
import type { Publication } from '../publication/publication.js';
import { isFarAhead } from '../publication/security-txt.js';
import { uriOf } from '../publication/uri.js';
import { publishingKey } from './publishing-key.js';

/** A configuration with a place where it is published. */
export type Publishing = Config & { readonly publication: NonNullable<Config['publication']> };

/** What is published beside the advisories, and what an operator should know of that. */
export interface BesideAdvisories {
  readonly publication: Omit<Publication, 'hallOfFame'>;
  readonly warnings: readonly string[];
}

/**
 * @param publisher - as the advisories name it
 * @param now - UTC instant
 * @throws {Failure} `config` where the key can't be used
 */
export async function besideAdvisories(
  config: Publishing,
  publisher: Publisher,
  now: Date,
): Promise<BesideAdvisories> {
  const { identity, policy, calendar, trigger, publication } = config;
  const { certificate, signer, ...key } = await publishingKey(config, now);
  const warnings = [...key.warnings];
  const expires = policy.expires === undefined ? null : new Date(policy.expires);
  const isPast = expires !== null && expires <= now;
  if (expires === null || isPast) {
    warnings.push(
      `security.txt is not published: ${isPast ? 'policy.expires is past' : 'it has to say until when it holds'}. Write a day within the next year to policy.expires, as "${yearAfter(now)}".`,
    );
  }
  if (expires !== null && isFarAhead(expires, now)) warnings.push(FAR_AHEAD);
  if (!publisher.policyUrl.startsWith('https:')) warnings.push(INSECURE_POLICY);
  return {
    warnings,
    publication: {
      publisher,
      addresses: [identity.address, ...identity.aliases],
      certificate,
      signer,
      expires: isPast ? null : expires,
      policy: {
        form: formOf(config),
        subject: trigger.subject,
        acknowledgeWorkingDays: policy.acknowledgeWorkingDays,
        disclosureDays: policy.disclosureDays,
        weekend: calendar.weekend,
        hours: calendar.hours,
        timeZone: calendar.timeZone,
        holidays:
          calendar.country === undefined
            ? null
            : { country: calendar.country, state: calendar.state ?? null },
        languages: publication.languages,
      },
      timeZone: calendar.timeZone,
    },
  };
}

const FAR_AHEAD =
  'policy.expires is more than a year ahead, and RFC 9116 recommends less for security.txt. Write an earlier day there, and renew it each year.';

const INSECURE_POLICY =
  'policy.url is no https address, so security.txt does not name it (RFC 9116). Serve the policy over https, or name the policy.html that is published here.';

/** RFC 9116 §2.5.3 wants https; a form on this machine is for trying it. */
function formOf({ form, name }: Config): string | null {
  return form !== null && form.mailbox === name && form.url.protocol === 'https:'
    ? uriOf(form.url.href)
    : null;
}

/** @returns a day as config.json has it */
function yearAfter(now: Date): string {
  const day = new Date(now);
  // RFC 9116 §2.5.5 recommends less than a year.
  day.setUTCDate(day.getUTCDate() + 364);
  return day.toISOString().slice(0, 10);
}
