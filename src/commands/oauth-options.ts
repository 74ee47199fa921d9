/**
 * A person's login by options alone, before there is a configuration.
 */
import { resolve } from 'node:path';
import { loadOAuth } from '../config/load-oauth.js';
import { oauthSchema } from '../config/oauth-schema.js';
import type { PersonalLogin } from '../config/personal-logins.js';
import { Failure } from '../failure.js';

export interface ProviderOptions {
  readonly provider?: string;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly tokenEndpoint?: string;
  readonly scope?: string;
}

/** Which option stands for which key. */
const OPTIONS: Readonly<Record<string, string>> = {
  tenant: '--tenant',
  clientId: '--client-id',
  clientSecret: '--client-secret-file',
  tokenEndpoint: '--token-endpoint',
  scope: '--scope',
};

/**
 * The login that the options describe; what they give stands under mailbox.oauth later.
 * @throws {Failure} `usage` where some are missing or wrong
 */
export function loginByOptions(options: ProviderOptions): PersonalLogin {
  const { provider, tenant, clientId, clientSecretFile, tokenEndpoint, scope } = options;
  const clientSecret = clientSecretFile === undefined ? undefined : { file: resolve(clientSecretFile) };
  const given = { provider, tenant, clientId, clientSecret, tokenEndpoint, scope };
  const written = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = oauthSchema.safeParse({ ...written, grant: 'refresh-token', refreshToken: 'none yet' });
  if (!parsed.success || parsed.data.grant !== 'refresh-token') {
    const keys = (parsed.error?.issues ?? []).flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
    );
    const named = [...new Set(keys)].map(key => OPTIONS[key] ?? key);
    throw new Failure(
      'usage',
      `For --provider ${provider} these are missing, wrong or too many: ${named.join(', ')}. docs/oauth.md says what each provider wants.`,
    );
  }
  const settings = parsed.data;
  return {
    path: 'mailbox.oauth',
    user: '',
    settings,
    tokenFile: null,
    withToken: refreshToken => loadOAuth({ ...settings, refreshToken }, 'mailbox.oauth', '', process.cwd()),
    mailbox: null,
  };
}
