/**
 * An OAuth 2.0 provider on loopback: it checks what it is asked with as Microsoft and Google do, says of every token whose
 * it is, and can be told to misbehave.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { type Answer, type Consent, DEVICE_CODE, openConsent, Refusal } from './oauth-consent.js';

export const CLIENT = { id: 'the-client', secret: 'the-client-secret' };
export const FIRST_REFRESH_TOKEN = 'refresh-token-as-configured';

export interface OAuthServer {
  readonly origin: string;
  readonly tokenEndpoint: string;
  /** What people see of it, and what they do. */
  readonly consent: Consent;
  /** For Dovecot: a token is put behind it. */
  readonly introspectionUrl: string;
  /** Parameters of every request to the token endpoint, in order. */
  readonly asked: readonly Readonly<Record<string, string>>[];
  /** Every secret that went in or out, for tests that look for them where they must not be. */
  readonly secrets: ReadonlySet<string>;
  /** The JSON key file of the service account. */
  readonly keyFile: string;
  /** Seconds that access tokens are good for; 3600 at first. */
  lifetime: number;
  /** Whether a refresh token is replaced with each use, and is then good for nothing. */
  rotates: boolean;
  /** Whether refresh tokens and client secrets are taken. */
  trusts: boolean;
  /** Whether the application is one without a secret. */
  isPublic: boolean;
  /** Whether a person's login gives a refresh token. */
  givesRefreshToken: boolean;
  /** Of what the program proves itself with, where not by a secret. */
  certificate: X509Certificate | null;
  /** Whether it answers 503 to everything. */
  isDown: boolean;
  /** Answers to come, before right ones do. */
  readonly misbehaviours: Answer[];
  /** Held back until this resolves. */
  delay: Promise<unknown>;
  /** Whose an access token is; null for one that is not good now. */
  userOf(accessToken: string): string | null;
  revokeAccessTokens(): void;
  /** Takes back every refresh token but this new one, which it gives. */
  newRefreshToken(): string;
  /** Resolves when every access token has ended. */
  ended(): Promise<void>;
  /** As it was when it was started. */
  reset(): void;
  stop(): Promise<void>;
}

