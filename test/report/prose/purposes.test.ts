/** What a sentence without a heading is there for. None of these sentences stands in the labelled mails. */
import { describe, expect, it } from 'vitest';
import { opensSteps, PURPOSES, scoresOf, strayPurposeOf } from '../../../src/report/prose/purposes.js';

const sentence = (text: string) => ({ text, lines: [] });
const bestOf = (text: string) => {
  const scores = scoresOf(sentence(text));
  return PURPOSES.reduce((best, each) => (scores[each] > scores[best] ? each : best));
};

describe.each([
  [
    'what is wrong',
    'description',
    [
      'ts-scan does not check the signature of the rule file it downloads.',
      'The problem is that ts-npm-plugin writes the token to a world-readable file.',
      'Das ts-maven-plugin prüft die Prüfsumme des Archivs nicht.',
      'Le greffon ts-npm-plugin ne vérifie pas la signature du fichier.',
      'ts-deepscan no comprueba la firma del archivo descargado.',
    ],
  ],
  [
    'what was done',
    'steps',
    [
      'First I created an empty project.',
      'Then open the settings page and press Save.',
      'Danach habe ich den Scan gestartet.',
      "Ensuite, j'ai lancé l'analyse.",
      'Después abrí la página de inicio.',
    ],
  ],
  [
    'a consequence',
    'impact',
    [
      'An attacker can read every file of the build agent.',
      'So anybody with an account can delete the projects of others.',
      'Ein Angreifer kann damit beliebigen Code ausführen.',
      'Un attaquant peut ainsi lire tous les fichiers du serveur.',
      'Cualquiera puede borrar los proyectos de otra empresa.',
    ],
  ],
  [
    'advice',
    'mitigations',
    [
      'As a workaround we run the scanner in a container.',
      'Until this is fixed I recommend to switch the plugin off.',
      'Bis dahin haben wir die Funktion abgeschaltet.',
      'En attendant, nous avons désactivé le module.',
      'De momento hemos desactivado la función.',
    ],
  ],
  [
    'what it was tried on',
    'environment',
    [
      'Tested on Debian 12 with Python 3.11.',
      'My machine is a Fedora 40 with OpenJDK 21.',
      'Getestet habe ich das unter Windows 11 mit Firefox 131.',
      'Testé sous Ubuntu 24.04 avec Node 20.',
      'Probado en Windows 10 con Chrome 130.',
    ],
  ],
] as const)('a sentence of %s', (_name, purpose, sentences) => {
  it.each([...sentences])('%s', sentence => {
    expect(bestOf(sentence)).toBe(purpose);
  });
});

describe('a sentence for no field', () => {
  it.each([
    'I am a student and your tool is part of our course.',
    'Could you tell me when this will be fixed?',
    'The first such mail of mine was never answered.',
    'Affected are all versions before 2.4.1.',
    'I would rate it as high, CVSS 8.1.',
    'Ich freue mich auf Ihre Antwort.',
    'We plan to publish the details in 90 days.',
  ])('%s', sentence => {
    expect(['affected', 'severity', 'intro', 'other']).toContain(bestOf(sentence));
  });
});

describe('words that lead to steps', () => {
  it.each([
    'To reproduce:',
    'What I did was simple.',
    'Nachstellen ist einfach.',
    'Pour reproduire :',
    'Para reproducirlo:',
  ])('%s', text => {
    expect(opensSteps(text)).toBe(true);
  });

  it.each([
    'To reproduce it take the file of the first example and the key of the second one, then run both as root in turn.',
    'The scanner runs.',
  ])('are no more than that: %s', text => {
    expect(opensSteps(text)).toBe(false);
  });
});

describe('a sentence below a heading that is about something else', () => {
  it('is told where it surely is', () => {
    expect(strayPurposeOf(sentence('Tested on Debian 12 with Python 3.11.'), PURPOSES)).toBe('environment');
    expect(
      strayPurposeOf(sentence('CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, I would say high.'), PURPOSES),
    ).toBe('severity');
  });

  it('is not where its words could be of the section', () => {
    expect(strayPurposeOf(sentence('The file is written with mode 0666.'), PURPOSES)).toBeNull();
  });
});
