/**
 * The demo's folder: fresh keys, secrets and a configuration such as an operator writes, all of it readable by
 * its owner alone.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decryptKey, generateKey, type PrivateKey, type PublicKey, readKey, readPrivateKey } from 'openpgp';
import { errorCode, Failure } from '../failure.js';

export interface DemoServers {
  readonly imapPort: number;
  readonly smtpPort: number;
}

export interface DemoKeys {
  readonly disclosure: PublicKey;
  /** The private part of it, unlocked, to show encrypted receipts with. */
  readonly own: PrivateKey;
  /** A key that belongs to nobody here: mail to it can't be opened. */
  readonly unknown: PublicKey;
}

export const DEMO_USER = 'support@trustsource.example';
export const DEMO_PASSWORD = 'demo-app-password';

/** Lies in a demo's folder, so that no other is ever taken for one and removed. */
const MARK = 'this-is-a-demo';

/**
 * Makes the folder anew. An earlier demo's database goes with it; nothing else does.
 * @throws {Failure} `output` where something else is in it, or it can't be made
 */
export function makeFolder(folder: string): void {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      if (!existsSync(join(folder, MARK)))
        throw new Failure(
          'output',
          `${folder} holds files that are no demo's. Give the demo another folder with --folder.`,
        );
      rmSync(folder, { recursive: true });
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writePrivately(join(folder, MARK), 'The next demo in this folder removes all that is in it.\n');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'output',
      `The demo's folder ${folder} can not be made (${errorCode(error) ?? 'unknown'}). Give it another with --folder.`,
      { cause: error },
    );
  }
}

/**
 * Makes the keys, and stores the private one with its passphrase in the folder.
 */
export async function makeKeys(folder: string): Promise<DemoKeys> {
  const passphrase = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url');
  const own = await generateKey({
    type: 'curve25519',
    userIDs: [{ name: 'TrustSource Disclosure (demo)', email: DEMO_USER }],
    passphrase,
  });
  const other = await generateKey({ type: 'curve25519', userIDs: [{ name: 'Somebody else' }] });
  writePrivately(join(folder, 'disclosure-key.asc'), own.privateKey);
  writePrivately(join(folder, 'disclosure-key.passphrase'), `${passphrase}\n`);
  return {
    disclosure: await readKey({ armoredKey: own.publicKey }),
    own: await decryptKey({ privateKey: await readPrivateKey({ armoredKey: own.privateKey }), passphrase }),
    unknown: await readKey({ armoredKey: other.publicKey }),
  };
}

/** Writes config.json; returns its path. */
export function writeConfig(folder: string, servers: DemoServers): string {
  writePrivately(join(folder, 'mailbox.password'), `${DEMO_PASSWORD}\n`);
  const file = join(folder, 'config.json');
  const config = {
    mailbox: {
      host: '127.0.0.1',
      port: servers.imapPort,
      security: 'none',
      user: DEMO_USER,
      password: { file: 'mailbox.password' },
      folder: 'INBOX',
    },
    smtp: {
      host: '127.0.0.1',
      port: servers.smtpPort,
      security: 'none',
      user: DEMO_USER,
      password: { file: 'mailbox.password' },
    },
    identity: { name: 'TrustSource Security', address: DEMO_USER },
    trigger: { subject: 'Security Alert' },
    pgp: {
      privateKeys: [{ file: 'disclosure-key.asc', passphrase: { file: 'disclosure-key.passphrase' } }],
    },
    database: 'security-inbox.sqlite',
    reportIdPrefix: 'TS',
    policy: {
      url: 'https://www.trustsource.example/vulnerability-disclosure',
      acknowledgeWorkingDays: 1,
      disclosureDays: 90,
    },
    calendar: { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' },
  };
  writePrivately(file, `${JSON.stringify(config, null, 2)}\n`);
  return file;
}

function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
