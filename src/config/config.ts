/**
 * The configuration as the program uses it: paths absolute, secrets looked up.
 */
import type { DatabaseKey } from './database-key.js';
import type { MailboxEntry } from './mailbox-list.js';
import type { ConnectionSecurity } from './mailbox-schema.js';
import type { NoticeName, WebhookShape } from './notice-words.js';
import type { OAuthConfig } from './oauth.js';
import type { ConfigFile } from './schema.js';

/** How to reach a mail server. */
export interface ServerConfig {
  /** Where it stands in config.json, for messages to the operator: `smtp`, `mailboxes.1.mailbox`. */
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
  /** PEM certificates to trust beside the system's, or null. */
  readonly ca: string | null;
}

/** What proves who logs in: exactly one of both. */
export type Credentials =
  | { readonly password: string; readonly oauth?: undefined }
  | { readonly oauth: OAuthConfig; readonly password?: undefined };

export type MailboxConfig = MailboxAccount & Credentials;

export interface MailboxAccount extends ServerConfig {
  readonly user: string;
  readonly folder: string;
  /** `auto`: the folder that the server calls \Junk (RFC 6154); false: none. */
  readonly junkFolder: string | false;
  /**
   * Where copies of receipts go. `auto`: the folder that the server calls \Sent (RFC 6154), or one of a known name;
   * null: none.
   */
  readonly sentFolder: string | null;
  /** The name under which our own mail server writes Authentication-Results (RFC 8601 §2.5), or null. */
  readonly authservId: string | null;
  /** Folders of the same account that other mailboxes of the configuration read. */
  readonly foldersOfOthers: readonly string[];
}

export interface SmtpConfig extends ServerConfig {
  readonly login: ({ readonly user: string } & Credentials) | null;
}

/** An armored or binary OpenPGP private key and what unlocks it. */
export interface PrivateKeyConfig {
  /** The path, for messages to the operator. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly passphrase: string | null;
}

/** Somebody who is told of what is due. */
export interface EngineerConfig {
  readonly name: string;
  readonly address: string;
  /** A file of their OpenPGP certificate, or null: what they are told then holds nothing of a report's words. */
  readonly key: { readonly file: string; readonly bytes: Uint8Array } | null;
}

/** Where what is due is posted to. */
export interface WebhookConfig {
  readonly name: string;
  /** A secret: whoever has it can post. Only its host may ever be shown. */
  readonly url: URL;
  readonly shape: WebhookShape;
  /** Names and values; the values are secrets. */
  readonly headers: readonly (readonly [string, string])[];
  /** What is posted; null for all. */
  readonly events: readonly NoticeName[] | null;
}

/** An address of this machine. */
export interface ListenAddress {
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Where a server of ours answers a reverse proxy: an address of this machine, or the path of a Unix socket. */
export type ListenPlace = ListenAddress | { readonly socket: string };

/** Who is told how the program itself is; null for nobody. */
export interface MonitoringConfig {
  /** Absolute path. */
  readonly metricsFile: string | null;
  readonly listen: ListenAddress | null;
  /** A secret: whoever has it can say that all is well. Only its host may ever be shown. */
  readonly pingUrl: URL | null;
  readonly warnAfterMinutes: number;
  /** Address of the operator. */
  readonly operator: string | null;
}

/** Where and as whom it is published; the configuration has no such part where nothing is. */
export interface PublicationConfig {
  /** The root of a host, with a slash at its end. */
  readonly url: string;
  readonly name: string;
  readonly namespace: string;
  /** RFC 5646; at least one. */
  readonly languages: readonly string[];
}

/** The web form, by which reports come too. */
export interface FormConfig
  extends Pick<
    NonNullable<ConfigFile['form']>,
    'languages' | 'bytes' | 'perAddressPerHour' | 'perHour' | 'proxies'
  > {
  readonly listen: ListenPlace;
  /** Where people find it. */
  readonly url: URL;
  /** The name of the mailbox that reports are taken in for. */
  readonly mailbox: string;
}

/** A mailbox, with all that is configured for it and for all. */
export interface Config
  extends Pick<ConfigFile, 'calendar' | 'limits' | 'products' | 'watch' | 'notices'>,
    Pick<MailboxEntry, 'identity' | 'trigger' | 'policy' | 'answering'> {
  /** What people call the mailbox; each has its own. */
  readonly name: string;
  readonly mailbox: MailboxConfig;
  readonly smtp: SmtpConfig;
  /** The first is the disclosure key whose fingerprint receipts name; the others are earlier ones. */
  readonly privateKeys: readonly PrivateKeyConfig[];
  /** Those of the other mailboxes: a mail to several of ours is encrypted to some of their keys. */
  readonly furtherKeys: readonly PrivateKeyConfig[];
  /** Absolute path of a folder of reporters' public keys, or null. */
  readonly knownKeys: string | null;
  /** Whether receipts are signed with the disclosure key. */
  readonly signReceipts: boolean;
  /** Whether keys may be asked for on the network (Web Key Directory). */
  readonly lookUpKeys: boolean;
  readonly engineers: readonly EngineerConfig[];
  /** Lower-case addresses that we send from or are reached at: of all mailboxes and engineers. */
  readonly ownAddresses: readonly string[];
  readonly webhooks: readonly WebhookConfig[];
  readonly monitoring: MonitoringConfig;
  /** null where there is none. */
  readonly form: FormConfig | null;
  /** Absolute path of the SQLite file. */
  readonly database: string;
  /** What it is encrypted with: the present key first, then earlier ones. Empty where it is not encrypted. */
  readonly databaseKeys: readonly DatabaseKey[];
  readonly reportIdPrefix: string;
  /** Null where nothing is published. */
  readonly publication: PublicationConfig | null;
}

/** Those of all mailboxes, in the order of the file; they differ in what is a mailbox's own. */
export type Configs = readonly [Config, ...Config[]];
