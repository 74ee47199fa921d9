/** What a poll loads that finds nothing: cron runs it day and night, and most of its time is loading. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedImap, startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const LOGIN = { user: 'support@example.test', password: 'p' };

let imap: EmbeddedImap;
let smtp: EmbeddedSmtp;
let inbox: Installation;

beforeAll(async () => {
  imap = await startEmbeddedImap(LOGIN);
  smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  inbox = install({ imap: { ...LOGIN, host: imap.host, port: imap.port }, smtp });
});
afterAll(async () => {
  inbox?.remove();
  await smtp?.stop();
  await imap?.stop();
});

/** Runs a poll. @returns the packages that its main thread required */
async function packagesOfPoll(): Promise<string[]> {
  const [preload, loaded] = [join(inbox.folder, 'preload.cjs'), join(inbox.folder, 'loaded.json')];
  writeFileSync(
    preload,
    `if (require('node:worker_threads').isMainThread) process.on('exit', () => require('node:fs').writeFileSync(
      ${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require('node:module')._cache))));\n`,
  );
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `--require ${preload}`;
  const polled = await inbox.run('poll');
  if (before === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = before;
  expect(polled).toMatchObject({ status: 0 });
  const files = JSON.parse(readFileSync(loaded, 'utf8')) as string[];
  const names = files.flatMap(file => /.*node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * Each takes longer to load than a poll that finds nothing has to do. Of CommonJS alone: Node tells nobody which other modules
 * it loaded. What reads mail has a thread of its own.
 */
const HEAVY = ['mailparser', 'date-holidays', 'prom-client', 'html-to-text', 'ajv'];

it('a poll loads what reads, reckons and sends only where there is a mail', async () => {
  expect((await packagesOfPoll()).filter(name => HEAVY.includes(name))).toEqual([]);
  imap.append('INBOX', plainMail({ from: 'Ada <ada@example.net>' }, 'Description\nIt leaks.\n'));
  const packages = await packagesOfPoll();
  expect(smtp.received).toHaveLength(1);
  // These names are what Node calls them.
  expect(packages.filter(name => HEAVY.includes(name))).toEqual(['date-holidays']);
});
