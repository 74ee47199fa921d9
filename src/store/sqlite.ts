/**
 * SQLite, by the binding that this Node bears.
 */
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { Failure } from '../failure.js';
import { bindingFor } from './sqlite-binding.js';

/** Opens databases: the class that better-sqlite3 documents. Where its package is not there, this module does not load. */
export const SQLite: typeof Database = load();

function load(): typeof Database {
  try {
    return createRequire(import.meta.url)(bindingFor(process.versions.node));
  } catch (error) {
    // npm takes away what it could not build, because a Node that bears the other binding has no need of it.
    throw noBinding(error);
  }
}

/** What to do where the binding is missing, or was built for another Node. */
export function noBinding(cause: unknown): Failure {
  return new Failure(
    'database',
    `The SQLite binding of security-inbox does not fit this Node.js (${process.version}), or was never built. Run "npm rebuild" in the folder that security-inbox is in, or install it anew with its script allowed (README, "Install it"); where npx ran it, delete the folder _npx in npm's cache first. Nothing was changed.`,
    { cause },
  );
}
