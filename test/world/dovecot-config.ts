/**
 * What the Dovecot of the tests is told: everything in one folder, on loopback, as root and as anybody else.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';

/** Logins by token alone, which Dovecot has the provider judge (RFC 7662). */
export interface TokenLogins {
  readonly introspectionUrl: string;
  /** As Dovecot names them: "xoauth2 oauthbearer". */
  readonly mechanisms: string;
}

export interface DovecotAccount {
  readonly name: string;
  readonly password: string;
}

/**
 * Makes the folders and the password file, and gives the text of dovecot.conf. Dovecot gives mail to no root; it
 * wants a user that owns the mail, whoever runs the test.
 */
export function configuration(
  folder: string,
  port: number,
  tlsPort: number,
  certificate: Certificate,
  users: readonly DovecotAccount[],
  format: 'maildir' | 'mbox' = 'maildir',
  byToken: TokenLogins | null = null,
  keepsCommands = true,
): string {
  const isRoot = userInfo().uid === 0;
  const mailUser = isRoot ? 'mail' : userInfo().username;
  const mail = join(folder, 'mail');
  const raw = join(folder, 'rawlog');
  for (const path of [mail, raw]) mkdirSync(path, { mode: 0o700 });
  if (isRoot) execFileSync('chown', ['-R', 'mail:mail', mail, raw]);
  const accounts = users.map(({ name, password }) => `${name}:{PLAIN}${password}\n`);
  writeFileSync(join(folder, 'users'), accounts.join(''));
  const group = execFileSync('id', ['-gn', mailUser]).toString().trim();
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${join(folder, 'log')}
${isRoot ? '' : `default_login_user = ${mailUser}\ndefault_internal_user = ${mailUser}\ndefault_internal_group = ${group}`}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${certificate.certificateFile}
ssl_key = <${certificate.keyFile}
mail_location = ${format === 'mbox' ? 'mbox:~/mbox:INBOX=~/inbox' : 'maildir:~/maildir'}
mail_uid = ${mailUser}
mail_gid = ${group}
${byToken ? tokenLogins(folder, byToken) : passwordLogins(folder)}
userdb {
  driver = static
  args = uid=${mailUser} gid=${group} home=${mail}/%u
}
namespace inbox {
  inbox = yes
  # By names that nobody would take for them: what tells is RFC 6154's attribute.
  mailbox Unsolicited {
    special_use = \\Junk
  }
  mailbox Outgoing {
    special_use = \\Sent
  }
}
protocol imap {
  mail_max_userip_connections = 100
${keepsCommands ? `  rawlog_dir = ${raw}` : ''}
}
# What the tests keep need not outlive the machine, and a session need not begin with a process.
mail_fsync = never
service imap-login {
  service_count = 0
  ${isRoot ? '' : 'chroot ='}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  ${isRoot ? '' : 'chroot ='}
}
service stats {
  ${isRoot ? '' : 'chroot ='}
}
`;
}

function passwordLogins(folder: string): string {
  return `passdb {
  driver = passwd-file
  args = ${join(folder, 'users')}
}`;
}

function tokenLogins(folder: string, { introspectionUrl, mechanisms }: TokenLogins): string {
  const settings = join(folder, 'oauth2.conf');
  writeFileSync(
    settings,
    `introspection_url = ${introspectionUrl}
introspection_mode = get
username_attribute = username
active_attribute = active
active_value = true
`,
  );
  return `auth_mechanisms = ${mechanisms}
passdb {
  driver = oauth2
  mechanisms = ${mechanisms}
  args = ${settings}
}`;
}
