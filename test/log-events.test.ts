/** What a monitor may rely on in the log. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Log } from '../src/log.js';
import { LOG_EVENTS } from '../src/log-events.js';

const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && file !== 'log-events.ts')
  .map(file => readFileSync(`src/${file}`, 'utf8'))
  .join('\n');

it.each(Object.keys(LOG_EVENTS))('%s stands whole in the source', name => {
  expect(source).toContain(`'${name}'`);
});

it('they are listed by their names', () => {
  expect(Object.keys(LOG_EVENTS)).toEqual(Object.keys(LOG_EVENTS).toSorted());
});

it('what is logged is an event of the list, at its level, with its fields, or does not compile', () => {
  const calls = (log: Log) => {
    log.info({ report: 'TS-2026-0001', answer: '250' }, 'receipt.sent');
    log.info('watch.stopped');
    // @ts-expect-error no such event
    log.info({}, 'receipt.vanished');
    // @ts-expect-error no such event
    log.info('receipt.vanished');
    // @ts-expect-error another level
    log.warn({ report: 'TS-2026-0001', answer: '250' }, 'receipt.sent');
    // @ts-expect-error no field of this event
    log.info({ report: 'TS-2026-0001', subject: 'words of a mail' }, 'receipt.sent');
    // @ts-expect-error a field is a plain value, no mail
    log.info({ report: { text: 'words of a mail' } }, 'receipt.sent');
  };
  expect(calls).toBeTypeOf('function');
});
