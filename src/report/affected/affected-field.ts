/** Sorts a reading's words by where a product can be looked for in them. */
import type { Block } from '../../document/document.js';
import type { Candidate } from '../candidate.js';
import type { Header, Receiver } from '../circumstances.js';
import { asidesOn, sectionsNamed } from '../fields.js';
import type { Reading } from '../reading.js';
import type { Section } from '../sections.js';
import { summaryFrom } from '../summary.js';
import { type Affected, affectedFrom } from './affected.js';

/** Sections in which a product is named as what is wrong. */
const TELLING: ReadonlySet<Section['name']> = new Set([
  'description',
  'summary',
  'title',
  'loose',
  'other',
  'identifiers',
]);

/**
 * @param reading - of the bodies
 * @param header - of the mail
 * @param receiver - the receiving side
 */
export function affectedCandidates(
  reading: Reading,
  { subject }: Header,
  receiver: Receiver,
): Candidate<Affected[]>[] {
  const named = sectionsNamed(reading, 'affected', 'product', 'version');
  const blocksOf = (sections: readonly Section[]) => sections.flatMap(section => section.blocks);
  const all = [...reading.sections, ...reading.attached];
  const subjects = [subject, reading.original?.subject ?? ''].map(
    each => summaryFrom(each, receiver.subjectTrigger, { keepsProduct: true }) ?? '',
  );
  const rest = all.filter(
    ({ name }) =>
      !TELLING.has(name) &&
      !['affected', 'product', 'version', 'environment', 'fixed', 'credit', 'contact', 'reporter'].includes(
        name,
      ),
  );
  return affectedFrom(
    {
      sections: named.map(({ section, source }) => ({
        name: section.name === 'product' || section.name === 'version' ? section.name : 'affected',
        source,
        ...(section.title === null ? {} : { title: section.title }),
        blocks: section.blocks,
      })),
      subject: subjects.join('\n'),
      prose: [
        ...blocksOfAsides(reading, 'intro'),
        ...blocksOfAsides(reading, 'affected'),
        ...blocksOf(all.filter(({ name }) => TELLING.has(name))),
      ],
      rest: blocksOf(rest),
      tried: [
        ...blocksOfAsides(reading, 'environment'),
        ...blocksOf(all.filter(({ name }) => name === 'environment' || name === 'steps')),
      ],
    },
    receiver.catalogue,
  );
}

function blocksOfAsides(reading: Reading, cue: Parameters<typeof asidesOn>[1]): Block[] {
  return asidesOn(reading, cue).map(({ lines }) => ({ kind: 'paragraph', lines, quoted: 0, depth: 0 }));
}
