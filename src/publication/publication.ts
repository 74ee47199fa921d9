/**
 * All files of the folder that everybody reads, from the advisories and the configuration's public parts. Nothing of them
 * depends on when they are made, so that a second run changes nothing.
 */
import type { PublicKey } from 'openpgp';
import { HALL_FORMATS } from '../digest/hall-of-fame/formats.js';
import type { HallOfFame } from '../digest/hall-of-fame/hall-of-fame.js';
import { csafFiles, namingFiles, type PublishedKey } from './csaf/files.js';
import { documentPlace, keyPlace, METADATA_PLACE, WHITE_FOLDER } from './csaf/places.js';
import { feedOf } from './feeds/entry.js';
import { feedFiles } from './feeds/feeds.js';
import type { Signer } from './openpgp/signing.js';
import { webKeyDirectory } from './openpgp/web-key-directory.js';
import { ADVISORY_INDEX, advisoryIndex, advisoryPage, firstPage, HALL_PAGE } from './pages/pages.js';
import { type PolicyFacts, policyBlocks, securityBlocks } from './policy/policy.js';
import { policyMarkdown, policyPage } from './policy/rendered.js';
import type { PublicAdvisory, Publisher } from './public-advisory.js';
import { type PublicFile, unsigned } from './public-file.js';
import { SECURITY_TXT, securityTxt } from './security-txt.js';
import { type Before, signedFiles } from './signed-files.js';
import { among, type Wanted } from './wanted.js';

/** What is published beside the advisories. */
export interface Publication {
  readonly publisher: Publisher;
  /** Ours, that reports reach; the first is the one that is wanted. */
  readonly addresses: readonly [string, ...string[]];
  /** Ours, where reports can be encrypted to it. */
  readonly certificate: PublicKey | null;
  /** Signs what is published; null where no key can. */
  readonly signer: Signer | null;
  /** Until when the policy holds, UTC; null where that is not known or past, and there is no security.txt. */
  readonly expires: Date | null;
  readonly policy: Omit<PolicyFacts, 'key' | 'advisories' | 'hallOfFame' | 'name' | 'address'>;
  readonly hallOfFame: HallOfFame;
  /** IANA name, of the dates on pages. */
  readonly timeZone: string;
}

const POLICY_PAGE = 'policy.html';

/** @param since - when publishing began @param now - of what says when it was changed last, where it is changed */
export async function publishedFiles(
  advisories: readonly PublicAdvisory[],
  publication: Publication,
  since: Date,
  now: Date,
  before: Before,
): Promise<Wanted> {
  const { publisher, certificate, timeZone, signer, addresses } = publication;
  const key = certificate === null ? null : publishedKey(certificate);
  const { files, unnamed } = certificate === null ? NO_DIRECTORY : webKeyDirectory(certificate, addresses);
  const signingKey = signer === null ? null : key;
  const { files: csafs, ...judged } = await csafFiles(advisories, publisher, signingKey, now, before);
  const shown = among(advisories, judged.documents);
  const signed = await signedFiles(csafs, signer, before);
  const pages = shown.map(advisory =>
    advisoryPage(advisory, publisher, timeZone, WHITE_FOLDER + documentPlace(advisory)),
  );
  return {
    files: [
      once([
        ...files,
        ...keyFiles(key),
        ...signed.documents,
        ...pages,
        ...policyFiles(publication, key, unnamed),
      ]),
      [
        ...signed.indexes,
        ...naming(shown, publication, since),
        firstPage(publisher, LINKS),
        ...(await securityTxtFile(publication, key, before)),
      ],
    ],
    unnamed,
    ...judged,
  };
}

/** The lists and feeds for people. */
function naming(
  advisories: readonly PublicAdvisory[],
  { publisher, timeZone }: Pick<Publication, 'publisher' | 'timeZone'>,
  since: Date,
): PublicFile[] {
  return [
    advisoryIndex([...advisories].reverse(), publisher, timeZone, false),
    ...feedFiles(feedOf(advisories, publisher, since)),
  ];
}

