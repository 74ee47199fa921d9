/** What the sections "affected", "product" and "version" list. */
import type { Block, Line } from '../../document/document.js';
import { foldSpace, foldWords } from '../../document/words.js';
import { append } from '../append.js';
import { MAX_ITEMS } from '../limits.js';
import type { AffectedWords } from './affected.js';
import { type Catalogue, catalogued } from './catalogue.js';
import { type Excerpt, excerptOf, spansIn, statementsOf } from './excerpts.js';
import { NOTHING_WORDS } from './filler-words.js';
import type { Finding } from './findings.js';
import { ownName } from './own-name.js';
import { isDenied, named, type Pair, pairsIn, type Statement, statementOf } from './pairing.js';
import { affectedRows, type TableRow } from './tables.js';

type Section = AffectedWords['sections'][number];

/** Longer lines in an affected section are prose, and only their names with versions count. */
const MAX_STATEMENT = 1000;
/** A value no rule reads is taken as it is, if it is no longer. */
const MAX_PLAIN_VALUE = 40;
/** A number, or where a service has no numbers what it is called by. */
const TELLS_VERSION =
  /\d|^(?:all|any|every|alle|toutes|todas)$|\b(?:cloud|saas|hosted|online|live|production|produktiv)\b/i;
const MAX_PLAIN_NAME = 80;
const nothing = new Set(NOTHING_WORDS);
/** A capital, a digit or a hyphen inside: what marks a word as a name where nothing else does. */
const NAME_LIKE = /\p{Lu}|\p{L}\d|\p{L}-\p{L}/u;
const ENDS = /^\s*(?:$|[,;.)(&/|]|(?:and|or|und|oder|et|ou|y|o|on|auf|sur|en)\b)/i;

/**
 * Products and versions of a section, in the order of the mail.
 * @param section - one of the three kinds
 * @param catalogue - our products
 */
export function findingsIn(section: Section, catalogue: Catalogue): Finding[] {
  const found: Finding[] = [];
  const rule = ruleOf(section);
  for (const [index, block] of section.blocks.entries()) {
    if (found.length > MAX_ITEMS * 2) break;
    const rows = affectedRows(block, section.blocks[index - 1]);
    if (rows !== null) {
      append(found, rowFindings(rows, catalogue));
      continue;
    }
    if (isSession(block)) continue;
    if (block.kind === 'table') {
      // A table of one product a row without a title that says so.
      for (const row of block.rows.slice(0, MAX_ITEMS))
        append(
          found,
          // No name goes on in the next cell.
          statementFindings(lineOf(row), section, rule, catalogue).filter(
            each => !each.product?.includes('\n'),
          ),
        );
      continue;
    }
    for (const passage of statementsOf(block, MAX_STATEMENT).slice(0, MAX_ITEMS * 2)) {
      append(found, statementFindings(passage, section, rule, catalogue));
    }
  }
  return found;
}

/**
 * Products and versions of the tables among blocks that are of no section for them.
 * @param blocks - any
 * @param catalogue - our products
 */
export function tableFindings(blocks: readonly Block[], catalogue: Catalogue): Finding[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'table') return [];
    const rows = affectedRows(block, blocks[index - 1]) ?? [];
    const isTold = rows.some(row => row.product !== null) && rows.some(row => row.versions !== null);
    return isTold ? rowFindings(rows.slice(0, MAX_ITEMS), catalogue) : [];
  });
}

