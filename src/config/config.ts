/**
 * The configuration as the program uses it: paths absolute, secrets looked up.
 */
import type { ConfigFile, ConnectionSecurity } from './schema.js';

/** How to reach a mail server. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
  /** PEM certificates to trust beside the system's, or null. */
  readonly ca: string | null;
}

export interface MailboxConfig extends ServerConfig {
  readonly user: string;
  readonly password: string;
  readonly folder: string;
}

export interface SmtpConfig extends ServerConfig {
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** An armored or binary OpenPGP private key and what unlocks it. */
export interface PrivateKeyConfig {
  /** The path, for messages to the operator. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly passphrase: string | null;
}

export interface Config
  extends Pick<ConfigFile, 'identity' | 'trigger' | 'policy' | 'calendar' | 'limits' | 'watch'> {
  readonly mailbox: MailboxConfig;
  readonly smtp: SmtpConfig;
  /** The first is the disclosure key whose fingerprint receipts name; the others are earlier ones. */
  readonly privateKeys: readonly PrivateKeyConfig[];
  /** Absolute path of the SQLite file. */
  readonly database: string;
  readonly reportIdPrefix: string;
}
