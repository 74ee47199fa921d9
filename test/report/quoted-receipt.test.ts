/** Our own receipts, as they come back below an answer: what they ask for is nobody's wish. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { extract } from './mail.js';

const OWN = 'The portal leaks the tokens of all users to anyone who logs on to page 2.';

it.each(['en', 'de'])('a receipt (%s) names nobody, and asks for nothing in their name', language => {
  const template = readFileSync(`src/receipt/templates/receipt.${language}.txt`, 'utf8');
  const quoted = template.replace(/\{\{[#/][^}]*\}\}\n/g, '').replace(/^/gm, '> ');
  const { reporter } = extract(`${OWN}\n\n${quoted}`, { subject: 'Re: [TS-2026-0001] We have received it' });
  expect(reporter).toMatchObject({ creditAs: null, wantsCredit: null });
});
