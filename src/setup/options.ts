/** What `init` takes on its command line: a flag for each question. */

export interface InitOptions {
  readonly dir: string;
  readonly yes: boolean;
  readonly force: boolean;
  /** False: the network is not asked for servers. */
  readonly lookUp: boolean;
  /** Whether Thunderbird's database may be asked, which is told the domain. */
  readonly ispdb: boolean;
  /** False: the installation is not tried. */
  readonly check: boolean;
  readonly address?: string;
  readonly name?: string;
  readonly imapHost?: string;
  readonly imapPort?: string;
  readonly imapSecurity?: string;
  readonly smtpHost?: string;
  readonly smtpPort?: string;
  readonly smtpSecurity?: string;
  readonly caFile?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly passwordEnv?: string;
  /** False: the mail server asks for no login. */
  readonly smtpLogin: boolean;
  readonly smtpUser?: string;
  readonly smtpPasswordFile?: string;
  readonly smtpPasswordEnv?: string;
  readonly oauth?: 'microsoft' | 'google';
  readonly tenant?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly folder?: string;
  readonly newKey: boolean;
  readonly importKey?: string;
  readonly withoutKey: boolean;
  readonly keyVersion?: '4' | '6';
  readonly keyYears?: string;
  readonly passphraseFile?: string;
  readonly passphraseEnv?: string;
  readonly subject?: string;
  readonly policyUrl?: string;
  readonly policyExpires?: string;
  readonly workingDays?: string;
  readonly disclosureDays?: string;
  readonly timeZone?: string;
  readonly country?: string;
  readonly state?: string;
  readonly prefix?: string;
  readonly engineer: readonly string[];
  readonly database?: string;
}
