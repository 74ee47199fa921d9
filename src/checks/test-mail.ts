/**
 * A real mail to try the whole way out. Its Message-ID has the form of a notice's, by which our own intake leaves it alone
 * should it land in the mailbox, and as a machine's mail (RFC 3834) nobody answers it.
 */
import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config.js';
import { domainOf } from '../message/domain.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { unlockPrivateKeys } from '../message/private-keys.js';
import { writeToEngineer } from '../notice/write-to-engineer.js';
import { type OwnKey, prepareOwnKey } from '../receipt/own-key.js';
import { openTransport } from '../receipt/transport.js';
import { noticeId } from '../store/dispatches.js';
import { type CheckResult, failed, failure, ok, warning } from './result.js';

const ID = 'smtp.test-mail';

type Sending = Pick<Config, 'smtp' | 'identity' | 'privateKeys' | 'signReceipts' | 'calendar'>;

/**
 * Sends it, signed where receipts are.
 * @param seconds - that the server may take
 */
export async function sendTestMail(
  config: Sending,
  recipient: string,
  seconds: number,
  now: Date,
): Promise<CheckResult> {
  const { identity } = config;
  const transport = openTransport(config.smtp, identity.address, seconds);
  try {
    const key = await ownKeyOf(config, now);
    const messageId = noticeId(randomBytes(20).toString('hex'), domainOf(identity.address));
    let isSigned = key?.signs ?? false;
    const raw = await writeToEngineer(
      {
        messageId,
        subject: 'A trial of security-inbox',
        outerSubject: null,
        inside: () => ({ text: WORDS, html: null }),
        bare: () => WORDS,
      },
      { name: '', address: recipient, certificate: null },
      {
        sender: identity,
        key,
        timeZone: config.calendar.timeZone,
        shortfall: () => {
          isSigned = false;
        },
      },
      now,
    );
    const { outcome, answer } = await transport.send(recipient, raw);
    const mail = `the ${isSigned ? 'signed ' : ''}trial ${messageId} to ${recipient}`;
    switch (outcome) {
      case 'accepted':
        return ok(ID, `The server took ${mail} (${answer}). See that it arrives.`);
      case 'refused':
        return failure(
          ID,
          'sender-refused',
          `The server refused ${mail} (${answer}).`,
          'Check the address, or try another with --send-test ADDRESS.',
        );
      case 'deferred':
      case 'unanswered':
        return warning(ID, `The server did not take ${mail} now (${answer}).`, 'Try again later.');
    }
  } catch (error) {
    return failed(ID, error);
  } finally {
    transport.close();
  }
}

const WORDS = [
  'This mail was sent by hand, with "security-inbox check --send-test", to see whether mail of ours arrives.',
  '',
  'Nothing need be done with it.',
  '',
].join('\n');

async function ownKeyOf({ privateKeys, identity, signReceipts }: Sending, now: Date): Promise<OwnKey | null> {
  applyOpenPgpSettings();
  const [key] = await unlockPrivateKeys(privateKeys.slice(0, 1));
  return key === undefined ? null : prepareOwnKey(key, identity.address, signReceipts, now);
}
