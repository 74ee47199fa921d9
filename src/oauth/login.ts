/**
 * A login by token: once, and where the server refuses a token that was kept from before, once more with a new one. Never
 * more often: a new token that is refused is a matter of rights, which another does not have either.
 */
import type { OAuthConfig } from '../config/oauth.js';
import { tokensOf } from './sources.js';

/**
 * Logs in.
 * @param attempt - connects and logs in with an access token
 * @param isRefusal - whether what the attempt threw is the server's refusal of the token
 * @returns what the attempt gives
 * @throws {Failure} where there is no token to be had
 * @throws what the last attempt threw, with the token's letters taken out of what a server said
 */
export async function withToken<T>(
  config: OAuthConfig,
  attempt: (accessToken: string) => Promise<T>,
  isRefusal: (error: unknown) => boolean,
): Promise<T> {
  const tokens = tokensOf(config);
  for (;;) {
    const token = await tokens.get();
    try {
      return await attempt(token.value);
    } catch (error) {
      blank(error, token.value);
      if (!isRefusal(error)) throw error;
      tokens.refused(token);
      if (token.isNew) throw error;
    }
  }
}

/** What libraries put a server's words into. */
const WORDS = ['message', 'response', 'responseText', 'reason'] as const;

/** A server that repeats what it was sent must not bring a token into a log. */
function blank(error: unknown, token: string): void {
  if (!(error instanceof Error)) return;
  const holder = error as unknown as Record<string, unknown>;
  for (const name of WORDS) {
    const words = holder[name];
    if (typeof words === 'string' && words.includes(token)) holder[name] = words.replaceAll(token, '***');
  }
}
