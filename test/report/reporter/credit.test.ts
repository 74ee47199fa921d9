import { describe, expect, it } from 'vitest';
import { foldWords } from '../../../src/document/words.js';
import { passageOf } from '../../../src/report/passage.js';
import { creditIn } from '../../../src/report/reporter/credit.js';
import { isAboutCredit } from '../../../src/report/reporter/credit-cues.js';
import { nameAt } from '../../../src/report/reporter/credit-names.js';
import { processorTime } from '../../processor-time.js';

function passage(...lines: string[]) {
  return passageOf(lines.map((text, index) => ({ text, body: 0, start: index * 1000 })));
}

/** What a sentence in running text comes to; null where it is not about credit. */
function said(sentence: string) {
  if (!isAboutCredit(foldWords(sentence))) return null;
  const { wantsCredit, names, refersTo } = creditIn([], [passage(sentence)]);
  return { wantsCredit, as: names[0]?.value ?? refersTo };
}

/** What the lines of a section on credit come to. */
function sectionSaid(...lines: string[]) {
  const { wantsCredit, names, refersTo } = creditIn([passage(...lines)], []);
  return { wantsCredit, as: names[0]?.value ?? refersTo };
}

describe('a wish to be credited under a name', () => {
  it.each([
    ['Kindly credit me as Odalys Fenwick in the release notes.', 'Odalys Fenwick'],
    ['Please credit this to Odalys Fenwick (Harbour Labs).', 'Odalys Fenwick (Harbour Labs)'],
    ['You are welcome to list us as "Red Kettle Collective".', 'Red Kettle Collective'],
    [
      'Feel free to acknowledge Odalys Fenwick and Ruud van der Meer of Harbour Labs.',
      'Odalys Fenwick and Ruud van der Meer of Harbour Labs',
    ],
    ['I would be glad to be credited under the handle @nightkettle.', '@nightkettle'],
    ['If you credit people, I go by kettle_17, so please credit me as kettle_17.', 'kettle_17'],
    ['My name may appear in the advisory as O. Fenwick.', 'O. Fenwick'],
    ['Credit for this should go to Odalys Fenwick, Harbour Labs.', 'Odalys Fenwick, Harbour Labs'],
    ['Should there be an advisory, we would like to be named as Harbour Labs Ltd.', 'Harbour Labs Ltd.'],
    [
      'Attribution: please use "O. Fenwick / Harbour" in any public advisory, my name may appear like that.',
      'O. Fenwick / Harbour',
    ],
    ['I do not need a bounty, but please credit me as Odalys Fenwick.', 'Odalys Fenwick'],
    ['Please do not use my real name, credit me as "kettle" instead.', 'kettle'],
    [
      'When you publish, a mention of me as Odalys Fenwick would be lovely, please list me as such.',
      'Odalys Fenwick',
    ],
    ['For the acknowledgements please use the name Odalys Fenwick.', 'Odalys Fenwick'],
    ['Please credit Odalys Fenwick (https://fenwick.example.org) for the finding.', 'Odalys Fenwick'],
    [
      'I would appreciate public credit as Odalys Fenwick from Harbour Labs when the fix ships.',
      'Odalys Fenwick from Harbour Labs',
    ],
    ['We would like credit to be given to Odalys Fenwick and Tam Okoro.', 'Odalys Fenwick and Tam Okoro'],
    ['Happy to be listed in your hall of fame as copper wren.', 'copper wren'],
    ['Please mention me by my nickname copperwren in the changelog.', 'copperwren'],
    ['Bitte nennen Sie mich als „Kupferzaun“.', 'Kupferzaun'],
    [
      'Gerne können Sie mich als Ottmar Reisig (Institut Weidenau) nennen.',
      'Ottmar Reisig (Institut Weidenau)',
    ],
    ['Credits gerne an Ottmar Reisig.', 'Ottmar Reisig'],
    ['In der Danksagung möchte ich als »reisig« genannt werden.', 'reisig'],
    [
      'Als Finder können Sie Ottmar Reisig und Dr. Lene Voss, Institut Weidenau, angeben.',
      'Ottmar Reisig und Dr. Lene Voss, Institut Weidenau',
    ],
    ['Ich möchte in der Meldung unter dem Namen Ottmar Reisig erwähnt werden.', 'Ottmar Reisig'],
    ['Bitte nicht mit Klarnamen nennen, sondern als Kupferzaun.', 'Kupferzaun'],
    [
      'Falls eine Danksagung erscheint, dann bitte an Ottmar Reisig vom Institut Weidenau.',
      'Ottmar Reisig vom Institut Weidenau',
    ],
    ['Ich würde mich über eine namentliche Nennung freuen: Ottmar Reisig.', 'Ottmar Reisig'],
    ['Je souhaite être cité comme Maëlle Kerbrat.', 'Maëlle Kerbrat'],
    ['Merci de nous créditer sous le nom de « Collectif Écluse ».', 'Collectif Écluse'],
    ['Vous pouvez me mentionner en tant que Maëlle Kerbrat (Écluse SARL).', 'Maëlle Kerbrat (Écluse SARL)'],
    ['Dans les remerciements, je voudrais apparaître comme mkerbrat.', 'mkerbrat'],
    [
      'Si vous publiez un avis, citez Maëlle Kerbrat et Jean Le Goff de Écluse.',
      'Maëlle Kerbrat et Jean Le Goff de Écluse',
    ],
    ['Le mérite revient à Maëlle Kerbrat, merci de la citer dans les remerciements.', 'Maëlle Kerbrat'],
    ['Pueden acreditarme como Leocadia Sanz.', 'Leocadia Sanz'],
    ['Me gustaría figurar en los agradecimientos como «lsanz».', 'lsanz'],
    ['Les ruego que mencionen mi nombre: Leocadia Sanz.', 'Leocadia Sanz'],
    [
      'Créditos: por favor, a Leocadia Sanz y Pau Ferrer, Taller Norte.',
      'Leocadia Sanz y Pau Ferrer, Taller Norte',
    ],
    ['El hallazgo debe acreditarse a Leocadia Sanz.', 'Leocadia Sanz'],
    ['Si lo publican, quisiera ser mencionada como Leocadia Sanz en el aviso.', 'Leocadia Sanz'],
  ])('%s', (sentence, as) => {
    expect(said(sentence)).toEqual({ wantsCredit: true, as });
  });
});

