/** Finds a field's words in a reading: in its section, in an attached file, in prose. */
import type { Block } from '../document/document.js';
import type { Candidate } from './candidate.js';
import type { Findings } from './found.js';
import { type Passage, passageOf, sentencesOf, spansOf, textOf } from './passage.js';
import type { Prose } from './prose/prose.js';
import type { Reading } from './reading.js';
import type { FieldSource } from './schema.js';
import type { Section } from './sections.js';
import { type Step, stepsOf } from './steps.js';
import { fieldText } from './text.js';

/** A section with how it was found, as a candidate says it. */
export interface Placed {
  readonly section: Section;
  readonly source: FieldSource;
  readonly rule: string;
}

/** The sections of a name, the mail's own before those of attached files. */
export function sectionsNamed(reading: Reading, ...names: Section['name'][]): Placed[] {
  const named = (sections: readonly Section[]) => sections.filter(section => names.includes(section.name));
  return [
    ...named(reading.sections).map(section => placed(section, section.source)),
    ...named(reading.attached).map(section => placed(section, 'attachment')),
  ];
}

function placed(section: Section, source: FieldSource): Placed {
  const what = section.source === 'label' ? 'label' : 'heading';
  const title = section.title === null ? 'a list of steps' : `${what} '${section.title}'`;
  return { section, source, rule: source === 'attachment' ? `${title} in an attached file` : title };
}

/** The words of sections, block by block. */
export function passagesOf(sections: readonly Section[]): Passage[] {
  return sections.flatMap(({ blocks }) =>
    blocks.filter(({ kind }) => kind !== 'heading').map(block => passageOf(block.lines)),
  );
}

/** The words of all sections of a name together; those of attached files as a second choice. */
export function textCandidates(reading: Reading, ...names: Section['name'][]): Candidate<string>[] {
  return ofEachOrigin(reading, names, (sections, { source, rule }) =>
    textCandidate(passagesOf(sections), source, rule),
  );
}

/** The candidates of the mail's own sections of some names, then those of attached files. */
function ofEachOrigin<T>(
  reading: Reading,
  names: readonly Section['name'][],
  read: (sections: readonly Section[], first: Placed) => Candidate<T>[],
): Candidate<T>[] {
  const all = sectionsNamed(reading, ...names);
  const own = all.filter(({ source }) => source !== 'attachment');
  const attached = all.filter(({ source }) => source === 'attachment');
  return [own, attached].flatMap(some => {
    const first = some[0];
    return first === undefined
      ? []
      : read(
          some.map(({ section }) => section),
          first,
        );
  });
}

/** What stands in a form's field that was left empty. */
const SAYS_NOTHING =
  /^[([]?(?:not (?:given|provided|applicable|specified|set)|n\/?a|none|nil|unknown|empty|tbd|keine?(?: angabe)?|entf[aä]llt|leer|néant|aucune?|ningun[ao]|no aplica|[-–—.?]{1,5})[)\]]?\.?$/i;

/** A text made of passages, or nothing where they hold no word. */
export function textCandidate(
  passages: readonly Passage[],
  source: FieldSource,
  rule: string,
): Candidate<string>[] {
  const value = fieldText(textOf(passages));
  return value === null || SAYS_NOTHING.test(value)
    ? []
    : [{ value, source, spans: spansOf(passages), rule }];
}

/** The sentences set aside for a cue. */
export function asidesOn(reading: Reading, cue: Reading['asides'][number]['cue']): Passage[] {
  return reading.asides.filter(aside => aside.cue === cue).map(aside => aside.sentence);
}

/** The first sentence of words, as a summary. */
export function firstSentence(
  blocks: readonly Block[],
  source: FieldSource,
  rule: string,
): Candidate<string>[] {
  const first = blocks.flatMap(block => sentencesOf(block.lines))[0];
  return first === undefined ? [] : textCandidate([first], source, rule);
}

/** The steps of their sections, of attached files, of prose. */
export function stepsCandidates(reading: Reading, prose: Prose): Candidate<readonly string[]>[] {
  return [
    // Lists of two sections are two countings of steps.
    ...ofEachOrigin(reading, ['steps'], (sections, { source, rule }) =>
      stepsCandidate(
        sections.flatMap(({ blocks }) => stepsOf(blocks)),
        source,
        rule,
      ),
    ),
    ...stepsCandidate(prose.steps, 'prose', 'sentences that tell what to do, or what was done, in order'),
  ];
}

function stepsCandidate(
  steps: readonly Step[],
  source: FieldSource,
  rule: string,
): Candidate<readonly string[]>[] {
  const value = steps.map(step => fieldText(textOf(step))).filter(step => step !== null);
  return value.length === 0 ? [] : [{ value, source, spans: steps.flatMap(spansOf), rule }];
}

/** All findings in the words that count as one list; those passed over follow, each by itself. */
export function listCandidates(findings: Findings<string>, reading: Reading): Candidate<readonly string[]>[] {
  const spanOf = ({ start, end }: { start: number; end: number }) => reading.spanOf(start, end);
  const rules = [...new Set(findings.taken.map(({ rule }) => rule))].join('; ');
  const taken = findings.taken.map(({ value }) => value);
  return [
    ...(taken.length === 0
      ? []
      : [{ value: taken, source: 'prose' as const, spans: findings.taken.map(spanOf), rule: rules }]),
    ...findings.passed.map(found => ({
      value: [found.value],
      source: 'prose' as const,
      spans: [spanOf(found)],
      rule: `passed over: ${found.rule}`,
      isRefused: true as const,
    })),
  ];
}
