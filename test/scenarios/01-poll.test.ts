import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import type { DigestContents } from '../../src/digest/contents.js';
import { type Dovecot, dovecotInstalled, type SnapshotEntry, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { attachmentMail, mail, pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Finished, type Installation, install, SMTP_LOGIN } from '../world/program.js';

/** Words that stand in encrypted parts and nowhere else. */
const SECRET = `Summary
zanzibar tokens overflow

Description
The quokka parser crashes on marmalade input and leaks the xylophone register.

Steps to reproduce
1. Start the quokka parser.
2. Feed marmalade.

Affected
quokka-parser 1.2.3
`;
const SECRET_WORDS = ['zanzibar', 'quokka', 'marmalade', 'xylophone', 'wombat'];

const ORDINARY = [
  plainMail({ subject: 'Question about my invoice' }, 'Where is it?\n'),
  plainMail({ subject: 'Re: security questionnaire', headers: ['X-Priority: 1'] }, 'Please fill in.\n'),
  plainMail(
    { subject: 'Here is my public key' },
    '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEaQ==\n-----END PGP PUBLIC KEY BLOCK-----\n',
  ),
];

const ready = dovecotInstalled() && gnupgInstalled();

describe.skipIf(!ready)('a poll of a real mailbox with mail made by GnuPG', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let before: SnapshotEntry[];
  let first: Finished;
  let mails: Record<string, Buffer>;

  beforeAll(async () => {
    gnupg = startGnupg();
    const rsa = gnupg.generateKey('support@example.test', 'rsa3072', 'the passphrase');
    const old = gnupg.generateKey('old@example.test', 'future-default');
    const foreign = gnupg.generateKey('someone@example.net', 'future-default');
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: dovecot,
      smtp,
      keys: [{ secretKey: rsa.secretKey, passphrase: 'the passphrase' }, { secretKey: old.secretKey }],
    });
    const to = [rsa.fingerprint];
    mails = {
      plain: plainMail(
        { from: 'Plain <plain@example.org>', subject: '=?utf-8?Q?=EF=BC=B3ecurity=C2=A0Alert?=: clear' },
        'Description\nSomething is wrong with the export of every list.\n',
      ),
      hidden: pgpMimeMail(
        { from: 'Hidden <hidden@example.org>', subject: '...' },
        gnupg.encrypt(
          protectedEntity('Security Alert: wombat', SECRET, { from: 'Hidden <hidden@example.org>' }),
          { to, signAs: foreign.fingerprint },
        ),
      ),
      inline: plainMail(
        { from: 'Inline <inline@example.org>' },
        gnupg.encrypt(Buffer.from(SECRET), { to }).toString(),
      ),
      html: mail(
        { from: 'Html <html@example.org>', subject: 'Hello' },
        ['Content-Type: text/html; charset=utf-8'],
        `<pre>${gnupg
          .encrypt(Buffer.from(SECRET), { to })
          .toString()
          .replace(/^-----BEGIN PGP MESSAGE/m, '-----BEGIN&nbsp;PGP&nbsp;MESSAGE')}</pre>`,
      ),
      attachment: attachmentMail(
        { from: 'Attachment <attachment@example.org>', subject: 'Security-Alert' },
        'See the file.',
        'report.txt.gpg',
        gnupg.encrypt(Buffer.from(SECRET), { to, armor: false }),
      ),
      oldKey: pgpMimeMail(
        { from: 'Old <old-key@example.org>', subject: 'Security Alert' },
        gnupg.encrypt(protectedEntity('wombat', SECRET, { from: 'Old <old-key@example.org>' }), {
          to: [old.fingerprint],
        }),
      ),
      noPhrase: pgpMimeMail(
        { from: 'Shy <shy@example.org>', subject: 'Hello' },
        gnupg.encrypt(protectedEntity('wombat', SECRET, { from: 'Shy <shy@example.org>' }), { to }),
      ),
      hiddenRecipient: pgpMimeMail(
        { from: 'Veiled <veiled@example.org>', subject: 'Encrypted Message' },
        gnupg.encrypt(protectedEntity('wombat', SECRET, { from: 'Veiled <veiled@example.org>' }), {
          to,
          hideRecipients: true,
        }),
      ),
      foreign: pgpMimeMail(
        { from: 'Lost <lost@example.org>', subject: 'Security Alert' },
        gnupg.encrypt(protectedEntity('wombat', SECRET, { from: 'Lost <lost@example.org>' }), {
          to: [foreign.fingerprint],
        }),
      ),
      password: plainMail(
        { from: 'Word <word@example.org>', subject: 'Security Alert' },
        gnupg.encryptWithPassword(Buffer.from(SECRET), 'sesame').toString(),
      ),
      bounce: plainMail(
        {
          from: 'MAILER-DAEMON@example.org',
          subject: 'Undelivered: Security Alert',
          headers: ['Auto-Submitted: auto-replied'],
        },
        'It did not arrive.\n',
      ),
      othersMail: pgpMimeMail(
        { from: 'Other <other@example.org>', subject: 'For somebody else' },
        gnupg.encrypt(protectedEntity('wombat', SECRET, { from: 'Other <other@example.org>' }), {
          to: [foreign.fingerprint],
        }),
      ),
    };
    await dovecot.deliver(...ORDINARY, ...Object.values(mails));
    before = await dovecot.snapshot();
    first = await inbox.run('poll');
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('ends well and says in one line what came of it', () => {
    expect(first.stderr).not.toContain('"level":50');
    expect(first).toMatchObject({ status: 0 });
    expect(first.stdout.trim().split('\n')).toHaveLength(1);
    expect(first.stdout).toContain(
      '15 new messages, 11 new reports (TS-2026-0001 to TS-2026-0011), 10 receipts sent',
    );
  });

  it('leaves every mail with the flags and bytes it had', async () => {
    expect(await dovecot.snapshot()).toEqual(before);
  });

  it('opens the folder for reading only and takes bodies with PEEK', () => {
    const commands = dovecot.commands().join('\n');
    expect(commands).toMatch(/EXAMINE INBOX/);
    expect(commands).toMatch(/BODY\.PEEK\[\]/);
    expect(commands).not.toMatch(/ (?:SELECT|STORE|EXPUNGE|MOVE|COPY|APPEND|CLOSE) |BODY\[/);
  });

  it.each<[string, string, string, string]>([
    ['plain', 'received', 'subject', 'cleartext'],
    ['hidden', 'received', 'protected-subject', 'decrypted'],
    ['inline', 'received', 'subject', 'decrypted'],
    ['html', 'received', 'encrypted-to-us', 'decrypted'],
    ['attachment', 'received', 'subject', 'decrypted'],
    ['oldKey', 'received', 'subject', 'decrypted'],
    ['noPhrase', 'received', 'encrypted-to-us', 'decrypted'],
    ['hiddenRecipient', 'received', 'encrypted-to-us', 'decrypted'],
    ['foreign', 'undecryptable', 'subject', 'undecryptable'],
    ['password', 'undecryptable', 'subject', 'undecryptable'],
    ['bounce', 'received', 'subject', 'cleartext'],
  ])('records the %s mail as %s, found by its %s', (name, state, trigger, encryption) => {
    const hash = createHash('sha256')
      .update(mails[name] ?? '')
      .digest('hex');
    const [row] = inbox.query(
      `SELECT content, bytes FROM reports JOIN messages ON report_id = reports.id WHERE sha256 = '${hash}'`,
    );
    expect(JSON.parse(String(row?.content))).toMatchObject({
      state,
      trigger,
      encryption: { state: encryption },
    });
    expect(row?.bytes).toEqual(mails[name]);
  });

  it('leaves mail that is encrypted to somebody else alone', () => {
    expect(inbox.query("SELECT 1 FROM reports WHERE content LIKE '%other@example.org%'")).toEqual([]);
  });

  it('reads the structured report out of what was encrypted', () => {
    const [row] = inbox.query("SELECT content FROM reports WHERE content LIKE '%hidden@example.org%'");
    expect(JSON.parse(String(row?.content))).toMatchObject({
      summary: 'wombat',
      steps: ['Start the quokka parser.', 'Feed marmalade.'],
      affected: [{ product: 'quokka-parser', versions: ['1.2.3'] }],
      missing: [],
    });
  });

  it('answers each sender once, and no machine', () => {
    const recipients = smtp.received.flatMap(({ envelope }) => envelope.to).sort();
    expect(recipients).toEqual(
      ['attachment', 'hidden', 'html', 'inline', 'lost', 'old-key', 'plain', 'shy', 'veiled', 'word'].map(
        name => `${name}@example.org`,
      ),
    );
  });

  it('sends receipts that say they are automatic and belong to the thread', async () => {
    for (const { raw, envelope } of smtp.received) {
      const receipt = await simpleParser(raw);
      expect(receipt.headers.get('auto-submitted')).toBe('auto-replied');
      expect(receipt.inReplyTo).toMatch(/^<mail-\d+@example\.org>$/);
      expect(receipt.references).toContain(receipt.inReplyTo);
      expect(receipt.messageId).toMatch(/^<receipt\.[0-9a-f]{40}@example\.test>$/);
      expect(receipt.subject).toMatch(/^\[TS-2026-00\d\d\] /);
      expect(receipt.text).toContain('https://example.test/policy');
      expect(receipt.html).toContain('https://example.test/policy');
      expect(envelope.from).toBe('support@example.test');
    }
  });

  it('puts no word that was encrypted into a receipt, the output or the log', () => {
    const outside = [...smtp.received.map(({ raw }) => raw.toString()), first.stdout, first.stderr].join(
      '\n',
    );
    for (const word of SECRET_WORDS) expect(outside.toLowerCase()).not.toContain(word);
  });

  it('answers encrypted mail in the same words whether it could be opened or not', async () => {
    const bodies = await Promise.all(
      smtp.received
        .filter(({ envelope }) => !envelope.to.includes('plain@example.org'))
        .map(async ({ raw }) => {
          const { text, html } = await simpleParser(raw);
          return `${text}${html}`.replace(/TS-2026-\d{4}/g, '#').replace(/\d\d:\d\d/g, 'time');
        }),
    );
    expect(bodies).toHaveLength(9);
    expect(new Set(bodies).size).toBe(1);
  });

  it('tells the sender of a plain mail what is missing, by name', async () => {
    const plain = smtp.received.find(({ envelope }) => envelope.to.includes('plain@example.org'));
    const { text } = await simpleParser(plain?.raw ?? '');
    expect(text).toContain('the steps to reproduce it');
    expect(text).toContain('the affected product and version');
  });

  it('finds nothing the second time and sends nothing', async () => {
    const sent = smtp.received.length;
    const second = await inbox.run('poll', '--json');
    expect(second.status).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({
      schema: 'security-inbox/poll@1',
      looked: 0,
      recorded: [],
      receipts: { sent: 0, refused: 0, deferred: 0 },
    });
    expect(smtp.received).toHaveLength(sent);
  });

  it('shows it all to the engineer', async () => {
    const list = await inbox.run('list');
    expect(list.stdout.trim().split('\n')).toHaveLength(12);
    const digest = JSON.parse((await inbox.run('digest', '--json')).stdout);
    expect(digest).toMatchObject({ schema: 'security-inbox/digest@2' });
    expect(digest.new).toHaveLength(11);
    const reasons = (digest as DigestContents).toDo.flatMap(toDo => toDo.reasons);
    expect(reasons.filter(({ kind }) => kind === 'undecryptable')).toHaveLength(2);
    expect(reasons.filter(({ kind }) => kind === 'receipt-withheld')).toMatchObject([
      { reason: 'sent by a machine (Auto-Submitted)' },
    ]);
    const show = await inbox.run('show', 'ts-2026-0002');
    expect(show.stdout).toContain('quokka-parser');
  });
});