/** Commands and what they print name much that is not affected. */
function isSession(block: Block): boolean {
  return block.kind === 'code' && block.lines.some(line => /^\s{0,20}[$#>]\s/.test(line.text));
}

function ruleOf(section: Section): string {
  const title = foldSpace(section.title ?? section.name).slice(0, 60);
  return section.source === 'label' ? `label '${title}'` : `heading '${title}'`;
}

function lineOf(cells: readonly Line[]): Excerpt {
  return excerptOf(cells, MAX_STATEMENT);
}

function rowFindings(rows: readonly TableRow[], catalogue: Catalogue): Finding[] {
  const found: Finding[] = [];
  for (const row of rows) {
    const rule = `table column '${foldSpace(row.title)}'`;
    const product = row.product === null ? null : cellName(row.product, catalogue);
    if (row.product !== null && product === null) continue;
    const versions =
      row.versions === null ? [] : valueFindings(excerptOf([row.versions], MAX_STATEMENT), rule, catalogue);
    if (product !== null) found.push({ ...product, rule });
    append(
      found,
      versions.map(each => ({
        ...each,
        product: each.product ?? product?.product ?? null,
        kind: product?.kind ?? each.kind,
      })),
    );
  }
  return found;
}

/** The product of a cell, or null where it names none of ours: nothing, or what things run on. */
function cellName(cell: Line, catalogue: Catalogue): Omit<Finding, 'rule'> | null {
  const passage = excerptOf([cell], MAX_PLAIN_NAME);
  const { names } = statementOf(passage, catalogue);
  const name =
    names.find(each => each.kind === 'catalogue') ??
    names.find(each => each.kind === 'reference' || each.kind === 'generic');
  const whole = foldSpace(passage.text.replace(/^[\s`*"']{1,4}|[\s`*"':]{1,4}$/g, ''));
  if (name !== undefined) {
    return {
      product: name.product,
      kind: named(name).kind,
      version: null,
      range: null,
      spans: spansIn(passage, name.start, name.end),
    };
  }
  const isRuntime = names[0]?.kind === 'runtime' && names[0].start === 0;
  if (isRuntime || whole === '' || nothing.has(foldWords(whole))) return null;
  const known = catalogued(whole, catalogue);
  return {
    product: known?.name ?? whole,
    kind: known === null ? 'own' : 'catalogue',
    version: null,
    range: null,
    spans: spansIn(passage, 0, passage.text.length),
  };
}

function statementFindings(
  passage: Excerpt,
  section: Section,
  rule: string,
  catalogue: Catalogue,
): Finding[] {
  if (section.name === 'version') return valueFindings(passage, rule, catalogue);
  const statement = statementOf(passage, catalogue);
  const pairs = pairsIn(statement, 'words').filter(pair => isVersion(pair, passage));
  const found: (Finding & { at: number })[] = pairs.map(pair => ({
    ...pairFinding(pair, passage, rule, catalogue),
    at: pair.version.start,
  }));
  append(found, bareNames(statement, pairs, rule));
  if (found.length > 0) return found.sort((a, b) => a.at - b.at);
  if (statement.names.some(name => name.kind === 'runtime') || passage.text.includes('://')) return [];
  return wholeName(statement, section, rule);
}

/** "As of November 2026"; a value that is a year alone is a version. */
function isYear(text: string): boolean {
  return /\p{L}\s{1,3}(?:19|20)\d\d$/u.test(text.slice(-12));
}

function isVersion({ version, how }: Pair, passage: Excerpt): boolean {
  if (version.isPlain) return true;
  const text = passage.text.slice(version.start, version.end);
  // "as of November 2026"
  if (/^(?:19|20)\d\d$/.test(text) && !version.isNamed) return false;
  if (!ENDS.test(passage.text.slice(version.end, version.end + 20))) return false;
  return (
    version.isNamed || how === 'beside' || how === 'own' || passage.text.slice(0, version.start).trim() === ''
  );
}

function pairFinding(pair: Pair, passage: Excerpt, rule: string, catalogue: Catalogue): Finding {
  const { version } = pair;
  // With a catalogue, lower-case words before a version are taken for a remark on it.
  const name =
    pair.name?.kind === 'own' && catalogue.products.length > 0 && !NAME_LIKE.test(pair.name.product)
      ? null
      : pair.name;
  const spans = spansIn(passage, version.start, version.end);
  return {
    product: name?.product ?? null,
    kind: name?.kind ?? 'own',
    version: writtenAs(passage, version),
    range: version.range,
    spans: name === null ? spans : [...spansIn(passage, name.start, name.end), ...spans],
    rule,
  };
}

/** Names that stand without a version: listed, not mentioned in passing. */
function bareNames(statement: Statement, pairs: readonly Pair[], rule: string): (Finding & { at: number })[] {
  const { passage, tokens } = statement;
  const usable = statement.names
    .slice(0, MAX_ITEMS)
    .filter(name => name.kind !== 'runtime' && !pairs.some(pair => pair.name?.start === name.start))
    .filter(name => !isDenied(tokens, name));
  const outright = usable.filter(name => !name.isInAddress && depthAt(passage.text, name.start) === 0);
  const chosen = outright.length > 0 || pairs.length > 0 ? outright : usable.slice(0, 1);
  const isKnown =
    pairs.some(pair => pair.name?.kind === 'catalogue') ||
    chosen.some(name => named(name).kind === 'catalogue');
  return chosen
    .filter(name =>
      isKnown ? named(name).kind === 'catalogue' : pairs.length === 0 || name.kind !== 'generic',
    )
    .map(name => ({
      product: name.product,
      kind: named(name).kind,
      version: null,
      range: null,
      spans: spansIn(passage, name.start, name.end),
      rule,
      at: name.start,
    }));
}

/** How many parentheses are open at an offset of a statement. */
function depthAt(text: string, offset: number): number {
  let depth = 0;
  for (const character of text.slice(0, offset)) {
    if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
  }
  return depth;
}

function wholeName({ passage, tokens, versions }: Statement, section: Section, rule: string): Finding[] {
  if (passage.text.length > MAX_PLAIN_NAME || versions.some(version => version.isFixed)) return [];
  const from = tokens.findIndex(token => token.kind === 'word');
  const behind = tokens.slice(Math.max(from, 0));
  const stop = behind.findIndex(
    token => token.kind !== 'word' && token.kind !== 'number' && token.kind !== 'dash',
  );
  const name = ownName(stop < 0 ? behind : behind.slice(0, stop), passage);
  if (name === null || nothing.has(foldWords(name.product))) return [];
  if (section.name === 'affected' && foldWords(passage.text).split(' ').length > 6) return [];
  const spans = spansIn(passage, name.start, name.end);
  return [{ product: name.product, kind: name.kind, version: null, range: null, spans, rule }];
}

/** A value that is versions: of a label "Version" or a cell. */
function valueFindings(passage: Excerpt, rule: string, catalogue: Catalogue): Finding[] {
  const statement = statementOf(passage, catalogue);
  const pairs = pairsIn(statement, 'none');
  const found = pairs
    .filter(
      pair =>
        pair.version.isPlain ||
        pair.version.isNamed ||
        (ENDS.test(passage.text.slice(pair.version.end, pair.version.end + 20)) &&
          !isYear(passage.text.slice(0, pair.version.end))),
    )
    .map(pair => pairFinding(pair, passage, rule, catalogue));
  if (found.length > 0) return found;
  const value = foldSpace(passage.text.replace(/^[\s`*"']{1,4}|[\s`*"'.]{1,4}$/g, ''));
  if (
    value === '' ||
    value.length > MAX_PLAIN_VALUE ||
    !TELLS_VERSION.test(value) ||
    nothing.has(foldWords(value))
  )
    return [];
  if (statement.names.length > 0 || statement.versions.length > 0) {
    return bareNames(statement, [], rule);
  }
  return [
    {
      product: null,
      kind: 'own',
      version: value,
      range: 'untold',
      spans: spansIn(passage, 0, passage.text.length),
      rule,
    },
  ];
}

/**
 * A version as the mail writes it, without an "==" before it.
 * @param passage - where it stands
 * @param version - its place
 */
export function writtenAs(passage: Excerpt, version: { start: number; end: number }): string {
  return foldSpace(passage.text.slice(version.start, version.end)).replace(/^={1,3}\s?/, '');
}
