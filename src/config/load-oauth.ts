/**
 * The settings of OAuth with their secrets and key files, and with what each provider is known to want.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { errorCode, Failure } from '../failure.js';
import { jsonOf } from '../json-of.js';
import type { OAuthClient, OAuthConfig, OAuthGrant } from './oauth.js';
import { isProtected } from './oauth-endpoints.js';
import type { OAuthSettings } from './oauth-schema.js';
import { readPrivateFile, readSecret } from './secret.js';

/** Client credentials take only what an administrator agreed to for the whole application. */
const MICROSOFT_OWN_SCOPE = 'https://outlook.office365.com/.default';

/** A person's: without offline_access no refresh token comes back. */
export const MICROSOFT_SCOPE =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';

/** Gmail has one scope for IMAP and SMTP, and nothing less does for either. */
export const GOOGLE_SCOPE = 'https://mail.google.com/';

const GOOGLE_TOKEN_ENDPOINT = 'https://oauth2.googleapis.com/token';

/**
 * Completes the settings of one login.
 * @param path - what names them in config.json: `mailbox.oauth`
 * @param user - of the login; a service account acts for it
 * @param folder - the folder relative paths count from
 * @throws {Failure} `config` for secrets and key files that can't be used, and an endpoint that is not protected
 */
export function loadOAuth(settings: OAuthSettings, path: string, user: string, folder: string): OAuthConfig {
  const { provider, tokenEndpoint = usualEndpoint(settings), scope = usualScope(settings) } = settings;
  requireProtected(tokenEndpoint, path);
  return { path, provider, tokenEndpoint, scope, grant: grantOf(settings, path, user, folder) };
}

function usualEndpoint(settings: OAuthSettings): string {
  switch (settings.provider) {
    case 'microsoft':
      return `https://login.microsoftonline.com/${settings.tenant}/oauth2/v2.0/token`;
    case 'google':
      return GOOGLE_TOKEN_ENDPOINT;
    case 'other':
      return settings.tokenEndpoint;
  }
}

function usualScope(settings: OAuthSettings): string | null {
  switch (settings.provider) {
    case 'microsoft':
      return settings.grant === 'client-credentials' ? MICROSOFT_OWN_SCOPE : MICROSOFT_SCOPE;
    case 'google':
      // RFC 6749 §6: what is refreshed keeps its scope; a service account has none of its own.
      return settings.grant === 'service-account' ? GOOGLE_SCOPE : null;
    case 'other':
      return null;
  }
}

/** RFC 6749 §3.2: secrets go there. */
function requireProtected(endpoint: string, path: string): void {
  if (isProtected(endpoint)) return;
  throw new Failure(
    'config',
    `${path}.tokenEndpoint is no https URL, and ${new URL(endpoint).hostname} is not this machine: secrets would cross the network in the clear. Use https.`,
  );
}

function grantOf(settings: OAuthSettings, path: string, user: string, folder: string): OAuthGrant {
  switch (settings.grant) {
    case 'client-credentials':
      return { kind: 'client-credentials', client: clientOf(settings, path, folder) };
    case 'refresh-token':
      return {
        kind: 'refresh-token',
        client: clientOf(settings, path, folder),
        refreshToken: readSecret(settings.refreshToken, `${path}.refreshToken`, folder),
      };
    case 'service-account':
      return serviceAccount(resolve(folder, settings.keyFile), path, settings.subject ?? user);
  }
}

function clientOf(
  settings: Exclude<OAuthSettings, { grant: 'service-account' }>,
  path: string,
  folder: string,
): OAuthClient {
  const { clientId: id, clientSecret } = settings;
  const certificate = 'certificate' in settings ? settings.certificate : undefined;
  if (clientSecret !== undefined && certificate !== undefined) {
    throw new Failure('config', `${path}.clientSecret or ${path}.certificate: give one of both.`);
  }
  if (certificate !== undefined) return { id, proof: certificateProof(certificate, path, folder) };
  if (clientSecret === undefined) {
    if (settings.grant === 'refresh-token') return { id, proof: { kind: 'none' } };
    throw new Failure('config', `${path}.clientSecret or ${path}.certificate is needed for this grant.`);
  }
  return {
    id,
    proof: {
      kind: 'secret',
      secret: readSecret(clientSecret, `${path}.clientSecret`, folder),
      sentBy: settings.provider === 'other' ? settings.clientAuthentication : 'post',
    },
  };
}

function certificateProof(
  { keyFile, certificateFile }: { keyFile: string; certificateFile: string },
  path: string,
  folder: string,
): OAuthClient['proof'] {
  const key = privateKeyOf(
    readPrivateFile(resolve(folder, keyFile), `${path}.certificate.keyFile`).toString('utf8'),
    `${path}.certificate.keyFile`,
  );
  const file = resolve(folder, certificateFile);
  const certificate = explained(`${path}.certificate.certificateFile`, file, () => {
    return new X509Certificate(readFileSync(file));
  });
  if (!certificate.checkPrivateKey(createPrivateKey(key))) {
    throw new Failure(
      'config',
      `${path}.certificate: the key does not belong to the certificate ${file}. Name the two files of one pair.`,
    );
  }
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  return { kind: 'certificate', privateKey: key, thumbprint };
}

/** What of Google's key file is used. */
const serviceAccountKey = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1).optional(),
});

function serviceAccount(file: string, path: string, subject: string): OAuthGrant {
  const text = readPrivateFile(file, `${path}.keyFile`).toString('utf8');
  const key = serviceAccountKey.safeParse(jsonOf(text));
  if (!key.success) {
    throw new Failure(
      'config',
      `${path}.keyFile: ${file} is no JSON key file of a Google service account. Make one in the Google Cloud console, under IAM, Service accounts, Keys.`,
    );
  }
  const { client_email, private_key, private_key_id = null } = key.data;
  return {
    kind: 'service-account',
    issuer: client_email,
    privateKey: privateKeyOf(private_key, `${path}.keyFile`),
    keyId: private_key_id,
    subject,
  };
}

/** @returns PEM, PKCS #8 */
function privateKeyOf(pem: string, path: string): string {
  let key: ReturnType<typeof createPrivateKey>;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's words help nobody, and no part of a key is to be repeated.
    throw new Failure('config', `${path} holds no private key that can be read: PEM, without a passphrase.`);
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new Failure('config', `${path} holds a key that is not RSA, which is the one kind that is taken.`);
  }
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function explained<T>(path: string, file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Failure(
      'config',
      `${path}: can't read a certificate from ${file} (${errorCode(error) ?? 'unknown error'}). Name a PEM file.`,
    );
  }
}
