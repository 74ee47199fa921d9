/**
 * Whether a server's certificate will still be good next month. That it is good now has been seen by TLS.
 */
import type { PeerCertificate } from 'node:tls';
import { dayAndDistance, daysUntil } from './days.js';
import { type CheckResult, ok, skipped, warning } from './result.js';

/** Days; certificates that renew themselves do so with a third of 90 days left. */
const SOON = 30;

/**
 * Judges it.
 * @param certificate - null where the connection is not protected
 * @param server - as the operator is to know it: "the IMAP server mail.example.com:993"
 */
export function judgeCertificate(
  id: string,
  certificate: Pick<PeerCertificate, 'valid_to'> | null,
  server: string,
  now: Date,
): CheckResult {
  if (certificate === null) {
    return skipped(id, `There is no certificate: the connection to ${server} is not encrypted.`);
  }
  const end = new Date(certificate.valid_to);
  if (Number.isNaN(end.getTime()))
    return skipped(id, `The certificate of ${server} does not say until when it is valid.`);
  const sentence = `The certificate of ${server} is valid until ${dayAndDistance(end, now)}.`;
  return daysUntil(end, now) < SOON
    ? warning(
        id,
        sentence,
        'Have it renewed by whoever runs that server: when it ends, nothing is read or sent.',
      )
    : ok(id, sentence);
}
