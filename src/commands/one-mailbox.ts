/**
 * The mailbox of a command that works on one.
 */
import type { Config, Configs } from '../config/config.js';
import { Failure } from '../failure.js';

/**
 * @param name - as a person gives it, or undefined for the only one
 * @throws {Failure} `usage` where there are several and none is named, or none has that name
 */
export function namedMailbox(configs: Configs, name: string | undefined): Config {
  const [first, ...others] = configs;
  const names = configs.map(one => one.name).join(', ');
  if (name === undefined) {
    if (others.length === 0) return first;
    throw new Failure('usage', `There are several mailboxes. Say which with --mailbox: ${names}.`);
  }
  const found = configs.find(one => one.name === name);
  if (found !== undefined) return found;
  throw new Failure('usage', `There is no mailbox ${JSON.stringify(name)}. The configuration has: ${names}.`);
}
