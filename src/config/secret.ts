/**
 * Secrets: looked up once, at start. A secret file that others on the machine can read is refused, because
 * whoever reads it reads every report.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import type { SecretReference } from './secret-schema.js';

/**
 * Looks up one secret.
 * @param reference - as written in config.json
 * @param path - where it stands there, for messages: `mailbox.password`
 * @param folder - the folder relative paths count from
 * @returns the secret; a file's single trailing newline is not part of it
 * @throws {Failure} `config` where the variable is unset, the file is missing, empty or readable by others, or systemd gave
 * no credential of that name
 */
export function readSecret(reference: SecretReference, path: string, folder: string): string {
  if (typeof reference === 'string') return reference;
  if ('env' in reference) {
    const value = process.env[reference.env];
    if (value) return value;
    throw new Failure(
      'config',
      `${path} is to come from the environment variable ${reference.env}, which is not set. Set it for the user that runs security-inbox.`,
    );
  }
  const file =
    'credential' in reference ? credentialFile(reference.credential, path) : resolve(folder, reference.file);
  const secret = readPrivateFile(file, path)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (secret) return secret;
  throw new Failure('config', `${path}: the file ${file} is empty. Write the secret into it.`);
}

/** systemd.exec(5), "Credentials": they lie in a folder that the service alone can read, named by this variable. */
function credentialFile(name: string, path: string): string {
  const folder = process.env.CREDENTIALS_DIRECTORY;
  const lines = `LoadCredential=${name}:/path/of/the/secret (or LoadCredentialEncrypted=)`;
  if (!folder) {
    throw new Failure(
      'config',
      `${path} is to come from the systemd credential ${name}, and CREDENTIALS_DIRECTORY is not set: this process was not started by a unit with credentials. In the unit write ${lines}. By hand, as the service's user while it runs: CREDENTIALS_DIRECTORY=/run/credentials/security-inbox.service security-inbox …`,
    );
  }
  const file = join(folder, name);
  if (statSync(file, { throwIfNoEntry: false })) return file;
  throw new Failure(
    'config',
    `${path}: there is no credential ${name} in ${folder}. In the unit write ${lines}, and restart it.`,
  );
}

/**
 * Reads a file that nobody but its owner (and group) may read.
 * @param file - absolute path
 * @param path - where config.json names it, for messages
 * @throws {Failure} `config` where it is missing, unreadable, or open to every user
 */
export function readPrivateFile(file: string, path: string): Buffer {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0) {
      throw new Failure(
        'config',
        `${path}: every user of this machine can reach the file ${file}. Run: chmod 600 '${file}'`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('config', `${path}: can't read the file ${file}: ${reason(errorCode(error))}`, {
      cause: error,
    });
  }
}

function reason(code: string | null): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file. Check the path; relative paths count from the config file.';
    case 'EACCES':
      return 'permission denied. Make the user that runs security-inbox its owner.';
    case 'EISDIR':
      return 'it is a folder.';
    default:
      return code ?? 'unknown error';
  }
}
