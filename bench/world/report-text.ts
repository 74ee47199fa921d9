/** What a researcher writes: some 4 KB with headings, a list and the usual facts, each text its own. */
import { type Chance, paragraph, sentence, wordOf } from './words.js';

const KINDS = ['SQL injection', 'path traversal', 'buffer overflow', 'stored XSS', 'broken access control'];
const PRODUCTS = ['ts-scan', 'ts-maven-plugin', 'ts-npm-plugin', 'ts-python-client', 'web app'];
const BYTES = 4096;

export function reportText(chance: Chance): string {
  const kind = chance.from(KINDS, 'XSS');
  const product = chance.from(PRODUCTS, 'ts-scan');
  const place = `src/${wordOf(chance.below(3000))}/${wordOf(chance.below(3000))}.c`;
  const steps = Array.from({ length: 5 }, (_, index) => `${index + 1}. ${sentence(chance, 12)}`);
  const text = `Hello,

I found a ${kind} in ${product}.

Description
The function parse_${wordOf(chance.below(9000))}() in ${place} trusts a length that the client sends.
${wrapped(paragraph(chance, 8))}

Steps to reproduce
${steps.join('\n')}

Affected versions
${product} 2.${chance.below(20)}.${chance.below(20)} and earlier

Impact
${wrapped(paragraph(chance, 5))}

Severity: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N
CWE-${20 + chance.below(900)}

Proof of concept
    curl -X POST https://app.example.test/api/${wordOf(chance.below(3000))} -d 'id=${chance.below(1_000_000)}'

`;
  const end = `\n\nPlease credit me as ${wordOf(chance.below(5000))} ${wordOf(chance.below(5000))}.\n`;
  let more = '';
  while (text.length + more.length + end.length < BYTES) more += `${wrapped(paragraph(chance, 2))}\n`;
  return text + more + end;
}

function wrapped(text: string): string {
  return text.replace(/(.{60,76}) /g, '$1\n');
}
