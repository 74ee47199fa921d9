import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, loadStoreConfig } from '../../src/config/load.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  for (const name of ['support.key', 'product.key']) writeFileSync(join(folder, name), name, { mode: 0o600 });
});

afterEach(() => rmSync(folder, { recursive: true }));

const ACCOUNT = { host: 'imap.example.com', user: 'support@example.com', password: 'inbox-word' };
const SUPPORT = { name: 'support', mailbox: ACCOUNT };
const PRODUCT = {
  name: 'product',
  mailbox: { host: 'imap.example.com', user: 'product@example.com', password: 'other-word' },
};
const SHARED = {
  smtp: { host: 'smtp.example.com' },
  identity: { name: 'Security', address: 'support@example.com', aliases: ['psirt@example.com'] },
  database: 'data/inbox.sqlite',
  policy: { url: 'https://example.com/policy' },
};

function fileOf(config: unknown): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

function load(mailboxes: readonly object[], shared: object = SHARED) {
  return loadConfig(fileOf({ ...shared, mailboxes }), () => undefined);
}

function mistake(config: object): string {
  try {
    loadConfig(fileOf(config), () => undefined);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
}

describe('a list of mailboxes', () => {
  it('is one configuration for each, in the order of the file', () => {
    expect(load([SUPPORT, PRODUCT]).map(({ name, mailbox }) => [name, mailbox.user])).toEqual([
      ['support', 'support@example.com'],
      ['product', 'product@example.com'],
    ]);
    expect(loadStoreConfig(join(folder, 'config.json')).mailboxes).toEqual(['support', 'product']);
  });

  it('takes from the top what an entry leaves out, and in its place, as a whole, what it has', () => {
    const [support, product] = load([
      SUPPORT,
      {
        ...PRODUCT,
        identity: { name: 'Product Security', address: 'product@example.com' },
        trigger: { subject: 'Product Alert' },
        policy: { url: 'https://example.com/product-policy' },
        reportIdPrefix: 'PR',
        answering: { perHour: 7 },
        publication: { url: 'https://product.example.com', name: 'Product' },
      },
    ]);
    expect(support).toMatchObject({
      identity: SHARED.identity,
      trigger: { subject: 'Security Alert' },
      reportIdPrefix: 'TS',
      publication: null,
      answering: { perHour: 1000 },
    });
    expect(product).toMatchObject({
      identity: { name: 'Product Security', aliases: [] },
      trigger: { subject: 'Product Alert' },
      policy: { url: 'https://example.com/product-policy', disclosureDays: 90 },
      reportIdPrefix: 'PR',
      answering: { perHour: 7, perSenderPerHour: 5 },
      publication: { url: 'https://product.example.com/', name: 'Product' },
      smtp: { host: 'smtp.example.com' },
    });
  });

  it('needs nothing at the top that each entry has', () => {
    const { smtp, identity, policy, database } = SHARED;
    expect(load([{ ...SUPPORT, smtp, identity, policy }], { database })).toHaveLength(1);
  });

  it('shares one database and what is ours: the addresses of all, by which none answers another', () => {
    const own = { name: 'P', address: 'Product@example.com' };
    const [support, product] = load([SUPPORT, { ...PRODUCT, identity: own }]);
    expect(product?.database).toBe(support.database);
    for (const config of [support, product]) {
      expect(config?.ownAddresses).toEqual([
        'support@example.com',
        'psirt@example.com',
        'product@example.com',
      ]);
    }
  });

  it('has each mailbox read with the keys of all, its own first: a mail to both is encrypted to either', () => {
    const keyOf = (file: string) => ({ pgp: { privateKeys: [{ file }] } });
    const [support, product] = load([SUPPORT, { ...PRODUCT, ...keyOf('product.key') }], {
      ...SHARED,
      ...keyOf('support.key'),
    });
    const files = (keys?: readonly { file: string }[]) => keys?.map(({ file }) => file);
    expect(files(support.privateKeys)).toEqual([join(folder, 'support.key')]);
    expect(files(support.furtherKeys)).toEqual([join(folder, 'product.key')]);
    expect(files(product?.privateKeys)).toEqual([join(folder, 'product.key')]);
    expect(files(product?.furtherKeys)).toEqual([join(folder, 'support.key')]);
  });

  it('may hold several folders of one account, each of which knows of the others', () => {
    const alerts = {
      name: 'alerts',
      mailbox: { ...ACCOUNT, folder: 'Alerts', junkFolder: false },
    };
    const [support, second] = load([SUPPORT, alerts, PRODUCT]);
    expect(support.mailbox.foldersOfOthers).toEqual(['Alerts']);
    expect(second?.mailbox.foldersOfOthers).toEqual(['INBOX']);
  });
});

describe('a mistake in a list of mailboxes is named by its path', () => {
  const folderOf = (mailbox: object, name = 'second') => ({ name, mailbox: { ...ACCOUNT, ...mailbox } });

  it.each<[string, object, string]>([
    [
      'a mailbox beside the list',
      { ...SHARED, mailbox: ACCOUNT, mailboxes: [SUPPORT] },
      'mailbox or mailboxes',
    ],
    ['neither', SHARED, 'mailbox is missing'],
    ['an empty list', { ...SHARED, mailboxes: [] }, 'mailboxes'],
    [
      'a mistyped key',
      { ...SHARED, mailboxes: [SUPPORT, { ...PRODUCT, mailbox: { ...ACCOUNT, fodler: 'x' } }] },
      'mailboxes.1.mailbox.fodler is not a known key; did you mean "folder"?',
    ],
    ['a missing name', { ...SHARED, mailboxes: [{ mailbox: ACCOUNT }] }, 'mailboxes.0.name is missing'],
    [
      'a missing part',
      { ...SHARED, smtp: undefined, mailboxes: [{ ...SUPPORT, smtp: SHARED.smtp }, PRODUCT] },
      'mailboxes.1.smtp is missing; give it there, or at the top',
    ],
    [
      'a password that is not there',
      {
        ...SHARED,
        mailboxes: [SUPPORT, { ...PRODUCT, smtp: { host: 'h', user: 'u', password: { file: 'no' } } }],
      },
      'mailboxes.1.smtp.password',
    ],
    [
      'a key that is not there, where an entry has its own',
      { ...SHARED, mailboxes: [SUPPORT, { ...PRODUCT, pgp: { privateKeys: [{ file: 'no.asc' }] } }] },
      'mailboxes.1.pgp.privateKeys.0.file',
    ],
    [
      'a password at the top that is not there',
      { ...SHARED, smtp: { host: 'h', user: 'u', password: { file: 'no' } }, mailboxes: [SUPPORT] },
      ' smtp.password'.trim(),
    ],
    [
      'a name that two have',
      { ...SHARED, mailboxes: [SUPPORT, { ...PRODUCT, name: 'support' }] },
      'mailboxes.1.name: "support" is the name of another mailbox',
    ],
    [
      'a folder that is read twice, in another case',
      { ...SHARED, mailboxes: [SUPPORT, folderOf({ host: 'IMAP.example.com', folder: 'inbox' })] },
      'mailboxes.1.mailbox.folder: "inbox" is read for support already',
    ],
    [
      'a folder that another reads as its junk',
      {
        ...SHARED,
        mailboxes: [
          folderOf({ junkFolder: 'Alerts' }, 'a'),
          folderOf({ folder: 'Alerts', junkFolder: false }),
        ],
      },
      'mailboxes.1.mailbox.folder',
    ],
    [
      'two that may read the same junk',
      { ...SHARED, mailboxes: [SUPPORT, folderOf({ folder: 'Alerts' })] },
      'mailboxes.1.mailbox.junkFolder',
    ],
    [
      'sent mail in a folder that another reads',
      {
        ...SHARED,
        mailboxes: [SUPPORT, folderOf({ folder: 'Alerts', junkFolder: false, sentFolder: 'INBOX' })],
      },
      'mailboxes.1.mailbox.sentFolder',
    ],
  ])('%s', (_name, config, expected) => {
    expect(mistake(config)).toContain(expected);
  });

  it('beside all others', () => {
    const message = mistake({ database: '', mailboxes: [{ ...SUPPORT, nmae: 1 }] });
    for (const part of ['database', 'mailboxes.0.nmae', 'mailboxes.0.smtp', 'mailboxes.0.identity']) {
      expect(message).toContain(part);
    }
  });
});
