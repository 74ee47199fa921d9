/**
 * The report numbers of a database, read without opening it for writing.
 */
import { connect, type DatabaseFile, keyOf } from './connecting.js';
import { numbersGiven } from './reports.js';

/** A shell expands what it completes with: nothing but this reaches it. */
const PLAIN = /^[A-Z0-9-]{1,40}$/;

/** Milliseconds: a person waits. */
const TIMEOUT = 500;

/**
 * @returns every number, the newest first
 * @throws what SQLite throws, also for an older schema
 */
export function numbersIn({ database, databaseKeys }: DatabaseFile): string[] {
  const connection = connect(database, keyOf(database, databaseKeys), {
    readonly: true,
    fileMustExist: true,
    timeout: TIMEOUT,
  });
  try {
    return numbersGiven(connection)
      .map(({ number }) => number)
      .filter(number => PLAIN.test(number))
      .reverse();
  } finally {
    connection.close();
  }
}
