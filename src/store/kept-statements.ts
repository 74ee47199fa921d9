/**
 * Prepared statements, kept by their text. A mail that is taken in needs some fifty, the next mail the same ones, and
 * SQLite takes longer to prepare most of them than to run them.
 */
import type Database from 'better-sqlite3';

type Statement = Database.Statement<unknown[]>;

/** More than a pass and a digest need; what filters put together must not grow without end. */
const MOST_KEPT = 400;

/**
 * Has a connection keep what it prepares until it is closed. Whoever changes how a statement gives its rows, or goes
 * over them one by one, which keeps it busy until the last, gets one of their own.
 * @param connection - whose tables are those of this version
 */
export function keepStatements(connection: Database.Database): void {
  const prepare: (text: string) => Statement = connection.prepare.bind(connection);
  const kept = new Map<string, Statement>();
  const keep = (name: string, make: () => Statement): Statement => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = make();
    kept.set(name, made);
    return made;
  };
  const plucked = (text: string): Statement =>
    keep(`plucked ${text}`, () =>
      shared(
        () => prepare(text).pluck(),
        () => plucked(text),
      ),
    );
  const whole = (text: string): Statement =>
    keep(`whole ${text}`, () =>
      shared(
        () => prepare(text),
        () => plucked(text),
      ),
    );
  Object.assign(connection, { prepare: whole });
}

/**
 * A statement that many use.
 * @param own - makes one like it
 * @param plucked - the one for the first column alone
 */
function shared(own: () => Statement, plucked: () => Statement): Statement {
  return Object.assign(own(), {
    pluck: (on = true) => (on ? plucked() : own().pluck(false)),
    raw: (on = true) => own().raw(on),
    expand: (on = true) => own().expand(on),
    safeIntegers: (on = true) => own().safeIntegers(on),
    bind: (...values: unknown[]) => own().bind(...values),
    iterate: (...values: unknown[]) => own().iterate(...values),
  });
}
