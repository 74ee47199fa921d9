/**
 * `security-inbox assign`, `note`, `severity` and `extend`: what an engineer keeps beside a report.
 */
import { parseMoment } from '../deadlines/moment.js';
import { firstPromise } from '../digest/life-json.js';
import { formatStamp } from '../digest/stamp.js';
import { Failure } from '../failure.js';
import { isClosed } from '../life/status.js';
import { judgedSeverity } from '../report/severity/judged.js';
import { historyOf } from '../store/history.js';
import { addNote, assign, moveDisclosure, setSeverity } from '../store/life-changes.js';
import { type ChangeOptions, changeReport } from './changing.js';
import { standardInput } from './standard-input.js';
import { MAX_WORDS, nameOf, wordsOf } from './who.js';

/**
 * Gives a report to somebody, or to nobody.
 * @throws {Failure} `usage` where neither or both are named
 */
export function assignReport(
  typed: string,
  name: string | undefined,
  options: ChangeOptions & { readonly nobody: boolean },
): void {
  if ((name === undefined) !== options.nobody) {
    throw new Failure('usage', 'Name who is to have the report, or say --nobody.');
  }
  const to = name === undefined ? null : nameOf(name, 'NAME');
  changeReport(typed, options, ({ connection, id, report, by }) => {
    const from = report.life.assignedTo;
    const changed = from !== to;
    if (changed) assign(connection, id, from, to, by);
    return { changed, say: `${report.number}: ${to ?? 'nobody'} has it ${changed ? 'now' : 'already'}.` };
  });
}

/** No more is read than a note may hold. */
const MOST_BYTES = (MAX_WORDS + 1) * 4;

/**
 * Adds a note. The same words by the same person are there already.
 * @param text - or `-` or nothing for standard input
 */
export function noteOn(typed: string, text: string | undefined, options: ChangeOptions): void {
  const words = wordsOf(
    text === undefined || text === '-' ? standardInput(MOST_BYTES, 'the note') : text,
    'A note',
  );
  changeReport(typed, options, ({ connection, id, report, by }) => {
    const isThere = historyOf(connection, id).some(
      entry => entry.kind === 'note' && entry.text === words && entry.who === by.who,
    );
    if (!isThere) addNote(connection, id, words, by);
    return {
      changed: !isThere,
      say: isThere ? `${report.number} has that note already.` : `${report.number}: noted.`,
    };
  });
}

/**
 * Sets an engineer's severity.
 * @throws {Failure} `usage` for what is neither a word of the scale nor a valid vector
 */
export function judgeSeverity(
  typed: string,
  level: string,
  options: ChangeOptions & { readonly reason?: string },
): void {
  const judged = judgedSeverity(level);
  if (judged === null) {
    throw new Failure(
      'usage',
      `${JSON.stringify(level)} is no severity: use critical, high, medium, low, none, or a whole CVSS vector.`,
    );
  }
  const reason = options.reason === undefined ? undefined : wordsOf(options.reason, '--reason');
  const to = judged.vector ?? judged.rating ?? level;
  changeReport(typed, options, ({ connection, id, report, by }) => {
    const from = report.life.severity;
    const changed = from !== to;
    if (changed) setSeverity(connection, id, { from, to, reason }, by);
    const score =
      judged.score === null ? '' : `, ${judged.score.toFixed(1)} ${judged.rating ?? ''}`.trimEnd();
    return {
      changed,
      say: `${report.number}: its severity is ${to}${score} ${changed ? 'now' : 'already'}.`,
    };
  });
}

const DAY = 86_400_000;

/**
 * Moves the date of disclosure; a date alone means the local time of the present one.
 * @throws {Failure} `usage` for what is no date or lies in the past, `not-possible` for a closed report
 */
export function extendReport(
  typed: string,
  date: string,
  options: ChangeOptions & { readonly reason: string },
): void {
  const reason = wordsOf(options.reason, '--reason');
  changeReport(typed, options, ({ connection, id, report, by, timeZone }) => {
    const { number, life, discloseBy, content } = report;
    const to = parseMoment(date, timeZone, discloseBy);
    if (to === null) {
      throw new Failure('usage', `${JSON.stringify(date)} is no date: use one such as 2027-03-01.`);
    }
    if (to.getTime() === discloseBy.getTime()) {
      return { changed: false, say: `${number} is to be disclosed by ${formatStamp(to, timeZone)} already.` };
    }
    if (isClosed(life.status)) {
      throw new Failure('not-possible', `${number} is closed (${life.status}): its date stays as it is.`);
    }
    if (to < by.now) throw new Failure('usage', `${JSON.stringify(date)} is in the past.`);
    const promised = firstPromise(discloseBy, historyOf(connection, id));
    moveDisclosure(connection, id, { from: discloseBy, to, reason }, by);
    const days = (until: Date) =>
      Math.round((until.getTime() - new Date(content.receivedAt).getTime()) / DAY);
    const beyond =
      to > promised
        ? ` That is ${days(to)} days after it came; its reporter was promised ${days(promised)}, ${formatStamp(promised, timeZone)}. Agree it with them.`
        : '';
    return {
      changed: true,
      say: `${number} is to be disclosed by ${formatStamp(to, timeZone)} now, was ${formatStamp(discloseBy, timeZone)}.${beyond}`,
    };
  });
}
