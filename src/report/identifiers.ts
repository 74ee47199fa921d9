/** Identifiers of weaknesses and vulnerabilities: CWE, CVE and GHSA. */

import { foldWords } from '../document/words.js';
import { type Findings, Gathering, type Verdict } from './found.js';
import { sentenceAfter, sentenceBefore } from './surroundings.js';

/** Hyphens that a mail program or a word processor puts for the plain one. */
const DASH = '[-\\u2010-\\u2015\\u2212]';

const CWE = new RegExp(
  `(?<![A-Za-z0-9])CWE(?:[\\s-]?IDs?)?[\\s:#_\\-\\u2010-\\u2015\\u2212]{0,3}(\\d{1,5})(?![.,]?\\d)(?!\\s{1,2}Top\\b)` +
    '|\\bcwe\\.mitre\\.org/data/definitions/(\\d{1,5})(?!\\d)',
  'gi',
);
/** The CVE Numbering Authority Rules know four digits or more after the year. */
const CVE = new RegExp(
  `(?<![A-Za-z0-9])CVE(?:${DASH}|\\s)(\\d{4})${DASH}\\n?(\\d{4,19})(?![A-Za-z0-9])`,
  'gi',
);
const GHSA = /(?<![A-Za-z0-9])GHSA-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}(?![A-Za-z0-9])/gi;
/** The form GitHub's documentation gives for its identifiers. */
const GHSA_ALPHABET = /^(?:-[23456789cfghjmpqrvwx]{4}){3}$/;

