/**
 * What `serve` serves at the moment, and what takes its place when the configuration is read again: nobody who is sending notices,
 * and nothing changes where not all of it can be had.
 */
import type { ListenPlace } from '../config/config.js';
import type { ServedKey } from '../serving/presence.js';
import { type ListeningServer, listen, type Served } from '../serving/server.js';

/** Made ready to be served. */
export interface Prepared {
  readonly key: ServedKey;
  readonly place: ListenPlace;
  readonly app: Served;
  /** It is reached from now on. */
  begin(): void;
  /** It is reached no more; resolves when what it had begun is finished. @param isReplaced - whether another one has its place */
  end(isReplaced: boolean): Promise<void>;
}

export interface Serving {
  /**
   * Serves these from now on, and nothing else. What listens on the same place goes on listening.
   * @throws {Failure} `config` where one can't be listened for; all stays as it was then
   */
  replace(next: readonly Prepared[]): Promise<void>;
  /** Resolves when all that was begun is finished. */
  close(): Promise<void>;
}

interface One {
  readonly prepared: Prepared;
  readonly server: ListeningServer;
}

/** Serves nothing yet. */
export function serving(): Serving {
  let present: readonly One[] = [];
  let ending: Promise<unknown> = Promise.resolve();

  const listenFor = async (next: readonly Prepared[]): Promise<One[]> => {
    const all: One[] = [];
    const opened: ListeningServer[] = [];
    try {
      for (const prepared of next) {
        const same = present.find(one => isSamePlace(one.prepared, prepared));
        const server = same?.server ?? (await listen(prepared.app, prepared.place, prepared.key));
        if (same === undefined) opened.push(server);
        all.push({ prepared, server });
      }
      return all;
    } catch (error) {
      // What listens already would keep a process from ending that can't begin.
      await Promise.all(opened.map(server => server.close()));
      throw error;
    }
  };
  const end = async ({ prepared, server }: One, isReplaced: boolean) => {
    if (!isReplaced) await server.close();
    await prepared.end(isReplaced);
  };
  const replace = async (next: readonly Prepared[]) => {
    const all = await listenFor(next);
    const before = present;
    present = all;
    for (const { prepared, server } of all) {
      server.serve(prepared.app);
      prepared.begin();
    }
    // Receipts may take a minute to go; the next change does not wait for them.
    const ended = before.map(one =>
      end(
        one,
        all.some(({ server }) => server === one.server),
      ),
    );
    ending = Promise.all([ending, ...ended]);
  };
  return {
    replace,
    async close() {
      await replace([]);
      await ending;
    },
  };
}

function isSamePlace(one: Prepared, other: Prepared): boolean {
  return one.key === other.key && JSON.stringify(one.place) === JSON.stringify(other.place);
}
