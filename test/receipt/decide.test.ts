import { describe, expect, it } from 'vitest';
import { decideReceipt } from '../../src/receipt/decide.js';

const now = new Date('2026-11-24T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const answerable = { answer: true, address: 'researcher@example.org', isFrom: true, language: null } as const;

describe('a receipt', () => {
  it('goes to the sender of a fresh report', () => {
    expect(decideReceipt(answerable, daysAgo(0), now, 14)).toEqual({
      send: true,
      address: 'researcher@example.org',
    });
  });

  it('still goes after an outage of days', () => {
    expect(decideReceipt(answerable, daysAgo(13), now, 14).send).toBe(true);
  });

  it('waits for a person where the mail is older than an outage would be', () => {
    expect(decideReceipt(answerable, daysAgo(15), now, 14)).toMatchObject({ send: false });
  });

  it('never goes to a machine, and the reason is in words', () => {
    expect(decideReceipt({ answer: false, because: 'null-return-path' }, daysAgo(0), now, 14)).toEqual({
      send: false,
      reason: 'sent by a machine (null return path)',
    });
  });

  it('does not go where the header could not be read', () => {
    expect(decideReceipt(null, daysAgo(0), now, 14).send).toBe(false);
  });
});
