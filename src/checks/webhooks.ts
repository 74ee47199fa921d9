/** Webhooks: that their URLs are what may be posted to. Nothing is posted: a channel that people read is no place to try. */
import type { WebhookConfig } from '../config/config.js';
import { type CheckResult, ok, skipped } from './result.js';

/** Says where notices would go. Of a URL only its host may be shown. */
export function judgeWebhooks(webhooks: readonly WebhookConfig[]): CheckResult {
  const id = 'webhooks';
  if (webhooks.length === 0) return skipped(id, 'No webhook is configured.');
  const hosts = webhooks.map(({ name, url }) => `${name} (${url.host})`).join(', ');
  return ok(id, `Notices are posted to ${hosts}; nothing was, to try it.`);
}
