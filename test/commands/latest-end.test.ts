import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endInTime } from '../../src/commands/latest-end.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('a process ends 75 seconds after it was asked to, before systemd kills it, and never unasked', () => {
  const stopping = new AbortController();
  const end = vi.fn();
  endInTime(stopping.signal, end);
  vi.advanceTimersByTime(600_000);
  stopping.abort();
  vi.advanceTimersByTime(74_999);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledOnce();
});

it('a process that has nothing in hand is not kept for it', () => {
  vi.useRealTimers();
  const stopping = new AbortController();
  const before = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  endInTime(stopping.signal, () => undefined);
  stopping.abort();
  expect(process.getActiveResourcesInfo().filter(name => name === 'Timeout')).toHaveLength(before);
});
