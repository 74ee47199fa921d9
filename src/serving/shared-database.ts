/**
 * One connection for all that is at work at the same time, and none between: a database that nobody has open can be restored,
 * encrypted or upgraded beside a form that waits for people.
 */
import type { DatabaseFile } from '../store/connecting.js';
import type { Connection } from '../store/database.js';
import { openForReading } from '../store/existing-database.js';

export interface SharedDatabase {
  /** As it is opened next. */
  readonly file: DatabaseFile;
  /** Has it opened with other keys from now on. @param file - the same one */
  change(file: DatabaseFile): void;
  /**
   * Runs an act with the database open.
   * @throws {Failure} as openForReading does, and what the act throws
   */
  use<T>(act: (connection: Connection) => Promise<T>): Promise<T>;
}

/** Opens nothing yet. A second connection of the process could let go of the first one's locks as it is closed (POSIX). */
export function sharedDatabase(first: DatabaseFile): SharedDatabase {
  let file = first;
  let open: { readonly connection: Connection; users: number } | null = null;
  return {
    get file() {
      return file;
    },
    change(next) {
      file = next;
    },
    async use(act) {
      open ??= { connection: openForReading(file), users: 0 };
      const used = open;
      used.users += 1;
      try {
        return await act(used.connection);
      } finally {
        used.users -= 1;
        if (used.users === 0) {
          open = null;
          used.connection.close();
        }
      }
    },
  };
}
