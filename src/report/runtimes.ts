/** Words that name what software runs on: systems, browsers, languages, tools. */
import { foldWords } from '../document/words.js';
import { RUNTIME_NAMES } from './affected/runtime-names.js';

const escaped = [...RUNTIME_NAMES]
  .sort((one, other) => other.length - one.length)
  .map(name => name.replace(/[^\p{L}\p{N} ]/gu, '\\$&'));
const NAMED = new RegExp(`(?<![a-z0-9/.@_-])(?:${escaped.join('|')})(?![a-z0-9_-])`);

/**
 * Whether words name a runtime and some number.
 * @param words - folded
 */
export function namesRuntime(words: string): boolean {
  return /\d/.test(words) && NAMED.test(words);
}

/** Words that join the parts of an environment. */
const JOINING =
  /^(?:with|and|on|under|in|using|plus|from|via|the|a|an|mit|und|auf|unter|sowie|sur|avec|sous|et|en|con|y|sobre|bajo|de|der|dem|einem|einer|un|une|una|&|\+|\/|-|–|,)$/;
const LEADS =
  /^(?:on|with|under|using|in|auf|mit|unter|sur|avec|sous|en|con|sobre|bajo|is|was|sind|ist|laeuft|es|est|a|an|ein|eine|einem|:)$/;
/** A version, or a word that goes with a name: "Windows 10 Enterprise", "Firefox ESR 128.4". */
const BESIDE = /^(?:v?\d[\w.+-]*|\(?[A-Z][\w.+-]*\)?|x64|x86|x86_64|amd64|arm64|aarch64|64-bit|lts)$/;
/**
 * The stretch of a sentence that names an environment: from its first part to its last, "Fedora 40 with Python 3.12".
 * @param text - a sentence, white space folded
 * @returns UTF-16 offsets, or null where no runtime is named with a version or after "on"
 */
export function runtimePhraseIn(text: string): { start: number; end: number } | null {
  const words = [...text.slice(0, 1000).matchAll(/\S+/g)].map(match => {
    const bare = match[0].replace(/^["'(„“«[]+/, '').replace(/[),.;:!?"'”“»\]]+$/, '');
    const lead = match[0].indexOf(bare);
    return {
      at: match.index + Math.max(0, lead),
      bare,
      ends: /[.;:!?]$/.test(match[0]) || (match[0].endsWith(')') && !match[0].startsWith('(')),
      comma: /,$/.test(match[0]),
    };
  });
  for (const index of words.keys()) {
    if (!isRuntimeAt(words, index) || words[index]?.bare.includes('/')) continue;
    const before = foldWords(words[index - 1]?.bare ?? '');
    const isVersioned = words.slice(index + 1, index + 4).some(({ bare }) => /^v?\d/.test(bare));
    if (!isVersioned && !LEADS.test(before)) continue;
    let start = index;
    // "Microsoft Windows 10": a capitalised word of its name may stand in front.
    while (start > 0 && isNamePart(words[start - 1])) start--;
    let end = index;
    for (let at = index + 1; at < words.length; at++) {
      const next = words[at];
      if (next === undefined || words[at - 1]?.ends) break;
      if (isRuntimeAt(words, at) || BESIDE.test(next.bare) || isUnknownPart(words, at)) end = at;
      else if (!JOINING.test(foldWords(next.bare))) break;
    }
    const last = words[end];
    const first = words[start];
    if (first === undefined || last === undefined) return null;
    const stretch = text.slice(first.at, last.at + last.bare.length);
    if (/\d/.test(stretch) || LEADS.test(before)) return { start: first.at, end: last.at + last.bare.length };
  }
  return null;
}

/** "with skopeo 1.15": a tool that is not known, joined and versioned. */
function isUnknownPart(words: readonly { bare: string }[], index: number): boolean {
  return (
    JOINING.test(foldWords(words[index - 1]?.bare ?? '')) &&
    /^[\p{L}][\p{L}\d.-]{1,30}$/u.test(words[index]?.bare ?? '') &&
    /^v?\d+(?:\.\d+)+$/.test(words[index + 1]?.bare ?? '')
  );
}

function isNamePart(word: { bare: string; ends: boolean; comma: boolean } | undefined): boolean {
  return (
    word !== undefined &&
    !word.ends &&
    !word.comma &&
    /^\p{Lu}[\p{L}]+$/u.test(word.bare) &&
    NAME_FRONTS.has(foldWords(word.bare))
  );
}

const NAME_FRONTS = new Set([
  'microsoft',
  'mozilla',
  'google',
  'apple',
  'red',
  'eclipse',
  'oracle',
  'amazon',
  'temurin',
  'openjdk',
  'burp',
  'linux',
  'gnu',
  'apache',
]);

function isRuntimeAt(words: readonly { bare: string }[], index: number): boolean {
  const stretch = words.slice(index, index + 4).map(({ bare }) => bare);
  const folded = foldWords(stretch.join(' '));
  const match = NAMED.exec(folded);
  return match?.index === 0;
}
