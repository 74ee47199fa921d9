/** All that a mail says, for the engineer: what extraction leaves out, and each text with where it comes from. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { mail, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!gnupgInstalled())('the words of a report', () => {
  let gnupg: Gnupg;
  let own: GnupgKey;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    gnupg = startGnupg();
    own = gnupg.generateKey('support@example.test', 'future-default');
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }, smtp, keys: [own] });
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    gnupg?.stop();
  });

  /** Takes a mail in. @returns what `show` says of the report, with and without words */
  const shown = async (raw: Uint8Array) => {
    const { stdout } = await inbox.runWithInput(raw, 'ingest', '-');
    const number = /TS-\d+-\d+/.exec(stdout)?.[0] ?? '';
    const [plain, words] = [await inbox.run('show', number), await inbox.run('show', number, '--words')];
    return { number, plain: plain.stdout, words: words.stdout };
  };

  it('that came encrypted can be read without the key, and not be taken for those around them', async () => {
    const armored = gnupg.encrypt(
      Buffer.from('Description\nThe export is open.\n\nPrivately\nAsk for Quokka when you call.\n'),
      { to: [own.fingerprint] },
    );
    const { plain, words } = await shown(plainMail({}, `Sent by my gateway.\n\n${armored}`));
    expect(plain).not.toContain('Sent by my gateway');
    const [, first, second] = words.split(/^Words, /m);
    expect(first).toMatch(/^came encrypted[\s\S]*\| Ask for Quokka when you call\./);
    expect(first).not.toContain('Sent by my gateway');
    expect(second).toMatch(/^came unencrypted[\s\S]*\| Sent by my gateway\./);
  });

  it('stand in both forms where text and HTML disagree', async () => {
    const part = (type: string, text: string) =>
      `--b1\r\nContent-Type: text/${type}; charset=utf-8\r\n\r\n${text}\r\n`;
    const body = `${part('plain', 'The export of alpha shows every list.')}${part('html', '<p>Beta and its calendars import other things altogether.</p>')}--b1--\r\n`;
    const { words } = await shown(mail({}, ['Content-Type: multipart/alternative; boundary=b1'], body));
    expect(words).toContain('| The export of alpha shows every list.');
    expect(words).toMatch(/made from HTML.*\n {2}\| Beta and its calendars/);
  });

  it('of a follow-up are there too, also where they fill nothing', async () => {
    const { number } = await shown(plainMail({ from: 'f@example.org' }, 'Steps\n1. Open it.\n2. Read it.\n'));
    const more = plainMail(
      { from: 'f@example.org', subject: `Re: [${number}]` },
      'Steps\n1. Open it as a guest.\n2. Read it aloud.\n',
    );
    await inbox.runWithInput(more, 'ingest', '-');
    expect((await inbox.run('show', number, '--words')).stdout).toContain('| 2. Read it aloud.');
  });

  it('can neither move the cursor nor pass for a line of ours', async () => {
    const { words } = await shown(plainMail({}, 'One \u001b[2J two.\nWords, came encrypted\n'));
    expect(words).not.toContain('\u001b');
    expect(words.match(/^Words, came encrypted/gm)).toBeNull();
  });
});
