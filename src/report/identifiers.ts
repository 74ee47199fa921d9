import { MAX_ITEMS } from './limits.js';

/**
 * The CWE identifiers in a text, each once, in order.
 * @param text - all words of the report
 */
export function cweIn(text: string): string[] {
  return collect(
    text,
    /(?:\bCWE[-:\s]{1,2}|\bcwe\.mitre\.org\/data\/definitions\/)(\d{1,5})\b/gi,
    match => `CWE-${Number(match[1])}`,
  );
}

/**
 * The CVE identifiers in a text, each once, in order.
 * @param text - all words of the report
 */
export function cveIn(text: string): string[] {
  return collect(text, /\bCVE-(\d{4})-(\d{4,19})\b/gi, match => `CVE-${match[1]}-${match[2]}`);
}

function collect(text: string, pattern: RegExp, write: (match: RegExpExecArray) => string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    found.add(write(match));
    if (found.size >= MAX_ITEMS) break;
  }
  return [...found];
}
