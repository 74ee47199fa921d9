/**
 * What is published of us, as the world sees it: security.txt, what names our advisories, the key beside it, and
 * the key in the Web Key Directory of our address. All keys have to be the one that is configured, or reports come that nobody can open.
 */
import type { PublicKey } from 'openpgp';
import type { Config } from '../config/config.js';
import { type Ask, askForKey } from '../directory/web-key-directory.js';
import { jsonOf } from '../json-of.js';
import { readCertificates } from '../message/keyring.js';
import { keyPlace, METADATA_PLACE } from '../publication/csaf/places.js';
import { isFarAhead, SECURITY_TXT } from '../publication/security-txt.js';
import { notThere } from './not-there.js';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';
import { judgeSecurityTxt } from './security-txt.js';

type Published = Pick<Config, 'publication' | 'policy' | 'identity' | 'privateKeys'>;

/** Whether security.txt can be published at all, and all of it. Pure. */
export function judgePublication({ publication, policy }: Published, now: Date): CheckResult[] {
  if (publication === null) return [];
  return [judgeExpires(policy.expires, publication.url, now), ...judgePolicyUrl(policy.url)];
}

function judgeExpires(expires: string | undefined, url: string, now: Date): CheckResult {
  const id = 'publication.expires';
  const remedy = 'Write a day within the next year to policy.expires.';
  if (expires === undefined) {
    return warning(
      id,
      'security.txt has to say until when it holds, and is not published without that.',
      remedy,
    );
  }
  return isFarAhead(new Date(expires), now)
    ? warning(id, 'security.txt would hold for a year or longer, and RFC 9116 recommends less.', remedy)
    : ok(id, `What is published at ${url} can say until when it holds.`);
}

function judgePolicyUrl(url: string): CheckResult[] {
  if (url.startsWith('https:')) return [];
  return [
    warning(
      'publication.policy',
      `security.txt does not name ${url}, because RFC 9116 wants https there.`,
      'Serve the policy over https, or name the policy.html that publish writes in policy.url.',
    ),
  ];
}

/** Asks for what is published. @param ask - follows no redirect */
export async function* checkPublished(config: Published, ask: Ask, now: Date): AsyncGenerator<CheckResult> {
  const { publication, identity, privateKeys } = config;
  if (publication === null) return;
  const own = (await readCertificates(privateKeys[0]?.bytes ?? new Uint8Array()))[0] ?? null;
  const place = publication.url + SECURITY_TXT;
  const securityTxt = await ask(new URL(place));
  const id = 'publication.security-txt';
  yield securityTxt.kind === 'found'
    ? await judgeSecurityTxt(id, place, securityTxt, { address: identity.address, own }, now, PUBLISH)
    : notThere(id, place, securityTxt, PUBLISH);
  yield await checkMetadata(publication.url, ask);
  if (own === null) {
    yield skipped('publication.key', 'There is no key of yours that could be published.');
    return;
  }
  yield await checkKey(publication.url + keyPlace(own.getFingerprint()), own, ask, now);
  yield await checkDirectory(identity.address.toLowerCase(), own, ask, now);
}

/** The key that security.txt and advisories name. */
async function checkKey(place: string, own: PublicKey, ask: Ask, now: Date): Promise<CheckResult> {
  const id = 'publication.key';
  const answer = await ask(new URL(place));
  return answer.kind === 'found'
    ? judgeKey(id, place, answer.bytes, own, now)
    : notThere(id, place, answer, PUBLISH);
}

/** The key that mail programs find by our address. */
async function checkDirectory(address: string, own: PublicKey, ask: Ask, now: Date): Promise<CheckResult> {
  const id = 'publication.directory';
  const asked = await askForKey(address, ask);
  if (asked === null) return skipped(id, `${address} is no address that a Web Key Directory could be of.`);
  const { url, answer } = asked;
  if (answer.kind === 'found') {
    return judgeKey(id, `the Web Key Directory of ${address}`, answer.bytes, own, now);
  }
  const advanced = `openpgpkey.${address.replace(/^.*@/, '')}`;
  const remedy = `Serve the folder that publish writes as ${advanced} too (docs/publishing.md).`;
  const { message, remedy: told = remedy } = notThere(id, url.href.replace(/\?.*$/, ''), answer, remedy);
  return warning(id, `Mail programs don't find your key by ${address}: ${message}`, told);
}

const PUBLISH = 'Run "security-inbox publish" again, and serve its folder there.';

/** Where programs find our advisories: CSAF 2.0 §7.1.7. */
async function checkMetadata(root: string, ask: Ask): Promise<CheckResult> {
  const id = 'publication.csaf';
  const place = root + METADATA_PLACE;
  const answer = await ask(new URL(place));
  if (answer.kind !== 'found') return notThere(id, place, answer, PUBLISH);
  return namesItself(answer.bytes, place)
    ? ok(id, `Programs that read advisories find yours by ${place}.`)
    : warning(id, `${place} is not what publish writes there.`, PUBLISH);
}

function namesItself(bytes: Uint8Array, place: string): boolean {
  const metadata = jsonOf(Buffer.from(bytes).toString('utf8'));
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'canonical_url' in metadata &&
    metadata.canonical_url === place
  );
}

/** @param place - as words of a sentence */
async function judgeKey(
  id: string,
  place: string,
  bytes: Uint8Array,
  own: PublicKey,
  now: Date,
): Promise<CheckResult> {
  const keys = await readCertificates(bytes);
  if (keys.length === 0) return warning(id, `There is no key at ${place}, but something else.`, PUBLISH);
  const found = keys.find(key => key.getFingerprint() === own.getFingerprint());
  if (found === undefined) {
    return failure(
      id,
      'config',
      `The key at ${place} is another than the first of pgp.privateKeys: what is encrypted to it may not open.`,
      PUBLISH,
    );
  }
  const [theirs, ours] = await Promise.all([encryptsWith(found, now), encryptsWith(own, now)]);
  return theirs === ours
    ? ok(id, `The key at ${place} is yours.`)
    : warning(
        id,
        `The key at ${place} is yours in an older state: people encrypt to another part of it.`,
        PUBLISH,
      );
}

/** @returns the fingerprint of the part that people encrypt to; null where there is none */
function encryptsWith(key: PublicKey, now: Date): Promise<string | null> {
  return key.getEncryptionKey(undefined, now).then(
    part => part.getFingerprint(),
    () => null,
  );
}
