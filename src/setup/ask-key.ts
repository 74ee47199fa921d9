/** The key that reports are encrypted to: made, taken from a file, or left for later. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { add } from 'date-fns/add';
import { z } from 'zod';
import { readPrivateKeyFile } from '../config/private-key-file.js';
import { readSecret } from '../config/secret.js';
import { Failure } from '../failure.js';
import type { Person as Named } from './answers.js';
import { givenSecret } from './ask-login.js';
import { answer, type Person } from './asking.js';
import { type DisclosureKey, importKey, isLocked, makeKey } from './disclosure-key.js';
import { FILES } from './installation.js';
import type { InitOptions } from './options.js';

type Choice = 'keep' | 'new' | 'import' | 'none';

export interface KeyAnswer {
  readonly key: DisclosureKey | null;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/**
 * Gets the key; a key of an earlier run in the folder is kept where nothing else is said.
 * @param folder - absolute
 */
export async function askKey(
  options: InitOptions,
  person: Person | null,
  { folder, identity, now }: { readonly folder: string; readonly identity: Named; readonly now: Date },
): Promise<KeyAnswer> {
  const earlier = join(folder, FILES.privateKey);
  const choice = chosen(options) ?? (await asked(person, existsSync(earlier) ? earlier : null));
  switch (choice) {
    case 'none':
      return { key: null, isNew: false };
    case 'new':
      return { key: await newKey(options, person, identity, now), isNew: true };
    case 'keep':
      return { key: await keyIn(earlier, options, person, { folder, identity, now }), isNew: false };
    case 'import': {
      const file = await answer(
        {
          flag: '--import-key',
          given: options.importKey,
          message: 'File of the private key, as gpg --export-secret-keys writes it:',
          schema: z.string().refine(file => existsSync(resolve(file)), { error: 'there is no such file' }),
        },
        person,
      );
      return { key: await keyIn(resolve(file), options, person, { folder, identity, now }), isNew: false };
    }
  }
}

/** @throws {Failure} `usage` where flags say more than one */
function chosen({ newKey, importKey, withoutKey }: InitOptions): Choice | null {
  if (Number(newKey) + Number(importKey !== undefined) + Number(withoutKey) > 1) {
    throw new Failure('usage', '--new-key, --import-key or --without-key: give one of them.');
  }
  if (importKey !== undefined) return 'import';
  if (newKey) return 'new';
  return withoutKey ? 'none' : null;
}

async function asked(person: Person | null, earlier: string | null): Promise<Choice> {
  if (person === null) return earlier === null ? 'new' : 'keep';
  return person.choice<Choice>('The PGP key that reports are encrypted to:', [
    ...(earlier === null ? [] : [{ value: 'keep' as const, name: `keep ${earlier}` }]),
    {
      value: 'new',
      name: 'make a new one',
      description: 'Curve25519, for the address above; valid for two years where you say nothing else',
    },
    { value: 'import', name: 'take one from a file' },
    {
      value: 'none',
      name: 'none yet',
      description: 'reports in the clear are read; encrypted ones are kept until there is a key',
    },
  ]);
}

async function newKey(
  options: InitOptions,
  person: Person | null,
  { name, address }: Named,
  now: Date,
): Promise<DisclosureKey> {
  const version = await answer(
    {
      flag: '--key-version',
      given: options.keyVersion,
      message:
        'Its version: 4 works everywhere; 6 (RFC 9580) not with GnuPG and most mail programs of today:',
      fallback: '4',
      schema: z.enum(['4', '6'], { error: 'must be 4 or 6' }),
    },
    person,
  );
  const years = await answer(
    {
      flag: '--key-years',
      given: options.keyYears,
      message: 'Years until it expires; it can be renewed:',
      fallback: '2',
      schema: z.coerce
        .number('must be a number')
        .int('must be whole')
        .min(1, 'must be 1 to 10')
        .max(10, 'must be 1 to 10'),
    },
    person,
  );
  const passphrase =
    passphraseGiven(options) ??
    (person !== null && (await person.choice('Its passphrase:', PASSPHRASES)) === 'typed'
      ? await typedTwice(person)
      : randomBytes(24).toString('base64url'));
  return makeKey({
    name,
    address,
    passphrase,
    version: version === '4' ? 4 : 6,
    created: now,
    expires: add(now, { years }),
  });
}

const PASSPHRASES = [
  { value: 'random', name: `a random one, in ${FILES.passphrase}` },
  { value: 'typed', name: `one that I type; the program needs it in ${FILES.passphrase} too` },
] as const;

async function typedTwice(person: Person): Promise<string> {
  for (;;) {
    const first = await person.secret('Passphrase:');
    if (first === (await person.secret('The same again (where it differs, both are asked for anew):')))
      return first;
  }
}

function passphraseGiven({ passphraseFile, passphraseEnv }: InitOptions): string | null {
  return givenSecret({ file: passphraseFile, env: passphraseEnv, flag: '--passphrase' });
}

async function keyIn(
  file: string,
  options: InitOptions,
  person: Person | null,
  { folder, identity, now }: { readonly folder: string; readonly identity: Named; readonly now: Date },
): Promise<DisclosureKey> {
  const bytes = readPrivateKeyFile(file, '--import-key');
  const kept = join(folder, FILES.passphrase);
  const ofEarlierRun = () =>
    file === join(folder, FILES.privateKey) && existsSync(kept)
      ? readSecret({ file: kept }, '--passphrase-file', folder)
      : null;
  const passphrase = (await isLocked(bytes))
    ? (passphraseGiven(options) ?? ofEarlierRun() ?? (await person?.secret('Its passphrase:')) ?? null)
    : null;
  return importKey({ file, bytes, passphrase, address: identity.address }, now);
}
