/** A message whose structure breaks the connection of whoever asks for it, as one of 60,000 parts does to the library. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EmbeddedImap, startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { install, SMTP_LOGIN } from '../world/program.js';

const LOGIN = { user: 'support@example.test', password: 'p' };

let imap: EmbeddedImap;
let smtp: EmbeddedSmtp;
let gateway: Server;

beforeEach(async () => {
  imap = await startEmbeddedImap(LOGIN);
  smtp = await startEmbeddedSmtp(SMTP_LOGIN);
});

afterEach(async () => {
  gateway.close();
  await imap.stop();
  await smtp.stop();
});

/** Passes everything on, and hangs up where a client asks for structures in a folder. */
async function gatewayHangingUpIn(folder: string): Promise<number> {
  gateway = hangingUpIn(folder, imap.port).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  return (gateway.address() as AddressInfo).port;
}

function hangingUpIn(folder: string, port: number): Server {
  return createServer(client => {
    let opened = '';
    const server = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
    client.on('data', chunk => {
      opened = /EXAMINE "?([^"\s]+)/.exec(chunk.toString())?.[1] ?? opened;
      if (opened === folder && chunk.includes('BODYSTRUCTURE')) client.destroy();
      else server.write(chunk);
    });
    server.on('data', chunk => client.write(chunk));
  });
}

it('does not keep the messages around it from being read, in one poll', async () => {
  const port = await gatewayHangingUpIn('INBOX');
  const inbox = install({ imap: { ...LOGIN, host: '127.0.0.1', port }, smtp });
  imap.append('INBOX', plainMail({ subject: 'A question' }, 'When?\n'));
  imap.append('INBOX', plainMail({ from: 'r@example.org' }, 'Description\nSomething.\n'));
  const polled = await inbox.run('poll');
  expect([polled.status, polled.stdout]).toEqual([
    0,
    '2 new messages, 1 new report (TS-2026-0001), 1 receipt sent.\n',
  ]);
  expect(polled.stderr).toContain('mailbox.looking-carefully');
  expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([['r@example.org']]);
  inbox.remove();
});

it('in Junk does not keep the messages behind it there from being read either', async () => {
  await imap.stop();
  const raw = plainMail({ from: 'r@example.org' }, 'Description\nSomething.\n');
  imap = await startEmbeddedImap({ ...LOGIN, folders: [{ name: 'Spam', messages: [{ raw }] }] });
  const port = await gatewayHangingUpIn('Spam');
  const inbox = install({
    imap: { ...LOGIN, host: '127.0.0.1', port },
    smtp,
    overrides: {
      mailbox: { host: '127.0.0.1', port, security: 'none', ...LOGIN, junkFolder: 'Spam' },
    },
  });
  const polled = await inbox.run('poll');
  expect([polled.status, smtp.received.map(({ envelope }) => envelope.to)]).toEqual([0, [['r@example.org']]]);
  inbox.remove();
});
