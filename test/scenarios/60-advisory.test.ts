/** What is made public of a report: shown, edited as a file, saved, and kept from what the reporter sends later. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

const NOWHERE = { host: '127.0.0.1', port: 1 };
const REPORT = plainMail(
  { from: 'Ada <ada@example.org>', subject: 'Security Alert: ts-scan runs what it scans' },
  'Description\nA wombat of a prose.\n\nAffected versions\nts-scan 2.0 to 2.4\n\nSeverity: high\n',
);

describe('of a report', () => {
  let inbox: Installation;

  beforeEach(async () => {
    inbox = install({ imap: { ...NOWHERE, user: 'support@example.test', password: 'x' }, smtp: NOWHERE });
    expect((await inbox.runWithInput(REPORT, 'ingest', '--no-send', '-')).status).toBe(0);
  });
  afterEach(() => inbox.remove());

  const asJson = async () => JSON.parse((await inbox.run('advisory', '1', '--json')).stdout);
  const saved = (advisory: object | string, ...options: string[]) =>
    inbox.runWithInput(
      Buffer.from(typeof advisory === 'string' ? advisory : JSON.stringify(advisory)),
      ...['advisory', '1', '--from', '-', '--by', 'Grace', ...options],
    );

  it('an advisory is proposed, without its prose, and saved as a file gives it', async () => {
    const proposed = await asJson();
    expect(proposed).toMatchObject({
      title: 'ts-scan runs what it scans',
      description: null,
      severity: 'high',
    });
    expect(JSON.stringify(proposed)).not.toContain('wombat');

    const file = join(inbox.folder, 'advisory.json');
    writeFileSync(file, JSON.stringify({ ...proposed, title: 'Scanned code is run' }));
    const first = await inbox.run(
      'advisory',
      '1',
      '--from',
      file,
      '--by',
      'Grace',
      '--change',
      'Clearer title',
    );
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('saved now');
    expect((await asJson()).title).toBe('Scanned code is run');
    expect((await inbox.run('advisory', '1', '--from', file, '--by', 'Grace')).stdout).toContain(
      'saved already',
    );

    const text = (await inbox.run('advisory', '1')).stdout;
    expect(text).toContain('Scanned code is run');
    expect(text).toContain('by Grace');
    const history = (await inbox.run('history', '1')).stdout;
    expect(history.match(/advisory saved: Clearer title/g)).toHaveLength(1);
  });

  it('words that CSAF has otherwise are named by their field, and no others', async () => {
    const remedy = (text: string) => ({ kind: 'workaround', text });
    const told = async (...texts: string[]) => {
      expect((await saved({ ...(await asJson()), remedies: texts.map(remedy) })).status).toBe(0);
      return (await inbox.run('advisory', '1')).stdout;
    };
    expect(await told('rm -rf /opt/app/[0-9][0-9]*')).not.toContain('CSAF');
    expect(await told('listen [::1]:8443', 'Remove <Directory /srv>')).toMatch(
      /CSAF has a space more in\s+remedies\.1\.text,/,
    );
  });

  it('one that is none is refused with its mistakes, and nothing is saved', async () => {
    const proposed = await asJson();
    const wrong = { ...proposed, cwe: ['seventy-eight'], severity: 'terrible', wombat: 1 };
    const { status, stderr } = await saved(wrong);
    expect(status).toBe(64);
    for (const part of ['cwe.0', 'severity: must be critical to none', 'advisory ID --json']) {
      expect(stderr).toContain(part);
    }
    expect((await saved('{"schema":')).status).toBe(64);
    expect((await inbox.run('advisory', '1', '--from', '/nowhere.json')).status).toBe(66);
    expect((await inbox.run('advisory', '1', '--change', 'x')).status).toBe(64);
    expect((await inbox.run('advisory', '1')).stdout).toContain('never: this is made from the report');
    expect((await inbox.run('history', '1')).stdout).toContain('Nothing was done');
  });

  it('what a report says when it is disclosed stays what is made public, whatever its reporter mails later', async () => {
    const { status, stdout } = await inbox.run('status', '1', 'disclosed', '--by', 'Grace');
    expect(status).toBe(0);
    expect(stdout).toContain('is saved to be made public');
    const before = await asJson();
    const [number] = inbox.query('SELECT number FROM reports').map(row => String(row.number));
    const later = plainMail(
      { from: 'Ada <ada@example.org>', subject: `Re: [${number}] more`, messageId: '<later@example.org>' },
      'CVE-2026-12345, CWE-79\n\nAffected versions\nts-npm-plugin 1.0\n\nPlease credit me as Karl Klein.\n',
    );
    expect((await inbox.runWithInput(later, 'ingest', '--no-send', '-')).status).toBe(0);
    const [report] = inbox.query('SELECT content FROM reports').map(row => JSON.parse(String(row.content)));
    expect(report).toMatchObject({ followUps: [{ filled: expect.arrayContaining(['cve']) }] });
    expect(await asJson()).toEqual(before);
  });
});
