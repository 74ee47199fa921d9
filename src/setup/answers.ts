/** All that has to be known to write a first configuration, each answer checked. */
import type { ConnectionSecurity } from '../config/mailbox-schema.js';
import type { OAuthSettings } from '../config/oauth-schema.js';
import type { DisclosureKey } from './disclosure-key.js';

/** Where a mail server is. */
export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
}

/** How the mailbox is logged in to. */
export type Login =
  | { readonly kind: 'password'; readonly password: string }
  /** A person agrees later, by `oauth login`. */
  | { readonly kind: 'oauth'; readonly settings: OAuthSettings; readonly clientSecret: string | null };

/** How the mail server is: as the mailbox, with another account, or without any. */
export type SendingLogin =
  | { readonly kind: 'same' }
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

export interface Person {
  readonly name: string;
  readonly address: string;
}

export interface Answers {
  /** Whom receipts come from. */
  readonly identity: Person;
  readonly imap: ServerPlace;
  readonly smtp: ServerPlace;
  readonly user: string;
  readonly login: Login;
  readonly sendingLogin: SendingLogin;
  /** That reports arrive in. */
  readonly folder: string;
  /** Absolute path of a PEM certificate to trust beside the usual ones. */
  readonly caFile: string | null;
  /** Null: reports can't come encrypted yet. */
  readonly key: DisclosureKey | null;
  /** The phrase of the subject. */
  readonly subject: string;
  readonly policy: {
    readonly url: string;
    /** ISO 8601 day. */
    readonly expires: string | null;
    readonly acknowledgeWorkingDays: number;
    readonly disclosureDays: number;
  };
  readonly calendar: {
    readonly timeZone: string;
    readonly country: string | null;
    readonly state: string | null;
  };
  readonly reportIdPrefix: string;
  readonly engineers: readonly Person[];
  /** As config.json has it: relative paths count from its folder. */
  readonly database: string;
}
