/**
 * Warning the operator by mail that a mailbox can't be read, through the mail server that its receipts go through. What
 * could not be said is said with the next pass; what was said, or may have been, is not said again.
 */
import type { Config } from '../config/config.js';
import type { Log } from '../log.js';
import type { Connection } from '../store/database.js';
import { keepAllClear, keepWarned, keptPass } from '../store/kept-passes.js';
import { beginTrouble, endTrouble } from '../store/troubles.js';
import { newsOf } from './operator-mail.js';

/** What telling needs around it. */
export interface Told {
  readonly connection: Connection;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Tells the operator what there is to tell of a mailbox.
 * @throws what SQLite throws
 */
export async function tellOperator(config: Config, { connection, log, now }: Told): Promise<void> {
  const { name, monitoring } = config;
  const kept = keptPass(connection, name);
  if (monitoring.operator === null || kept === null) return;
  const news = newsOf(kept, monitoring.warnAfterMinutes, now());
  if (news === null) return;
  // Loaded where there is something to send.
  const { sendToOperator } = await import('./sending-operator.js');
  const { outcome, answer } = await sendToOperator(news, config, monitoring.operator);
  const about = { mailbox: name, news: news.kind, answer };
  const trouble = `operator ${name}`;
  if (outcome === 'deferred') {
    if (beginTrouble(connection, trouble, now())) log.warn(about, 'operator.not-told');
    return;
  }
  if (news.kind === 'outage') keepWarned(connection, name, news.since);
  else keepAllClear(connection, name);
  endTrouble(connection, trouble);
  if (outcome === 'refused') log.warn(about, 'operator.not-told');
  else log.info(about, 'operator.told');
}