/**
 * All that names advisories, of those that stay where others are withdrawn. It needs no key and no test, which could fail.
 * @param isSigned - whether signatures stand beside the documents
 */
export function filesThatName(
  advisories: readonly PublicAdvisory[],
  publication: Pick<Publication, 'publisher' | 'timeZone' | 'hallOfFame'>,
  isSigned: boolean,
  since: Date,
  now: Date,
  before: Before,
): PublicFile[] {
  return [
    ...namingFiles(advisories, publication.publisher, isSigned, now, before),
    ...naming(advisories, publication, since),
    hallPage(publication.hallOfFame),
  ];
}

function hallPage(hallOfFame: HallOfFame): PublicFile {
  return unsigned(HALL_PAGE, HALL_FORMATS.html(hallOfFame));
}

const NO_DIRECTORY = { files: [], unnamed: [] } as const;

const LINKS = [
  [POLICY_PAGE, 'How to report a vulnerability, and what comes of it'],
  [ADVISORY_INDEX, 'Security advisories'],
  [HALL_PAGE, 'Hall of fame'],
] as const;

function publishedKey(certificate: PublicKey): PublishedKey {
  return {
    fingerprint: certificate.getFingerprint().toUpperCase(),
    armored: `${certificate.armor().trimEnd().replace(/\r?\n/g, '\n')}\n`,
  };
}

function keyFiles(key: PublishedKey | null): PublicFile[] {
  return key === null ? [] : [unsigned(keyPlace(key.fingerprint), key.armored)];
}

/** CSAF names the key as well where it signs. */
function once(files: readonly PublicFile[]): PublicFile[] {
  return [...new Map(files.map(file => [file.path, file])).values()];
}

function policyFiles(
  publication: Publication,
  key: PublishedKey | null,
  unnamed: readonly string[],
): PublicFile[] {
  const { publisher, hallOfFame } = publication;
  const facts = factsOf(publication, key, unnamed);
  const blocks = policyBlocks(facts);
  return [
    hallPage(hallOfFame),
    unsigned(POLICY_PAGE, policyPage(`Vulnerability disclosure policy: ${publisher.name}`, blocks)),
    unsigned('policy.md', policyMarkdown(blocks)),
    unsigned('SECURITY.md', policyMarkdown(securityBlocks(facts, publisher.policyUrl))),
  ];
}

function factsOf(
  { policy, publisher, addresses: [address] }: Publication,
  key: PublishedKey | null,
  unnamed: readonly string[],
): PolicyFacts {
  const { root, name } = publisher;
  const isFoundByAddress = !unnamed.includes(address.toLowerCase()) && isOfDomain(root, address);
  return {
    ...policy,
    name,
    address,
    advisories: root + ADVISORY_INDEX,
    hallOfFame: root + HALL_PAGE,
    key:
      key === null
        ? null
        : { fingerprint: key.fingerprint, url: root + keyPlace(key.fingerprint), isFoundByAddress },
  };
}

/** Whether the folder lies where the Web Key Directory of an address is looked for (draft §3.1). */
function isOfDomain(root: string, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return [domain, `openpgpkey.${domain}`].includes(new URL(root).host);
}

async function securityTxtFile(
  { publisher, addresses, expires, policy, signer }: Publication,
  key: PublishedKey | null,
  before: Before,
): Promise<PublicFile[]> {
  if (expires === null) return [];
  const { root, policyUrl } = publisher;
  const text = securityTxt({
    contacts: [addresses[0]],
    form: policy.form,
    expires,
    key: key === null ? null : { url: root + keyPlace(key.fingerprint), fingerprint: key.fingerprint },
    acknowledgments: root + HALL_PAGE,
    policy: policyUrl.startsWith('https:') ? policyUrl : null,
    csaf: root + METADATA_PLACE,
    languages: policy.languages,
    canonical: root + SECURITY_TXT,
  });
  const there = before(SECURITY_TXT)?.toString('utf8') ?? null;
  return [unsigned(SECURITY_TXT, signer === null ? text : await signer.around(text, there))];
}
