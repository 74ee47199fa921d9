/**
 * The mail that tells an engineer: what is due in the clear, and what the report says only where it can be encrypted to
 * them. It is not encrypted to ourselves: in the shared mailbox it would pass for a report.
 */
import type { PrivateKey } from 'openpgp';
import { canEncrypt } from '../message/keyring.js';
import { composeEntity, type Entity, joinEntity, type Sender } from '../receipt/entity.js';
import type { OwnKey } from '../receipt/own-key.js';
import { encryptEntity, signEntity } from '../receipt/pgp-mime.js';
import type { Notice, QueuedDispatch } from '../store/dispatches.js';
import type { StoredReport } from '../store/reports.js';
import { detailsOf } from './details.js';
import type { Engineer } from './engineers.js';
import { sentence, subjectOf } from './words.js';

/** What writing needs around it. */
export interface NoticeWriting {
  readonly sender: Sender;
  readonly key: OwnKey | null;
  readonly timeZone: string;
  /** The report of a number; null where it is gone. */
  readonly find: (number: Notice['number']) => StoredReport | null;
  /** Told where a mail goes out with less protection than was meant; never of content. */
  readonly shortfall: (messageId: string, shortfall: 'can not be signed' | 'can not be encrypted') => void;
}

/** Notices that one mail spells out. */
const MOST_NOTICES = 100;

/**
 * Writes the mail of a dispatch.
 * @param now - UTC instant
 */
export async function writeNotice(
  { notices, messageId }: Pick<QueuedDispatch, 'notices' | 'messageId'>,
  engineer: Engineer,
  writing: NoticeWriting,
  now: Date,
): Promise<Buffer> {
  const id = messageId ?? '';
  const { sender, key, shortfall } = writing;
  const compose = (text: string): Promise<Entity> =>
    composeEntity(
      {
        recipient: engineer.address,
        messageId: id,
        inReplyTo: null,
        references: [],
        subject: subjectOf(notices),
        text,
        html: null,
        autoSubmitted: 'auto-generated',
      },
      sender,
      // It says nothing to whom our key would be of use.
      null,
    );
  const signingKey = key === null ? null : await signingKeyOf(key, now);
  if (key?.signs && signingKey === null) shortfall(id, 'can not be signed');
  const { certificate } = engineer;
  if (certificate !== null) {
    if (await canEncrypt(certificate, now)) {
      try {
        const entity = await compose(insideText(notices, writing));
        // The subject tells no more than number and kind, and without it mail programs show a row of "...".
        const subject = entity.fields.find(field => /^subject:/i.test(field)) ?? 'Subject: [...]';
        return joinEntity(await encryptEntity(entity, [certificate], signingKey, now, subject));
      } catch {
        // What follows is composed anew, without a word of any report.
      }
    }
    shortfall(id, 'can not be encrypted');
  }
  const bare = await compose(bareText(notices, writing.timeZone, certificate !== null));
  if (signingKey === null) return joinEntity(bare);
  try {
    return joinEntity(await signEntity(bare, signingKey, now));
  } catch {
    shortfall(id, 'can not be signed');
    return joinEntity(bare);
  }
}

function signingKeyOf({ signs, privateKey }: OwnKey, now: Date): Promise<PrivateKey | null> {
  if (!signs) return Promise.resolve(null);
  return privateKey.getSigningKey(undefined, now).then(
    () => privateKey,
    () => null,
  );
}

function bareText(notices: readonly Notice[], timeZone: string, hasKey: boolean): string {
  const because = hasKey
    ? 'your OpenPGP key can not be encrypted to'
    : 'no OpenPGP key of yours is configured';
  return [
    ...listed(notices, notice => [`${notice.number}: ${sentence(notice, timeZone)}`]),
    '',
    `This mail holds nothing of what a report says, because ${because}.`,
    'Read a report with: security-inbox show ID',
    '',
  ].join('\n');
}

function insideText(notices: readonly Notice[], { timeZone, find }: NoticeWriting): string {
  return [
    ...listed(notices, notice => {
      const report = find(notice.number);
      const details = report === null ? [] : detailsOf(report, timeZone).map(line => `  ${line}`);
      return [`${notice.number}: ${sentence(notice, timeZone)}`, ...details, ''];
    }),
    'Read a report whole with: security-inbox show ID',
    '',
  ].join('\n');
}

function listed(notices: readonly Notice[], lines: (notice: Notice) => string[]): string[] {
  const left = notices.length - MOST_NOTICES;
  return [
    ...notices.slice(0, MOST_NOTICES).flatMap(lines),
    ...(left > 0 ? [`And ${left} more: "security-inbox digest" lists them.`] : []),
  ];
}
