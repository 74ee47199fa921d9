import { describe, expect, it } from 'vitest';
import { liveness } from '../../src/service-manager/liveness.js';

describe('a loop', () => {
  let now = 0;
  const started = () => {
    now = 1_000;
    return liveness(() => now);
  };

  it('is expected to do nothing before its first beat', () => {
    const { pulse, silent } = started();
    pulse('support');
    now += 1e9;
    expect(silent()).toEqual([]);
  });

  it('may take as long as it said, and is silent after that', () => {
    const { pulse, silent } = started();
    pulse('support').beat(60_000);
    now += 60_000;
    expect(silent()).toEqual([]);
    now += 1;
    expect(silent()).toEqual(['support']);
  });

  it('is alive again with its next beat', () => {
    const { pulse, silent } = started();
    const loop = pulse('support');
    loop.beat(10);
    now += 11;
    expect(silent()).toEqual(['support']);
    loop.beat(10);
    expect(silent()).toEqual([]);
  });

  it('is named alone among others that get on', () => {
    const { pulse, silent } = started();
    pulse('support').beat(10);
    pulse('abuse').beat(1_000);
    now += 11;
    expect(silent()).toEqual(['support']);
  });

  it('earns a second more with every 1,000 bytes that it received since the beat', () => {
    const { pulse, silent } = started();
    let received = 5_000_000;
    pulse('support').beat(10_000, () => received);
    received += 2_000;
    now += 12_000;
    expect(silent()).toEqual([]);
    now += 1;
    expect(silent()).toEqual(['support']);
  });

  it('is waited for no longer when it has ended', () => {
    const { pulse, silent } = started();
    const loop = pulse('support');
    loop.beat(10);
    loop.end();
    now += 11;
    expect(silent()).toEqual([]);
  });
});