const ACCOUNT = 'support@example.test';
const SERVICE_ACCOUNT = 'reader@project.iam.gserviceaccount.test';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** @param worldToken - an access token that is always good, for the test's own logins */
export async function startOAuthServer(worldToken: string): Promise<OAuthServer> {
  const asked: Record<string, string>[] = [];
  const misbehaviours: Answer[] = [];
  const secrets = new Set([CLIENT.secret, FIRST_REFRESH_TOKEN]);
  const tokens = new Map<string, { user: string; until: number }>();
  const refreshTokens = new Set([FIRST_REFRESH_TOKEN]);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    answerTo(url, request).then(({ status, body, headers }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const secret = (kind: string) => {
    const made = `${kind}-${randomBytes(24).toString('base64url')}`;
    secrets.add(made);
    return made;
  };

  const consent = openConsent(() => origin, CLIENT.id, secret);

  async function answerTo(url: URL, request: IncomingMessage): Promise<Answer> {
    if (url.pathname === '/introspect') return introspect(url);
    return (await consent.answer(url, request)) ?? token(request);
  }

  async function introspect(url: URL): Promise<Answer> {
    const username = server.userOf(url.searchParams.get('token') ?? '');
    const body = username === null ? { active: false } : { active: true, username, scope: 'mail' };
    return { status: 200, body: JSON.stringify(body) };
  }

  async function token(request: IncomingMessage): Promise<Answer> {
    const parameters = Object.fromEntries(new URLSearchParams(await text(request)));
    asked.push(parameters);
    await server.delay;
    if (server.isDown) return { status: 503, body: '' };
    const misbehaviour = misbehaviours.shift();
    if (misbehaviour) return misbehaviour;
    try {
      const { user, refreshToken } = await grant(parameters, request);
      const access = secret('access');
      tokens.set(access, { user, until: Date.now() + server.lifetime * 1000 });
      const body = {
        access_token: access,
        token_type: 'Bearer',
        expires_in: server.lifetime,
        // Not asked for, and not to be stumbled over.
        id_token: 'e30.e30.e30',
        ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      };
      return { status: 200, body: JSON.stringify(body) };
    } catch (error) {
      const { code, message, status } =
        error instanceof Refusal ? error : new Refusal('server_error', String(error));
      return {
        status,
        // As Google and Microsoft do not, and RFC 6749 §5.2 wants it.
        ...(status === 401 ? { headers: { 'www-authenticate': 'Basic realm="tokens"' } } : {}),
        body: JSON.stringify({ error: code, error_description: message }),
      };
    }
  }

  async function grant(
    parameters: Record<string, string>,
    request: IncomingMessage,
  ): Promise<{ user: string; refreshToken: string | null }> {
    switch (parameters.grant_type) {
      case 'client_credentials':
        await authenticate(parameters, request);
        return { user: ACCOUNT, refreshToken: null };
      case 'refresh_token': {
        await authenticate(parameters, request);
        const used = parameters.refresh_token ?? '';
        if (!server.trusts || !refreshTokens.has(used)) {
          throw new Refusal(
            'invalid_grant',
            'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-01-01 and was inactive for 90.00:00:00. Trace ID: 1f Correlation ID: 2e Timestamp: 2026-11-28 10:00:00Z',
          );
        }
        if (!server.rotates) return { user: ACCOUNT, refreshToken: null };
        refreshTokens.delete(used);
        const refreshToken = secret('refresh');
        refreshTokens.add(refreshToken);
        return { user: ACCOUNT, refreshToken };
      }
      case DEVICE_CODE:
      case 'authorization_code': {
        await authenticate(parameters, request);
        consent.redeem(parameters);
        if (!server.givesRefreshToken) return { user: ACCOUNT, refreshToken: null };
        const refreshToken = secret('refresh');
        refreshTokens.add(refreshToken);
        return { user: ACCOUNT, refreshToken };
      }
      case JWT_BEARER:
        return { user: await subjectOf(parameters.assertion ?? ''), refreshToken: null };
      default:
        throw new Refusal('unsupported_grant_type', 'no such grant');
    }
  }

  /** RFC 6749 §2.3.1, RFC 7523 §3. */
  async function authenticate(parameters: Record<string, string>, request: IncomingMessage): Promise<void> {
    const wrong = new Refusal(
      'invalid_client',
      "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app 'the-client'. Trace ID: 1f",
      401,
    );
    if (!server.trusts && parameters.grant_type === 'client_credentials') throw wrong;
    if (parameters.client_assertion !== undefined && server.certificate) {
      const header = decodeProtectedHeader(parameters.client_assertion);
      const thumbprint = Buffer.from(server.certificate.fingerprint256.replaceAll(':', ''), 'hex');
      if (header['x5t#S256'] !== thumbprint.toString('base64url')) throw wrong;
      await verified(parameters.client_assertion, server.certificate.publicKey, {
        issuer: CLIENT.id,
        subject: CLIENT.id,
        algorithms: ['PS256'],
      }).catch(() => Promise.reject(wrong));
      return;
    }
    if (server.isPublic && parameters.client_id === CLIENT.id && parameters.client_secret === undefined)
      return;
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const given = basic
      ? decodeURIComponent(Buffer.from(basic, 'base64').toString())
      : `${parameters.client_id}:${parameters.client_secret}`;
    if (given !== `${CLIENT.id}:${CLIENT.secret}`) throw wrong;
  }

  async function subjectOf(assertion: string): Promise<string> {
    secrets.add(assertion);
    const checks = { issuer: SERVICE_ACCOUNT, algorithms: ['RS256'], maxTokenAge: '1h' };
    const payload = await verified(assertion, publicKey, checks).catch(() => {
      throw new Refusal('invalid_grant', 'Invalid JWT Signature.');
    });
    if (payload.scope !== 'https://mail.google.com/') throw new Refusal('invalid_scope', 'Empty scope.');
    if (payload.sub !== ACCOUNT) {
      throw new Refusal(
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method.',
        401,
      );
    }
    return payload.sub;
  }

  async function verified(jwt: string, key: KeyObject, checks: object) {
    const { payload } = await jwtVerify(jwt, key, {
      ...checks,
      audience: server.tokenEndpoint,
      requiredClaims: ['exp', 'iat'],
    });
    return payload;
  }

  const server: OAuthServer = {
    origin,
    tokenEndpoint: `${origin}/token`,
    consent,
    introspectionUrl: `${origin}/introspect?token=`,
    asked,
    secrets,
    keyFile: JSON.stringify({
      type: 'service_account',
      client_email: SERVICE_ACCOUNT,
      private_key_id: 'key-1',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }),
    lifetime: 3600,
    rotates: false,
    trusts: true,
    isPublic: false,
    givesRefreshToken: true,
    certificate: null,
    isDown: false,
    misbehaviours,
    delay: Promise.resolve(),
    userOf(accessToken) {
      if (accessToken === worldToken) return ACCOUNT;
      const token = tokens.get(accessToken);
      return token !== undefined && token.until > Date.now() ? token.user : null;
    },
    revokeAccessTokens: () => tokens.clear(),
    newRefreshToken() {
      refreshTokens.clear();
      const made = secret('refresh');
      refreshTokens.add(made);
      return made;
    },
    async ended() {
      const last = Math.max(0, ...[...tokens.values()].map(({ until }) => until));
      await pause(Math.max(0, last - Date.now()) + 1);
    },
    reset() {
      asked.length = 0;
      misbehaviours.length = 0;
      consent.reset();
      tokens.clear();
      refreshTokens.clear();
      refreshTokens.add(FIRST_REFRESH_TOKEN);
      Object.assign(server, {
        lifetime: 3600,
        rotates: false,
        trusts: true,
        isDown: false,
        isPublic: false,
        givesRefreshToken: true,
        certificate: null,
      });
    },
    stop: () =>
      new Promise(resolve => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
