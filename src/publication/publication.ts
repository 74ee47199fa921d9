/**
 * All files of a folder, from the advisories and the configuration's public parts. Nothing of them depends on when they are
 * made, so that a second run changes nothing.
 */
import type { PublicKey } from 'openpgp';
import { HALL_FORMATS } from '../digest/hall-of-fame/formats.js';
import type { HallOfFame } from '../digest/hall-of-fame/hall-of-fame.js';
import { documentFiles, type PublishedKey, pathOfKey } from './documents.js';
import { feedOf } from './feeds/entry.js';
import { feedFiles } from './feeds/feeds.js';
import type { Signer } from './openpgp/signing.js';
import { webKeyDirectory } from './openpgp/web-key-directory.js';
import { ADVISORY_INDEX, advisoryIndex, advisoryPage, firstPage } from './pages/pages.js';
import { type PolicyFacts, policyBlocks, securityBlocks } from './policy/policy.js';
import { policyMarkdown, policyPage } from './policy/rendered.js';
import type { PublicAdvisory, Publisher } from './public-advisory.js';
import type { PublicFile } from './public-file.js';
import { SECURITY_TXT, securityTxt } from './security-txt.js';

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

/** A folder as it is to be. */
export interface Wanted {
  /** In groups, in the order in which they are written: what names others comes behind them. */
  readonly files: readonly (readonly PublicFile[])[];
  /** Addresses of ours that can't be found in the Web Key Directory, because the key does not name them. */
  readonly unnamed: readonly string[];
}

/** Pages below the folder. */
const POLICY_PAGE = 'policy.html';
const HALL_PAGE = 'hall-of-fame.html';

/**
 * The folder that everybody reads.
 * @param since - when publishing began
 * @param before - what lies at a path of the folder now
 */
export async function publishedFiles(
  advisories: readonly PublicAdvisory[],
  publication: Publication,
  since: Date,
  before: (path: string) => Buffer | null,
): Promise<Wanted> {
  const { publisher, certificate, hallOfFame, timeZone, signer, addresses } = publication;
  const key = certificate === null ? null : publishedKey(certificate);
  const directory = certificate === null ? null : webKeyDirectory(certificate, addresses);
  const newestFirst = [...advisories].reverse();
  const documents = documentFiles(advisories, publisher, key);
  const facts = factsOf(publication, key, directory?.unnamed ?? []);
  const signed = await withSignatures([...documents], signer, before);
  const pages = [
    ...advisories.map(advisory => advisoryPage(advisory, publisher, timeZone, null)),
    plain(HALL_PAGE, HALL_FORMATS.html(hallOfFame)),
    plain(POLICY_PAGE, policyPage(`Vulnerability disclosure policy: ${publisher.name}`, policyBlocks(facts))),
    plain('policy.md', policyMarkdown(policyBlocks(facts))),
    plain('SECURITY.md', policyMarkdown(securityBlocks(facts, publisher.policyUrl))),
  ];
  const indexes = [
    advisoryIndex(newestFirst, publisher, timeZone, false),
    ...feedFiles(feedOf(advisories, publisher, since)),
    firstPage(publisher, LINKS),
    ...(await securityTxtFile(publication, key, before)),
  ];
  return {
    files: [
      [...(directory?.files ?? []), ...signed.documents, ...pages],
      [...signed.indexes, ...indexes],
    ],
    unnamed: directory?.unnamed ?? [],
  };
}

const LINKS = [
  [POLICY_PAGE, 'How to report a vulnerability, and what comes of it'],
  [ADVISORY_INDEX, 'Security advisories'],
  [HALL_PAGE, 'Hall of fame'],
] as const;

/** The folder that engineers read before anything is disclosed. */
export function draftFiles(
  advisories: readonly PublicAdvisory[],
  { publisher, timeZone }: Pick<Publication, 'publisher' | 'timeZone'>,
): PublicFile[][] {
  return [
    advisories.map(advisory => advisoryPage(advisory, publisher, timeZone, null)),
    [advisoryIndex([...advisories].reverse(), publisher, timeZone, true)],
  ];
}

function publishedKey(certificate: PublicKey): PublishedKey {
  return {
    fingerprint: certificate.getFingerprint().toUpperCase(),
    armored: `${certificate.armor().trimEnd().replace(/\r?\n/g, '\n')}\n`,
  };
}

function factsOf(
  { policy, publisher, addresses: [address] }: Publication,
  key: PublishedKey | null,
  unnamed: readonly string[],
): PolicyFacts {
  const { root, name } = publisher;
  return {
    ...policy,
    name,
    address,
    advisories: root + ADVISORY_INDEX,
    hallOfFame: root + HALL_PAGE,
    key:
      key === null
        ? null
        : {
            fingerprint: key.fingerprint,
            url: root + pathOfKey(key),
            isFoundByAddress: !unnamed.includes(address.toLowerCase()) && isOfDomain(root, address),
          },
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
  before: (path: string) => Buffer | null,
): Promise<PublicFile[]> {
  if (expires === null) return [];
  const { root, policyUrl } = publisher;
  const text = securityTxt({
    contacts: [addresses[0]],
    expires,
    key: key === null ? null : { url: root + pathOfKey(key), fingerprint: key.fingerprint },
    acknowledgments: root + HALL_PAGE,
    policy: policyUrl,
    csaf: null,
    languages: policy.languages,
    canonical: root + SECURITY_TXT,
  });
  const there = before(SECURITY_TXT)?.toString('utf8') ?? null;
  return [plain(SECURITY_TXT, signer === null ? text : await signer.around(text, there))];
}

/** Names of files that name others. */
const INDEX =
  /(?:^|\/)(?:index\.txt|changes\.csv|provider-metadata\.json|csaf-feed-[^/]*\.json|(?:service|category)[^/]*\.json)$/;

/** Signatures stand right behind what they sign, so that they are not apart for longer than need be. */
async function withSignatures(
  files: readonly PublicFile[],
  signer: Signer | null,
  before: (path: string) => Buffer | null,
): Promise<{ readonly documents: PublicFile[]; readonly indexes: PublicFile[] }> {
  const documents: PublicFile[] = [];
  const indexes: PublicFile[] = [];
  for (const file of files) {
    const group = INDEX.test(file.path) ? indexes : documents;
    group.push(file);
    if (!file.isSigned || signer === null) continue;
    const path = `${file.path}.asc`;
    const there = before(path)?.toString('utf8') ?? null;
    group.push(plain(path, await signer.detached(Buffer.from(file.content), there)));
  }
  return { documents, indexes };
}

function plain(path: string, content: string): PublicFile {
  return { path, content, isSigned: false };
}
