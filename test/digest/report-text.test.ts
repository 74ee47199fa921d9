/** What `show` says of how a report came and how far its sender can be believed. */
import { describe, expect, it } from 'vitest';
import { reportText } from '../../src/digest/report-text.js';
import type { Report } from '../../src/report/schema.js';
import type { KeptFile } from '../../src/store/attachments.js';
import type { ReceiptStatus } from '../../src/store/receipt-status.js';
import type { ReportNumber, StoredReport } from '../../src/store/reports.js';
import type { StoredWords } from '../../src/store/words.js';
import { JUST_RECEIVED } from '../life/just-received.js';
import { sampleReport } from '../report/sample.js';

const AT = new Date('2026-11-24T12:00:00Z');
const FINGERPRINT = 'A'.repeat(40);
const PLAIN = { receipt: undefined, files: [], words: [], history: [], mailbox: null };

function show(
  fields: Partial<Report>,
  files: readonly KeptFile[] = [],
  words: readonly StoredWords[] = [],
): string {
  const number = 'TS-2026-0001' as ReportNumber;
  const report: StoredReport = {
    number,
    recordedAt: AT,
    acknowledgeBy: AT,
    discloseBy: AT,
    life: JUST_RECEIVED,
    content: sampleReport({ id: number, ...fields }),
  };
  return reportText({ ...PLAIN, report, files, words }, 'UTC');
}

it('tells a receipt that never goes from one that waits for a person', () => {
  const number = 'TS-2026-0001' as ReportNumber;
  const report = {
    number,
    recordedAt: AT,
    acknowledgeBy: AT,
    discloseBy: AT,
    life: JUST_RECEIVED,
    content: sampleReport({}),
  };
  const text = (receipt: ReceiptStatus) => reportText({ ...PLAIN, report, receipt }, 'UTC');
  const held = text({ state: 'held', recipient: 'r@quill.example', reason: 'DMARC failed' });
  expect(held).toContain('for r@quill.example, waits for a person: DMARC failed');
  const withheld = text({ state: 'withheld', reason: 'sent by a machine' });
  expect(withheld).toMatch(/Receipt.*none: sent by a machine/);
  expect(withheld).not.toContain('held');
});

it('a follow-up without a summary leaves no blanks behind its author', () => {
  const stamp = AT.toISOString();
  const followUp = {
    receivedAt: stamp,
    recordedAt: stamp,
    from: 'ada@quill.example',
    state: 'received' as const,
  };
  const text = show({ followUps: [{ ...followUp, summary: null, description: null, filled: [] }] });
  expect(text).toMatch(/ada@quill\.example$/m);
});

function signed(fields: Partial<Report['signature']>): Partial<Report> {
  return {
    signature: {
      outcome: 'valid',
      fingerprint: FINGERPRINT,
      key: 'configured',
      userIdMatchesFrom: true,
      covers: 'everything',
      ...fields,
    },
  };
}

