/**
 * The disclosure policy as the configuration makes it: a promise to those who report, in words that hold of what the program
 * does. Pure.
 */
import { capitalised } from '../../capitalised.js';
import { counted } from '../../counted.js';

/** What the policy is made of. */
export interface PolicyFacts {
  readonly name: string;
  /** Where reports go. */
  readonly address: string;
  /** Address of the form that reports may come by too, https; null where there is none. */
  readonly form: string | null;
  /** What the subject has to hold. */
  readonly subject: string;
  readonly acknowledgeWorkingDays: number;
  readonly disclosureDays: number;
  /** Days of the week that are free. */
  readonly weekend: readonly string[];
  /** "09:00-17:00" */
  readonly hours: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Whose public holidays are free; null where they are working days. */
  readonly holidays: HolidayPlace | null;
  /** Languages that reports may be written in, RFC 5646. */
  readonly languages: readonly string[];
  /** The key that reports are encrypted to; null where there is none that one could. */
  readonly key: PolicyKey | null;
  /** Addresses of pages. */
  readonly advisories: string;
  readonly hallOfFame: string;
}

export interface HolidayPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 3166-2, without its country; null where the whole country's are meant. */
  readonly state: string | null;
}

export interface PolicyKey {
  /** Hexadecimal. */
  readonly fingerprint: string;
  readonly url: string;
  /** Whether it can be found by the address, in a Web Key Directory. */
  readonly isFoundByAddress: boolean;
}

/** A piece of a line: our own words, or what is shown letter by letter. */
export type Piece = string | { readonly exactly: string } | { readonly link: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'list' | 'steps'; readonly items: readonly (readonly Piece[])[] }
  | { readonly kind: 'commands'; readonly lines: readonly string[] };

/** The page as a whole. */
export function policyBlocks(facts: PolicyFacts): Block[] {
  return [
    heading(1, 'Vulnerability disclosure policy'),
    ...reporting(facts),
    heading(2, 'What you can expect'),
    { kind: 'list', items: promises(facts) },
    ...(facts.key === null ? [] : encrypting(facts, facts.key)),
  ];
}

/** What a repository says of it, as SECURITY.md. @param policy - the address of the whole */
export function securityBlocks(facts: PolicyFacts, policy: string): Block[] {
  return [
    heading(1, 'Security'),
    ...reporting(facts),
    heading(2, 'What you can expect'),
    { kind: 'list', items: promises(facts) },
    paragraph('The whole policy, with how to encrypt: ', { link: policy }),
  ];
}

function reporting({ name, address, form, subject, languages, key }: PolicyFacts): Block[] {
  const tongues = languages.map(nameOfLanguage);
  return [
    paragraph('This is how to report a vulnerability to ', { exactly: name }, ', and what comes of it.'),
    heading(2, 'How to report'),
    {
      kind: 'list',
      items: [
        form === null
          ? ['Write a mail to ', { exactly: address }, '.']
          : [
              'Write a mail to ',
              { exactly: address },
              ', as the next lines say, or use the form: ',
              { link: form },
            ],
        [
          'Put ',
          { exactly: subject },
          ' into its subject. Keep what you found out of the subject: it is not encrypted.',
        ],
        ...(key === null
          ? []
          : [
              [
                'Encrypt it with OpenPGP to the key ',
                { exactly: spaced(key.fingerprint) },
                ': ',
                { link: key.url },
              ],
            ]),
        [`Write in ${inWords(tongues, 'or')}. One vulnerability a mail is easiest to deal with.`],
      ],
    },
    paragraph('Send as much of this as you have:'),
    {
      kind: 'list',
      items: [
        ['the product and its versions,'],
        ['what the vulnerability is, and what an attacker gets by it,'],
        ['the steps that show it, one after another, with the code or the requests that they need,'],
        ['how severe you find it, best as a CVSS vector, and a CWE or CVE if you know one,'],
        ['whether you want to be thanked in public, and by which name.'],
      ],
    },
  ];
}

