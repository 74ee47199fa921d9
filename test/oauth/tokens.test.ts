import { describe, expect, it } from 'vitest';
import type { OAuthConfig } from '../../src/config/oauth.js';
import type { TokenAnswer } from '../../src/oauth/token-request.js';
import { openTokenSource } from '../../src/oauth/tokens.js';

const config: OAuthConfig = {
  path: 'mailbox.oauth',
  provider: 'other',
  tokenEndpoint: 'https://login.example.test/token',
  scope: null,
  grant: {
    kind: 'refresh-token',
    refreshToken: 'configured',
    client: { id: 'client', proof: { kind: 'none' } },
  },
};

const MINUTE = 60_000;

/** A source whose provider answers in turn, and whose clocks the test turns. */
function world(...answers: TokenAnswer[]) {
  const clock = { wall: 1_800_000_000_000, steady: 0 };
  const asked: (string | null)[] = [];
  const source = openTokenSource(
    config,
    async (_config, refreshToken) => {
      asked.push(refreshToken);
      await Promise.resolve();
      return answers.shift() ?? given(`token-${asked.length}`);
    },
    { wall: () => clock.wall, steady: () => clock.steady },
  );
  const pass = (milliseconds: number) => {
    clock.wall += milliseconds;
    clock.steady += milliseconds;
  };
  return { source, clock, asked, pass };
}

const given = (accessToken: string, refreshToken: string | null = null): TokenAnswer => ({
  kind: 'given',
  accessToken,
  lifetime: 3600,
  refreshToken,
});

const REFUSED: TokenAnswer = { kind: 'refused', status: 400, error: 'invalid_grant', description: '' };

const busy = (retryAfter: number | null): TokenAnswer => ({
  kind: 'unavailable',
  reason: 'HTTP 503',
  isUnknownHost: false,
  retryAfter,
});

describe('an access token', () => {
  it('is asked for once by however many logins wait', async () => {
    const { source, asked } = world();
    const tokens = await Promise.all([source.get(), source.get(), source.get()]);
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(['token-1']));
    expect(asked).toHaveLength(1);
  });

  it('is used until five minutes before its end', async () => {
    const { source, pass } = world();
    await source.get();
    pass(54 * MINUTE);
    expect(await source.get()).toEqual({ value: 'token-1', isNew: false });
    pass(MINUTE);
    expect(await source.get()).toEqual({ value: 'token-2', isNew: true });
  });

  it('that was refused is not used again, and one that came since is', async () => {
    const { source } = world();
    const first = await source.get();
    source.refused(first);
    expect((await source.get()).value).toBe('token-2');
    source.refused(first);
    expect((await source.get()).value).toBe('token-2');
  });

  it.each<[string, { wall: number; steady: number }, string]>([
    ['set forward', { wall: 24 * 60 * MINUTE, steady: 0 }, 'token-2'],
    ['set back', { wall: -24 * 60 * MINUTE, steady: MINUTE }, 'token-1'],
    ['set back, after its end', { wall: -24 * 60 * MINUTE, steady: 60 * MINUTE }, 'token-2'],
    ['right, and the machine slept', { wall: 60 * MINUTE, steady: 0 }, 'token-2'],
  ])('is %s by a clock that is %s', async (...[, by, expected]) => {
    const { source, clock } = world();
    await source.get();
    clock.wall += by.wall;
    clock.steady += by.steady;
    expect((await source.get()).value).toBe(expected);
  });
});

describe('a provider', () => {
  it('that said no is left alone for some seconds, whatever the clock says', async () => {
    const { source, asked, clock, pass } = world(REFUSED);
    await expect(source.get()).rejects.toMatchObject({ code: 'login-refused' });
    clock.wall += 60 * MINUTE;
    await expect(source.get()).rejects.toMatchObject({ code: 'login-refused' });
    expect(asked).toHaveLength(1);
    pass(5_000);
    expect((await source.get()).value).toBe('token-2');
  });

  it('that says how long it is busy is left alone that long', async () => {
    const { source, asked, pass } = world(busy(120));
    await expect(source.get()).rejects.toMatchObject({ code: 'unreachable' });
    pass(119_000);
    await expect(source.get()).rejects.toMatchObject({ code: 'unreachable' });
    expect(asked).toHaveLength(1);
    pass(1_000);
    expect((await source.get()).value).toBe('token-2');
  });

  it('that names a time without end is asked again after ten minutes', async () => {
    const { source, pass } = world(busy(999_999_999));
    await expect(source.get()).rejects.toThrow();
    pass(10 * MINUTE);
    expect((await source.get()).value).toBe('token-2');
  });
});

describe('a refresh token', () => {
  it('that replaces the one in use is used next', async () => {
    const { source, asked } = world(given('a', 'second'), given('b', 'third'));
    source.refused(await source.get());
    source.refused(await source.get());
    await source.get();
    expect(asked).toEqual(['configured', 'second', 'third']);
  });

  it('that another process has replaced meanwhile is no reason to give up', async () => {
    const { source, asked } = world(REFUSED);
    const kept = ['replaced', 'newest', 'newest', 'newest'];
    source.keepIn({ newest: () => kept.shift() ?? 'newest', keep: () => undefined });
    expect((await source.get()).value).toBe('token-2');
    expect(asked).toEqual(['replaced', 'newest']);
  });

  it('as configured is what is left where the kept one is refused, and is asked with once', async () => {
    const { source, asked } = world(REFUSED, REFUSED);
    source.keepIn({ newest: () => 'kept', keep: () => undefined });
    await expect(source.get()).rejects.toThrow();
    expect(asked).toEqual(['kept', 'configured']);
  });
});

it('the end of the token of a login comes by its own time, whatever other token is used since', async () => {
  const { source, pass } = world();
  await source.get();
  const hasEnded = source.endOfCurrent();
  source.hold('another', 3600);
  pass(54 * MINUTE);
  expect(hasEnded()).toBe(false);
  pass(2 * MINUTE);
  expect(hasEnded()).toBe(true);
});

it('a token that a login has just given is used, and as new: a server that refuses it would refuse another', async () => {
  const { source, asked } = world();
  source.hold('given', 3600);
  expect(await source.get()).toEqual({ value: 'given', isNew: true });
  expect(await source.get()).toEqual({ value: 'given', isNew: false });
  expect(asked).toEqual([]);
});
