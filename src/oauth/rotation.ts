/**
 * Refresh tokens that a provider gives in place of the one that was used (RFC 6749 §6, RFC 9700 §4.14.2): the newest is
 * used, and has to outlive the process, because some providers take back every earlier one. One that the operator
 * configures anew wins, since what is kept belongs to the one that it came from.
 */
import type { OAuthConfig } from '../config/oauth.js';
import type { TokenAnswer } from './token-request.js';
import type { Ask } from './tokens.js';

/** Where they are kept. */
export interface TokenKeeper {
  /** The newest that came from this one, or null. */
  newest(configured: string): string | null;
  /** Keeps a newer one in place of what was kept. */
  keep(configured: string, newest: string): void;
}

/** Keeps them as long as the process lives, for those that have no store. */
export function keepInMemory(): TokenKeeper & { forget(configured: string): void } {
  const kept = new Map<string, string>();
  return {
    newest: configured => kept.get(configured) ?? null,
    keep: (configured, newest) => void kept.set(configured, newest),
    forget: configured => void kept.delete(configured),
  };
}

/** Two from the store, which another process may have replaced in between, and the configured one. */
const MOST_TRIED = 3;

/**
 * Asks with the newest refresh token, and keeps what replaces it before anything else happens.
 */
export async function askWithNewest(
  config: OAuthConfig,
  keeper: TokenKeeper,
  ask: Ask,
): Promise<TokenAnswer> {
  const { grant } = config;
  if (grant.kind !== 'refresh-token') return ask(config, null);
  const tried = new Set<string>();
  for (;;) {
    const token = nextToTry(grant.refreshToken, keeper, tried);
    const answer = await ask(config, token);
    tried.add(token);
    if (answer.kind === 'given') {
      const { refreshToken } = answer;
      if (refreshToken !== null && refreshToken !== token) keeper.keep(grant.refreshToken, refreshToken);
      return answer;
    }
    const isTokenRefused = answer.kind === 'refused' && answer.error === 'invalid_grant';
    const isLast = tried.size >= MOST_TRIED || tried.has(nextToTry(grant.refreshToken, keeper, tried));
    if (!isTokenRefused || isLast) return answer;
  }
}

/**
 * The kept one, read each time: another process may have used it meanwhile, and then the refusal means nothing. At last
 * the configured one, which is what is left where an older database was restored.
 */
function nextToTry(configured: string, keeper: TokenKeeper, tried: ReadonlySet<string>): string {
  const kept = keeper.newest(configured);
  return kept !== null && !tried.has(kept) ? kept : configured;
}
