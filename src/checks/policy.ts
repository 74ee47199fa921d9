/**
 * What the policy says of itself: where it is, and until when it is valid (`Expires`, as in RFC 9116 §2.5.5).
 */
import type { Config } from '../config/config.js';
import { errorCode, errorProperty } from '../failure.js';
import { dayAndDistance, daysUntil } from './days.js';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';

/** Days before it ends in which it should be renewed. */
const SOON = 30;

type Policy = Config['policy'];

/** Judges its own date and its address. Pure. */
export function judgePolicy({ url, expires }: Policy, now: Date): CheckResult[] {
  return [judgeExpires(expires, now), judgeUrl(url)];
}

function judgeExpires(expires: string | undefined, now: Date): CheckResult {
  const id = 'policy.expires';
  if (expires === undefined) {
    return skipped(
      id,
      'When your policy expires is not known. If it says so (Expires), write the date to policy.expires.',
    );
  }
  const end = new Date(expires);
  const remedy = 'Renew it, with a new date there and in policy.expires.';
  if (end <= now) {
    return failure(id, 'config', `Your policy expired on ${dayAndDistance(end, now)}.`, remedy);
  }
  const sentence = `Your policy is valid until ${dayAndDistance(end, now)}.`;
  return daysUntil(end, now) < SOON ? warning(id, sentence, remedy) : ok(id, sentence);
}

function judgeUrl(url: string): CheckResult {
  const id = 'policy.url';
  // RFC 9116 §3: over http anybody on the way may change where reports go.
  return url.startsWith('https:')
    ? ok(id, `Receipts name ${url}.`)
    : warning(
        id,
        `Receipts name ${url}, which anybody on the way can change.`,
        'Publish the policy over https.',
      );
}

/** What asking for the policy came to. */
export interface Online {
  readonly result: CheckResult;
  /** What its server said of the time, UTC; null where it did not. */
  readonly date: Date | null;
}

/** Asks for the policy's page. @param seconds - that its server may take */
export async function checkOnline({ url }: Policy, seconds: number): Promise<Online> {
  const id = 'policy.online';
  const remedy = 'Check policy.url; researchers who read a receipt go there.';
  try {
    const response = await fetch(url, {
      redirect: 'follow',
      headers: { 'user-agent': 'security-inbox' },
      signal: AbortSignal.timeout(seconds * 1000),
    });
    await response.body?.cancel().catch(() => undefined);
    const said = Date.parse(response.headers.get('date') ?? '');
    return {
      result: response.ok
        ? ok(id, `${url} is there.`)
        : warning(id, `${url} answers with HTTP ${response.status}.`, remedy),
      date: Number.isNaN(said) ? null : new Date(said),
    };
  } catch (error) {
    const code =
      errorCode(errorProperty(error, 'cause')) ?? (error instanceof Error ? error.name : 'unknown error');
    return { result: warning(id, `${url} was not reached (${code}).`, remedy), date: null };
  }
}