/** Words that make what follows another vulnerability than the reported one. Folded. */
const COMPARES =
  /\b(?:(?:similar|akin|analogous|comparable|compared|close) (?:to|with)|reminiscent of|like|unlike|cf\.?|vgl\.?|not|(?:different|distinct) (?:from|to)|unrelated to|as \w{2,12} as|than|resembl(?:es|ing)|reminds (?:me|us) of|compare|such as|as (?:in|with)|(?:the |das |den )?(?:same|gleiche[ns]?|selbe[n]?) (?:as|wie)|le meme que|(?:el mismo|igual) que|(?:in the style|in der art|im stil|nach dem muster|a l'image|al estilo) (?:of|von|de)|what happened (?:in|with)|follow-?up to|see also|siehe auch|voir aussi|vease tambien|same (?:class|kind|pattern|type|root cause|bug|flaw|mistake)(?: of \w{1,20})? as|variant of|bypass(?:es|ing)? (?:of|for)|bypass(?:es|ing)|incomplete (?:fix|patch) (?:of|for)|(?:regression|reintroduction) of|inspired by|known from|wie(?: damals| seinerzeit| schon| bei| in| im fall(?: von)?){0,3}|aehnlich (?:wie|zu)|aehnelt|erinnert an|vergleichbar mit|analog zu|variante (?:von|de)|umgehung (?:von|des|der)|unvollstaendige[rn]? (?:fix|korrektur|behebung) (?:von|fuer|zu)|(?<!\b(?:enregistree?|connue?|suivie?|publiee?|identifiee?|referencee?|assignee?|reservee?) )comme(?: pour| dans| avec| lors de| celle de)?|rappelle|semblable a|similaire a|contournement (?:de|du)|correctif incomplet (?:de|pour)|similar a|parecid[oa] a|recuerda a|(?<!\b(?:registrad|identificad|conocid|publicad|asignad|reservad)[oa] )como(?: en| con| ocurrio con| paso con| la| el)?|solucion incompleta (?:de|para))$/;
/** Words that may stand between such words and the identifier. */
const BETWEEN =
  /(?:[(["'*_`]|\b(?:the|a|an|well known|infamous|old|issue|bug|flaw|vulnerability|problem|case|patch|fix|for|of|in|as|tracked|known|log4shell|heartbleed|shellshock|spring4shell|https?:\/\/\S{0,80}\/)(?![a-z0-9]))$/;
/** What joins an identifier to the one before it. Folded. */
const JOINS = /^(?:,|;|&|\/|\+|and|or|und|oder|et|ou|y|e|o|, ?(?:and|or|und|et|y))?$/;
const RESEMBLES = /^[-\u2010-\u2015 ](?:like|style|artig)\b/i;
/** The reporter says that the identifier is for this issue. */
const OWNED =
  /^[\s):,]{0,3}(?:(?:has|have|was|is|wurde|ist|a ete|ha sido|fue)\s){0,1}(?:already |just |been |bereits ){0,2}(?:reserved|assigned|allocated|requested|reserviert|vergeben|zugewiesen|reserve|attribue|asignado|reservado)/;
const MAX_JOIN = 8;

/**
 * The CWE identifiers in a text as "CWE-79", also from "CWE 79", "CWE-ID: 79", other hyphens and the address of
 * a definition.
 * @param text - any text
 */
export function cweIn(text: string): Findings<string> {
  const gathering = new Gathering<string>();
  for (const match of text.matchAll(CWE)) {
    const number = Number(match[1] ?? match[2]);
    if (number === 0) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    gathering.add({ value: `CWE-${number}`, ...place }, { taken: true, rule: 'CWE identifier' });
    if (gathering.isFull) break;
  }
  return gathering.findings();
}

/**
 * The CVE identifiers in a text that are said to be this issue's, as "CVE-2026-1234". One that is only compared with
 * ("similar to", "bypass of", "incomplete fix for") is another issue's and is passed over, later mentions with it,
 * unless the text says that it was reserved or assigned.
 * @param text - any text
 */
export function cveIn(text: string): Findings<string> {
  return vulnerabilitiesIn(text, CVE, match => `CVE-${match[1]}-${match[2]}`);
}

/**
 * The identifiers of GitHub security advisories in a text as "GHSA-jfh8-c2jp-5v3q", by the rules of `cveIn`.
 * Placeholders are passed over.
 * @param text - any text
 */
export function ghsaIn(text: string): Findings<string> {
  return vulnerabilitiesIn(
    text,
    GHSA,
    match => `GHSA${match[0].slice(4).toLowerCase()}`,
    value =>
      GHSA_ALPHABET.test(value.slice(4)) && value !== 'GHSA-xxxx-xxxx-xxxx'
        ? null
        : { taken: false, rule: 'placeholder of an advisory' },
  );
}

function vulnerabilitiesIn(
  text: string,
  pattern: RegExp,
  write: (match: RegExpExecArray) => string,
  refuse: (value: string) => Verdict | null = () => null,
): Findings<string> {
  const gathering = new Gathering<string>();
  /** The first mention decides about the later ones. */
  const decided = new Map<string, Verdict>();
  let previous: { end: number; verdict: Verdict } | null = null;
  for (const match of text.matchAll(pattern)) {
    const found = { value: write(match), start: match.index, end: match.index + match[0].length };
    const joined: boolean =
      previous !== null &&
      found.start - previous.end <= MAX_JOIN &&
      JOINS.test(foldWords(text.slice(previous.end, found.start)));
    const here: Verdict = refuse(found.value) ?? judge(text, found, joined ? previous : null);
    const verdict: Verdict = here.rule === OWN.rule ? here : (decided.get(found.value) ?? here);
    decided.set(found.value, verdict);
    previous = { end: found.end, verdict: here };
    gathering.add(found, verdict);
    if (gathering.isFull) break;
  }
  return gathering.findings();
}

const OWN: Verdict = { taken: true, rule: 'identifier said to be assigned' };

function judge(
  text: string,
  found: { start: number; end: number },
  joined: { verdict: Verdict } | null,
): Verdict {
  const after = sentenceAfter(text, found.end, 40);
  if (OWNED.test(foldWords(after))) return OWN;
  if (joined !== null && !joined.verdict.taken) return joined.verdict;
  if (RESEMBLES.test(after) || COMPARES.test(leadOf(text, found.start))) {
    return { taken: false, rule: 'identifier of another issue that is compared with' };
  }
  return { taken: true, rule: 'identifier' };
}

/** The words before an identifier, without those that may stand between. */
function leadOf(text: string, at: number): string {
  let lead = foldWords(sentenceBefore(text, at, 100)).replace(/-/g, ' ');
  for (let dropped = 0; dropped < 8; dropped++) {
    // "like the patch for": what compares must not be eaten as a word between.
    if (COMPARES.test(lead)) break;
    const shorter = lead.replace(BETWEEN, '').trimEnd();
    if (shorter === lead) break;
    lead = shorter;
  }
  return lead;
}
