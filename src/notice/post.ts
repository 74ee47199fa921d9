/**
 * One POST to a webhook, by Node's fetch. Only the status of the answer counts: its body is neither read nor kept, since
 * it may repeat the URL, which is a secret. For the same reason no error of fetch is passed on, only its code.
 */
import type { WebhookConfig } from '../config/config.js';
import { errorCode, errorProperty } from '../failure.js';
import { retryAfterOf } from '../retry-after.js';

export type PostResult =
  | { readonly outcome: 'accepted'; readonly answer: string }
  /** It will never be taken. */
  | { readonly outcome: 'refused'; readonly answer: string }
  /** It was not taken, for sure, and may be later. */
  | { readonly outcome: 'deferred'; readonly answer: string; readonly retryAfter: number | null }
  /** It went out, and no answer came: the receiver may have shown it. */
  | { readonly outcome: 'unanswered'; readonly answer: string };

/** Posts a body. @param id - the same at every attempt */
export type SendPost = (webhook: WebhookConfig, body: object, id: string) => Promise<PostResult>;

/** Seconds that a receiver may take at most, whatever mail servers are given. */
const LONGEST_WAIT = 30;

/**
 * Makes the way out.
 * @param seconds - that a receiver may take
 * @param now - UTC instant, against which a date in Retry-After counts
 */
export function poster(seconds: number, now: () => Date): SendPost {
  return async ({ url, headers }, body, id) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: [
          ...headers.map(([name, value]): [string, string] => [name, value]),
          ['content-type', 'application/json; charset=utf-8'],
          ['user-agent', 'security-inbox'],
          ['idempotency-key', id],
          // A connection kept open may be found closed by the next post, which would leave its fate unknown.
          ['connection', 'close'],
        ],
        body: JSON.stringify(body),
        // To where a redirect leads nobody meant to send it.
        redirect: 'manual',
        signal: AbortSignal.timeout(Math.min(seconds, LONGEST_WAIT) * 1000),
      });
      await response.body?.cancel().catch(() => undefined);
      return sort(response.status, response.headers.get('retry-after'), now());
    } catch (error) {
      return explain(error);
    }
  };
}

/** RFC 9110 §15. */
function sort(status: number, retryAfter: string | null, now: Date): PostResult {
  const answer = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted', answer };
  // RFC 6585 §4.
  if (status === 429 || status >= 500) {
    return { outcome: 'deferred', answer, retryAfter: retryAfterOf(retryAfter, now) };
  }
  return {
    outcome: 'refused',
    answer: status >= 300 && status < 400 ? `${answer}: redirects are not followed` : answer,
  };
}

/**
 * What keeps a request from being written at all: no name, no route, nobody listening, no certificate to be trusted.
 * Whatever else happens may have happened after it went out.
 */
const BEFORE_REQUEST =
  /^(?:ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

function explain(error: unknown): PostResult {
  const code = fetchErrorCode(error);
  if (BEFORE_REQUEST.test(code)) {
    return { outcome: 'deferred', answer: `not reached (${code})`, retryAfter: null };
  }
  return { outcome: 'unanswered', answer: `no answer (${code})` };
}

/**
 * Why fetch failed, in a code or a few words that repeat nothing of the URL. It hides the reason in the cause, and of
 * several addresses tried in the first of its errors.
 */
export function fetchErrorCode(error: unknown): string {
  const cause = errorProperty(error, 'cause');
  const errors = errorProperty(cause, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const code = errorCode(cause) ?? errorCode(first) ?? errorCode(error);
  if (code !== null && /^\w{1,60}$/.test(code)) return code;
  return error instanceof Error && error.name === 'TimeoutError' ? 'too slow' : 'unknown error';
}
