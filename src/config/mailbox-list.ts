/**
 * The mailboxes of config.json, whether it has one or a list of them: each with its own parts, and the parts of the top
 * of the file where it has none.
 */
import { Failure } from '../failure.js';
import type { ConfigFile } from './schema.js';

/** The parts that an entry of `mailboxes` may have of its own. */
const OWN_PARTS = ['smtp', 'identity', 'trigger', 'pgp', 'reportIdPrefix', 'policy', 'answering'] as const;
type OwnPart = (typeof OWN_PARTS)[number];

/** Those of them that have no default. */
const NEEDED_PARTS = ['smtp', 'identity', 'policy'] as const;

/** The name of a mailbox that is the only one. */
export const ONLY_MAILBOX = 'default';

/** A mailbox with all that it needs. */
export interface MailboxEntry extends Readonly<{ [Part in OwnPart]: NonNullable<ConfigFile[Part]> }> {
  readonly name: string;
  readonly mailbox: NonNullable<ConfigFile['mailbox']>;
  /** Undefined where nothing is published. */
  readonly publication: ConfigFile['publication'];
  /** Where a part stands in config.json: `smtp`, or `mailboxes.1.smtp`. */
  pathOf(part: OwnPart | 'mailbox'): string;
}

/**
 * What is missing of a mailbox, as sentences: said beside the other mistakes of a file that is not yet known to be sound.
 * @param json - the content of config.json
 */
export function missingOfMailboxes(json: unknown): string[] {
  const file = json as Readonly<Record<string, unknown>> | null;
  if (typeof file !== 'object' || file === null) return [];
  const { mailbox, mailboxes } = file;
  if (mailbox !== undefined && mailboxes !== undefined) {
    return ['mailbox or mailboxes: give one of both. A list takes the mailbox as one of its entries.'];
  }
  const missing = NEEDED_PARTS.filter(part => file[part] === undefined);
  if (!Array.isArray(mailboxes)) {
    return [...(mailbox === undefined && mailboxes === undefined ? ['mailbox'] : []), ...missing].map(
      part => `${part} is missing`,
    );
  }
  return missing.flatMap(part => {
    const without = mailboxes.findIndex((entry: Partial<Record<string, unknown>> | null) => !entry?.[part]);
    return without === -1
      ? []
      : [`mailboxes.${without}.${part} is missing; give it there, or at the top for all that have none`];
  });
}

/**
 * The mailboxes of a file.
 * @throws {Failure} `config` where two have one name, or read the same folder
 */
export function mailboxEntries(file: ConfigFile): readonly [MailboxEntry, ...MailboxEntry[]] {
  const [first, ...others] =
    file.mailboxes?.map((entry, index) => entryOf(file, entry, `mailboxes.${index}.`)) ??
    (file.mailbox ? [entryOf(file, { name: ONLY_MAILBOX, mailbox: file.mailbox }, '')] : []);
  if (first === undefined) throw new Failure('config', 'mailbox is missing');
  const entries = [first, ...others] as const;
  const mistakes = entries.flatMap((entry, index) => clashes(entry, entries.slice(0, index)));
  if (mistakes.length === 0) return entries;
  throw new Failure('config', mistakes.join('\n'));
}

type WrittenEntry = NonNullable<ConfigFile['mailboxes']>[number];

function entryOf(file: ConfigFile, entry: WrittenEntry, path: string): MailboxEntry {
  return {
    name: entry.name,
    mailbox: entry.mailbox,
    smtp: given(entry.smtp ?? file.smtp, `${path}smtp`),
    identity: given(entry.identity ?? file.identity, `${path}identity`),
    trigger: entry.trigger ?? file.trigger,
    pgp: entry.pgp ?? file.pgp,
    reportIdPrefix: entry.reportIdPrefix ?? file.reportIdPrefix,
    policy: given(entry.policy ?? file.policy, `${path}policy`),
    answering: entry.answering ?? file.answering,
    publication: entry.publication ?? file.publication,
    pathOf: part => (part === 'mailbox' || entry[part] !== undefined ? `${path}${part}` : part),
  };
}

function given<T>(part: T | undefined, path: string): T {
  if (part !== undefined) return part;
  throw new Failure('config', `${path} is missing`);
}

/** What an entry has in common with one before it that two can't have in common. */
function clashes(entry: MailboxEntry, before: readonly MailboxEntry[]): string[] {
  const path = entry.pathOf('mailbox');
  const twin = before.find(({ name }) => name === entry.name);
  const sameAccount = before.filter(({ mailbox }) => isSameAccount(mailbox, entry.mailbox));
  const sameFolder = sameAccount.find(({ mailbox }) => readsInCommon(mailbox, entry.mailbox));
  const sameSent = sameAccount.find(
    ({ mailbox }) => readsSentOf(mailbox, entry.mailbox) || readsSentOf(entry.mailbox, mailbox),
  );
  const sameJunk = sameAccount.find(({ mailbox }) => mayShareJunk(mailbox, entry.mailbox));
  return [
    ...(twin ? [`${path.replace(/mailbox$/, 'name')}: "${entry.name}" is the name of another mailbox.`] : []),
    ...(sameFolder
      ? [
          `${path}.folder: "${entry.mailbox.folder}" is read for ${sameFolder.name} already. Name another folder.`,
        ]
      : []),
    ...(sameJunk && !sameFolder
      ? [
          `${path}.junkFolder: ${sameJunk.name} is of the same account and reads its folder for junk. One of both can: write false in the other.`,
        ]
      : []),
    ...(sameSent
      ? [
          `${path}.sentFolder: copies of receipts would lie where mail is read for ${sameSent.name} or ${entry.name}. Name the folder for sent mail, or "auto".`,
        ]
      : []),
  ];
}

type WrittenMailbox = MailboxEntry['mailbox'];

/** Whether two are logins to one account, as far as names tell. */
export function isSameAccount(
  one: Pick<WrittenMailbox, 'host' | 'port' | 'user'>,
  other: Pick<WrittenMailbox, 'host' | 'port' | 'user'>,
): boolean {
  const keyOf = ({ host, port, user }: typeof one) => JSON.stringify([host.toLowerCase(), port, user]);
  return keyOf(one) === keyOf(other);
}

/** A folder's name as it is compared. RFC 9051 §5.1: INBOX is the one whose case does not count. */
export function folderName(folder: string): string {
  return folder.toUpperCase() === 'INBOX' ? 'INBOX' : folder;
}

/** The folders that are read, as far as they are named. */
function readOf({ folder, junkFolder }: WrittenMailbox): string[] {
  return [folder, ...(junkFolder === false || junkFolder === 'auto' ? [] : [junkFolder])].map(folderName);
}

function readsInCommon(one: WrittenMailbox, other: WrittenMailbox): boolean {
  return readOf(one).some(folder => readOf(other).includes(folder));
}

/** Which one the server calls \\Junk shows after login alone. */
function mayShareJunk({ junkFolder: one }: WrittenMailbox, { junkFolder: other }: WrittenMailbox): boolean {
  return one !== false && other !== false && (one === 'auto' || other === 'auto');
}

/** What lies in a folder that is read would be taken for mail that arrived. */
export function readsSentOf(reader: WrittenMailbox, { sentFolder }: WrittenMailbox): boolean {
  return sentFolder !== null && sentFolder !== 'auto' && readOf(reader).includes(folderName(sentFolder));
}
