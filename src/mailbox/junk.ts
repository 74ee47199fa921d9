/**
 * The Junk folder: encrypted mail from strangers is what spam filters like least, so reports land there. It is read
 * by the same rules as the main folder and left as it is.
 */
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../config/config.js';
import { folderName } from '../config/mailbox-list.js';
import { listFolders } from './listing.js';

/**
 * The folder to read as Junk.
 * @returns its path, or null where none is wanted or, with `auto`, the server has none that is not read already
 */
export async function junkFolder(client: ImapFlow, config: MailboxConfig): Promise<string | null> {
  const path = config.junkFolder === 'auto' ? await announcedJunk(client) : config.junkFolder;
  if (path === false) return null;
  return [config.folder, ...config.foldersOfOthers].map(folderName).includes(folderName(path)) ? null : path;
}

/** RFC 6154 §2: \Junk; for servers without the extension imapflow goes by the names that clients give. */
async function announcedJunk(client: ImapFlow): Promise<string | false> {
  const folders = await listFolders(client);
  const junk = folders.find(
    ({ specialUse, flags }) =>
      specialUse === '\\Junk' && !flags.has('\\Noselect') && !flags.has('\\NonExistent'),
  );
  return junk?.path ?? false;
}
