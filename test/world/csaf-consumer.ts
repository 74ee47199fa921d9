/**
 * A program that reads advisories, as CSAF 2.0 has it find them: from the metadata to each document by the ROLIE feed and by the
 * folder, with its hashes and its signature. It knows nothing of the program under test but an address.
 */
import { createHash } from 'node:crypto';
import type { Gnupg } from './gnupg.js';

/** Asks for one address: what is served there, or an error. */
export type Get = (address: string) => Promise<Buffer>;

/** What it came home with. */
export interface Walk {
  readonly publisher: string;
  /** Of the key that the metadata name. */
  readonly fingerprint: string;
  /** Documents by their ids, in the feed's order. */
  readonly documents: ReadonlyMap<string, CsafDocument>;
}

/** The parts of a document that are held against what names it. */
export interface CsafDocument {
  readonly document: {
    readonly title: string;
    readonly publisher: { readonly namespace: string };
    readonly references: readonly { readonly category: string; readonly url: string }[];
    readonly tracking: {
      readonly id: string;
      readonly version: string;
      readonly initial_release_date: string;
      readonly current_release_date: string;
    };
  };
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  readonly updated: string;
  readonly content: { readonly src: string };
  readonly link: readonly { readonly rel: string; readonly href: string }[];
}

/**
 * Goes the whole way.
 * @param gnupg - without any key: it takes the one that is served
 * @throws {Error} that says where the way ends or what does not agree
 */
export async function walkCsaf(metadataUrl: string, get: Get, gnupg: Gnupg): Promise<Walk> {
  const json = async (url: string) => JSON.parse((await get(url)).toString('utf8'));
  const metadata = await json(metadataUrl);
  same('the address of the metadata', metadata.canonical_url, metadataUrl);
  same('the role', metadata.role, 'csaf_trusted_provider');
  const [key] = metadata.public_openpgp_keys;
  gnupg.importKey((await get(key.url)).toString('utf8'));

  const rolie = metadata.distributions.find((one: object) => 'rolie' in one).rolie;
  const [feedUrl] = rolie.feeds.map(({ url }: { url: string }) => url);
  const service = await json(rolie.services[0]);
  same('the feed in the service document', service.service.workspace[0].collection[0].href, feedUrl);
  const { feed } = await json(feedUrl);
  const documents = new Map<string, CsafDocument>();
  const dates = new Map<string, string>();
  for (const entry of feed.entry as Entry[]) {
    const found = await documentOf(entry, key.fingerprint, get, gnupg);
    const { tracking, publisher } = found.document;
    same(`namespace of ${entry.id}`, publisher.namespace, metadata.publisher.namespace);
    documents.set(entry.id, found);
    dates.set(entry.content.src, tracking.current_release_date);
  }
  const newest = [...dates.values()].sort().at(-1);
  if (newest !== undefined) {
    // RFC 4287 §4.2.15: what was withdrawn since is a change of the feed, too, and of no document.
    if (feed.updated < newest) throw new Error('the feed is older than a document');
    if (metadata.last_updated < newest) throw new Error('the metadata are older than a document');
  }
  await listings(metadata, dates, get);
  return { publisher: metadata.publisher.name, fingerprint: key.fingerprint, documents };
}

/** §7.1.18 to §7.1.20 for one document, and what the feed says of it. */
async function documentOf(
  { id, title, published, updated, content, link }: Entry,
  fingerprint: string,
  get: Get,
  gnupg: Gnupg,
): Promise<CsafDocument> {
  const bytes = await get(content.src);
  const found: CsafDocument = JSON.parse(bytes.toString('utf8'));
  const { tracking, references } = found.document;
  same('an id', tracking.id, id);
  same(`title of ${id}`, title, found.document.title);
  same(`first release of ${id}`, published, tracking.initial_release_date);
  same(`last release of ${id}`, updated, tracking.current_release_date);
  const linked = (rel: string) => link.filter(one => one.rel === rel).map(({ href }) => href);
  same(`self of ${id}`, linked('self')[0], content.src);
  const own = references.filter(({ category }) => category === 'self').map(({ url }) => url);
  if (!own.includes(content.src)) throw new Error(`${id} does not name its own address`);
  // The page for people is there as well.
  for (const url of own) await get(url);
  // §5.1, and §7.1.11: a folder for the year of the first release.
  const place = new URL(content.src).pathname.split('/').slice(-2).join('/');
  same(`place of ${id}`, place, `${published.slice(0, 4)}/${id.toLowerCase()}.json`);
  const hashes = linked('hash');
  same(`hashes of ${id}`, hashes.length, 2);
  for (const url of hashes) {
    const [hash, name] = (await get(url)).toString('utf8').trim().split(/ [ *]/);
    const algorithm = url.split('.').at(-1) ?? '';
    same(`${algorithm} of ${id}`, hash, createHash(algorithm).update(bytes).digest('hex'));
    same(`file that the ${algorithm} of ${id} is of`, name, content.src.split('/').at(-1));
  }
  const [signature] = linked('signature');
  same(`signer of ${id}`, gnupg.verify(bytes, await get(signature ?? '')), fingerprint);
  return found;
}

/** §7.1.12 and §7.1.13: the folder's own lists name the same documents, the newest first. */
async function listings(
  metadata: { readonly distributions: readonly { readonly directory_url?: string }[] },
  dates: ReadonlyMap<string, string>,
  get: Get,
): Promise<void> {
  const folder = metadata.distributions.find(one => one.directory_url)?.directory_url ?? '';
  const lines = async (name: string) =>
    (await get(folder + name))
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '');
  same('index.txt', (await lines('index.txt')).map(path => folder + path).sort(), [...dates.keys()].sort());
  const rows = (await lines('changes.csv')).map(line => /^"([^"]+)","([^"]+)"$/.exec(line) ?? []);
  same('changes.csv', rows.map(([, path, date]) => `${folder}${path} ${date}`).sort(), [
    ...[...dates].map(([url, date]) => `${url} ${date}`).sort(),
  ]);
  const order = rows.map(([, , date]) => date ?? '');
  same('order of changes.csv', order, [...order].sort().reverse());
}

function same(what: string, found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one}, not ${other}`);
}
