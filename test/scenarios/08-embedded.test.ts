import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { install, SMTP_LOGIN } from '../world/program.js';

it('the embedded servers carry the whole way', async () => {
  const login = { user: 'support@example.test', password: 'p' };
  const imap = await startEmbeddedImap(login);
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const inbox = install({ imap: { ...login, host: imap.host, port: imap.port }, smtp });
  imap.append('INBOX', plainMail({ subject: 'A question' }, 'When?\n'));
  imap.append('INBOX', plainMail({ from: 'r@example.org' }, 'Description\nSomething.\n'));
  const before = [imap.flags('INBOX'), imap.raw('INBOX')];
  const first = await inbox.run('poll');
  const second = await inbox.run('poll');
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([['r@example.org']]);
  expect([imap.flags('INBOX'), imap.raw('INBOX')]).toEqual(before);
  inbox.remove();
  await imap.stop();
  await smtp.stop();
});

it('the demo runs to its end and leaves a database to look at', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const run = (...words: string[]) =>
    spawnSync(process.execPath, words, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  const demo = run(resolve('dist/main.js'), 'demo');
  expect(demo.stderr).toBe('');
  expect(demo.status).toBe(0);
  expect(demo.stdout).toContain(
    '12 new messages, 8 new reports (TS-2026-0001 to TS-2026-0008), 7 receipts sent.',
  );
  expect(demo.stdout).toContain('all 12 mails are as they were');
  const show = run(resolve('dist/main.js'), 'show', 'TS-2026-0002', '--config', 'demo/config.json');
  expect(show.stdout).toContain('protected-subject');
  rmSync(folder, { recursive: true });
});

it('the demo removes no folder but that of an earlier demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  mkdirSync(join(folder, 'demo'));
  writeFileSync(join(folder, 'demo', 'mine.txt'), 'mine');
  const { status, stderr } = spawnSync(process.execPath, [resolve('dist/main.js'), 'demo'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([73, expect.stringContaining('--folder')]);
  expect(readdirSync(join(folder, 'demo'))).toEqual(['mine.txt']);
  rmSync(folder, { recursive: true });
});

it('a mail can not steer the terminal of who looks at it', async () => {
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const inbox = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp });
  const subject = '=?utf-8?Q?Security_Alert_=1B]0;owned=07_=E2=80=AE?=';
  const text =
    'Description\nred \u001b[31m and \u009b2J and \u202egnp.exe\n\nSteps\n1. \u001b]52;c;eA==\u0007\n';
  await inbox.runWithInput(
    plainMail({ subject, from: '=?utf-8?Q?E=1B[2Jve?= <eve@example.org>' }, text),
    'ingest',
    '-',
  );
  for (const words of [['list'], ['show', 'TS-2026-0001'], ['digest']]) {
    const { stdout, status } = await inbox.run(...words);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
  inbox.remove();
  await smtp.stop();
});
