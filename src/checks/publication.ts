/**
 * What is published of us, as the world sees it: security.txt, the key beside it, and the key in the Web Key Directory of our
 * address. All three have to be of the key that is configured, or reports come that nobody can open.
 */
import type { PublicKey } from 'openpgp';
import type { Config } from '../config/config.js';
import { type Ask, lookUpKey } from '../directory/web-key-directory.js';
import { readCertificates } from '../message/keyring.js';
import { keyPlace } from '../publication/csaf/places.js';
import { SECURITY_TXT } from '../publication/security-txt.js';
import { dayAndDistance, daysUntil } from './days.js';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';

/** Days before it expires in which security.txt should be renewed. */
const SOON = 30;

type Published = Pick<Config, 'publication' | 'policy' | 'identity' | 'privateKeys'>;

/** Whether security.txt can be published at all. Pure. */
export function judgePublication({ publication, policy }: Published): CheckResult[] {
  if (publication === null) return [];
  const id = 'publication.expires';
  return [
    policy.expires === undefined
      ? warning(
          id,
          'security.txt has to say until when it holds, and is not published without that.',
          'Write a day within the next year to policy.expires.',
        )
      : ok(id, `What is published at ${publication.url} can say until when it holds.`),
  ];
}

/** Asks for what is published. @param ask - follows no redirect */
export async function* checkPublished(config: Published, ask: Ask, now: Date): AsyncGenerator<CheckResult> {
  const { publication, identity, privateKeys } = config;
  if (publication === null) return;
  const own = (await readCertificates(privateKeys[0]?.bytes ?? new Uint8Array()))[0] ?? null;
  yield await checkSecurityTxt(publication.url, own, ask, now);
  if (own === null) {
    yield skipped('publication.key', 'There is no key of yours that could be published.');
    return;
  }
  const place = publication.url + keyPlace(own.getFingerprint());
  const answer = await ask(new URL(place));
  yield answer.kind === 'found'
    ? await judgeKey('publication.key', place, answer.bytes, own, now)
    : warning(
        'publication.key',
        `Your key is not at ${place}, which security.txt and advisories name.`,
        PUBLISH,
      );
  const address = identity.address.toLowerCase();
  const found = await lookUpKey(address, ask);
  const id = 'publication.directory';
  yield found === null
    ? warning(
        id,
        `The Web Key Directory of ${address} has no key, so mail programs don't find yours by the address.`,
        `Serve the folder that publish writes as openpgpkey.${address.replace(/^.*@/, '')} too (docs/publishing.md).`,
      )
    : await judgeKey(id, `the Web Key Directory of ${address}`, found, own, now);
}

const PUBLISH = 'Run "security-inbox publish" again, and serve its folder there.';

async function checkSecurityTxt(
  root: string,
  own: PublicKey | null,
  ask: Ask,
  now: Date,
): Promise<CheckResult> {
  const id = 'publication.security-txt';
  const place = root + SECURITY_TXT;
  const answer = await ask(new URL(place));
  if (answer.kind !== 'found') return warning(id, `${place} was not found.`, PUBLISH);
  const text = Buffer.from(answer.bytes).toString('utf8');
  const fields = [...text.matchAll(/^([A-Za-z-]+):[ \t]*(\S.*?)[ \t\r]*$/gm)];
  const valuesOf = (name: string) =>
    fields.filter(([, one]) => one?.toLowerCase() === name).map(([, , value]) => value ?? '');
  const expires = new Date(valuesOf('expires')[0] ?? '');
  if (Number.isNaN(expires.getTime()) || valuesOf('contact').length === 0) {
    return warning(id, `${place} is no security.txt: RFC 9116 wants Contact and Expires.`, PUBLISH);
  }
  const named = valuesOf('encryption').find(value => /^openpgp4fpr:/i.test(value));
  if (own !== null && named !== undefined && named.slice(12).toLowerCase() !== own.getFingerprint()) {
    return failure(id, 'config', `${place} names another key than the first of pgp.privateKeys.`, PUBLISH);
  }
  const until = dayAndDistance(expires, now);
  const remedy = 'Write a later day to policy.expires, and run "security-inbox publish" again.';
  if (expires <= now) return failure(id, 'config', `${place} expired on ${until}.`, remedy);
  return daysUntil(expires, now) < SOON
    ? warning(id, `${place} is valid until ${until}.`, remedy)
    : ok(id, `${place} is valid until ${until}, and names your key.`);
}

/** @param place - as words of a sentence */
async function judgeKey(
  id: string,
  place: string,
  bytes: Uint8Array,
  own: PublicKey,
  now: Date,
): Promise<CheckResult> {
  const found = (await readCertificates(bytes)).find(key => key.getFingerprint() === own.getFingerprint());
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
