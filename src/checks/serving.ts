/**
 * Whether `serve` is there where the configuration says, or could be: the address or the socket's folder, who answers there, and
 * whether the form is found where people are told that it is.
 */
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FormConfig, ListenPlace } from '../config/config.js';
import type { EngineersPageConfig } from '../config/load-engineers-page.js';
import { errorCode, Failure } from '../failure.js';
import { fetchErrorCode } from '../notice/post.js';
import { presenceAt, type ServedKey } from '../serving/presence.js';
import { version } from '../version.js';
import { listenOnce } from './monitoring.js';
import { type CheckResult, failed, failure, ok, skipped, warning } from './result.js';

/** Of a folder in which nobody may take away what belongs to others. */
const STICKY = 0o1000;

/** Characters of a page that are looked at. */
const LONGEST_PAGE = 1_000_000;

/**
 * Looks at both.
 * @param page - gives what is configured of the engineers' page, or throws what is wrong with it
 * @param online - whether the form is asked for as people do
 * @param seconds - that each answer may take
 */
export async function* checkServing(
  form: FormConfig | null,
  page: () => EngineersPageConfig | null,
  online: boolean,
  seconds: number,
): AsyncGenerator<CheckResult> {
  if (form !== null) {
    yield await checkPlace('form.listen', form.listen, seconds);
    yield online
      ? await checkUrl(form.url, seconds)
      : skipped('form.url', `--online asks for the form at ${form.url.href}, as people do.`);
  }
  try {
    const configured = page();
    if (configured !== null) yield await checkPlace('engineersPage.listen', configured.listen, seconds);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield failed('engineersPage.listen', error);
  }
}

/** @param seconds - that an answer may take */
export async function checkPlace(key: ServedKey, place: ListenPlace, seconds: number): Promise<CheckResult> {
  const wrong = 'socket' in place ? wrongWithFolder(key, place.socket) : null;
  if (wrong !== null) return wrong;
  const address = 'socket' in place ? place.socket : `${place.host}:${place.port}`;
  const found = await presenceAt(place, seconds);
  if (found.kind === 'serve' && found.serves !== key) {
    return failure(key, 'config', `${address} is taken by ${found.serves}.`, `Give ${key} one of its own.`);
  }
  if (found.kind === 'serve') {
    return found.version === version
      ? ok(key, `A running serve answers at ${address}.`)
      : warning(
          key,
          `A running serve of version ${found.version} answers at ${address}, and this is ${version}.`,
          'Restart serve.',
        );
  }
  const code =
    found.kind === 'other'
      ? 'EADDRINUSE'
      : 'socket' in place
        ? null
        : await listenOnce(place.host, place.port);
  switch (code) {
    case null:
      return warning(
        key,
        `Nobody answers at ${address}, where serve would.`,
        'Start "security-inbox serve"; "security-inbox install-service serve" has systemd start it.',
      );
    case 'EADDRINUSE':
      return failure(
        key,
        'not-possible',
        `Another program has ${address}, so serve can't answer there.`,
        `Give ${key} another one, and your proxy too.`,
      );
    default:
      return failure(
        key,
        'not-possible',
        `Nobody can listen at ${address} (${code}).`,
        `Name an address that this machine has, and a port of 1024 or more, as ${key}.`,
      );
  }
}

/** Where nobody can make a socket, or the proxy's user can't get at it. */
function wrongWithFolder(key: ServedKey, socket: string): CheckResult | null {
  const folder = dirname(socket);
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there?.isDirectory() !== true) {
    return failure(
      key,
      'output',
      `The folder of ${key}, ${folder}, is not there.`,
      folder.startsWith('/run/')
        ? 'The unit that "security-inbox install-service serve" writes makes it when it starts.'
        : 'Make it, for the user that runs serve and the group of your proxy.',
    );
  }
  const isOpenToAll = (there.mode & 0o002) !== 0;
  if (isOpenToAll && (there.mode & STICKY) === 0) {
    return failure(
      key,
      'config',
      `Every user of this machine can put a socket of their own into ${folder}, in place of ${key}.`,
      `Run: chmod o-w '${folder}'`,
    );
  }
  if ((there.mode & 0o011) === 0) {
    return warning(
      key,
      `Nobody but its owner can enter ${folder}, the folder of ${key}, so your proxy reaches it as that user or root alone.`,
      `Give it a group that the proxy's user is in, and run: chmod g+x '${folder}'`,
    );
  }
  const found = lstatSync(socket, { throwIfNoEntry: false });
  if (found !== undefined && !found.isSocket()) {
    return failure(key, 'config', `${socket}, which ${key} names, is no socket.`, 'Name another path.');
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return failure(
      key,
      'output',
      `This user can't make a socket in ${folder}, the folder of ${key} (${errorCode(error) ?? 'unknown error'}).`,
      'Let the user that runs serve write to it. Where that is another user, run check as that one.',
    );
  }
}

/** @param seconds - that it may take */
export async function checkUrl(url: URL, seconds: number): Promise<CheckResult> {
  const id = 'form.url';
  const remedy =
    'Compare the path in form.url with the one that your proxy hands on; it has to stay as it is (docs/form.md).';
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(seconds * 1000) });
    const text = (await response.text()).slice(0, LONGEST_PAGE);
    if (response.status === 200 && text.includes('<form id="report" method="post"'))
      return ok(id, `The form is at ${url.href}.`);
    return warning(
      id,
      `The form is not at ${url.href}: what came back is ${response.status === 200 ? 'another page' : `status ${response.status}`}.`,
      // RFC 9110 §15.6.3 to §15.6.5: the proxy got no answer that it could hand on.
      response.status >= 502 && response.status <= 504
        ? 'Your proxy gets no answer from "security-inbox serve": see to it that serve runs, and that the proxy asks where form.listen says.'
        : remedy,
    );
  } catch (error) {
    return warning(id, `${url.href} could not be asked for the form (${fetchErrorCode(error)}).`, remedy);
  }
}
