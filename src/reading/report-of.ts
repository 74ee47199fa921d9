/**
 * One reading as the public report: the state a person sees, and in plain words why.
 */
import type { Message, UndecryptableReason } from '../message/message.js';
import { type ExtractedReport, NOTHING_EXTRACTED, type Report } from '../report/schema.js';
import type { Reading, ReportReading, UnreadableReason } from './reading.js';

const UNDECRYPTABLE: Readonly<Record<UndecryptableReason, string>> = {
  'no-matching-key': 'encrypted to a key that is not configured',
  'key-not-for-encryption': 'encrypted to a key of ours that is not made for encryption',
  'password-only': 'encrypted with a password only',
  'not-integrity-protected': 'encrypted without integrity protection, which is never opened',
  'too-many-recipients': 'encrypted to more recipients than are tried',
  'too-large': 'inflates to more than is read',
  damaged: 'the OpenPGP message is damaged or cut off',
};

const UNREADABLE: Readonly<Record<UnreadableReason, string>> = {
  'broken-mime': 'its MIME structure could not be read',
  'too-many-parts': 'it has more MIME parts than are read',
  'header-too-long': 'its header is longer than is read',
  'took-too-long': 'reading it took longer than limits.readingSeconds',
  'out-of-memory': 'reading it took more memory than is allowed',
  'reader-crashed': 'the thread that read it ended',
  'too-much-content': 'more text and files come out of it than are kept',
  'not-recordable': 'what was read of it could not be recorded',
  'larger-than-configured':
    'it is larger than limits.messageBytes; only its header was kept, the mail is in the mailbox',
};

/** What may help where a mail stays unread; for reasons not here nothing does but asking its sender. */
const HELP: readonly (readonly [reason: string, help: string])[] = [
  [UNDECRYPTABLE['no-matching-key'], 'add the key to pgp.privateKeys'],
  // Why, is not kept of these.
  ['a follow-up: undecryptable', 'add the key it is encrypted to to pgp.privateKeys, if it is yours'],
  [UNDECRYPTABLE['key-not-for-encryption'], 'ask for it encrypted to the key in your policy'],
  [UNDECRYPTABLE['password-only'], 'save it with "show --save" and open it with the password'],
  [UNDECRYPTABLE['not-integrity-protected'], 'ask for it from a program of this century'],
  [UNREADABLE['took-too-long'], 'raise limits.readingSeconds'],
  [UNREADABLE['out-of-memory'], 'try it on a machine with more memory, or with a newer version'],
  ['larger than limits.messageBytes', 'raise limits.messageBytes; the rest is then fetched from the mailbox'],
];

/** What might have a mail read that was not, in words. @param stateReason - as the report has it */
export function helpFor(stateReason: string): string {
  const found = HELP.find(([reason]) => stateReason.includes(reason));
  return found?.[1] ?? 'ask for it in another form, or try it with a newer version';
}

/** How far a mail was read: 0 kept raw, 1 kept closed, 2 all but a part of it, 3 whole. */
export function readingRank({ state, stateReason }: Pick<Report, 'state' | 'stateReason'>): number {
  if (state === 'received') return stateReason === null ? 3 : 2;
  return state === 'undecryptable' ? 1 : 0;
}

/** What is known of a report apart from its mail. */
export interface Circumstances {
  /** UTC instant. */
  readonly receivedAt: Date;
  /** The folder it arrived in. */
  readonly foundIn: Report['foundIn'];
  readonly related: readonly Report['related'][number][];
  readonly replaySuspected: boolean;
}

/** The report to keep of a reading. */
export function reportOf(
  reading: ReportReading,
  { receivedAt, foundIn, related, replaySuspected }: Circumstances,
): Omit<Report, 'id'> {
  const common = {
    schema: 'security-inbox/report@1' as const,
    receivedAt: receivedAt.toISOString(),
    trigger: reading.trigger,
    foundIn,
    furtherIds: [],
    replaySuspected,
    related: [...related],
    followUps: [],
  } satisfies Partial<Report>;
  if (reading.kind === 'unreadable') {
    return {
      ...nothingExtracted(reading),
      ...common,
      ...readingState(reading),
      encryption: { state: 'cleartext' },
      signature: { outcome: 'unsigned', fingerprint: null, key: null, userIdMatchesFrom: null, covers: null },
      protectedHeader: null,
      differences: [],
      authentication: reading.header?.authentication ?? null,
      notes: [],
    };
  }
  const { encryption, signature, protectedHeader, differences, authentication, notes } = reading.message;
  return {
    ...reading.report,
    ...common,
    ...readingState(reading),
    encryption,
    signature,
    protectedHeader: protectedHeader && {
      ...protectedHeader,
      to: [...protectedHeader.to],
      date: protectedHeader.date?.toISOString() ?? null,
    },
    differences: [...differences],
    authentication,
    notes: [...notes],
  };
}

/** Whether a mail was read, and if not, why not. */
export function readingState(reading: Reading): Pick<Report, 'state' | 'stateReason'> {
  return reading.kind === 'read'
    ? stateOf(reading.message, reading.report)
    : { state: 'quarantined', stateReason: UNREADABLE[reading.reason] };
}

function stateOf(
  { encryption, notes }: Pick<Message, 'encryption' | 'notes'>,
  { description }: ExtractedReport,
): Pick<Report, 'state' | 'stateReason'> {
  if (encryption.state !== 'undecryptable') {
    return notes.includes('s-mime-kept') && description === null
      ? { state: 'undecryptable', stateReason: 'it is S/MIME, which is kept and not opened' }
      : { state: 'received', stateReason: null };
  }
  const stateReason = UNDECRYPTABLE[encryption.reason];
  // A file that stays closed beside the report's own words does not make those unread.
  if (encryption.form === 'attachment' && description !== null) {
    return { state: 'received', stateReason: `a file in it stayed closed: ${stateReason}` };
  }
  return { state: encryption.reason === 'damaged' ? 'quarantined' : 'undecryptable', stateReason };
}

function nothingExtracted(reading: Extract<Reading, { kind: 'unreadable' }>): ExtractedReport {
  const sender = reading.header?.envelope.from[0];
  return {
    ...NOTHING_EXTRACTED,
    reporter: {
      ...NOTHING_EXTRACTED.reporter,
      name: sender?.name ?? null,
      email: sender?.address ?? null,
    },
    summary: reading.header?.envelope.subject ?? null,
  };
}
