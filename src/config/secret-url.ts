/**
 * URLs that let whoever has them act in somebody's name. No message here repeats one.
 */
import { Failure } from '../failure.js';
import { isLoopback } from './loopback.js';

/**
 * Judges a URL that is a secret.
 * @param path - where it stands in config.json
 * @param remedies - what to do about one that can't be read, and about a user and password in it, each a sentence
 * @throws {Failure} `config` where it is no https address (or http to this machine)
 */
export function secretUrl(
  text: string,
  path: string,
  remedies: { readonly unreadable: string; readonly login: string },
): URL {
  const say = (problem: string) => new Failure('config', `${path} ${problem}`);
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) throw say(`is not a URL. ${remedies.unreadable}`);
  if (url.username !== '' || url.password !== '') {
    throw say(`holds a user and a password, which are not sent that way. ${remedies.login}`);
  }
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) {
    throw say('must begin with https://; http is taken to this machine alone, because the URL is a secret.');
  }
  return url;
}
