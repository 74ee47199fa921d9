import { expect, it } from 'vitest';
import { type ListedFolder, sentAmong } from '../../src/mailbox/sent-names.js';

function folder(path: string, more: Partial<ListedFolder> = {}): ListedFolder {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  return { path, name, parentPath: parts.join('/'), flags: new Set(), ...more };
}

const announced = (path: string): ListedFolder =>
  folder(path, { specialUse: '\\Sent', specialUseSource: 'extension' });

it.each<[string, ListedFolder[], string | null]>([
  ['the folder that the server calls \\Sent', [folder('Sent'), announced('Outgoing')], 'Outgoing'],
  ['an English name', [folder('INBOX'), folder('Sent Items')], 'Sent Items'],
  ['a German name', [folder('INBOX'), folder('Gesendete Objekte')], 'Gesendete Objekte'],
  [
    'a French name, its accents composed or not',
    [folder('E\u0301le\u0301ments envoye\u0301s')],
    'E\u0301le\u0301ments envoye\u0301s',
  ],
  ['a Spanish name in any case', [folder('ENVIADOS')], 'ENVIADOS'],
  ['a child of INBOX', [folder('INBOX'), folder('INBOX/Sent')], 'INBOX/Sent'],
  ['the one at the top before a child', [folder('INBOX/Sent'), folder('Gesendet')], 'Gesendet'],
  ['the likelier of two names', [folder('Enviados'), folder('Sent')], 'Sent'],
  ['no folder in one of somebody’s own', [folder('Archive'), folder('Archive/Sent')], null],
  ['no folder whose name only holds the word', [folder('Sent to clients'), folder('Unsent')], null],
  [
    'no guess of the library’s',
    [folder('Odeslaná pošta', { specialUse: '\\Sent', specialUseSource: 'name' })],
    null,
  ],
  ['none that can’t be opened', [folder('Sent', { flags: new Set(['\\Noselect']) })], null],
  ['none where there is none', [folder('INBOX')], null],
])('for sent mail is taken %s', (_name, folders, path) => {
  expect(sentAmong(folders)).toBe(path);
});
