/** Bodies → sections: which words count, whose they are, and where each stands. */
import type { Mailbox, TextBody } from '../message/message.js';
import { manyLines } from '../message/printable.js';
import { type Aside, setAsides } from './asides.js';
import { openLetter } from './closing.js';
import { unforward } from './forwarded.js';
import { MAX_TEXT_LENGTH } from './limits.js';
import { type Line, textOf, toLines } from './lines.js';
import { type Section, sectionsOf } from './sections.js';
import { numberedStepsOf, stepsOf } from './steps.js';

/** A mail's words, sorted. */
export interface Reading {
  readonly sections: readonly Section[];
  /** Sections of attached text files that are part of the report. */
  readonly attached: readonly Section[];
  readonly asides: readonly Aside[];
  /** All words that count, for identifiers and URLs. */
  readonly text: string;
  readonly signature: string;
  /** The sender of the original mail, where this one was forwarded. */
  readonly original: {
    readonly from: Mailbox;
    readonly replyTo: Mailbox | null;
    readonly subject: string | null;
  } | null;
}

/** File names that announce steps, where the file has no headings. */
const STEPS_FILE = /repro|steps|poc|proof|exploit|schritte|nachstell|etapes|pasos/i;

/**
 * Reads the bodies that count: those that were encrypted, where there are any.
 * @param bodies - all bodies of the mail
 * @param from - the sender
 * @param isOwn - whether an address is ours
 */
export function readBodies(
  bodies: readonly TextBody[],
  from: Mailbox | null,
  isOwn: (address: string) => boolean,
): Reading {
  const decrypted = bodies.filter(body => body.origin === 'decrypted');
  const chosen = decrypted.length > 0 ? decrypted : bodies;
  let left = MAX_TEXT_LENGTH;
  const linesOf = (body: TextBody) => {
    const text = body.text.slice(0, left);
    left -= text.length;
    return toLines(manyLines(text));
  };
  const letters = chosen
    .filter(body => body.kind !== 'attachment')
    .map(body => {
      const { lines, original } = unforward(linesOf(body), isOwn);
      return { ...openLetter(lines, (original?.from ?? from)?.name ?? null), original };
    });
  const files = chosen
    .filter(body => body.kind === 'attachment')
    .map(body => fileSections(linesOf(body), body));
  const read = setAsides(letters.flatMap(letter => sectionsOf(letter.lines)));
  const attached = setAsides(files.flat());
  const lines = [
    ...letters.flatMap(letter => letter.lines),
    ...attached.sections.flatMap(section => section.lines),
  ];
  return {
    sections: read.sections,
    attached: attached.sections,
    asides: [...read.asides, ...attached.asides],
    text: lines.map(line => line.text).join('\n'),
    signature: letters.map(letter => textOf(letter.signature)).join('\n'),
    original: letters.find(letter => letter.original !== null)?.original ?? null,
  };
}

/** An attached log or scanner output is no part of the report: it takes headings, a list or a telling name. */
function fileSections(lines: readonly Line[], body: TextBody): Section[] {
  const sections = sectionsOf(lines);
  if (sections.some(section => section.name !== 'loose' && section.name !== 'other')) return sections;
  const isSteps =
    numberedStepsOf(lines) !== null || (STEPS_FILE.test(body.filename ?? '') && stepsOf(lines).length > 0);
  return isSteps ? [{ name: 'steps', source: 'section', lines }] : [];
}
