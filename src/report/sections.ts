/** Groups the lines of a mail under the headings and labels that open them. */
import { type Heading, headingOf } from './headings.js';
import { isBlank, type Line } from './lines.js';
import { stepNumberOf } from './step-marks.js';
import type { SectionName } from './terms.js';

/** Lines under one heading or label; `loose` where there is none, `other` where its name says nothing to us. */
export interface Section {
  readonly name: SectionName | 'loose' | 'other';
  readonly source: 'section' | 'label' | 'prose';
  readonly lines: readonly Line[];
}

/** Sections whose text, begun beside the label, may go on below a blank line. */
const LONG: ReadonlySet<string> = new Set(['description', 'steps', 'summary']);

interface OpenSection {
  readonly name: Section['name'];
  readonly source: Section['source'];
  readonly level: number;
  readonly lines: Line[];
}

/**
 * The sections of a mail in the order they stand.
 * @param lines - the letter, without greeting and farewell
 */
export function sectionsOf(lines: readonly Line[]): Section[] {
  const sections: OpenSection[] = [];
  let open: OpenSection = { name: 'loose', source: 'prose', level: 0, lines: [] };
  sections.push(open);
  const begin = (section: OpenSection) => {
    open = section;
    sections.push(section);
  };
  for (const [index, line] of lines.entries()) {
    const heading = headingOf(line, lines[index - 1], lines[index + 1]);
    if (heading !== null && opens(heading, line, open)) {
      const rest = heading.rest === '' ? [] : [{ text: heading.rest, code: false }];
      begin({ name: heading.section ?? 'other', source: heading.source, level: heading.level, lines: rest });
    } else if (open.source === 'label' && endsLabel(line, open)) {
      begin({ name: 'loose', source: 'prose', level: 0, lines: isBlank(line) ? [] : [line] });
    } else if (!isUnderline(line) && (heading === null || heading.level === 0 || open.name === 'steps')) {
      open.lines.push(line);
    }
  }
  return sections.filter(section => section.lines.some(line => !isBlank(line)));
}

function opens(heading: Heading, line: Line, open: OpenSection): boolean {
  if (open.name === 'steps') {
    // "# id" is a root prompt, and "### Step 2" a step.
    if (heading.section === null)
      return heading.level > 0 && heading.level <= open.level && !isStepHeading(line);
    // "3. Check the impact:" is a step, "4. Impact" a heading.
    if (stepNumberOf(line) !== null && (heading.source === 'label' || !heading.certain)) return false;
  }
  // A sub-heading we do not know stays inside its section.
  return heading.section !== null || open.name === 'loose' || open.level === 0 || heading.level <= open.level;
}

function isStepHeading(line: Line): boolean {
  return stepNumberOf({ text: line.text.replace(/^#{1,6}\s+/, ''), code: false }) !== null;
}

function endsLabel(line: Line, open: OpenSection): boolean {
  if (isBlank(line)) return !LONG.has(open.name);
  // A label of another name in a list of labels.
  return !line.code && !LONG.has(open.name) && /^\p{Lu}[\p{L}\d /-]{1,30}: \S/u.test(line.text);
}

function isUnderline(line: Line): boolean {
  return !line.code && /^(?:={3,80}|-{3,80}|~{3,80}|\*{3,80}|_{3,80})$/.test(line.text.trim());
}
