/**
 * Warning the operator by mail that a mailbox can't be read, through the mail server that its receipts go through. What
 * could not be said is said with the next pass; what was said, or may have been, is not said again.
 */
import type { Config } from '../config/config.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { composeEntity, joinEntity } from '../receipt/entity.js';
import type { Delivery } from '../receipt/smtp-answers.js';
import { openTransport } from '../receipt/transport.js';
import type { Connection } from '../store/database.js';
import { keepAllClear, keepWarned, keptPass } from '../store/kept-passes.js';
import { beginTrouble, endTrouble } from '../store/troubles.js';
import { newsOf, type OperatorNews, operatorMail } from './operator-mail.js';

/** Seconds that the mail server may keep silent: the end of the process waits for it. */
const LONGEST_WAIT = 20;

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
  const { outcome, answer } = await send(news, config, monitoring.operator);
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

async function send(news: OperatorNews, config: Config, recipient: string): Promise<Delivery> {
  const { name, identity, smtp, limits, calendar } = config;
  const about = { recipient, name, address: identity.address, timeZone: calendar.timeZone };
  // It says nothing to whom our key would be of use.
  const raw = joinEntity(await composeEntity(operatorMail(news, about), identity, null));
  const transport = openTransport(smtp, identity.address, Math.min(LONGEST_WAIT, limits.serverSeconds));
  try {
    return await transport.send(recipient, raw);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { outcome: 'deferred', answer: error.message };
  } finally {
    transport.close();
  }
}
