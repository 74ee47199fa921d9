/** The form as `serve` serves it, and those who send it without a browser. */

import { once } from 'node:events';
import { createServer } from 'node:net';
import { formTokens } from '../../src/form/token.js';
import type { Account, Installation, Running } from '../world/program.js';
import { FIELDS } from './sample.js';

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The part of config.json for a form on that port. */
export function formAt(port: number, more: object = {}): NonNullable<Account['overrides']> {
  return { form: { listen: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/report/`, ...more } };
}

/** A token of a form that was opened some minutes ago, as people need to fill it in. */
export function openedBefore(secretKey: string, minutes = 5): string {
  return formTokens(Buffer.from(secretKey)).issue(new Date(Date.now() - minutes * 60_000));
}

export interface Sent {
  readonly status: number;
  readonly page: string;
  /** That the page tells; null where it tells none. */
  readonly number: string | null;
}

/** Sends the form as a browser without JavaScript does. */
export async function send(
  port: number,
  fields: Readonly<Record<string, string>>,
  {
    files = [],
    headers = {},
    bare = false,
  }: {
    readonly files?: readonly File[];
    readonly headers?: Readonly<Record<string, string>>;
    /** Without the fields of the sample. */
    readonly bare?: boolean;
  } = {},
): Promise<Sent> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...(bare ? {} : FIELDS), ...fields })) body.set(name, value);
  for (const file of files) body.append('files', file);
  const response = await fetch(`http://127.0.0.1:${port}/report/`, { method: 'POST', body, headers });
  const page = await response.text();
  return {
    status: response.status,
    page,
    number: /<strong id="number">([^<]+)</.exec(page)?.[1] ?? null,
  };
}

/** Starts `serve` and waits until it answers. */
export async function serving(inbox: Installation): Promise<Running> {
  const running = inbox.start('serve');
  await running.logged('form.listening');
  return running;
}
