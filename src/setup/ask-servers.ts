/** Where the mailbox and the mail server for receipts are. */
import { z } from 'zod';
import { isLoopback } from '../config/loopback.js';
import { mailboxSchema, smtpSchema } from '../config/mailbox-schema.js';
import type { ServerPlace } from './answers.js';
import { answer, type Person } from './asking.js';
import type { InitOptions } from './options.js';

/** RFC 8314 §3.2 and §3.3: TLS from the first byte goes before STARTTLS. */
const USUAL_PORT = {
  imap: { tls: '993', starttls: '143', none: '143' },
  smtp: { tls: '465', starttls: '587', none: '25' },
} as const;

const hostSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]+$/, 'must be the name of a machine, as imap.example.com')
  .max(253);

/**
 * Asks for one of both.
 * @param found - what the network says, offered as what is usual
 */
export async function askServer(
  kind: 'imap' | 'smtp',
  options: InitOptions,
  person: Person | null,
  found: ServerPlace | null,
): Promise<ServerPlace> {
  const given =
    kind === 'imap'
      ? { host: options.imapHost, port: options.imapPort, security: options.imapSecurity }
      : { host: options.smtpHost, port: options.smtpPort, security: options.smtpSecurity };
  // What was found belongs together; a host that somebody names has its own port.
  const known = given.host === undefined || given.host === found?.host ? found : null;
  const what = kind === 'imap' ? 'IMAP server of the mailbox' : 'SMTP server that takes receipts';
  const host = await answer(
    {
      flag: `--${kind}-host`,
      given: given.host,
      message: `${what}:`,
      fallback: known?.host,
      schema: hostSchema,
    },
    person,
  );
  const still = host === known?.host ? known : null;
  const { shape } = kind === 'imap' ? mailboxSchema : smtpSchema;
  const security = await answer(
    {
      flag: `--${kind}-security`,
      given: given.security,
      message: 'Its protection (tls, starttls, or none to this machine only):',
      fallback: still?.security ?? (given.port === undefined ? 'tls' : securityOf(given.port)),
      schema: shape.security.unwrap().refine(security => security !== 'none' || isLoopback(host), {
        error: `"none" would send the password and mail to ${host} in the clear`,
      }),
    },
    person,
  );
  const port = await answer(
    {
      flag: `--${kind}-port`,
      given: given.port,
      message: 'Its port:',
      fallback: String(still?.security === security ? still.port : USUAL_PORT[kind][security]),
      schema: z.coerce.number('must be a number').pipe(shape.port.unwrap()),
    },
    person,
  );
  return { host, port, security };
}

/** The protection that a port is for. */
function securityOf(port: string): 'tls' | 'starttls' {
  return /^(?:143|25|587)$/.test(port) ? 'starttls' : 'tls';
}
