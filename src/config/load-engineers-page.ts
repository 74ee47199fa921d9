/**
 * The engineers' page: its address taken apart, its token looked up.
 */
import { Failure } from '../failure.js';
import type { ListenPlace } from './config.js';
import { listenPlace } from './listen-address.js';
import type { ConfigFile } from './schema.js';
import { readSecret } from './secret.js';

export interface EngineersPageConfig {
  readonly listen: ListenPlace;
  /** null where the proxy alone decides who is let in, which reaches the page by a Unix socket. */
  readonly token: string | null;
  /** Lower-case; null where nobody is named. */
  readonly userHeader: string | null;
}

/** Characters of a token; 32 of base64 are 192 bits. */
const SHORTEST_TOKEN = 32;

/**
 * Completes the settings.
 * @param folder - the folder relative paths count from
 * @returns null where no page is configured
 * @throws {Failure} `config` where everybody of this machine could read reports by it
 */
export function loadEngineersPage(
  { engineersPage }: Pick<ConfigFile, 'engineersPage'>,
  folder: string,
): EngineersPageConfig | null {
  if (engineersPage === undefined) return null;
  const { listen, token: reference, userHeader } = engineersPage;
  const token = reference === undefined ? null : readSecret(reference, 'engineersPage.token', folder);
  if (token !== null && !(token.length >= SHORTEST_TOKEN && /^[\w.~+/=-]+$/.test(token))) {
    throw new Failure(
      'config',
      `engineersPage.token must have ${SHORTEST_TOKEN} or more letters, digits and "-._~+/=". "security-inbox serve --make-token FILE" makes one.`,
    );
  }
  if (token === null && userHeader === undefined) {
    throw new Failure(
      'config',
      'engineersPage lets in anybody: give engineersPage.token, which "security-inbox serve --make-token FILE" makes, or engineersPage.userHeader.',
    );
  }
  const place = listenPlace(listen, 'engineersPage.listen', '127.0.0.1:8026');
  if (!('socket' in place) && token === null) {
    throw new Failure(
      'config',
      `engineersPage.listen is "${listen}", where every user of this machine could write ${userHeader}. Listen on a Unix socket, or give engineersPage.token and have the proxy send it.`,
    );
  }
  return {
    listen: place,
    token,
    userHeader: userHeader?.toLowerCase() ?? null,
  };
}
