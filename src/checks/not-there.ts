/** What keeps others from reading something that we publish, and what to do. Pure. */
import type { Answer } from '../directory/web-key-directory.js';
import { isUntrustedCertificate } from '../untrusted-certificate.js';
import { type CheckResult, warning } from './result.js';

/** Anything but what was asked for. */
export type NotThere = Exclude<Answer, { readonly kind: 'found' }>;

/**
 * @param place - address that was asked
 * @param answer - what came back
 * @param remedy - where the server is well and has no such file
 */
export function notThere(id: string, place: string, answer: NotThere, remedy: string): CheckResult {
  if (answer.kind === 'no-host') {
    const { hostname } = new URL(place);
    return warning(id, `${place} was not reached: there is no ${hostname} in DNS.`, 'Make that name.');
  }
  const { status, error = 'unknown error' } = answer;
  if (status === undefined) {
    return isUntrustedCertificate(error)
      ? warning(
          id,
          `${place} was not read, because nobody vouches for its certificate (${error}).`,
          'Have the web server send a valid certificate for that name, and the intermediate ones with it.',
        )
      : warning(
          id,
          `${place} was not reached (${error}).`,
          'See whether the web server runs and answers there.',
        );
  }
  if (status >= 300 && status < 400) {
    return warning(
      id,
      `${place} leads elsewhere (HTTP ${status}), where many programs don't follow.`,
      'Serve the folder that publish writes at that address itself.',
    );
  }
  if (status === 401) {
    return warning(id, `${place} asks for a password.`, 'Let everybody read it without one.');
  }
  if (status === 403) {
    return warning(
      id,
      `${place} may not be read (HTTP 403).`,
      "Let the web server's user read the folder and those above it, and everybody that address.",
    );
  }
  // nginx's try_files says so too of what its user may not read.
  const readable = "The web server's user has to be able to read it.";
  return warning(id, `${place} was not found (HTTP ${status}).`, `${remedy} ${readable}`);
}