describe('a wish to be credited that writes no name', () => {
  it.each([
    ['You may mention me by name.', 'own name'],
    ['I am fine with my full name appearing in the advisory.', 'own name'],
    ['Sie dürfen mich gerne namentlich nennen.', 'own name'],
    ['Vous pouvez mentionner mon nom dans les remerciements.', 'own name'],
    ['Pueden mencionar mi nombre en el aviso.', 'own name'],
    ['Please take the names above for the credit.', 'reporter line'],
    ['A credit would be welcome.', null],
  ])('%s', (sentence, as) => {
    expect(said(sentence)).toEqual({ wantsCredit: true, as });
  });
});

describe('a refusal to be credited', () => {
  it.each([
    'Please keep my name out of any publication.',
    "I'd rather not be named.",
    'There is no need to credit me.',
    'Credit is not required.',
    'I would like to stay anonymous.',
    'Please do not mention me or my employer anywhere.',
    "Don't list my name on your site, please.",
    'We want neither credit nor a bounty.',
    'Please treat my name as confidential, I do not wish to be identified.',
    'My client prefers to remain unnamed.',
    'Bitte nennen Sie weder mich noch meine Firma.',
    'Ich möchte anonym bleiben.',
    'Auf eine Nennung verzichte ich.',
    'Eine namentliche Erwähnung ist nicht gewünscht.',
    'Mein Name soll nirgends erscheinen.',
    'Ich brauche keine Credits.',
    'Bitte lasst meinen Namen raus.',
    'Merci de ne pas me citer.',
    'Je préfère garder l’anonymat.',
    'Sans mention de mon nom, s’il vous plaît.',
    'Aucun crédit n’est nécessaire.',
    'Je ne souhaite pas que mon nom apparaisse.',
    'Prefiero permanecer anónima.',
    'Por favor, no publiquen mi nombre.',
    'No quiero aparecer en los créditos.',
    'No es necesario que me citen.',
  ])('%s', sentence => {
    expect(said(sentence)).toEqual({ wantsCredit: false, as: null });
  });
});

describe('a wish that leaves it open is none', () => {
  it.each([
    'Whether you credit me is up to you.',
    'I do not care about being credited.',
    'Credit me or not, as you like.',
    'Eine Nennung ist mir nicht wichtig.',
    'Ob Sie mich nennen, überlasse ich Ihnen.',
    'Que vous me citiez ou non, peu m’importe.',
    'Me da igual que me mencionen.',
    'Is there a hall of fame?',
    'Please do not mention my employer.',
  ])('%s', sentence => {
    expect(said(sentence)?.wantsCredit ?? null).toBeNull();
  });
});

