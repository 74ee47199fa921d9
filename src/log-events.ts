/**
 * Every event of the log: a closed list, so that what a monitor looks for can't be renamed or forgotten unnoticed. An
 * event's name stands whole in the source where it is logged; none holds a word of any mail.
 */

/** What is known of an event before it happens. */
export interface LogEvent {
  /** A warning is for somebody to look at some day, an error for today. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** What happened. */
  readonly means: string;
  /** The names it may carry beside `event`, `level`, `time`, `program` and `process`. */
  readonly fields: readonly string[];
  /** What a person does about it; null where nothing is to be done. */
  readonly toDo: string | null;
}

export const LOG_EVENTS = {
  'config.reload-failed': {
    level: 'error',
    means:
      "SIGHUP asked for a configuration that can't be used; `watch` or `serve` goes on with the one of before",
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'config.reloaded': {
    level: 'info',
    means: '`watch` or `serve` works by the configuration as it is now',
    fields: ['mailboxes'],
    toDo: null,
  },
  'config.warning': {
    level: 'warn',
    means: 'the configuration works, but should not stay as it is',
    fields: ['message'],
    toDo: 'what `message` says',
  },
  'database.exposed': {
    level: 'warn',
    means:
      'other users of this machine can reach or change the database, or what lies beside it; said once at the start',
    fields: ['file', 'message'],
    toDo: 'what `message` says',
  },
  'database.migrating': {
    level: 'warn',
    means: 'the database of an older version is brought to this one; `backup` is a copy of it as it was',
    fields: ['from', 'to', 'backup'],
    toDo: 'remove the copy when the new version has run for a while: it holds every report',
  },
  'database.new': {
    level: 'warn',
    means:
      'there was no database at this path, and a new one was made, which knows nothing of what was answered before: mail of the last `limits.receiptAgeDays` days is answered',
    fields: ['database'],
    toDo: 'nothing at the first start of all; else stop at once, and mend `database` in the configuration',
  },
  'engineer.key-unusable': {
    level: 'warn',
    means: "notices to an engineer say nothing of a report, because the key can't be encrypted to",
    fields: ['engineer', 'message'],
    toDo: 'put a new key in its place',
  },
  'form.failed': {
    level: 'error',
    means:
      'a report that came by the form could not be recorded; its author was told so, and asked to mail it',
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'form.listening': {
    level: 'info',
    means: '`serve` answers the proxy',
    fields: ['url'],
    toDo: null,
  },
  'form.received': {
    level: 'info',
    means: 'a report that came by the form is on record',
    fields: ['encrypted'],
    toDo: null,
  },
  'form.sent-back': {
    level: 'info',
    means:
      'a form was sent back to its author, who was told why; told at once for each reason, and then once a minute with how often it came',
    fields: ['because', 'times'],
    toDo: null,
  },
  'form.stopped': {
    level: 'info',
    means: '`serve` has answered those who were sending, and ends',
    fields: [],
    toDo: null,
  },
  'junk.failed': {
    level: 'error',
    means: 'the Junk folder could not be read to its end; the main folder was',
    fields: ['code', 'message'],
    toDo: 'what `message` says; it is tried again with the next pass',
  },
  'key.not-offered': {
    level: 'warn',
    means: 'receipts and the form no longer name the disclosure key, because it has expired or was revoked',
    fields: ['fingerprint'],
    toDo: 'put a new key first in `pgp.privateKeys`, and on the policy page',
  },
  'mailbox.connected': {
    level: 'info',
    means: '`watch` is logged in',
    fields: ['host', 'folder'],
    toDo: null,
  },
  'mailbox.failed': {
    level: 'error',
    means: '`watch` could not read the mailbox, and tries again',
    fields: ['code', 'message'],
    toDo: 'what `message` says, if it stays so',
  },
  'mailbox.gone': {
    level: 'warn',
    means: 'receipts wait that were to go out from a mailbox which is no longer configured',
    fields: ['mailbox', 'receipts', 'message'],
    toDo: 'what `message` says',
  },
  'mailbox.looking-carefully': {
    level: 'warn',
    means: 'the connection broke over a message; the mailbox is read again, message by message',
    fields: ['host'],
    toDo: null,
  },
  'mailbox.moved': {
    level: 'info',
    means: 'a mailbox has kept its name and has another account or folder than before',
    fields: ['mailbox', 'from'],
    toDo: 'nothing; a receipt that may have gone out from the earlier account waits for `receipt release` or `drop`',
  },
  'mailbox.taken-over': {
    level: 'warn',
    means: 'a mailbox has the name of one that is no longer configured, and answers in its place from now on',
    fields: ['mailbox', 'from'],
    toDo: 'nothing, where that is meant; receipts as with `mailbox.moved`',
  },
  'mailbox.token-ended': {
    level: 'info',
    means: 'the mail server closed a connection whose access token had ended; `watch` logs in again at once',
    fields: ['host'],
    toDo: null,
  },
  'mailbox.uidvalidity-changed': {
    level: 'warn',
    means: 'the server numbered the folder anew, and all of it is read again; nobody is answered twice',
    fields: ['folder', 'was', 'is'],
    toDo: null,
  },
  'message.broke-connection': {
    level: 'warn',
    means: 'the connection broke over this message; after some times it is passed over',
    fields: ['folder', 'uid', 'times'],
    toDo: null,
  },
  'message.left-alone': {
    level: 'debug',
    means: 'a mail is no report, and stayed as it was',
    fields: ['uid'],
    toDo: null,
  },
  'message.unread': {
    level: 'warn',
    means: 'the mail server lists a message and does not give it; each pass tries again',
    fields: ['folder', 'uid', 'words', 'attempts'],
    toDo: '`quarantine list`, then look at it in a mail program',
  },
  'monitoring.failed': {
    level: 'error',
    means:
      'a part of the monitoring does not work: the file or address of the numbers, or what is kept of the passes; said once, until it works again',
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'near-miss.lost': {
    level: 'warn',
    means: 'a mail that a person wanted taken in could not be',
    fields: ['folder', 'uid', 'message'],
    toDo: 'feed its file to `ingest`',
  },
  'near-miss.noted': {
    level: 'info',
    means: "a mail's subject looks like a report's and lacks the phrase",
    fields: ['folder', 'uid'],
    toDo: '`near-miss list`',
  },
  'notice.deferred': {
    level: 'warn',
    means: 'an engineer or webhook could not be told yet',
    fields: ['channel', 'target', 'reports', 'answer'],
    toDo: 'what `answer` says, if it stays so',
  },
  'notice.refused': {
    level: 'warn',
    means: 'an engineer or webhook will not be told',
    fields: ['channel', 'target', 'reports', 'answer'],
    toDo: 'check the address or the URL',
  },
  'notice.sent': {
    level: 'info',
    means: 'an engineer or webhook was told what is due',
    fields: ['channel', 'target', 'reports', 'answer'],
    toDo: null,
  },
  'notice.unprotected': {
    level: 'warn',
    means: 'a notice went out unsigned, or not encrypted and then without a word of the report',
    fields: ['messageId', 'shortfall'],
    toDo: 'check the key of the engineer, or the first of `pgp.privateKeys`',
  },
  'notices.failed': {
    level: 'error',
    means: 'nobody could be told what is due',
    fields: ['code', 'message'],
    toDo: 'what `message` says; it is tried again with the next pass',
  },
  'oauth.token-not-kept': {
    level: 'error',
    means: 'a newer refresh token could not be written down, and is lost when the process ends',
    fields: ['code', 'message'],
    toDo: 'what `message` says, before the next restart',
  },
  'operator.not-told': {
    level: 'warn',
    means:
      'the mail that a mailbox is not read, or is read again, could not be sent; `news` says which. It is tried again with each pass, unless the server will never take it',
    fields: ['mailbox', 'news', 'answer'],
    toDo: 'what `answer` says',
  },
  'operator.told': {
    level: 'info',
    means: 'the operator was told that a mailbox is not read (`outage`), or is read again (`all-clear`)',
    fields: ['mailbox', 'news', 'answer'],
    toDo: null,
  },
  'page.failed': {
    level: 'error',
    means: 'an engineer was shown no page, because the record could not be read',
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'page.listening': {
    level: 'info',
    means: "`serve` shows the engineers' page to the proxy",
    fields: [],
    toDo: null,
  },
  'page.read': {
    level: 'info',
    means: "a report was looked at on the engineers' page, by whoever the proxy or the browser named",
    fields: ['report', 'who'],
    toDo: null,
  },
  'page.refused': {
    level: 'warn',
    means:
      "somebody with a wrong token, or whom the proxy did not name, asked for the engineers' page; told at once, and then once a minute with how often it came",
    fields: ['times'],
    toDo: 'where it goes on, see in the log of the proxy who asks',
  },
  'page.stopped': {
    level: 'info',
    means: "the engineers' page is shown no more, and `serve` ends",
    fields: [],
    toDo: null,
  },
  'pass.done': {
    level: 'info',
    means: '`watch` read new messages',
    fields: ['summary'],
    toDo: null,
  },
  'ping.failed': {
    level: 'warn',
    means: 'the sign of life was not taken by the service at `host`; said once, until one is',
    fields: ['host', 'answer'],
    toDo: 'check `monitoring.pingUrl` and the network',
  },
  'process.stopping': {
    level: 'info',
    means: 'the process was asked to end, and does when the mail at hand is taken in',
    fields: ['signal'],
    toDo: null,
  },
  'receipt.bounced': {
    level: 'warn',
    means: 'another server sent a receipt back',
    fields: ['report', 'uid'],
    toDo: '`requeue ID` if it was a passing fault',
  },
  'receipt.copies-failed': {
    level: 'error',
    means: 'no copy could be put into the Sent folder; the receipts themselves were sent',
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'receipt.copy-filed': {
    level: 'info',
    means: 'a copy of a receipt is in the Sent folder',
    fields: ['report'],
    toDo: null,
  },
  'receipt.copy-found': {
    level: 'info',
    means: 'a copy of a receipt was in the Sent folder already',
    fields: ['report'],
    toDo: null,
  },
  'receipt.copy-given-up': {
    level: 'warn',
    means: 'a copy is not tried again; the receipt itself was sent',
    fields: ['report', 'message'],
    toDo: 'see to the Sent folder, then `retry`',
  },
  'receipt.copy-put-off': {
    level: 'warn',
    means: 'a copy is tried again later; the receipt itself was sent',
    fields: ['report', 'message'],
    toDo: null,
  },
  'receipt.deferred': {
    level: 'warn',
    means: 'the mail server put a receipt off; it is tried again',
    fields: ['report', 'answer'],
    toDo: null,
  },
  'receipt.delayed': {
    level: 'info',
    means: 'another server says that a receipt is late, and that it goes on trying',
    fields: ['report', 'uid'],
    toDo: null,
  },
  'receipt.held': {
    level: 'warn',
    means: 'a receipt was put off for so long that a person decides',
    fields: ['report', 'answer'],
    toDo: '`receipt release ID` or `receipt drop ID`',
  },
  'receipt.refused': {
    level: 'warn',
    means: 'the mail server will not take a receipt, or lost its answer twice',
    fields: ['report', 'answer'],
    toDo: 'what `answer` says, then `requeue ID`',
  },
  'receipt.sent': {
    level: 'info',
    means: 'the mail server took a receipt',
    fields: ['report', 'answer'],
    toDo: null,
  },
  'receipt.unprotected': {
    level: 'warn',
    means:
      'a receipt went out unsigned or not encrypted, though it was meant to be; it holds no word of a report',
    fields: ['messageId', 'shortfall'],
    toDo: 'check the first of `pgp.privateKeys`',
  },
  'receipts.failed': {
    level: 'error',
    means: "the mail server can't be used; receipts stay queued",
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'report.answered': {
    level: 'info',
    means: "a person's answer to a report lies in the Sent folder",
    fields: ['report', 'uid', 'at'],
    toDo: null,
  },
  'report.follow-up': {
    level: 'info',
    means: 'a mail joined a report',
    fields: ['report', 'uid'],
    toDo: null,
  },
  'report.known': {
    level: 'info',
    means: 'a mail was on record already',
    fields: ['report', 'uid'],
    toDo: null,
  },
  'report.own-reply': {
    level: 'info',
    means: 'a mail of our own joined a report',
    fields: ['report', 'uid'],
    toDo: null,
  },
  'report.recorded': {
    level: 'info',
    means: 'a report was recorded; `withheld` says why no receipt goes, or is null',
    fields: ['report', 'uid', 'state', 'trigger', 'encryption', 'withheld'],
    toDo: '`show ID`',
  },
  'sent.failed': {
    level: 'error',
    means: "the Sent folder can't be looked into for people's answers",
    fields: ['code', 'message'],
    toDo: 'what `message` says; `acknowledge ID` notes an answer by hand',
  },
  'sent.passed-over': {
    level: 'warn',
    means: 'the Sent folder got more mails than are looked at in one go; the oldest were not looked at',
    fields: ['folder', 'messages'],
    toDo: '`acknowledge ID` for what was answered in them',
  },
  'sent.uidvalidity-changed': {
    level: 'warn',
    means: 'the server numbered the Sent folder anew, and it is looked at again',
    fields: ['folder', 'was', 'is'],
    toDo: null,
  },
  'service-manager.failed': {
    level: 'error',
    means: 'systemd could not be told how the daemon is, and may end it as one that does not start',
    fields: ['code', 'message'],
    toDo: 'what `message` says',
  },
  'unread.dropped': {
    level: 'warn',
    means: 'messages that the server did not give are off the list, because the folder is read anew',
    fields: ['folder', 'messages'],
    toDo: null,
  },
  'unread.gone': {
    level: 'warn',
    means: 'a message that the server did not give is gone from the folder, and was never read',
    fields: ['folder', 'uid'],
    toDo: 'ask who removed it',
  },
  'unread.no-report': {
    level: 'info',
    means: 'a message that the server did not give at first is no report',
    fields: ['folder', 'uid'],
    toDo: null,
  },
  'unread.read': {
    level: 'info',
    means: 'a message that the server did not give at first was read',
    fields: ['folder', 'uid'],
    toDo: null,
  },
  'watch.cut-off': {
    level: 'warn',
    means:
      '`watch` was asked to end and could not finish what it had in hand in time; the next start goes on there',
    fields: [],
    toDo: 'nothing, unless it is so each time: then a mail server keeps silent',
  },
  'watch.stopped': {
    level: 'info',
    means: '`watch` has ended, as it was asked to',
    fields: [],
    toDo: null,
  },
  'watchdog.withheld': {
    level: 'error',
    means:
      '`loops` have been silent for longer than they said; systemd is not told that all is well, and will start the daemon anew',
    fields: ['loops'],
    toDo: 'report it, with the events before: it is a defect',
  },
} as const satisfies Readonly<Record<string, LogEvent>>;

type Events = typeof LOG_EVENTS;
type Level = LogEvent['level'];

/** The events of a level. */
export type EventOf<L extends Level> = {
  [E in keyof Events]: Events[E]['level'] extends L ? E : never;
}[keyof Events];

/** Plain values, so that no whole object of a mail gets in by mistake. */
type Value = string | number | boolean | null | undefined | readonly string[];

/** What an event may carry. */
export type FieldsOf<E extends keyof Events> = E extends unknown
  ? Readonly<Partial<Record<Events[E]['fields'][number], Value>>>
  : never;
