import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

let server: Server;
let taken: number;
let inbox: Installation;
/** The command at which the server hangs up. */
let hangsUpAt: RegExp;

beforeEach(async () => {
  taken = 0;
  server = createServer(socket => {
    let isData = false;
    let mail = '';
    socket.on('error', () => undefined);
    socket.write('220 ready\r\n');
    socket.on('data', chunk => {
      const line = chunk.toString('latin1');
      mail += line;
      const isEnd = isData && mail.endsWith('\r\n.\r\n');
      if (isEnd) taken += 1;
      if (hangsUpAt.test(isEnd ? 'END' : isData ? '' : line)) return void socket.destroy();
      if (isData && !isEnd) return;
      isData = /^DATA/.test(line);
      const answer = isData ? '354 go on' : /^EHLO/.test(line) ? '250-here\r\n250 AUTH PLAIN' : '250 ok';
      socket.write(`${/^AUTH/.test(line) ? '235 ok' : answer}\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  inbox = install({
    imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p', sentFolder: null },
    smtp: { host: '127.0.0.1', port },
  });
});

afterEach(() => {
  inbox.remove();
  server.close();
});

async function ingestOften(): Promise<void> {
  const file = join(inbox.folder, 'a.eml');
  writeFileSync(file, plainMail({ from: 'a@example.org' }, 'Description\nSomething is wrong.\n'));
  for (let time = 0; time < 4; time += 1) {
    expect((await inbox.run('ingest', file)).status).toBe(0);
    expect((await inbox.run('retry')).status).toBe(0);
  }
}

it('a receipt that was taken twice without an answer goes no third time, and a person is told', async () => {
  hangsUpAt = /^END$/;
  await ingestOften();
  expect(taken).toBe(2);
  expect(inbox.query('SELECT state, attempts FROM receipts')).toEqual([{ state: 'refused', attempts: 2 }]);
  expect((await inbox.run('digest')).stdout.replace(/\s+/g, ' ')).toContain('it may have arrived');
});

it('a receipt that never went over is tried again without end', async () => {
  hangsUpAt = /^RCPT/;
  await ingestOften();
  expect(inbox.query('SELECT state, attempts FROM receipts')).toEqual([{ state: 'queued', attempts: 4 }]);
});
