/**
 * A mail to the operator, through the mail server that receipts go through.
 */
import type { Config } from '../config/config.js';
import { Failure } from '../failure.js';
import { composeEntity, joinEntity } from '../receipt/entity.js';
import type { Delivery } from '../receipt/smtp-answers.js';
import { openTransport } from '../receipt/transport.js';
import { type OperatorNews, operatorMail } from './operator-mail.js';

/** Seconds that the mail server may keep silent: the end of the process waits for it. */
const LONGEST_WAIT = 20;

/** @returns `deferred` also where the server can't be used */
export async function sendToOperator(
  news: OperatorNews,
  config: Config,
  recipient: string,
): Promise<Delivery> {
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
