/**
 * The mailbox of a command that works on one.
 */
import type { Config, Configs } from '../config/config.js';
import { Failure } from '../failure.js';

/**
 * @returns the one that is configured
 * @throws {Failure} `config` where there are several
 */
export function onlyMailbox([only, ...others]: Configs): Config {
  if (others.length === 0) return only;
  throw new Failure('config', 'This version works on one mailbox: give "mailboxes" one entry.');
}
