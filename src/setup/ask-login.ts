/** How the mailbox and the mail server are logged in to. No secret comes from the command line: other users see that. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { readCertificateFile } from '../config/certificate-file.js';
import { oauthSchema } from '../config/oauth-schema.js';
import { readSecret } from '../config/secret.js';
import { Failure } from '../failure.js';
import type { Login, SendingLogin } from './answers.js';
import { answer, type Person } from './asking.js';
import { FILES } from './installation.js';
import type { InitOptions } from './options.js';

/** Where a flag says that a secret is. */
interface SecretFlags {
  readonly file: string | undefined;
  readonly env: string | undefined;
  /** What both begin with: `--password`. */
  readonly flag: string;
}

/**
 * The secret that flags name, or null where they name none.
 * @throws {Failure} `config` where it can't be read, or others can read it
 */
export function givenSecret({ file, env, flag }: SecretFlags): string | null {
  if (file !== undefined && env !== undefined) {
    throw new Failure('usage', `${flag}-file or ${flag}-env: give one of both.`);
  }
  if (file !== undefined) return readSecret({ file }, `${flag}-file`, process.cwd());
  return env === undefined ? null : readSecret({ env }, `${flag}-env`, process.cwd());
}

/** @param suggested - the login's name, as the provider says or as it mostly is */
export async function askLogin(
  options: InitOptions,
  person: Person | null,
  suggested: string,
): Promise<{ readonly user: string; readonly login: Login; readonly sendingLogin: SendingLogin }> {
  const user = await answer(
    {
      flag: '--user',
      given: options.user,
      message: "Name of the mailbox's login:",
      fallback: suggested,
      schema: z.string().min(1, 'must not be empty'),
    },
    person,
  );
  const login = options.oauth === undefined ? await askPassword(options, person) : oauthLogin(options);
  return { user, login, sendingLogin: await askSendingLogin(options, person) };
}

async function askPassword(options: InitOptions, person: Person | null): Promise<Login> {
  const flags = { file: options.passwordFile, env: options.passwordEnv, flag: '--password' };
  const password =
    givenSecret(flags) ?? (await person?.secret('Its password (most providers want an app password):'));
  if (password !== undefined) return { kind: 'password', password };
  throw new Failure('usage', '--password-file or --password-env is missing, and nobody can be asked for it.');
}

/** The refresh token comes later, from the person who agrees. */
function oauthLogin({ oauth, tenant, clientId, clientSecretFile }: InitOptions): Login {
  const clientSecret = givenSecret({ file: clientSecretFile, env: undefined, flag: '--client-secret' });
  const settings = oauthSchema.safeParse({
    provider: oauth,
    grant: 'refresh-token',
    ...(tenant === undefined ? {} : { tenant }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === null ? {} : { clientSecret: { file: FILES.clientSecret } }),
    refreshToken: { file: FILES.refreshToken },
  });
  if (settings.success) return { kind: 'oauth', settings: settings.data, clientSecret };
  throw new Failure(
    'usage',
    oauth === 'microsoft'
      ? '--oauth microsoft wants --tenant and --client-id, and takes --client-secret-file. docs/oauth.md says where they come from.'
      : '--oauth google wants --client-id and --client-secret-file, and no --tenant. docs/oauth.md says where they come from.',
  );
}

async function askSendingLogin(options: InitOptions, person: Person | null): Promise<SendingLogin> {
  if (!options.smtpLogin) return { kind: 'none' };
  const { smtpUser, smtpPasswordFile, smtpPasswordEnv } = options;
  const password = givenSecret({ file: smtpPasswordFile, env: smtpPasswordEnv, flag: '--smtp-password' });
  if (smtpUser !== undefined && password !== null) return { kind: 'password', user: smtpUser, password };
  if (smtpUser !== undefined || password !== null) {
    throw new Failure('usage', '--smtp-user goes with --smtp-password-file or --smtp-password-env.');
  }
  const kind = (await person?.choice('How the mail server for receipts is logged in to:', SENDING)) ?? 'same';
  if (kind !== 'password' || person === null) return { kind: kind === 'none' ? 'none' : 'same' };
  const user = await person.text("Name of the mail server's login:", undefined, text =>
    text === '' ? 'must not be empty' : null,
  );
  return { kind, user, password: await person.secret('Its password:') };
}

const SENDING = [
  { value: 'same', name: 'as the mailbox' },
  { value: 'password', name: 'with another name and password' },
  { value: 'none', name: 'not at all: it takes mail from this machine' },
] as const;

/**
 * The file of a certificate to trust.
 * @returns absolute, so that it means the same from every folder
 * @throws {Failure} `usage` where it holds none
 */
export function certificateFile({ caFile }: InitOptions): string | null {
  if (caFile === undefined) return null;
  const file = resolve(caFile);
  try {
    readCertificateFile(file, '--ca-file');
    return file;
  } catch (error) {
    throw error instanceof Failure ? new Failure('usage', error.message, { cause: error }) : error;
  }
}
