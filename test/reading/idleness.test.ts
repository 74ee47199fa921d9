/** When another reading thread helps: once this thread waited for the reading, by a clock that goes on as it is told. */
import { beforeEach, describe, expect, it } from 'vitest';
import { idleness } from '../../src/reading/idleness.js';

let time = { idle: 0, active: 0 };

beforeEach(() => {
  time = { idle: 1_000_000, active: 0 };
});

/** Milliseconds go by. */
function pass(idle: number, active: number): void {
  time = { idle: time.idle + idle, active: time.active + active };
}

function helps(cores = 2) {
  return idleness(cores, {
    now: () => time.idle + time.active,
    eventLoopUtilization: (now, before) => {
      const [idle, active] =
        now && before ? [now.idle - before.idle, now.active - before.active] : [time.idle, time.active];
      return { idle, active, utilization: active / (idle + active) };
    },
  });
}

describe('another thread', () => {
  it('helps where this one waits for the reading', () => {
    const ask = helps();
    ask();
    pass(5200, 4800);
    expect(ask()).toBe(true);
  });

  it('does not help where this one is at work itself', () => {
    const ask = helps();
    ask();
    for (let looks = 0; looks < 10; looks += 1) {
      pass(2200, 7800);
      expect(ask()).toBe(false);
    }
  });

  it('helps the sooner the more cores there are', () => {
    const [two, four] = [helps(2), helps(4)];
    two();
    four();
    pass(4000, 6000);
    expect([two(), four()]).toEqual([false, true]);
  });

  it('is not asked for by the wait for the first mails, nor by that between two floods', () => {
    const ask = helps();
    expect(ask()).toBe(false);
    pass(9900, 0);
    expect(ask()).toBe(false);
    pass(3_600_000, 0);
    expect(ask()).toBe(false);
    pass(200, 9800);
    expect(ask()).toBe(false);
  });

  it('helps once the waiting begins, whatever was before', () => {
    const ask = helps();
    ask();
    for (let seconds = 0; seconds < 20; seconds += 1) {
      pass(0, 1000);
      expect(ask()).toBe(false);
    }
    pass(8000, 2000);
    ask();
    pass(8000, 2000);
    expect(ask()).toBe(true);
  });
});
