import { describe, expect, it } from 'vitest';
import { composeReceipt, type ReceiptFacts } from '../../src/receipt/compose.js';
import type { Responder } from '../../src/receipt/responder.js';
import { loadTemplates } from '../../src/receipt/templates.js';

const templates = loadTemplates(null);

const responder: Responder = {
  name: 'TrustSource Security',
  address: 'support@trustsource.example',
  policyUrl: 'https://www.trustsource.example/policy?a=1&b=2',
  timeZone: 'Europe/Berlin',
  acknowledgeWorkingDays: 1,
  disclosureDays: 90,
  keyFingerprint: '0123456789ABCDEF0123456789ABCDEF01234567',
};

const facts: ReceiptFacts = {
  number: 'TS-2026-0001',
  recipient: 'researcher@example.org',
  envelope: { messageId: '<third@example.org>', references: ['<first@example.org>', '<second@example.org>'] },
  receivedAt: new Date('2026-11-24T13:03:00Z'),
  acknowledgeBy: new Date('2026-11-25T13:03:00Z'),
  discloseBy: new Date('2027-02-22T13:03:00Z'),
  rawHash: 'ab'.repeat(32),
  missing: null,
  language: 'en',
  adviseEncryption: false,
  isLate: false,
  encryptTo: null,
};

describe('a receipt', () => {
  const receipt = composeReceipt(facts, responder, templates);

  it('carries the report number in subject, text and HTML', () => {
    for (const words of [receipt.subject, receipt.text, receipt.html])
      expect(words).toContain('TS-2026-0001');
  });

  it('says when an engineer answers and when disclosure is at the latest', () => {
    expect(receipt.text).toMatch(/1 working day, by\s+Wednesday/);
    expect(receipt.text).toContain('25 November 2026');
    expect(receipt.text).toContain('22 February 2027');
  });

  it('names the policy and the key to encrypt to', () => {
    expect(receipt.text).toContain(responder.policyUrl);
    expect(receipt.text).toContain('0123 4567 89AB CDEF');
    expect(receipt.html).toContain('policy?a=1&amp;b=2');
  });

  it('answers in the thread of the mail', () => {
    expect(receipt.inReplyTo).toBe('<third@example.org>');
    expect(receipt.references).toEqual([
      '<first@example.org>',
      '<second@example.org>',
      '<third@example.org>',
    ]);
  });

  it('has the same Message-ID however often it is written', () => {
    expect(composeReceipt(facts, responder, templates)).toEqual(receipt);
    expect(receipt.messageId).toMatch(/^<receipt\.[0-9a-f]{40}@trustsource\.example>$/);
  });

  it('does not carry the trigger phrase, which would make a report of it elsewhere', () => {
    expect(receipt.subject.toLowerCase()).not.toContain('security alert');
  });

  it('keeps its lines within 78 characters', () => {
    expect(Math.max(...receipt.text.split('\n').map(line => line.length))).toBeLessThanOrEqual(78);
  });

  it('names missing parts of a report that came in the clear', () => {
    const { text, html } = composeReceipt({ ...facts, missing: ['steps', 'affected'] }, responder, templates);
    for (const words of [text, html]) {
      expect(words).toContain('the steps to reproduce it');
      expect(words).toContain('the affected product and version');
      expect(words).not.toContain('a description of the vulnerability');
    }
  });

  it('to a complete plain report is the same as to an encrypted one', () => {
    expect(composeReceipt({ ...facts, missing: [] }, responder, templates)).toEqual(receipt);
  });

  it('stands alone where the mail had no Message-ID', () => {
    const { inReplyTo, references } = composeReceipt(
      { ...facts, envelope: { messageId: null, references: [] } },
      responder,
      templates,
    );
    expect({ inReplyTo, references }).toEqual({ inReplyTo: null, references: [] });
  });

  it('to mail that was read when its answer was due says so, and promises no hour that is past', () => {
    const { text, html } = composeReceipt({ ...facts, isLate: true }, responder, templates);
    for (const form of [text, html]) {
      expect(form).toContain('read late on our side');
      expect(form).not.toContain('answers you within');
    }
    expect(receipt.text).not.toContain('read late');
  });

  it('to mail that came in the clear says how to encrypt, with OpenPGP and without', () => {
    const { text } = composeReceipt({ ...facts, adviseEncryption: true }, responder, templates);
    expect(text).toMatch(/If you use OpenPGP, import the attached\s+key/);
    expect(text).toMatch(/If you do not, Thunderbird encrypts mail/);
    expect(receipt.text).not.toContain('If you use OpenPGP');
  });

  it('says nothing of a key where there is none', () => {
    const without = { ...responder, keyFingerprint: null };
    const { text, html } = composeReceipt({ ...facts, adviseEncryption: true }, without, templates);
    for (const words of [text, html]) expect(words).not.toMatch(/OpenPGP|\{\{/);
  });
});

describe('a receipt in German', () => {
  const german: ReceiptFacts = { ...facts, language: 'de', missing: ['steps'], adviseEncryption: true };
  const { subject, text, html } = composeReceipt(german, responder, templates);

  it('is German throughout, its dates too', () => {
    expect(subject).toBe('[TS-2026-0001] Ihre Meldung ist eingegangen');
    expect(text).toMatch(/Dienstag, 24\. November 2026.*14:03 MEZ/);
    expect(text).toMatch(/innerhalb von 1 Arbeitstag, bis\s+Mittwoch, 25\. November 2026/);
    expect(text).toContain('22. Februar 2027');
    expect(text).toContain('- die Schritte, mit denen sie sich nachstellen lässt');
    expect(html).toContain('<html lang="de">');
  });

  it('keeps its lines within 78 characters', () => {
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(78);
  });
});
