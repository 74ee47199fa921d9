/**
 * Access tokens: one for all logins of the same settings, kept in memory alone, asked for anew before it ends. However many
 * logins wait, the provider is asked once; and where it has just said no, it is left alone for a while.
 */
import type { OAuthConfig } from '../config/oauth.js';
import type { Failure } from '../failure.js';
import type { NoToken } from './endpoint.js';
import { explainNoToken } from './refusals.js';
import { askWithNewest, keepInMemory, type TokenKeeper } from './rotation.js';
import type { TokenAnswer } from './token-request.js';

/** An access token as a login uses it. */
export interface AccessToken {
  readonly value: string;
  /** Whether it was asked for by this very call, or by a person's login just before: a server that refuses it would refuse another as well. */
  readonly isNew: boolean;
}

export interface TokenSource {
  /**
   * The token to log in with.
   * @throws {Failure} `login-refused`, `unreachable`, `host-unknown` or `config`, with what to do
   */
  get(): Promise<AccessToken>;
  /** Has the next login ask for another one. Call where a server refused this one. */
  refused(token: AccessToken): void;
  /** Takes one that a login of a person has just given. @param lifetime - seconds, or null where it was not said */
  hold(value: string, lifetime: number | null): void;
  /**
   * Call right after a login.
   * @returns tells from then on whether the token of that login has come to its end, whatever other one is used since
   */
  endOfCurrent(): () => boolean;
  /** Where refresh tokens that replace the configured one are kept from now on. */
  keepIn(keeper: TokenKeeper): void;
}

/** What a source is driven by. */
export interface Clocks {
  /** Milliseconds since the epoch; jumps when somebody sets the clock. */
  wall(): number;
  /** Milliseconds from anywhere; never jumps, and on some systems stands still while the machine sleeps. */
  steady(): number;
}

export const SYSTEM_CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/** Milliseconds that a token is taken to be good for where the provider does not say (RFC 6749 §5.1). */
const UNSAID_LIFETIME = 300_000;

/** Milliseconds before its end from which on a token is not used any more; a fifth of its life where that is less. */
const LARGEST_MARGIN = 300_000;

/** Milliseconds that a provider is left alone after a refusal, and after it was out of reach. */
const AFTER_REFUSAL = 5_000;
const AFTER_OUTAGE = 1_000;

/** Milliseconds; a provider that names a longer time is asked again then all the same. */
const LONGEST_REST = 600_000;

/** An instant on both clocks: whichever moved further since then counts. */
interface Instant {
  readonly wall: number;
  readonly steady: number;
}

interface Held {
  readonly value: string;
  readonly since: Instant;
  /** Milliseconds. */
  readonly usable: number;
  /** Whether no login has used it yet. */
  isNew: boolean;
}

/** Asks an endpoint; in place of the network in tests of this file. */
export type Ask = (config: OAuthConfig, refreshToken: string | null) => Promise<TokenAnswer>;

/** Loaded with the first login by token: most have none. */
const askEndpoint: Ask = async (config, refreshToken) =>
  (await import('./ask.js')).askForToken(config, refreshToken);

/** Opens a source that has nothing yet. */
export function openTokenSource(
  config: OAuthConfig,
  ask: Ask = askEndpoint,
  clocks: Clocks = SYSTEM_CLOCKS,
): TokenSource {
  let held: Held | null = null;
  let rest: { readonly failure: Failure; readonly since: Instant; readonly lasts: number } | null = null;
  let underWay: Promise<AccessToken> | null = null;
  let keeper: TokenKeeper = keepInMemory();

  const now = (): Instant => ({ wall: clocks.wall(), steady: clocks.steady() });
  const elapsed = (since: Instant) => Math.max(clocks.wall() - since.wall, clocks.steady() - since.steady);
  // A clock that is set forward must not end a rest, nor one that is set back prolong it.
  const isResting = () => rest !== null && clocks.steady() - rest.since.steady < rest.lasts;

  const askAnew = async (): Promise<AccessToken> => {
    const begun = now();
    const answer = await askWithNewest(config, keeper, ask);
    if (answer.kind === 'given') {
      // Counted from before it was asked for: the provider began counting at some time since then.
      held = { value: answer.accessToken, since: begun, usable: usableFor(answer.lifetime), isNew: false };
      rest = null;
      return { value: answer.accessToken, isNew: true };
    }
    const failure = explainNoToken(answer, config);
    rest = { failure, since: now(), lasts: restAfter(answer) };
    throw failure;
  };

  return {
    get() {
      if (held !== null && elapsed(held.since) < held.usable) {
        const { value, isNew } = held;
        held.isNew = false;
        return Promise.resolve({ value, isNew });
      }
      held = null;
      if (rest !== null && isResting()) return Promise.reject(rest.failure);
      underWay ??= askAnew().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    refused({ value }) {
      if (held?.value === value) held = null;
    },
    hold(value, lifetime) {
      held = { value, since: now(), usable: usableFor(lifetime), isNew: true };
    },
    endOfCurrent() {
      const current = held;
      return () => current !== null && elapsed(current.since) >= current.usable;
    },
    keepIn(other) {
      keeper = other;
    },
  };
}

/** @param lifetime - seconds @returns milliseconds */
function usableFor(lifetime: number | null): number {
  const whole = lifetime === null ? UNSAID_LIFETIME : lifetime * 1000;
  return whole - Math.min(LARGEST_MARGIN, whole / 5);
}

/** @returns milliseconds */
function restAfter(answer: NoToken): number {
  if (answer.kind !== 'unavailable') return AFTER_REFUSAL;
  return Math.min(LONGEST_REST, Math.max(AFTER_OUTAGE, (answer.retryAfter ?? 0) * 1000));
}
