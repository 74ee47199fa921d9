/** Microsoft 365 takes a token and does not open the mailbox: its words, and what to do. */
import { expect, it } from 'vitest';
import type { MailboxConfig } from '../../src/config/config.js';
import type { OAuthConfig } from '../../src/config/oauth.js';
import { explainConnection } from '../../src/mailbox/connection-trouble.js';

const client = { id: 'client', proof: { kind: 'none' } } as const;

function explained(grant: OAuthConfig['grant']): string {
  const config: MailboxConfig = {
    ...{ path: 'mailbox', host: 'outlook.office365.com', port: 993, security: 'tls', ca: null },
    ...{ user: 'support@example.test', folder: 'INBOX', junkFolder: false, sentFolder: null },
    ...{ authservId: null, foldersOfOthers: [] },
    oauth: {
      path: 'mailbox.oauth',
      provider: 'microsoft',
      tokenEndpoint: 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
      scope: null,
      grant,
    },
  };
  const error = Object.assign(new Error('Command failed'), {
    responseStatus: 'BAD',
    responseText: 'User is authenticated but not connected.',
  });
  const { code, message } = explainConnection(error, config);
  expect(code).toBe('unreachable');
  expect(message).toContain('User is authenticated but not connected.');
  expect(message).toContain('It does so when it is busy, too.');
  return message;
}

it('names the rights of the application where it logs in itself', () => {
  expect(explained({ kind: 'client-credentials', client })).toContain('FullAccess');
});

it('names the account that agreed where a person logged in', () => {
  expect(explained({ kind: 'refresh-token', client, refreshToken: 'x' })).toContain('account that agreed');
});
