/** Who is answered, how often, and what a person decides: the built program, and a real SMTP conversation. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const TEXT = 'Description\nSomething is wrong with the export of every list.\n';

describe('answering', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  const installed = (overrides: Record<string, unknown> = {}) =>
    install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp, overrides });

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = installed();
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  let files = 0;
  /** Takes mails in, in one run of the program. */
  const ingest = (...mails: readonly Buffer[]) =>
    inbox.run(
      'ingest',
      ...mails.map(mail => {
        files += 1;
        const file = join(inbox.folder, `${files}.eml`);
        writeFileSync(file, mail);
        return file;
      }),
    );
  let mails = 0;
  /** No two say the same, which would make the second a copy of the first. */
  const from = (address: string, ...headers: readonly string[]) => {
    mails += 1;
    return plainMail({ from: address, headers }, `${TEXT}It is number ${mails}.\n`);
  };
  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to);
  /** One run that sends what is queued and reads nothing: the IMAP server is not there. */
  const send = () => inbox.run('poll');
  const outcomes = () => inbox.query('SELECT state, reason, recipient FROM receipts ORDER BY id');

  it('records what no machine may answer, and says why', async () => {
    const { stdout } = await ingest(
      from('noreply@example.org'),
      from('r@example.org', 'List-Id: <l.example.org>'),
      from('r@example.org', 'X-Auto-Response-Suppress: OOF'),
      plainMail({ from: 'r@example.org', to: 'cert@example.net' }, TEXT),
      from('r@example.org', 'Subject: twice'),
    );
    expect(answered()).toEqual([]);
    expect(stdout.match(/no receipt: .*/g)).toEqual([
      'no receipt: sent from an address that nobody reads',
      'no receipt: came through a mailing list or in bulk',
      'no receipt: its sender asks for no automatic answers',
      'no receipt: none of our addresses is among its recipients (identity.address and identity.aliases list them)',
      'no receipt: two From, Reply-To, Subject or Message-ID fields, where one is allowed',
    ]);
    expect((await inbox.run('digest')).stdout).toContain('none of our addresses is among its recipients');
  });

  it('goes to Reply-To within an organisation, and to From otherwise', async () => {
    await ingest(
      from('a@mail.example.org', 'Reply-To: psirt@example.org'),
      from('b@example.org', 'Reply-To: victim@example.net'),
      from('c@example.org', 'Reply-To: d@example.org, e@example.org'),
    );
    expect(answered()).toEqual(['psirt@example.org', 'b@example.org', 'c@example.org']);
  });

  it('holds what is more than the rate, over restarts, until a person lets it go or drops it', async () => {
    inbox.remove();
    inbox = installed({ answering: { perSenderPerHour: 2 } });
    await ingest(from('Eve <eve@example.org>', 'X-Count: 1'));
    await ingest(from('eve+2@example.org'));
    const third = await ingest(
      from('EVE@example.org', 'X-Count: 3'),
      from('eve@example.org', 'X-Count: 4'),
      from('ada@example.org'),
    );
    expect(third.stdout).toContain('waits for a person: more than 2 receipts to this sender within an hour');
    expect(answered()).toEqual(['eve@example.org', 'eve+2@example.org', 'ada@example.org']);

    const release = await inbox.run('receipt', 'release', 'ts-2026-0003');
    expect(release).toMatchObject({
      status: 0,
      stdout: 'The receipt for TS-2026-0003 goes to EVE@example.org with the next poll.\n',
    });
    const drop = await inbox.run('receipt', 'drop', 'TS-2026-0004');
    expect(drop).toMatchObject({
      status: 0,
      stdout: 'The receipt for TS-2026-0004 to eve@example.org is never sent.\n',
    });
    await send();
    await send();
    expect(answered()).toEqual([
      'eve@example.org',
      'eve+2@example.org',
      'ada@example.org',
      'EVE@example.org',
    ]);
    expect(outcomes()[3]).toEqual({
      state: 'withheld',
      reason: 'a person decided against it',
      recipient: null,
    });

    const again = await inbox.run('receipt', 'release', 'TS-2026-0004');
    expect(again.status).toBe(65);
    expect(again.stderr).toContain('No receipt for TS-2026-0004 waits for a person');
    expect((await inbox.run('receipt', 'drop', 'TS-2026-0099')).status).toBe(65);
  });

  it('holds what our own server could not authenticate, unless the operator decided otherwise', async () => {
    const mailbox = {
      host: '127.0.0.1',
      port: 1,
      user: 'u',
      password: 'p',
      security: 'none',
      authservId: 'mx.example.test',
    };
    const failed = from(
      'forged@example.org',
      'Authentication-Results: mx.example.test; dmarc=fail header.from=example.org',
    );
    inbox.remove();
    inbox = installed({ mailbox });
    await ingest(failed, from('lied@example.org', 'Authentication-Results: mx.example.net; dmarc=fail'));
    expect(answered()).toEqual(['lied@example.org']);
    expect(outcomes()[0]).toMatchObject({ state: 'held', reason: 'its sender may be forged (DMARC failed)' });
    expect(JSON.parse((await inbox.run('show', 'TS-2026-0001', '--json')).stdout)).toMatchObject({
      authentication: { dmarc: 'fail', spf: null, dkim: null },
    });
    inbox.remove();
    inbox = installed({ mailbox, answering: { onDmarcFailure: 'answer' } });
    await ingest(failed);
    expect(answered()).toEqual(['lied@example.org', 'forged@example.org']);
  });

  it('asks for what is missing when a person wants it, and not twice', async () => {
    await ingest(from('r@example.org'), from('noreply@example.org'));
    const ask = await inbox.run('ask', 'TS-2026-0001');
    expect(ask).toMatchObject({ status: 0 });
    expect(ask.stdout).toBe(
      'The question for TS-2026-0001 goes to r@example.org with the next poll. It asks for: the steps to reproduce it; the affected product and version.\n',
    );
    expect((await inbox.run('ask', 'TS-2026-0001')).stderr).toContain('was asked for the same already');
    expect((await inbox.run('ask', 'TS-2026-0002')).stderr).toContain(
      "can't be answered: sent from an address that nobody reads",
    );
    await send();
    await send();
    expect(answered()).toEqual(['r@example.org', 'r@example.org']);
    const [receipt, question] = await Promise.all(smtp.received.map(({ raw }) => simpleParser(raw)));
    expect(question?.subject).toBe('[TS-2026-0001] A question about your report');
    expect(question?.text).toContain('- the affected product and version');
    expect(question?.references).toContain(receipt?.messageId);
    expect(question?.inReplyTo).toBe(receipt?.inReplyTo);
  });

  it('previews what the templates make, and refuses one that asks for words of a report', async () => {
    inbox.remove();
    inbox = installed({ answering: { templates: 'templates' } });
    mkdirSync(join(inbox.folder, 'templates'));
    writeFileSync(join(inbox.folder, 'templates', 'receipt.de.txt'), 'Danke, {{number}}. {{team}}\n');
    writeFileSync(join(inbox.folder, 'templates', 'receipt.de.html'), '<p>Danke, {{number}}.</p>\n');
    const german = await inbox.run('receipt', 'preview', '--language', 'de');
    expect(german.stdout).toMatch(
      /^Subject: \[TS-\d{4}-0001\] Ihre Meldung ist eingegangen\n\nDanke, TS-\d{4}-0001\. Example Security\n$/,
    );
    const html = await inbox.run('receipt', 'preview', '--html');
    expect(html.stdout).toContain('<li>the steps to reproduce it</li>');

    writeFileSync(join(inbox.folder, 'templates', 'receipt.en.html'), '<p>{{summary}}</p>');
    for (const words of [
      ['receipt', 'preview'],
      ['ingest', '-'],
    ]) {
      const { status, stderr } = await inbox.run(...words);
      expect(status).toBe(78);
      expect(stderr).toContain(
        'receipt.en.html names the placeholder {{summary}}, which it may not. Allowed are {{number}}',
      );
    }
  });

  it('answers an internationalised address, or records why not', async () => {
    const mail = from('Jörg Müller <müller@bücher.example>');
    await ingest(mail);
    expect(smtp.received[0]?.raw.toString()).toContain('\r\nTo: müller@xn--bcher-kva.example\r\n');
    await smtp.stop();
    inbox.remove();
    smtp = await startEmbeddedSmtp({ ...SMTP_LOGIN, smtpUtf8: false });
    inbox = installed();
    await ingest(mail, from('plain@example.org'));
    expect(answered()).toEqual(['plain@example.org']);
    expect((await inbox.run('digest')).stdout).toMatch(/does\s+not\s+take\s+internationalised\s+addresses/);
  });
});
