/**
 * The part of the provider of the tests that people see: the device authorization endpoint (RFC 8628), the page of a login
 * in a browser (RFC 6749 §4.1 with RFC 7636), and the person who agrees there or does not.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Refusal extends Error {
  constructor(
    readonly code: string,
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}

export interface Consent {
  /** What the person does with the page. */
  person: 'agrees' | 'declines' | 'is-away';
  /** Seconds that a device code is good for. */
  deviceLifetime: number;
  /** How often a device code is asked for in vain before the person has typed it. */
  pending: number;
  /** Parameters of every request to the two endpoints, in order. */
  readonly requests: Readonly<Record<string, string>>[];
  /** Answers a request, or null where it is for another part of the provider. */
  answer(url: URL, request: IncomingMessage): Promise<Answer | null>;
  /** Checks the code of a token request, which is then good for nothing. @throws {Refusal} */
  redeem(parameters: Readonly<Record<string, string>>): void;
  reset(): void;
}

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** @param secret - makes one that tests look for where it must not be */
export function openConsent(
  origin: () => string,
  clientId: string,
  secret: (kind: string) => string,
): Consent {
  const devices = new Map<string, number>();
  const codes = new Map<string, { readonly challenge: string; readonly redirectUri: string }>();
  const requests: Record<string, string>[] = [];

  const device = (parameters: Record<string, string>): Answer => {
    if (parameters.client_id !== clientId) return json(400, { error: 'unauthorized_client' });
    const code = secret('device');
    devices.set(code, Date.now() + consent.deviceLifetime * 1000);
    return json(200, {
      device_code: code,
      user_code: 'WDJB-MJHT',
      verification_uri: `${origin()}/device`,
      expires_in: consent.deviceLifetime,
      interval: 0.02,
    });
  };

  const authorize = (parameters: Record<string, string>): Answer => {
    const { redirect_uri = '', state = '', code_challenge = '' } = parameters;
    const isRight =
      parameters.client_id === clientId &&
      parameters.response_type === 'code' &&
      parameters.code_challenge_method === 'S256' &&
      /^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/.test(redirect_uri);
    if (!isRight) return { status: 400, body: 'AADSTS50011: the redirect URI does not match' };
    const back = new URL(redirect_uri);
    if (consent.person === 'declines') {
      back.searchParams.set('error', 'access_denied');
    } else {
      const code = secret('code');
      codes.set(code, { challenge: code_challenge, redirectUri: redirect_uri });
      back.searchParams.set('code', code);
      // As Google sends it; RFC 9207.
      back.searchParams.set('iss', 'https://accounts.example.test');
    }
    back.searchParams.set('state', state);
    return { status: 302, body: '', headers: { location: back.href } };
  };

  const consent: Consent = {
    person: 'agrees',
    deviceLifetime: 900,
    pending: 2,
    requests,
    async answer(url, request) {
      if (url.pathname !== '/devicecode' && url.pathname !== '/authorize') return null;
      const parameters = Object.fromEntries(
        url.pathname === '/authorize' ? url.searchParams : new URLSearchParams(await text(request)),
      );
      requests.push(parameters);
      return url.pathname === '/authorize' ? authorize(parameters) : device(parameters);
    },
    redeem(parameters) {
      if (parameters.grant_type === DEVICE_CODE) {
        const until = devices.get(parameters.device_code ?? '');
        if (until === undefined) throw new Refusal('invalid_grant', 'no such code');
        if (Date.now() >= until) throw new Refusal('expired_token', 'AADSTS70020: The code has expired.');
        if (consent.person === 'declines') throw new Refusal('authorization_declined', 'AADSTS70018');
        if (consent.person === 'is-away' || consent.pending > 0) {
          consent.pending -= 1;
          throw new Refusal('authorization_pending', 'AADSTS70016: not yet');
        }
        devices.delete(parameters.device_code ?? '');
        return;
      }
      const issued = codes.get(parameters.code ?? '');
      codes.delete(parameters.code ?? '');
      const challenge = createHash('sha256')
        .update(parameters.code_verifier ?? '')
        .digest('base64url');
      if (issued?.challenge !== challenge || issued.redirectUri !== parameters.redirect_uri) {
        throw new Refusal('invalid_grant', 'AADSTS54005: OAuth2 Authorization code was already redeemed.');
      }
    },
    reset() {
      devices.clear();
      codes.clear();
      requests.length = 0;
      Object.assign(consent, { person: 'agrees', deviceLifetime: 900, pending: 2 });
    },
  };
  return consent;
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) };
}