function promises(facts: PolicyFacts): Piece[][] {
  const { acknowledgeWorkingDays, disclosureDays, weekend, hours, timeZone, holidays } = facts;
  const worked = WEEK.filter(day => !weekend.includes(day)).map(capitalised);
  const free = holidays === null ? '' : `, save on public holidays (${nameOfPlace(holidays)})`;
  return [
    [
      'A receipt comes by itself, with the number of your report and the two dates below. It repeats nothing of what you wrote.',
    ],
    [
      `A person answers within ${counted(acknowledgeWorkingDays, 'working day')}. We work on ${inWords(worked, 'and')}${free}, ${hours.replace('-', ' to ')} (`,
      { exactly: timeZone },
      ').',
    ],
    [
      `We disclose the vulnerability ${counted(disclosureDays, 'day')} after your report, or earlier once it is mended. Please give us that time before you make it public; where it does not do, we talk about it with you.`,
    ],
    ['What is disclosed is here: ', { link: facts.advisories }],
    ['Those who reported and want to be thanked are here: ', { link: facts.hallOfFame }],
  ];
}

/** "Germany, DE-HE": names of countries are known, those of their parts are not. */
function nameOfPlace({ country, state }: HolidayPlace): string {
  const name = COUNTRIES.of(country) ?? country;
  return state === null ? name : `${name}, ${country}-${state}`;
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' });

function encrypting({ address, subject }: PolicyFacts, key: PolicyKey): Block[] {
  const fingerprint = spaced(key.fingerprint);
  const fetched = key.isFoundByAddress
    ? `gpg --locate-external-keys ${address}`
    : `gpg --fetch-keys ${key.url}`;
  return [
    heading(2, 'How to encrypt'),
    paragraph('Whichever program you use, compare the fingerprint of the key that it found with ', {
      exactly: fingerprint,
    }),
    heading(3, 'GnuPG'),
    {
      kind: 'commands',
      lines: [
        fetched,
        `gpg --fingerprint ${key.fingerprint}`,
        `gpg --armor --encrypt --recipient ${key.fingerprint} report.txt`,
      ],
    },
    paragraph('Send ', { exactly: 'report.txt.asc' }, ', as an attachment or as the text of the mail.'),
    heading(3, 'Thunderbird'),
    {
      kind: 'steps',
      items: [
        ['Turn on end-to-end encryption for your account: Account Settings, End-To-End Encryption, Add Key.'],
        [
          'Save our key from ',
          { link: key.url },
          ' and import it: Tools, OpenPGP Key Manager, File, Import Public Key(s) From File. Accept it after you compared the fingerprint.',
        ],
        [
          'Write to ',
          { exactly: address },
          ', turn on Encrypt in the window of the mail, and send it. Thunderbird hides the subject; ',
          { exactly: subject },
          ' is found all the same.',
        ],
      ],
    },
    heading(3, 'Proton Mail'),
    {
      kind: 'steps',
      items: [
        ...(key.isFoundByAddress
          ? [
              [
                'Write to ',
                { exactly: address },
                ': Proton Mail finds our key by itself and shows a lock beside the address.',
              ],
            ]
          : []),
        [
          key.isFoundByAddress ? 'If there is no lock, make' : 'Make',
          ' a contact with the address, open its email settings, upload our key (',
          { link: key.url },
          ') and turn on Encrypt emails.',
        ],
      ],
    },
  ];
}

function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

function paragraph(...pieces: readonly Piece[]): Block {
  return { kind: 'paragraph', pieces };
}

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** In groups of four, as programs show it to be compared. */
export function spaced(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

function nameOfLanguage(tag: string): string {
  return LANGUAGE_NAMES.of(tag) ?? tag;
}

function inWords(words: readonly string[], between: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${between} ${last}`;
}
