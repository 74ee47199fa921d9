/**
 * A login in a browser (RFC 6749 §4.1 with RFC 7636 and RFC 8252): it ends at an address on this machine, which the browser
 * opens itself or the person copies here.
 */
import { setTimeout as wait } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { errorProperty, serverWords } from '../failure.js';
import { type Consented, type ConsentRequest, consentIn, explainLate, explainNoConsent } from './consent.js';
import { listenForRedirect } from './redirect.js';
import { requestToken } from './token-request.js';

/** What the person needs. */
export interface BrowserLogin {
  /** The page to open. */
  readonly page: string;
  /** Of this machine: where the browser ends. */
  readonly port: number;
}

/** Seconds; a second factor may have to be fetched. */
const PATIENCE = 900;

export interface BrowserOptions {
  /** The authorization endpoint. */
  readonly endpoint: string;
  /** To listen on; 0 for any free one. */
  readonly port: number;
  /** Shows the page to the person. */
  readonly show: (login: BrowserLogin) => void;
  /** Lines that the person types; where one is no address that a login ends at, `onWrongLine` is told. */
  readonly lines: AsyncIterable<string>;
  readonly onWrongLine: () => void;
  /** Seconds that the person has. */
  readonly patience?: number;
}

/**
 * Shows the page and waits until the person has been there.
 * @throws {Failure} where the person declines or does not come, or the provider does not go along
 */
export async function consentInBrowser(
  request: ConsentRequest,
  { endpoint, port, show, lines, onWrongLine, patience = PATIENCE }: BrowserOptions,
): Promise<Consented> {
  const { config, client, scope } = request;
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  let answer: (parameters: URLSearchParams) => void = () => undefined;
  const answered = new Promise<URLSearchParams>(resolve => {
    answer = resolve;
  });
  const take = (parameters: URLSearchParams): boolean => {
    // RFC 6749 §10.12: what was not begun here is not taken, and does not end what was.
    if (parameters.get('state') !== state) return false;
    answer(parameters);
    return true;
  };
  const redirect = await listenForRedirect(port, take);
  const timer = new AbortController();
  const late = wait(patience * 1000, undefined, { signal: timer.signal }).then(() => {
    throw explainLate(patience, config);
  });
  late.catch(() => undefined);
  try {
    // RFC 8252 §8.3 prefers the number; of Microsoft's addresses only this name may have any port.
    const host = config.provider === 'microsoft' ? 'localhost' : '127.0.0.1';
    const redirectUri = `http://${host}:${redirect.port}`;
    const page = new URL(endpoint);
    const parameters: Record<string, string> = {
      response_type: 'code',
      client_id: client.id,
      redirect_uri: redirectUri,
      ...(scope === null ? {} : { scope }),
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...ASKED_BY_PROVIDER[config.provider],
    };
    for (const [name, value] of Object.entries(parameters)) page.searchParams.set(name, value);
    show({ page: page.href, port: redirect.port });
    takeLines(lines, take, onWrongLine);
    const code = codeIn(await Promise.race([answered, late]), request, state);
    const { tokenEndpoint } = config;
    const token = await requestToken({ tokenEndpoint, client }, 'authorization_code', {
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    return consentIn(token, request);
  } finally {
    timer.abort();
    redirect.close();
  }
}

/** Google gives a refresh token only so; Microsoft would take whoever is logged in there in place of the mailbox's account. */
const ASKED_BY_PROVIDER = {
  google: { access_type: 'offline', prompt: 'consent' },
  microsoft: { prompt: 'select_account' },
  other: {},
} as const;

async function takeLines(
  lines: AsyncIterable<string>,
  take: (parameters: URLSearchParams) => boolean,
  onWrongLine: () => void,
): Promise<void> {
  for await (const line of lines) {
    const address = line.trim();
    if (address === '') continue;
    if (URL.canParse(address) && take(new URL(address).searchParams)) return;
    onWrongLine();
  }
}

function codeIn(parameters: URLSearchParams, { config, client }: ConsentRequest, state: string): string {
  const known = new URLSearchParams(parameters);
  // RFC 9207 tells providers apart, and there is one here.
  known.delete('iss');
  const server = { issuer: new URL(config.tokenEndpoint).origin };
  try {
    const code = oauth.validateAuthResponse(server, { client_id: client.id }, known, state).get('code');
    if (code !== null && code !== '') return code;
  } catch (error) {
    const word = serverWords(errorProperty(error, 'error'));
    if (word !== '') {
      const description = serverWords(errorProperty(error, 'error_description'));
      throw explainNoConsent({ kind: 'refused', status: 302, error: word, description }, config);
    }
  }
  throw explainNoConsent(
    { kind: 'no-token-endpoint', reason: 'the browser came back without a code' },
    config,
  );
}
