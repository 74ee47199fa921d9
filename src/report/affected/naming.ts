/** Where a report names its product without a version, the likeliest place first. */
import type { Block, Span } from '../../document/document.js';
import { foldWords } from '../../document/words.js';
import type { FieldSource } from '../schema.js';
import type { AffectedWords } from './affected.js';
import type { Catalogue } from './catalogue.js';
import { excerptOf, spansIn } from './excerpts.js';
import { COMPONENT_NAMES, MEANS_WORDS } from './filler-words.js';
import { isDenied, type Statement, statementOf } from './pairing.js';
import { phraseAt, phrasesOf } from './phrases.js';
import type { Name } from './products.js';

/** One or more products and where they are named. */
export interface Naming {
  readonly products: readonly string[];
  readonly source: FieldSource;
  readonly spans: readonly Span[];
  readonly rule: string;
  /** Whether it is a name of the catalogue that is no word many things go by. */
  readonly isSpecific: boolean;
}

/** The statements of the parts of a mail. */
export interface Told {
  readonly subject: Statement;
  readonly prose: readonly Statement[];
  readonly rest: readonly Statement[];
  readonly tried: readonly Statement[];
}

/** Characters of one block, and of all together, that are searched for names. */
const MAX_BLOCK = 6000;
const MAX_SEARCHED = 60_000;
const MAX_SUBJECT = 1000;
const means = new Set(MEANS_WORDS);
const components = phrasesOf(COMPONENT_NAMES.map(foldWords));
const JOINS = /^(?:and|or|und|oder|et|ou|y|e|o|sowie|the|der|die|das|le|la|el)$/;

/**
 * Takes subject, prose and the rest apart.
 * @param words - of the mail
 * @param catalogue - our products
 */
export function toldIn(words: AffectedWords, catalogue: Catalogue): Told {
  const subject = { text: words.subject.slice(0, MAX_SUBJECT), body: 0, start: 0 };
  const known = new Map<Block, Statement>();
  return {
    subject: statementOf(excerptOf([subject], MAX_SUBJECT), catalogue),
    prose: statements(words.prose, catalogue, known),
    rest: statements(words.rest, catalogue, known),
    tried: statements(words.tried, catalogue, known),
  };
}

/** @param known - the statements of blocks so far: what was done is of the rest and of what was tried */
function statements(
  blocks: readonly Block[],
  catalogue: Catalogue,
  known: Map<Block, Statement>,
): Statement[] {
  const found: Statement[] = [];
  let left = MAX_SEARCHED;
  for (const block of blocks) {
    if (left <= 0) break;
    const passage = excerptOf(block.lines, Math.min(left, MAX_BLOCK));
    left -= passage.text.length + 1;
    const before = known.get(block);
    const statement = before?.passage.text === passage.text ? before : statementOf(passage, catalogue);
    known.set(block, statement);
    found.push(statement);
  }
  return found;
}

/**
 * The namings of a mail, best first.
 * @param told - its statements
 */
export function namingsIn({ subject, prose, rest }: Told): Naming[] {
  const specific = (name: Name) => name.isOurs && name.kind !== 'generic';
  const generic = (name: Name) => name.kind === 'generic' && !name.isInAddress;
  const token = (name: Name) => name.kind === 'token' || (name.kind === 'reference' && !name.isOurs);
  const outright = (name: Name, statement: Statement) => !name.isInAddress && !isMeans(statement, name);
  const found: (Naming | null)[] = [
    naming(
      [subject],
      'subject',
      'catalogue name in the subject',
      true,
      (name, at) => specific(name) && outright(name, at),
    ),
    naming(
      prose,
      'prose',
      'catalogue name in the description',
      true,
      (name, at) => specific(name) && outright(name, at),
    ),
    naming([subject], 'subject', 'hyphenated name in the subject', false, token),
    naming([subject], 'subject', 'common name in the subject', false, generic),
    naming(prose, 'prose', 'common name in the description', false, generic),
    naming(
      [subject],
      'subject',
      'catalogue name in passing in the subject',
      true,
      (name, at) => specific(name) && isMeans(at, name),
    ),
    naming(
      prose,
      'prose',
      'catalogue name in passing in the description',
      true,
      (name, at) => specific(name) && isMeans(at, name),
    ),
    naming(
      rest,
      'prose',
      'catalogue name elsewhere in the mail',
      true,
      name => specific(name) && !name.isInAddress,
    ),
    naming(prose, 'prose', 'hyphenated name in the description', false, token),
    componentIn([subject], 'subject'),
    componentIn(prose, 'prose'),
    naming(
      rest,
      'prose',
      'catalogue name in an address or common name elsewhere',
      false,
      name => specific(name) || generic(name),
    ),
  ];
  return found.filter(each => each !== null);
}

function naming(
  statements: readonly Statement[],
  source: FieldSource,
  rule: string,
  isSpecific: boolean,
  accepts: (name: Name, statement: Statement) => boolean,
): Naming | null {
  for (const statement of statements) {
    const { names, tokens, passage } = statement;
    const first = names.find(name => accepts(name, statement) && !isDenied(tokens, name));
    if (first === undefined) continue;
    const all = listedFrom(statement, first, accepts);
    const spans = source === 'subject' ? [] : all.flatMap(name => spansIn(passage, name.start, name.end));
    return { products: [...new Set(all.map(name => name.product))], source, spans, rule, isSpecific };
  }
  return null;
}

/** "ts-scan, ts-deepscan and the web app" are three. */
function listedFrom(
  statement: Statement,
  first: Name,
  accepts: (name: Name, statement: Statement) => boolean,
): Name[] {
  const listed = [first];
  let last = first;
  for (const name of statement.names) {
    if (name.start < last.end) continue;
    const between = statement.passage.text.slice(last.end, name.start);
    const joined =
      between.length < 40 &&
      foldWords(between.replace(/,/g, ' '))
        .split(' ')
        .every(word => word === '' || JOINS.test(word));
    if (!joined || between.trim() === '' || !accepts(name, statement)) break;
    listed.push(name);
    last = name;
  }
  return listed;
}

/**
 * Whether a name is what something was done with or compared to: "exported with ts-scan".
 * @param statement - where it stands
 * @param name - its place
 */
export function isMeans({ passage }: Statement, name: { start: number }): boolean {
  const before = foldWords(passage.text.slice(Math.max(0, name.start - 40), name.start))
    .split(' ')
    .slice(-2);
  return before.some(word => means.has(word.replace(/[(,:"]/g, '')));
}

function componentIn(statements: readonly Statement[], source: FieldSource): Naming | null {
  for (const { tokens, passage } of statements) {
    for (const [at, token] of tokens.entries()) {
      const length = phraseAt(tokens, at, components);
      const last = tokens[at + length - 1];
      if (length === 0 || last === undefined) continue;
      return {
        products: [passage.text.slice(token.start, last.end)],
        source,
        spans: source === 'subject' ? [] : spansIn(passage, token.start, last.end),
        rule: 'part that has no name of its own',
        isSpecific: false,
      };
    }
  }
  return null;
}
