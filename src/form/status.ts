/** What a refusal is by the status codes of HTTP (RFC 9110 §15). */
import type { Refusal } from './words.js';

/** Those that are used. */
export type Status = 400 | 403 | 408 | 413 | 422 | 429 | 500 | 503;

/** Of each refusal. */
export const STATUS: Readonly<Record<Refusal, Status>> = {
  empty: 422,
  'email-unusable': 422,
  'email-ours': 422,
  'too-old': 422,
  'too-fast': 422,
  machine: 422,
  'other-name': 403,
  'other-site': 403,
  'too-many': 429,
  'too-large': 413,
  'too-slow': 408,
  busy: 503,
  unreadable: 400,
  failed: 500,
};

/** Seconds after which it may be tried again, for `Retry-After`. */
export const WAIT: Readonly<Partial<Record<Refusal, string>>> = { busy: '10', 'too-many': '3600' };
