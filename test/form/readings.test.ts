/** Nobody takes all places of the form, or all of its memory. */
import { describe, expect, it } from 'vitest';
import { type Place, type Reading, readings } from '../../src/form/readings.js';

const MOST = 10_000_000;

/** With a clock that is set by hand. */
function form() {
  let now = 0;
  const { enter } = readings(MOST, () => now);
  return {
    enter,
    many: (count: number, addressOf: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => enter(addressOf(index))),
    later: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const isEnded = (place: Place | null | undefined) => place?.signal.aborted;

describe('a place', () => {
  it('is there for everybody else where one address has as many as it may', () => {
    const { many, enter } = form();
    expect(many(7, () => '203.0.113.1').filter(place => place === null)).toHaveLength(1);
    expect(enter('203.0.113.2')).not.toBeNull();
  });

  it('is there for everybody else where one site has as many as it may, from many networks', () => {
    const { many, enter } = form();
    expect(many(25, index => `2001:db8:1:${index}::/64`).filter(place => place === null)).toHaveLength(1);
    expect(enter('2001:db8:2:0::/64')).not.toBeNull();
  });

  it('is made where all are taken, by who has been sending for longest', () => {
    const { many, enter, later } = form();
    const all = many(64, index => `203.0.113.${index}`);
    expect(enter('198.51.100.1')).toBeNull();
    later(10_000);
    expect(enter('198.51.100.1')).not.toBeNull();
    expect(all.map(isEnded)).toEqual([true, ...Array(63).fill(false)]);
  });

  it('is made within one address by its own, and by nobody else', () => {
    const { many, enter, later } = form();
    const other = enter('198.51.100.1');
    const own = many(6, () => '203.0.113.1');
    later(10_000);
    expect(enter('203.0.113.1')).not.toBeNull();
    expect([isEnded(other), ...own.map(isEnded)]).toEqual([false, true, ...Array(5).fill(false)]);
  });

  it('is not taken from a report that is there and waits to be recorded', () => {
    const { enter, many, later } = form();
    const first = enter('203.0.113.1');
    first?.arrived();
    many(64, index => `203.0.113.${index + 2}`);
    later(10_000);
    expect(enter('198.51.100.1')).not.toBeNull();
    expect(isEnded(first)).toBe(false);
  });

  it('is free again when its form was answered', () => {
    const { many, enter } = form();
    const [first] = many(6, () => '203.0.113.1');
    first?.leave();
    expect(enter('203.0.113.1')).not.toBeNull();
  });

  it('is shared by all of whom the proxy says nothing', () => {
    const { many } = form();
    expect(many(64, () => 'unknown')).not.toContain(null);
  });
});

describe('memory', () => {
  it('is there for the words of everybody, whatever files others send', () => {
    const { enter } = form();
    for (let index = 0; index < 4; index += 1) expect(enter(`203.0.113.${index}`)?.keep(MOST)).toBe(true);
    const late = enter('198.51.100.1');
    expect(late?.keepWords(1_000_000)).toBe(true);
    expect([late?.keep(1_000_000), late?.keep(1_000_000), late?.keep(1_000_000)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is there for the words that stand behind a file', () => {
    const { enter } = form();
    for (let index = 0; index < 3; index += 1) expect(enter(`203.0.113.${index}`)?.keep(MOST)).toBe(true);
    const one = enter('198.51.100.1');
    expect([one?.keep(MOST), one?.keepWords(1_000_000), one?.keepWords(1_000_000)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is not all taken by one address', () => {
    const { enter } = form();
    expect(enter('203.0.113.1')?.keep(MOST - 1)).toBe(true);
    expect(enter('203.0.113.1')?.keep(3_000_000)).toBe(false);
    expect(enter('203.0.113.2')?.keep(3_000_000)).toBe(true);
  });

  it('is shared with forms that began before its bound changed', () => {
    const all = new Set<Reading>();
    const [before, after] = [readings(MOST, () => 0, all), readings(MOST * 2, () => 0, all)];
    expect(before.enter('203.0.113.1')?.keep(MOST)).toBe(true);
    const next = after.enter('203.0.113.1');
    expect([next?.keep(MOST + 1), next?.keep(MOST)]).toEqual([false, true]);
  });

  it('is held until the form is answered, or let go of', () => {
    const { enter } = form();
    const first = enter('203.0.113.1');
    first?.keep(MOST);
    first?.arrived();
    expect(enter('203.0.113.1')?.keep(3_000_000)).toBe(false);
    first?.drop(MOST);
    expect(enter('203.0.113.1')?.keep(3_000_000)).toBe(true);
  });
});
