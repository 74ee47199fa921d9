/** Which folder is read as Junk. */
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import type { MailboxConfig } from '../../src/config/config.js';
import { junkFolder } from '../../src/mailbox/junk.js';

const CONFIG = {
  host: 'imap.example.test',
  port: 993,
  user: 'u',
  password: 'p',
  security: 'tls' as const,
  ca: null,
  folder: 'INBOX',
  junkFolder: 'auto',
  sentFolder: 'auto',
  authservId: null,
  path: 'mailbox',
  foldersOfOthers: [],
};

/** A server that announces a folder as \Junk (RFC 6154 §2). */
function announcing(path: string): ImapFlow {
  const folders = [{ path, specialUse: '\\Junk', flags: new Set<string>() }];
  return { list: async () => folders } as unknown as ImapFlow;
}

type Folders = Partial<Pick<MailboxConfig, 'folder' | 'junkFolder' | 'foldersOfOthers'>>;

it.each<[string, Folders, string]>([
  ['the main folder', { folder: 'Spam' }, 'Spam'],
  ['the main folder, announced in another case', { folder: 'inbox' }, 'INBOX'],
  ['the main folder, named in another case', { junkFolder: 'Inbox' }, 'Spam'],
  ['what is read for another mailbox', { folder: 'A', foldersOfOthers: ['Inbox'] }, 'INBOX'],
])('%s is not read a second time as Junk', async (_name, fields, announced) => {
  expect(await junkFolder(announcing(announced), { ...CONFIG, ...fields })).toBeNull();
});

it('a folder whose name differs in case is another, but for INBOX', async () => {
  expect(await junkFolder(announcing('spam'), { ...CONFIG, folder: 'Spam' })).toBe('spam');
});