describe('a report in full', () => {
  it('calls a key that came with the mail claimed, and never verified', () => {
    const text = show(signed({ key: 'claimed' }));
    expect(text).toContain('CLAIMED');
    expect(text.toLowerCase()).not.toContain('verified');
  });

  it.each<[string, Partial<Report['signature']>, string]>([
    ['of another address', { userIdMatchesFrom: false }, 'ANOTHER address'],
    ['over a part alone', { covers: 'part' }, 'part of the mail only'],
    ['that does not hold', { outcome: 'invalid' }, 'INVALID'],
    ['by an unknown key', { outcome: 'unknown-key', key: null }, 'nobody gave us'],
    ['that is not there', { outcome: 'unsigned', fingerprint: null, key: null }, 'none'],
  ])('tells of a signature %s', (_name, signature, words) => {
    expect(show(signed(signature))).toMatch(new RegExp(`Signature.*${words}`));
  });

  it('shouts where our own key was revoked or has expired', () => {
    const opened = (keyState: 'current' | 'rotated' | 'expired' | 'revoked') =>
      show({ encryption: { state: 'decrypted', form: 'pgp-mime', keyFingerprint: FINGERPRINT, keyState } });
    expect(opened('revoked')).toContain('REVOKED');
    expect(opened('expired')).toContain('EXPIRED');
    expect(opened('rotated')).toContain('earlier key');
    expect(opened('current')).not.toContain('earlier key');
  });

  it('marks the files that stand beside an encrypted part, and no file where nothing was encrypted', () => {
    const attachments = ['inside.txt', 'beside.txt'].map(filename => ({
      filename,
      contentType: 'text/plain',
    }));
    const files = [true, false].map(cameEncrypted => ({ size: 3, cameEncrypted }));
    const text = show(
      {
        attachments,
        encryption: {
          state: 'decrypted',
          form: 'pgp-mime',
          keyFingerprint: FINGERPRINT,
          keyState: 'current',
        },
      },
      files,
    );
    expect(text).toMatch(/inside\.txt.*3 bytes$/m);
    expect(text).toMatch(/beside\.txt.*3 bytes {2}outside the encryption$/m);
    expect(show({ attachments }, files)).not.toContain('outside the encryption');
  });

  it('shows what travelled inside, what differs, and that a replay is suspected', () => {
    const text = show({
      protectedHeader: {
        subject: 'the inner subject',
        from: { name: 'Ada', address: 'ada@quill.example' },
        to: [],
        date: '2026-11-23T08:00:00.000Z',
        messageId: null,
      },
      differences: ['from', 'date'],
      replaySuspected: true,
    });
    for (const words of [
      'the inner subject',
      'ada@quill.example',
      '2026-11-23 08:00',
      'from, date',
      'suspected: never answered',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('points at the reports it has to do with, and lists its follow-ups', () => {
    const text = show({
      foundIn: 'junk',
      related: [{ id: 'TS-2026-0007', because: 'similar' }],
      followUps: [
        {
          receivedAt: AT.toISOString(),
          recordedAt: AT.toISOString(),
          from: 'ada@quill.example',
          state: 'received',
          summary: 'the version',
          description: 'It is 1.2.',
          filled: ['affected'],
        },
      ],
      furtherIds: ['TS-2026-0009'],
      notes: ['tnef-kept'],
    });
    for (const words of [
      'in junk',
      'TS-2026-0009',
      'TS-2026-0007 (says much the same)',
      'filled: affected',
      'winmail.dat',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('says of a handle and a key that the text names them, and that nobody checked', () => {
    const identity = { handle: 'm0thlamp', fingerprint: FINGERPRINT };
    expect(show({ identity })).toMatch(/Goes by +m0thlamp/);
    expect(show({ identity })).toMatch(/Names key +OpenPGP key A{40}, not checked$/m);
    expect(show({ identity, ...signed({}) })).toMatch(/Names key.*which signed this mail$/m);
    expect(show({ identity, ...signed({ outcome: 'invalid' }) })).toMatch(/Names key.*not checked$/m);
  });

  it('lists advisories and what is attacked', () => {
    const text = show({ ghsa: ['GHSA-23vf-67gm-xqwp'], endpoints: ['POST /api/login', '/admin'] });
    expect(text).toMatch(/GHSA +GHSA-23vf-67gm-xqwp/);
    expect(text).toContain('Endpoints\n  POST /api/login\n  /admin\n');
  });

  it('prints the code of a step in its own lines where the words are kept, and folded where not', () => {
    const letter = '1. Run this:\n\n   if true; then\n     curl \u001b[2J x\n   fi\n';
    const start = letter.indexOf('   if');
    const step = { steps: ['Run this: if true; then curl [2J x fi'] };
    const spans = [
      { body: 0, start: 3, end: 12 },
      { body: 0, start, end: letter.length - 1 },
    ];
    const where = { steps: { rule: 'r', mail: 0, spans } };
    const text = show({ ...step, where }, [], [words({ text: letter })]);
    expect(text).toContain('  1. Run this:\n     if true; then\n       curl \\u{1b}[2J x\n     fi\n');
    expect(show({ ...step, where })).toContain('  1. Run this: if true; then curl [2J x fi\n');
  });
});

function words(fields: Partial<StoredWords>): StoredWords {
  return {
    mail: 0,
    body: 0,
    origin: 'cleartext',
    kind: 'plain',
    filename: null,
    text: '',
    receivedAt: AT,
    sender: null,
    ...fields,
  };
}
