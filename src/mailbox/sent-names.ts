/**
 * Which of a mailbox's folders is the one for sent mail.
 */
import type { ListResponse } from 'imapflow';

/** What clients and servers call it in English, German, French and Spanish; the likelier first. */
const NAMES = [
  'Sent',
  'Sent Items',
  'Sent Mail',
  'Sent Messages',
  'Gesendet',
  'Gesendete Elemente',
  'Gesendete Objekte',
  'Gesendete Nachrichten',
  'Envoyés',
  'Éléments envoyés',
  'Messages envoyés',
  'Courriers envoyés',
  'Objets envoyés',
  'Enviados',
  'Elementos enviados',
  'Mensajes enviados',
  'Correo enviado',
].map(folded);

/** What such a folder may lie in; one in a folder of somebody's own is that person's. */
const PARENTS = new Set(['', 'inbox', '[gmail]', '[google mail]']);

/** A folder as the server lists it. */
export type ListedFolder = Pick<
  ListResponse,
  'path' | 'name' | 'parentPath' | 'flags' | 'specialUse' | 'specialUseSource'
>;

/**
 * The folder that the server calls \Sent (RFC 6154 §2), or else one of a known name.
 * @returns its path, or null where there is none
 */
export function sentAmong(folders: readonly ListedFolder[]): string | null {
  const usable = folders.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'));
  const announced = usable.find(
    // The library's guesses by name are wider than ours.
    ({ specialUse, specialUseSource }) => specialUse === '\\Sent' && specialUseSource === 'extension',
  );
  if (announced) return announced.path;
  const named = usable
    .filter(({ parentPath }) => PARENTS.has(folded(parentPath)))
    .map(({ path, name, parentPath }) => ({
      path,
      depth: parentPath === '' ? 0 : 1,
      rank: NAMES.indexOf(folded(name)),
    }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.depth - b.depth || a.rank - b.rank);
  return named[0]?.path ?? null;
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
