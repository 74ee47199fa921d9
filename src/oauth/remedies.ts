/**
 * Why a mail server may refuse a token that its provider gave, and where that is mended.
 */
import type { OAuthConfig } from '../config/oauth.js';

/**
 * What to check, in sentences.
 * @param userKey - what names the login's user in config.json
 */
export function remedyOfLogin({ provider, grant, path }: OAuthConfig, userKey: string): string {
  switch (provider) {
    case 'microsoft':
      return grant.kind === 'client-credentials'
        ? `Check that ${userKey} is the mailbox's own address, that the application has IMAP.AccessAsApp and SMTP.SendAsApp with an administrator's consent, and that its service principal is registered in Exchange with FullAccess to the mailbox ("It is refused" in docs/oauth.md); a change takes up to an hour.`
        : `Check that ${userKey} is the account that agreed, or a shared mailbox it has FullAccess to, that IMAP and authenticated SMTP are on for it in Exchange, and that ${path} asks for both IMAP.AccessAsUser.All and SMTP.Send ("It is refused" in docs/oauth.md).`;
    case 'google':
      return grant.kind === 'service-account'
        ? `Check that ${userKey} is the mailbox's own address, that IMAP is on for it, and that domain-wide delegation covers https://mail.google.com/ ("It is refused" in docs/oauth.md).`
        : `Check that ${userKey} is the account that agreed, that IMAP is on for it, and that it agreed to https://mail.google.com/ ("It is refused" in docs/oauth.md).`;
    case 'other':
      return `Check ${userKey}, and that the token of ${path} is one for mail, as by ${path}.scope.`;
  }
}
