/**
 * Engineers and webhooks as the program uses them: keys read, URLs looked up and judged. A webhook's URL lets whoever
 * has it post in the team's name, so no message here repeats one.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import type { EngineerConfig, WebhookConfig } from './config.js';
import type { ConfigFile } from './schema.js';
import { readSecret } from './secret.js';
import { secretUrl } from './secret-url.js';

/**
 * Completes the engineers. Whether a file holds a key is for those to say who have the OpenPGP library.
 * @param folder - relative paths count from it
 * @throws {Failure} `config` naming the key file that can't be read
 */
export function loadEngineers(engineers: ConfigFile['engineers'], folder: string): EngineerConfig[] {
  return engineers.map(({ name, address, key }, index) => {
    if (key === undefined) return { name, address, key: null };
    const file = resolve(folder, key);
    try {
      return { name, address, key: { file, bytes: readFileSync(file) } };
    } catch (error) {
      const code = errorCode(error);
      const reason = code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown error');
      throw new Failure(
        'config',
        `engineers.${index}.key: can't read ${file}: ${reason}. Export the key with: gpg --export --armor ${address} > '${file}'`,
        { cause: error },
      );
    }
  });
}

/**
 * Looks up the webhooks' secrets.
 * @throws {Failure} `config` where one is missing, or a URL is no https address (or http to this machine)
 */
export function loadWebhooks(webhooks: ConfigFile['webhooks'], folder: string): WebhookConfig[] {
  return webhooks.map(({ name, url, shape, headers = {}, events }, index) => {
    const path = `webhooks.${index}`;
    return {
      name,
      url: secretUrl(readSecret(url, `${path}.url`, folder), `${path}.url`, {
        unreadable: 'Copy it once more from where the webhook was made.',
        login: 'Put them into webhooks.…headers.',
      }),
      shape,
      headers: Object.entries(headers).map(([header, value]) => {
        const secret = readSecret(value, `${path}.headers.${header}`, folder);
        // RFC 9110 §5.5: visible characters, blanks and tabs; anything else would break the request.
        if (!/^[\t\u0020-\u007e]*$/.test(secret)) {
          throw new Failure(
            'config',
            `${path}.headers.${header} holds what no header may: write it in ASCII.`,
          );
        }
        return [header, secret] as const;
      }),
      events: events ?? null,
    };
  });
}
