import { describe, expect, it } from 'vitest';
import { composeQuestion } from '../../src/receipt/question.js';
import { loadTemplates } from '../../src/receipt/templates.js';
import type { FirstReceipt } from '../../src/store/decisions.js';
import type { ReportNumber, StoredReport } from '../../src/store/reports.js';
import { JUST_RECEIVED } from '../life/just-received.js';
import { sampleReport } from '../report/sample.js';

const templates = loadTemplates(null);
const NOW = new Date('2026-11-24T12:00:00Z');

const RESPONDER = {
  name: 'Team',
  address: 'support@example.test',
  policyUrl: 'https://example.test/policy',
  timeZone: 'UTC',
  acknowledgeWorkingDays: 1,
  disclosureDays: 90,
  keyFingerprint: null,
};

const SENT: FirstReceipt = {
  reportId: 1,
  state: 'sent',
  reason: null,
  recipient: 'r@example.org',
  messageId: '<receipt.1@example.test>',
  inReplyTo: '<one@example.org>',
  references: ['<one@example.org>'],
  encryptTo: 'certificate',
};

function report(content: Partial<StoredReport['content']>): StoredReport {
  return {
    number: 'TS-2026-0001' as ReportNumber,
    content: {
      ...sampleReport({}),
      id: 'TS-2026-0001',
      summary: 'zanzibar',
      description: 'quokka',
      missing: ['steps'],
      language: 'en',
      ...content,
    },
    recordedAt: NOW,
    acknowledgeBy: NOW,
    discloseBy: NOW,
    life: JUST_RECEIVED,
  };
}

const ask = (content: Partial<StoredReport['content']> = {}, receipt: Partial<FirstReceipt> | null = {}) =>
  composeQuestion(report(content), receipt && { ...SENT, ...receipt }, RESPONDER, templates);

describe('the question', () => {
  it('goes where the receipt went, in its thread and encrypted like it, and names parts alone', () => {
    const question = ask();
    if (!question.possible) throw new Error(question.because);
    const { mail } = question;
    expect(mail).toMatchObject({
      recipient: 'r@example.org',
      inReplyTo: '<one@example.org>',
      references: ['<one@example.org>', '<receipt.1@example.test>'],
      subject: '[TS-2026-0001] A question about your report',
      encryptTo: 'certificate',
    });
    expect(mail.text).toContain('- the steps to reproduce it');
    expect(JSON.stringify(mail)).not.toMatch(/zanzibar|quokka/);
  });

  it('is the same mail for the same parts, and another for others', () => {
    const id = (question: ReturnType<typeof ask>) => question.possible && question.mail.messageId;
    expect(id(ask())).toBe(id(ask()));
    expect(id(ask({ missing: ['affected'] }))).not.toBe(id(ask()));
  });

  it('is German to who wrote German', () => {
    const question = ask({ language: 'de' });
    expect(question.possible && question.mail.subject).toBe('[TS-2026-0001] Eine Frage zu Ihrer Meldung');
  });

  it.each<[string, Partial<StoredReport['content']>, Partial<FirstReceipt> | null, string]>([
    ['a replay is suspected', { replaySuspected: true }, {}, 'a replay is suspected'],
    ['nothing is missing', { missing: [] }, {}, 'nothing is missing in it'],
    ['there is no receipt', {}, null, 'it has no receipt'],
    [
      'its receipt was withheld',
      {},
      { state: 'withheld', recipient: null, reason: 'came in bulk' },
      'came in bulk',
    ],
    ['its receipt waits for a person', {}, { state: 'held', reason: 'x' }, 'release or drop it first'],
    ['its receipt was refused', {}, { state: 'refused' }, 'the server refused its receipt'],
  ])('is not asked where %s', (_name, content, receipt, because) => {
    expect(ask(content, receipt)).toEqual({ possible: false, because: expect.stringContaining(because) });
  });

  it("does not repeat a server's words", () => {
    const question = ask({}, { state: 'bounced', reason: '550 \u202e evil' });
    expect(question).toEqual({ possible: false, because: "it can't be answered: its receipt came back" });
  });
});
