/**
 * What a client asks of folders that it has not opened: LIST and STATUS, RFC 9051 §6.3.9 and §6.3.11.
 */
import type { Word } from './command.js';
import type { Folder } from './folder.js';

/** @param pattern - "*" stands for anything, "%" for anything within a level */
export function namesLike(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('%', '[^/]*')}$`);
}

/** @returns names and numbers in turn; what is not known here is left out */
export function statusOf(folder: Folder, asked: readonly Word[]): string {
  const values: Readonly<Record<string, number>> = {
    MESSAGES: folder.messages.length,
    UIDNEXT: folder.nextUid,
    UIDVALIDITY: folder.uidValidity,
    UNSEEN: folder.messages.filter(({ flags }) => !flags.has('\\Seen')).length,
    RECENT: 0,
  };
  const known = asked.map(item => String(item).toUpperCase()).filter(item => values[item] !== undefined);
  return known.map(item => `${item} ${values[item]}`).join(' ');
}
