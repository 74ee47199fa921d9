import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { reportSchema } from '../../src/report/schema.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const TEXT = 'Description\nSomething is wrong.\n\nAffected\nts-scan 1.2\n';
const report = (name: string) => plainMail({ from: `${name}@example.org` }, TEXT);
const ordinary = plainMail({ subject: 'A question' }, 'When?\n');

describe('ingest', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp });
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  const write = (name: string, bytes: Uint8Array) => {
    const file = join(inbox.folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to);

  it('takes in files through the same pipeline, and answers', async () => {
    const { status, stdout } = await inbox.run(
      'ingest',
      write('a.eml', report('a')),
      write('o.eml', ordinary),
    );
    expect(status).toBe(0);
    expect(stdout).toContain('a.eml: TS-2026-0001');
    expect(stdout).toContain('o.eml: not a report, left alone');
    expect(answered()).toEqual(['a@example.org']);
  });

  it('knows a mail again and does not answer it twice', async () => {
    const file = write('a.eml', report('a'));
    await inbox.run('ingest', file);
    expect((await inbox.run('ingest', file)).stdout).toContain('on record already as TS-2026-0001');
    expect(answered()).toHaveLength(1);
  });

  it('keeps a mail whose protected header is from the year 12000 so that it and all others can be shown', async () => {
    const signed = [
      'From: a@example.org',
      'To: support@example.test',
      'Subject: Security Alert',
      'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=ss',
      '',
      '--ss',
      'Content-Type: text/plain; protected-headers="v1"',
      'Date: Sat, 1 Jan 12000 00:00:00 +0000',
      '',
      TEXT,
      '--ss',
      'Content-Type: application/pgp-signature',
      '',
      '--ss--',
    ];
    await inbox.run(
      'ingest',
      write('far.eml', Buffer.from(signed.join('\r\n'))),
      write('a.eml', report('a')),
    );
    for (const words of [['list'], ['digest'], ['show', 'TS-2026-0001']]) {
      expect(await inbox.run(...words)).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it('reads an mbox', async () => {
    const from = Buffer.from('From sender@example.org Tue Nov 24 10:00:00 2026\n');
    const unix = (raw: Buffer) => Buffer.from(raw.toString().replace(/\r\n/g, '\n'));
    const mbox = Buffer.concat([from, unix(report('a')), Buffer.from('\n'), from, unix(report('b'))]);
    await inbox.run('ingest', write('box', mbox));
    expect(answered()).toEqual(['a@example.org', 'b@example.org']);
  });

  it('reads a Maildir', async () => {
    for (const name of ['cur', 'new', 'tmp'])
      mkdirSync(join(inbox.folder, 'Maildir', name), { recursive: true });
    write('Maildir/new/1.host', report('new'));
    write('Maildir/cur/2.host:2,S', report('cur'));
    await inbox.run('ingest', join(inbox.folder, 'Maildir'));
    expect(answered()).toEqual(['new@example.org', 'cur@example.org']);
  });

  it('reads standard input, as a mail server pipes it', async () => {
    const { status } = await inbox.runWithInput(report('piped'), 'ingest', '-');
    expect(status).toBe(0);
    expect(answered()).toEqual(['piped@example.org']);
  });

  it('ends well where only the receipt has to wait, so that no mail server returns the report', async () => {
    await smtp.stop();
    const { status, stderr } = await inbox.runWithInput(report('piped'), 'ingest', '-');
    expect(status).toBe(0);
    expect(stderr).toContain('receipts.failed');
    expect(inbox.query('SELECT state FROM receipts')).toEqual([{ state: 'queued' }]);
  });

  it('on a dry run prints the public report and writes nothing', async () => {
    const { stdout } = await inbox.run('ingest', '--dry-run', '--json', write('a.eml', report('a')));
    const printed = reportSchema.parse(JSON.parse(stdout));
    expect(printed).toMatchObject({
      id: null,
      description: 'Something is wrong.',
      source: { description: 'section' },
    });
    expect((await inbox.run('list')).status).toBe(66);
    expect(smtp.received).toEqual([]);
  });

  it('says which file is not there', async () => {
    const { status, stderr } = await inbox.run('ingest', 'nowhere.eml');
    expect(status).toBe(66);
    expect(stderr).toContain("Can't read nowhere.eml: there is no such file");
  });
});
