/** The last step out: the envelope, and internationalised addresses (RFC 6531). */
import { afterEach, expect, it } from 'vitest';
import {
  type EmbeddedSmtp,
  type EmbeddedSmtpOptions,
  startEmbeddedSmtp,
} from '../../src/demo/embedded-smtp.js';
import { openTransport } from '../../src/receipt/transport.js';
import { mailWriter } from '../../src/receipt/write-mail.js';
import type { ReceiptMail } from '../../src/store/outbox.js';

const SENDER = { name: 'Example Security', address: 'support@example.test' };

const MAIL: ReceiptMail = {
  recipient: 'researcher@example.org',
  messageId: '<receipt.1@example.test>',
  inReplyTo: null,
  references: [],
  subject: '[TS-2026-0001] We have received your report',
  text: 'Hello\n',
  html: '<p>Hello</p>',
  encryptTo: null,
};

let smtp: EmbeddedSmtp | null = null;

afterEach(() => smtp?.stop());

async function sent(recipient: string, options: EmbeddedSmtpOptions = {}) {
  smtp = await startEmbeddedSmtp(options);
  const { host, port } = smtp;
  const transport = openTransport(
    { path: 'smtp', host, port, security: 'none', ca: null, login: null },
    SENDER.address,
    60,
  );
  const raw = await mailWriter(SENDER, null, () => undefined)({ ...MAIL, recipient });
  const delivery = await transport.send(recipient, raw);
  transport.close();
  return { delivery, received: smtp.received };
}

it('a mail comes from our own address, so that a bounce comes back, and goes to one recipient', async () => {
  const { delivery, received } = await sent('researcher@example.org');
  expect(delivery.outcome).toBe('accepted');
  expect(received.map(({ envelope }) => envelope)).toEqual([
    { from: 'support@example.test', to: ['researcher@example.org'] },
  ]);
});

it('an internationalised address is written to where the server takes it', async () => {
  const { delivery, received } = await sent('müller@xn--bcher-kva.example');
  expect(delivery.outcome).toBe('accepted');
  expect(received[0]?.raw.toString()).toContain('\r\nTo: müller@xn--bcher-kva.example\r\n');
  const [to] = received[0]?.envelope.to ?? [];
  expect(to).toMatch(/^müller@(?:xn--bcher-kva|bücher)\.example$/);
});

it('an internationalised address is refused where the server does not take it, and the record says why', async () => {
  const { delivery, received } = await sent('müller@example.org', { smtpUtf8: false });
  expect(delivery).toEqual({
    outcome: 'refused',
    answer: 'not sent: the server does not take internationalised addresses (SMTPUTF8, RFC 6531)',
  });
  expect(received).toEqual([]);
});

it.each([
  'a@b.example, c@d.example',
  'a@b.example>\r\nRCPT TO:<c@d.example',
  '"a b"@c.example',
  'a@b.example\u0000',
  '',
])('%j is never given to a server', async recipient => {
  const { delivery, received } = await sent(recipient);
  expect(delivery).toMatchObject({ outcome: 'refused' });
  expect(received).toEqual([]);
});
