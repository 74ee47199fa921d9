/** Who may send a form, how often, and what they are told. */
import { describe, expect, it } from 'vitest';
import { admission, networkAddress, siteOf } from '../../src/form/admission.js';
import { formRules, numberToTell } from '../../src/form/desk.js';
import { senderOf } from '../../src/form/same-site.js';
import { lackingOf, submissionFrom, TEXT_FIELDS } from '../../src/form/submission.js';
import { formTokens } from '../../src/form/token.js';
import { FORM_WORDS } from '../../src/form/words.js';
import type { Told } from '../../src/store/told-number.js';
import { processorTime } from '../processor-time.js';
import { submission } from './sample.js';

const NOW = new Date('2026-11-24T09:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

it('what is written is made neat in time that grows with its length alone', () => {
  const words = ` ${'x '.repeat(1000)}${' '.repeat(1_000_000)}x\n${'\n'.repeat(1_000_000)}x`;
  const before = processorTime();
  const { description, title } = submissionFrom(() => words);
  expect(processorTime() - before).toBeLessThan(5_000);
  expect([description.startsWith('x x'), title.startsWith('x x')]).toEqual([false, true]);
});

describe('a token', () => {
  const tokens = formTokens(Buffer.from('key'));
  it('is read with when it was issued, also after a start', () => {
    const token = tokens.issue(NOW);
    expect(tokens.read(token, later(60))).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), at: NOW });
    expect(formTokens(Buffer.from('key')).read(token, NOW)?.at).toEqual(NOW);
  });
  it('is each time another one', () => {
    expect(tokens.issue(NOW)).not.toBe(tokens.issue(NOW));
  });
  it.each([
    ['of another key', formTokens(Buffer.from('other')).issue(NOW)],
    ['of a start without a key', formTokens(null).issue(NOW)],
    ['changed', tokens.issue(NOW).replace(/^./, digit => (digit === '0' ? '1' : '0'))],
    ['of an earlier week', tokens.issue(later(-8 * 86_400))],
    ['of tomorrow', tokens.issue(later(86_400))],
    ['that is empty', ''],
  ])('%s is none', (_name, token) => {
    expect(tokens.read(token, NOW)).toBeNull();
  });
});

