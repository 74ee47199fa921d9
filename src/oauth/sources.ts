/**
 * The one source of tokens for all logins of the same settings in this process: those of IMAP and SMTP, those of several
 * mailboxes, and those after the configuration was read again.
 */
import { createHash } from 'node:crypto';
import type { OAuthConfig } from '../config/oauth.js';
import { openTokenSource, type TokenSource } from './tokens.js';

const sources = new Map<string, TokenSource>();

/** The source for these settings, opened when first asked for. */
export function tokensOf(config: OAuthConfig): TokenSource {
  const { tokenEndpoint, scope, grant } = config;
  const settings = createHash('sha256')
    .update(JSON.stringify([tokenEndpoint, scope, grant]))
    .digest('base64');
  const source = sources.get(settings) ?? openTokenSource(config);
  sources.set(settings, source);
  return source;
}
