/**
 * Whether the program does its work: each mailbox was read to its end not long ago. Pure.
 */
import type { MailboxState } from './snapshot.js';

export interface MailboxHealth {
  readonly mailbox: string;
  readonly healthy: boolean;
  /** Since it was last read to its end; null where it never was. */
  readonly secondsSinceGoodPass: number | null;
  /** The code of the last failure; null where the last pass was good, or none has ended yet. */
  readonly failure: string | null;
}

export interface Health {
  readonly healthy: boolean;
  readonly mailboxes: readonly MailboxHealth[];
}

/** Minutes that are given at least: a mail server may be restarted meanwhile. */
const SHORTEST = 15;

/**
 * Minutes since a good pass that are no cause for alarm.
 * @param pollMinutes - between two looks of `watch`, at most
 */
export function patienceOf(pollMinutes: number): number {
  return Math.max(SHORTEST, 3 * pollMinutes);
}

/**
 * @param minutes - since a good pass, at most
 * @param now - UTC instant; a good pass that seems to lie as far ahead of it is none, since a clock ran wrong
 */
export function healthOf(mailboxes: readonly MailboxState[], minutes: number, now: Date): Health {
  const each = mailboxes.map(({ name, kept }): MailboxHealth => {
    const since = kept?.lastGood ? (now.getTime() - kept.lastGood.at.getTime()) / 1000 : null;
    return {
      mailbox: name,
      healthy: since !== null && Math.abs(since) <= minutes * 60,
      secondsSinceGoodPass: since === null ? null : Math.max(0, Math.round(since)),
      failure: kept?.outage?.code ?? null,
    };
  });
  return { healthy: each.every(({ healthy }) => healthy), mailboxes: each };
}

/** As JSON for machines, under a schema of its own. */
export function healthJson(health: Health): object {
  return { schema: 'security-inbox/health@1', ...health };
}