describe('reports within an hour', () => {
  it('are as many as an address may send, and all together', () => {
    const { admit } = admission({ perAddressPerHour: 2, perHour: 3 });
    expect(['a', 'a', 'a', 'b', 'c'].map(address => admit(address, NOW))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(admit('a', later(3599))).toBe(false);
    expect(admit('a', later(3601))).toBe(true);
  });
  it('go on counting where the limits change', () => {
    const arrivals = { recent: [] };
    expect(admission({ perAddressPerHour: 1, perHour: 9 }, arrivals).admit('a', NOW)).toBe(true);
    const next = admission({ perAddressPerHour: 2, perHour: 9 }, arrivals);
    expect([next.admit('a', NOW), next.admit('a', NOW)]).toEqual([true, false]);
  });
  it('are counted by site too, for whoever has many networks', () => {
    const { admit, isOpen } = admission({ perAddressPerHour: 2, perHour: 100 });
    const from = (network: number) => admit(`2001:db8:1:${network.toString(16)}::/64`, NOW);
    expect(Array.from({ length: 9 }, (_, network) => from(network))).toEqual([...Array(8).fill(true), false]);
    expect(isOpen('2001:db8:1:ff::/64', NOW)).toBe(false);
    expect(isOpen('2001:db8:2:ff::/64', NOW)).toBe(true);
    expect(isOpen('203.0.113.1', NOW)).toBe(true);
  });
  it('do not count where they could not be recorded', () => {
    const { admit, withdraw } = admission({ perAddressPerHour: 1, perHour: 10 });
    expect([admit('a', NOW), admit('b', NOW), admit('a', NOW)]).toEqual([true, true, false]);
    withdraw('a');
    expect([admit('b', NOW), admit('a', NOW), admit('a', NOW)]).toEqual([false, true, false]);
  });
  it('are not counted by a look whether one may come', () => {
    const { admit, isOpen } = admission({ perAddressPerHour: 1, perHour: 1 });
    expect([isOpen('a', NOW), isOpen('a', NOW), admit('a', NOW), isOpen('a', NOW)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

it.each([
  ['2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['0:0:0:0::/64', '0:0:0::/48'],
  ['203.0.113.1', null],
  ['unknown', null],
])('the site of %s is %s', (address, site) => {
  expect(siteOf(address)).toBe(site);
});

it.each([
  ['', 1, 'unknown'],
  ['203.0.113.1', 1, '203.0.113.1'],
  ['198.51.100.7, 203.0.113.1', 1, '203.0.113.1'],
  ['198.51.100.7, 203.0.113.1, 192.0.2.1', 2, '203.0.113.1'],
  ['203.0.113.1', 2, 'unknown'],
  ['203.0.113.1', 0, 'unknown'],
  ['203.0.113.1:4711', 1, '203.0.113.1'],
  ['2001:db8::1', 1, '2001:db8:0:0::/64'],
  ['[2001:DB8:0:0:ffff::2]:4711', 1, '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', 1, '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 1, 'fe80:0:0:0::/64'],
  ['::ffff:203.0.113.1', 1, '203.0.113.1'],
  ['::1', 1, '0:0:0:0::/64'],
  ['words', 1, 'unknown'],
])('what X-Forwarded-For %j tells with %i proxies is %s', (field, proxies, address) => {
  expect(networkAddress(field, proxies)).toBe(address);
});

it.each([
  [{ origin: 'https://a.example', fetchSite: 'same-origin' }, 'our-page'],
  [{ origin: 'null', fetchSite: 'same-origin' }, 'our-page'],
  [{ origin: undefined, fetchSite: 'same-origin' }, 'our-page'],
  [{ origin: undefined, fetchSite: 'none' }, 'our-page'],
  [{ origin: 'https://a.example', fetchSite: undefined }, 'our-page'],
  [{ origin: undefined, fetchSite: undefined }, 'unknown'],
  [{ origin: 'null', fetchSite: undefined }, 'unknown'],
  [{ origin: 'https://b.example', fetchSite: 'same-origin' }, 'other-name'],
  [{ origin: 'null', fetchSite: 'cross-site' }, 'other-site'],
  [{ origin: 'https://a.example', fetchSite: 'cross-site' }, 'other-site'],
  [{ origin: undefined, fetchSite: 'same-site' }, 'other-site'],
  [{ origin: 'https://b.example', fetchSite: 'none' }, 'other-site'],
  [{ origin: 'https://b.example', fetchSite: undefined }, 'other-site'],
  [{ origin: 'http://a.example', fetchSite: undefined }, 'other-site'],
])('a form that comes with %j is from %s', (asking, sender) => {
  expect(senderOf(asking, 'https://a.example')).toBe(sender);
});

describe('the page tells the number', () => {
  const told = (more: Partial<Told>): Told => ({
    number: 'TS-2026-0007',
    role: 'report',
    receipt: 'going',
    replaySuspected: false,
    ...more,
  });
  it.each<[string, Told | null, 'clear' | 'encrypted', boolean]>([
    ['of a new report', told({}), 'clear', true],
    ['of one that nobody can be mailed of', told({ receipt: 'withheld' }), 'clear', true],
    ['not of what came encrypted, which may be anybody’s', told({}), 'encrypted', false],
    ['of one in the clear whose receipt waits', told({ receipt: 'held' }), 'clear', true],
    ['not of an encrypted one whose receipt waits', told({ receipt: 'held' }), 'encrypted', false],
    ['not of a suspected replay', told({ receipt: 'withheld', replaySuspected: true }), 'clear', false],
    ['not of one that gets no answer', told({ receipt: null }), 'clear', false],
    ['not of what joined a report', told({ role: 'follow-up' }), 'clear', false],
    ['not of what shows to belong nowhere', null, 'clear', false],
  ])('%s', (_what, one, way, isTold) => {
    expect(numberToTell(one, way === 'encrypted')).toBe(isTold ? 'TS-2026-0007' : null);
  });
});

it('an address that was typed in gets one confirmation an hour, and never more than mail would', () => {
  const rules = { perDomainPerHour: 50, perHour: 1000, onDmarcFailure: 'hold', maxAgeDays: 14 } as const;
  expect(formRules({ ...rules, perSenderPerHour: 5 })).toEqual({ ...rules, perSenderPerHour: 1 });
});

describe('what is written', () => {
  it('is cut where a field ends, and holds no half characters', () => {
    const { title, steps } = submissionFrom(name =>
      name === 'title' ? '😀'.repeat(300) : 'x'.repeat(300_000),
    );
    expect(title.isWellFormed()).toBe(true);
    expect(title.length).toBeLessThanOrEqual(200);
    expect(steps).toHaveLength(TEXT_FIELDS.steps);
  });
  it('keeps its lines and indents in texts, and none in a line', () => {
    const { steps, title } = submissionFrom(() => ' a\r\n\tb\u0007 \u2028c\u202e');
    expect(steps).toBe(' a\n\tb\nc\u202e');
    expect(title).toBe('a b   c');
  });
  it('lacks what the policy asks for, in the order of the form', () => {
    expect(lackingOf(submission())).toEqual([]);
    expect(lackingOf(submission({ description: ' ', email: '', product: '', steps: '\n' }))).toEqual([
      'description',
      'steps',
      'product',
      'email',
    ]);
  });
});

it('the form says the same things in every language', () => {
  const keysOf = (tree: object): unknown =>
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'object' ? keysOf(value) : typeof value,
    ]);
  const sorted = (tree: object) => JSON.stringify(keysOf(tree));
  expect(sorted(FORM_WORDS.de)).toBe(sorted(FORM_WORDS.en));
});
