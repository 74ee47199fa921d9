/**
 * The web form: its address taken apart, its mailbox found.
 */
import { Failure } from '../failure.js';
import type { FormConfig } from './config.js';
import { listenPlace } from './listen-address.js';
import { isLoopback } from './loopback.js';
import type { ConfigFile } from './schema.js';

/**
 * Base64 with its line ends has 78 characters for 57 bytes (RFC 2045 §6.8), and what the browser encrypts is in it twice; the words
 * take some more.
 */
export const GROWTH = 1.95;

/**
 * Completes the settings.
 * @param names - of the mailboxes
 * @returns null where no form is configured
 * @throws {Failure} `config` where an address is not one that may be used, or no such mailbox is there
 */
export function loadForm({ form, limits }: ConfigFile, names: readonly string[]): FormConfig | null {
  if (form === undefined) return null;
  const { listen, url: written, mailbox = names.length === 1 ? names[0] : undefined, ...rest } = form;
  const url = new URL(written);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new Failure(
      'config',
      `form.url is "${written}": what people write would cross the network in the clear. Have your proxy offer it by https.`,
    );
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new Failure('config', 'form.url must be an address without login, "?" and "#".');
  }
  if (mailbox === undefined || !names.includes(mailbox)) {
    throw new Failure(
      'config',
      `form.mailbox ${mailbox === undefined ? 'is missing' : `is "${mailbox}", and there is none of that name`}. Name the one that takes the reports: ${names.join(', ')}.`,
    );
  }
  if (rest.bytes * GROWTH > limits.messageBytes) {
    throw new Failure(
      'config',
      `form.bytes is ${rest.bytes}, and a mail of as many has more than limits.messageBytes (${limits.messageBytes}) as it is written. Take ${Math.floor(limits.messageBytes / GROWTH)} at most.`,
    );
  }
  return {
    ...rest,
    url,
    mailbox,
    listen: listenPlace(listen, 'form.listen', '127.0.0.1:8025'),
  };
}
