/** What every answer to a browser says of how it may be used. */
import { secureHeaders } from 'hono/secure-headers';

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>;

/** Framed by nobody, opened by nobody, told to nobody. @param policy - what a page may load, run and send */
export function answerHeaders(policy: Policy) {
  return secureHeaders({
    contentSecurityPolicy: policy,
    referrerPolicy: 'no-referrer',
    crossOriginResourcePolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    // For the proxy to say, which alone knows all that is at its name.
    strictTransportSecurity: false,
  });
}
