/** What `init` says: what it wrote, what to do with the key, and how to go on. No secret is in it. */
import { join, resolve } from 'node:path';
import type { Answers } from './answers.js';
import { type DisclosureKey, day } from './disclosure-key.js';
import type { Found, FoundServers } from './found-servers.js';
import { FILES } from './installation.js';
import type { InitOptions } from './options.js';
import type { WrittenFiles } from './written-files.js';

export function beginning(folder: string): string {
  return `Sets up security-inbox in ${folder}. Nothing is written before the last question; Ctrl-C ends it.`;
}

/** What the network said, and how far a password gets there. */
export function foundWords({ imap, smtp }: FoundServers, { oauth }: Pick<InitOptions, 'oauth'>): string {
  const line = (what: string, found: Found | null) =>
    found === null
      ? `No ${what} server was found.`
      : `Found the ${what} server ${found.server.host}, port ${found.server.port}, by ${found.by}.`;
  return [
    line('IMAP', imap),
    line('SMTP', smtp),
    ...(imap?.server.takesPasswords === false && oauth === undefined
      ? [
          'It takes no passwords, but OAuth: end this and see docs/oauth.md, then say --oauth microsoft or --oauth google.',
        ]
      : []),
  ].join('\n');
}

/** Each file with who may read it. */
export function writtenWords({ database }: Answers, { written, kept }: WrittenFiles, folder: string): string {
  const lines = written.map(
    file => `  ${file}${file.endsWith(FILES.publicKey) ? '  (to be published)' : ''}`,
  );
  return [
    `\nWritten, for their owner alone:`,
    ...lines,
    ...(kept.length === 0 ? [] : ['What was there before:', ...kept.map(file => `  ${file}`)]),
    `Reporters' keys that you vouch for go into ${join(folder, FILES.knownKeys)}. The database will be ${resolve(folder, database)}.`,
  ].join('\n');
}

/** What to do with the key now, and when again. @param folder - absolute */
export function keyWords(key: DisclosureKey | null, isNew: boolean, folder: string): string {
  if (key === null) {
    return '\nThere is no PGP key yet: encrypted reports are recorded unread, and read once there is one. Run init again with --force for it.';
  }
  return [
    `\nThe PGP key is ${spaced(key.fingerprint)}`,
    `  Publish ${join(folder, FILES.publicKey)} beside your policy, with that fingerprint.`,
    ...(key.expires === null
      ? ['  It does not expire.']
      : [
          `  It expires on ${day(key.expires)}. Renew it before, with the same fingerprint, so that all who have it stay able to`,
          `  encrypt: docs/operator.md, "Renewing the key".`,
        ]),
    ...(isNew
      ? [
          `  Keep copies of ${FILES.privateKey}, ${FILES.passphrase} and ${FILES.revocation} away from this machine: without the key no`,
          '  report can be read, and with the revocation certificate the key can be called back.',
        ]
      : []),
    ...key.warnings.map(sentence => `  Warning: ${sentence.replaceAll('FINGERPRINT', key.fingerprint)}`),
  ].join('\n');
}

/** In fours, as people compare it. */
function spaced(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The commands to go on with. */
export function nextSteps(how: {
  readonly config: string;
  readonly folder: string;
  /** A person has to agree at the provider first. */
  readonly isLoginToCome: boolean;
  readonly isWell: boolean;
  readonly isRoots: boolean;
}): string {
  const config = `--config ${quoted(how.config)}`;
  return [
    '\nNext:',
    ...(how.isRoots
      ? [
          `  chown -R security-inbox: ${quoted(how.folder)}`,
          '      # where the service has a user of its own',
        ]
      : []),
    ...(how.isLoginToCome ? [`  security-inbox oauth login ${config}`] : []),
    ...(how.isWell ? [] : [`  security-inbox check ${config}`, '      # again, until nothing fails']),
    `  security-inbox poll ${config}`,
    '      # the first reads the whole folder; then mail yourself a report from another address, and poll again',
    `  security-inbox watch ${config}`,
    '      # the same as a daemon; to have it run for good:',
    `  security-inbox install-service systemd ${config}`,
  ].join('\n');
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
