/**
 * Answers → the files of an installation. Pure: names, contents and modes; `written-files.ts` puts them down.
 */
import type { ConfigFile } from '../config/schema.js';
import type { Answers } from './answers.js';

export interface InstalledFile {
  /** In the folder of the installation. */
  readonly name: string;
  readonly text: string;
  /** 0600 for what is secret; 0644 for what is published. */
  readonly mode: 0o600 | 0o644;
}

/** Names of the files, for messages and for who looks for them. */
export const FILES = {
  config: 'config.json',
  password: 'mailbox.password',
  smtpPassword: 'smtp.password',
  clientSecret: 'client-secret',
  refreshToken: 'refresh-token',
  privateKey: 'disclosure-key.asc',
  passphrase: 'key.passphrase',
  revocation: 'disclosure-key.revocation.asc',
  publicKey: 'pgp-key.asc',
  knownKeys: 'reporter-keys',
} as const;

/**
 * The files, config.json last: it names the others.
 * @param schema - path of config.schema.json, for editors
 */
export function installedFiles(answers: Answers, schema: string): InstalledFile[] {
  const { login, sendingLogin, key } = answers;
  return [
    ...(login.kind === 'password' ? [secret(FILES.password, login.password)] : []),
    ...(login.kind === 'oauth' && login.clientSecret !== null
      ? [secret(FILES.clientSecret, login.clientSecret)]
      : []),
    ...(sendingLogin.kind === 'password' ? [secret(FILES.smtpPassword, sendingLogin.password)] : []),
    ...(key === null
      ? []
      : [
          { name: FILES.privateKey, text: key.privateKey, mode: 0o600 as const },
          ...(key.passphrase === null ? [] : [secret(FILES.passphrase, key.passphrase)]),
          ...(key.revocation === null
            ? []
            : [{ name: FILES.revocation, text: key.revocation, mode: 0o600 as const }]),
          { name: FILES.publicKey, text: key.publicKey, mode: 0o644 as const },
        ]),
    {
      name: FILES.config,
      text: `${JSON.stringify(configOf(answers, schema), null, 2)}\n`,
      mode: 0o600,
    },
  ];
}

/** With the newline that readSecret takes off again, so that a secret that ends in one keeps it. */
function secret(name: string, text: string): InstalledFile {
  return { name, text: `${text}\n`, mode: 0o600 };
}

type Written = { readonly [K in keyof ConfigFile]?: unknown };

function configOf(answers: Answers, schema: string): Written {
  const { imap, smtp, user, login, key, policy, calendar, caFile } = answers;
  const certificate = caFile === null ? {} : { caFile };
  return {
    $schema: schema,
    mailbox: {
      ...imap,
      user,
      ...(login.kind === 'password' ? { password: { file: FILES.password } } : { oauth: login.settings }),
      folder: answers.folder,
      ...certificate,
    },
    smtp: { ...smtp, ...sendingAs(answers), ...certificate },
    identity: answers.identity,
    trigger: { subject: answers.subject },
    pgp: {
      privateKeys:
        key === null
          ? []
          : [
              {
                file: FILES.privateKey,
                ...(key.passphrase === null ? {} : { passphrase: { file: FILES.passphrase } }),
              },
            ],
      knownKeys: FILES.knownKeys,
      signReceipts: key?.canSign ?? true,
    },
    database: answers.database,
    reportIdPrefix: answers.reportIdPrefix,
    policy: {
      url: policy.url,
      ...(policy.expires === null ? {} : { expires: policy.expires }),
      acknowledgeWorkingDays: policy.acknowledgeWorkingDays,
      disclosureDays: policy.disclosureDays,
    },
    calendar: {
      timeZone: calendar.timeZone,
      ...(calendar.country === null ? {} : { country: calendar.country }),
      ...(calendar.state === null ? {} : { state: calendar.state }),
    },
    engineers: answers.engineers,
  };
}

/** Without a password of its own, smtp takes the mailbox's OAuth settings. */
function sendingAs({ user, login, sendingLogin }: Answers): object {
  switch (sendingLogin.kind) {
    case 'none':
      return {};
    case 'same':
      return login.kind === 'oauth' ? { user } : { user, password: { file: FILES.password } };
    case 'password':
      return { user: sendingLogin.user, password: { file: FILES.smtpPassword } };
  }
}