describe('what only sounds like credit', () => {
  it.each([
    'The form accepts any credit card number.',
    'Give credit to the library authors, their parser is fine.',
    'What is the bounty for this?',
    'The file must be named ../../evil.',
    'An anonymous user can read the list.',
    'Each request takes one of the API credits of the account.',
    'My name is Odalys Fenwick.',
    'Please acknowledge receipt of this mail.',
    'The attribute is mentioned in the manual.',
    'Die Datei wird wie der Parameter genannt.',
    'Le paramètre est mentionné dans la documentation.',
    'El nombre del fichero no se comprueba.',
    'Der Name des Benutzers erscheint im Protokoll.',
    'Se puede mencionar cualquier ruta en el campo nombre.',
    'Zahlungen mit Kreditkarte sind nicht betroffen.',
  ])('%s', sentence => {
    expect(said(sentence)).toBeNull();
  });
});

describe('a section on credit', () => {
  it.each([
    [['Odalys Fenwick'], true, 'Odalys Fenwick'],
    [['copperwren'], true, 'copperwren'],
    [['@copperwren'], true, '@copperwren'],
    [['Odalys Fenwick (Harbour Labs)'], true, 'Odalys Fenwick (Harbour Labs)'],
    [
      ['Odalys Fenwick, Tam Okoro and', 'Ruud van der Meer (Harbour University)'],
      true,
      'Odalys Fenwick, Tam Okoro and Ruud van der Meer (Harbour University)',
    ],
    [
      ['Odalys Fenwick (Harbour Labs)', 'Tam Okoro (Harbour Labs)'],
      true,
      'Odalys Fenwick (Harbour Labs), Tam Okoro (Harbour Labs)',
    ],
    [['Discovered by Odalys Fenwick of Harbour Labs.'], true, 'Odalys Fenwick of Harbour Labs'],
    [['Odalys Fenwick of Harbour Labs found this.'], true, 'Odalys Fenwick of Harbour Labs'],
    [['Yes please, as Odalys Fenwick'], true, 'Odalys Fenwick'],
    [['Yes (Odalys Fenwick)'], true, 'Odalys Fenwick'],
    [['yes'], true, null],
    [['Gerne, Ottmar Reisig'], true, 'Ottmar Reisig'],
    [['Entdeckt von Ottmar Reisig, Institut Weidenau'], true, 'Ottmar Reisig, Institut Weidenau'],
    [['Découverte par Maëlle Kerbrat'], true, 'Maëlle Kerbrat'],
    [['none'], false, null],
    [['Not needed.'], false, null],
    [['anonymous'], false, null],
    [['Keine'], false, null],
    [['nicht erwünscht'], false, null],
    [['aucun'], false, null],
    [['no, gracias'], false, null],
    [['up to you'], null, null],
  ] as const)('%j', (lines, wantsCredit, as) => {
    expect(sectionSaid(...lines)).toEqual({ wantsCredit, as });
  });
});

describe('the end of a name', () => {
  it.each([
    ['Odalys Fenwick when it is fixed', 'Odalys Fenwick'],
    ['Odalys Fenwick and I will be happy', 'Odalys Fenwick'],
    ['Odalys Fenwick - thank you', 'Odalys Fenwick'],
    ['Odalys K. Fenwick in the notes', 'Odalys K. Fenwick'],
    ['Odalys Fenwick (that is not my real name)', 'Odalys Fenwick'],
    ['Odalys Fenwick <odalys@fenwick.example>', 'Odalys Fenwick'],
    ['Odalys Fenwick, https://fenwick.example/', 'Odalys Fenwick'],
    ['Odalys Fenwick aka copperwren, thanks', 'Odalys Fenwick aka copperwren'],
  ])('%s', (text, name) => {
    expect(nameAt(text, false)?.text).toBe(name);
  });
});

it('keeps every name it found, the first one first', () => {
  const { names } = creditIn([passage('Odalys Fenwick')], [passage('Please credit me as "copperwren".')]);
  expect(names.map(({ value }) => value)).toEqual(['Odalys Fenwick', 'copperwren']);
});

it('says which words a refusal stands in', () => {
  const { passages } = creditIn(
    [],
    [passage('A credit would be welcome.'), passage('But do not mention me by name.')],
  );
  expect(passages.map(({ text }) => text)).toEqual(['But do not mention me by name.']);
});

it('reads an endless sentence in bounded time', () => {
  const start = processorTime();
  for (const piece of ['credit me as ', 'Aa ', '"', '(', 'mention my ', 'as a ', 'nicht ', 'O. ', ': ']) {
    said(`Please credit me as ${piece.repeat(20_000)}`);
    nameAt(piece.repeat(20_000), true);
  }
  expect(processorTime() - start).toBeLessThan(10_000);
});
