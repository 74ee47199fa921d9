/** Finds a field's words in a reading: in its section, in an attached file, in prose. */
import type { Block } from '../document/document.js';
import { affectedFrom } from './affected.js';
import { EMPTY_CATALOGUE } from './catalogue.js';
import { MAX_ITEMS } from './limits.js';
import { paragraphsOf, textOf } from './lines.js';
import type { Prose } from './prose.js';
import type { Reading } from './reading.js';
import type { ExtractedReport, FieldSource } from './schema.js';
import type { Section } from './sections.js';
import { sentencesOf } from './sentences.js';
import { stepsOf } from './steps.js';
import { fieldText } from './text.js';

/** A field's words and where they were found. */
export interface Found<T> {
  readonly value: T;
  readonly source: FieldSource;
}

/** The mail's own sections of a name, or the attached files' where the mail has none. */
export function sectionsNamed(reading: Reading, ...names: Section['name'][]): readonly Section[] {
  const own = reading.sections.filter(section => names.includes(section.name));
  return own.length > 0 ? own : reading.attached.filter(section => names.includes(section.name));
}

/** Where a section stands: in the mail, or in an attached file. */
export function sourceOf(section: Section | undefined, reading: Reading): FieldSource | null {
  if (section === undefined) return null;
  return reading.attached.includes(section) ? 'attachment' : section.source;
}

/** The words of sections as one text. */
export function joined(sections: readonly Section[]): string {
  return sections.map(section => textOf(section.lines)).join('\n');
}

/** The words of all sections of a name. */
export function textField(reading: Reading, name: Section['name']): Found<string> | null {
  const sections = sectionsNamed(reading, name);
  const value = fieldText(joined(sections));
  const source = sourceOf(sections[0], reading);
  return value === null || source === null ? null : { value, source };
}

/** Words that were found in prose. */
export function proseField(text: string): Found<string> | null {
  const value = fieldText(text);
  return value === null ? null : { value, source: 'prose' };
}

/** A section that is no more than a name. */
export function shortText(reading: Reading, name: Section['name']): string | null {
  const value = textField(reading, name)?.value ?? null;
  return value !== null && value.length <= 80 ? value : null;
}

/** The sentences set aside for a cue. */
export function asidesOn(reading: Reading, cue: Reading['asides'][number]['cue']): string[] {
  return reading.asides
    .filter(aside => aside.cue === cue)
    .map(aside => aside.sentence)
    .slice(0, MAX_ITEMS);
}

/** Where the subject says nothing: a title, else the first sentence of summary or description. */
export function summaryFallback(reading: Reading, description: Found<string> | null): Found<string> | null {
  const titled = textField(reading, 'title') ?? textField(reading, 'summary') ?? description;
  const first = fieldText(sentencesOf(titled?.value ?? '')[0] ?? '');
  return first === null || titled === null ? null : { value: first, source: titled.source };
}

/** The steps of their sections, else of prose. */
export function stepsField(reading: Reading, prose: Prose): Found<string[]> | null {
  const sections = sectionsNamed(reading, 'steps');
  const value = stepsOf(sections.flatMap(section => section.lines));
  const source = sourceOf(sections[0], reading);
  if (value.length > 0 && source !== null) return { value, source };
  return prose.steps.length === 0 ? null : { value: [...prose.steps], source: 'prose' };
}

/** The affected products of their sections, else of subject and prose. `hints` begin with the subjects. */
export function affectedField(
  reading: Reading,
  hints: readonly string[],
): Found<ExtractedReport['affected']> | null {
  const [subject = '', forwarded = '', ...rest] = hints;
  const sections = sectionsNamed(reading, 'affected', 'product', 'version').map(section => ({
    name: section.name === 'product' || section.name === 'version' ? section.name : ('affected' as const),
    source: sourceOf(section, reading) ?? ('section' as const),
    blocks: paragraphsOf(section.lines).map(lines => blockOf(lines.map(line => line.text))),
  }));
  const prose = rest.map(text => blockOf(text.split('\n')));
  const words = { sections, subject: `${subject} ${forwarded}`, prose, rest: [], environment: [] };
  return affectedFrom(words, EMPTY_CATALOGUE)[0] ?? null;
}

function blockOf(texts: readonly string[]): Block {
  const lines = texts.map(text => ({ text, body: 0, start: 0 }));
  return { kind: 'paragraph', lines, quoted: 0, depth: 0 };
}

/** "Tested on Ubuntu 22.04." is the environment "Ubuntu 22.04". */
export function environmentAside(reading: Reading): Found<string> | null {
  const told = asidesOn(reading, 'environment').map(sentence =>
    sentence
      .replace(/^.{0,60}?\b(?:on|with|under|using|auf|mit|unter|sur|avec|en|con)\s/i, '')
      .replace(/\.$/, ''),
  );
  return proseField(told.join('; '));
}
