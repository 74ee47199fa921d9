/**
 * A login by device code (RFC 8628): the person opens a page on any machine and types a code, while the provider is asked
 * now and then whether they have.
 */
import { setTimeout as wait } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { errorCode, Failure, serverWords } from '../failure.js';
import { type Consented, type ConsentRequest, consentIn, explainLate, explainNoConsent } from './consent.js';
import { type NoToken, noAnswer, optionsFor, PATIENCE, proofOf, refusalIn } from './endpoint.js';
import { requestToken } from './token-request.js';

/** What the person needs. */
export interface DeviceCode {
  /** The page to open. */
  readonly page: string;
  /** What to type there. */
  readonly code: string;
  /** Seconds until it ends. */
  readonly lifetime: number;
}

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Seconds between two questions where the provider names none, and what each "slow_down" adds: RFC 8628 §3.2, §3.5. */
const USUAL_INTERVAL = 5;
const SLOWER = 5;

/** Seconds; a code that lives longer is waited for no longer than that. */
const LONGEST_LIFETIME = 3600;

/** Time, in place of the real one in tests. */
export interface Waiting {
  /** Milliseconds from anywhere; never jumps. */
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const REAL: Waiting = { now: () => performance.now(), pause: milliseconds => wait(milliseconds) };

/**
 * Asks for a code, shows it and waits until the person has used it.
 * @param endpoint - the device authorization endpoint
 * @param show - shows the code to the person
 * @throws {Failure} where the person declines or does not come, or the provider does not go along
 */
export async function consentByDeviceCode(
  request: ConsentRequest,
  endpoint: string,
  show: (code: DeviceCode) => void,
  { now, pause }: Waiting = REAL,
): Promise<Consented> {
  const { config, client } = request;
  const device = await deviceCode(request, endpoint);
  const begun = now();
  show({ page: device.page, code: device.code, lifetime: device.lifetime });
  let { interval } = device;
  let outage: NoToken | null = null;
  for (;;) {
    await pause(interval * 1000);
    // Its end is ours to see as well: a provider that is out of reach would be asked for ever.
    if (now() - begun > device.lifetime * 1000) {
      throw outage === null ? explainLate(device.lifetime, config) : explainNoConsent(outage, config);
    }
    const { tokenEndpoint } = config;
    const answer = await requestToken({ tokenEndpoint, client }, DEVICE_CODE, { device_code: device.secret });
    outage = answer.kind === 'unavailable' ? answer : null;
    if (answer.kind === 'unavailable') {
      // RFC 8628 §3.5: less often then.
      interval = Math.max(interval * 2, answer.retryAfter ?? 0);
      continue;
    }
    switch (answer.kind === 'refused' ? answer.error : '') {
      case 'authorization_pending':
        continue;
      case 'slow_down':
        interval += SLOWER;
        continue;
      case 'expired_token':
        throw explainLate(device.lifetime, config);
      default:
        return consentIn(answer, request);
    }
  }
}

async function deviceCode(
  { config, client, scope }: ConsentRequest,
  endpoint: string,
): Promise<DeviceCode & { readonly secret: string; readonly interval: number }> {
  const server = { issuer: new URL(endpoint).origin, device_authorization_endpoint: endpoint };
  const named = { client_id: client.id };
  const proof = await proofOf(client, config.tokenEndpoint);
  const parameters: Record<string, string> = scope === null ? {} : { scope };
  let response: Response;
  try {
    const options = optionsFor(endpoint, PATIENCE);
    response = await oauth.deviceAuthorizationRequest(server, named, proof, parameters, options);
  } catch (error) {
    throw explainNoConsent(noAnswer(error), { ...config, tokenEndpoint: endpoint });
  }
  if (response.status !== 200) {
    const answer = await refusalIn(response);
    if (answer.kind === 'no-token-endpoint') throw noDeviceEndpoint(endpoint, answer.reason);
    throw explainNoConsent(answer, config);
  }
  try {
    const answer = await oauth.processDeviceAuthorizationResponse(server, named, response);
    return {
      page: pageIn(answer.verification_uri),
      code: serverWords(answer.user_code),
      secret: answer.device_code,
      lifetime: Math.min(answer.expires_in, LONGEST_LIFETIME),
      interval: answer.interval ?? USUAL_INTERVAL,
    };
  } catch (error) {
    throw noDeviceEndpoint(endpoint, `HTTP 200 and no code, ${errorCode(error) ?? 'unreadable'}`);
  }
}

/** @throws where it is no page that a person could be sent to */
function pageIn(uri: string): string {
  const url = new URL(uri);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('no page');
  return url.href;
}

function noDeviceEndpoint(endpoint: string, reason: string): Failure {
  return new Failure(
    'config',
    `${endpoint} does not answer as a device authorization endpoint does (${reason}). Name another with --device-endpoint, or log in with --browser.`,
  );
}
