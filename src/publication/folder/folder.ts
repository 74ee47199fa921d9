/**
 * A folder of files for a web server, or of drafts: brought into the state that is wanted, file by file. Each is whole at any
 * moment, also after a power cut; what is the same already is not touched. Whoever is killed here leaves what the next run
 * mends. Call under the lock of `store/lock.ts`.
 */
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../failure.js';
import { explaining } from './explaining.js';
import { type Holds, MARKER, type Marker, readMarker } from './marker.js';
import { namesIn, readFile, readWithin, realFolder, statOf } from './within.js';
import { type Changed, UNFINISHED, Writing, type WrittenFile } from './writing.js';

export type { Changed } from './writing.js';

/** A folder that is ours, or may become so. */
export interface PublicFolder {
  /** Where it really is. */
  readonly root: string;
  /** When something was written there first; UTC instant. */
  readonly since: Date;
  /** Paths of files of ours that are there or may be. */
  readonly files: readonly string[];
  /**
   * @returns null where there is no such file
   * @throws {Failure} `output` where a link is on the way to it
   */
  read(path: string): Buffer | null;
  /**
   * Takes files of ours out, before anything is written.
   * @param paths - of them
   * @param naming - paths of those that name them: one that is not among `renewed`, or can't be written, is taken out too
   * @param renewed - those without the names
   * @returns what was changed
   * @throws {Failure} `output` where one could not be removed; all others are gone then
   */
  withdraw(paths: readonly string[], naming: readonly string[], renewed: readonly WrittenFile[]): Changed;
  /**
   * Leaves these files of ours in the folder, and no others.
   * @param files - in groups; each group is on disk before the next is begun
   * @throws {Failure} `output` where something else has one of the names, or it can't be written
   */
  hold(files: readonly (readonly WrittenFile[])[]): Changed;
}

/**
 * Looks at a folder; makes nothing yet.
 * @throws {Failure} `output` where it holds the other kind, or something that is not ours
 */
export function openFolder(folder: string, holds: Holds, now: Date): PublicFolder {
  const named = resolve(folder);
  return explaining(named, () => {
    const root = realFolder(named);
    // A web server that is told the name serves it, and one that is told the place.
    for (const place of new Set([named, root])) refuseWithin(place, holds);
    const writing = new Writing(root, markerOf(root, holds) ?? { holds, since: now, files: [] });
    return {
      root,
      since: writing.marker.since,
      get files() {
        return writing.marker.files;
      },
      read: path => explaining(root, () => readWithin(root, path)),
      withdraw: (...gone) => explaining(root, () => writing.withdraw(...gone)),
      hold: files => explaining(root, () => writing.hold(files)),
    };
  });
}

function markerOf(root: string, holds: Holds): Marker | null {
  const there = namesIn(root);
  if (!there.includes(MARKER)) {
    if (there.every(name => UNFINISHED.test(name))) return null;
    throw new Failure(
      'output',
      `${root} is not empty, and nothing that publish wrote: it stays as it is. Name a new or an empty folder with --out.`,
    );
  }
  const text = readFile(join(root, MARKER));
  const marker = text === null ? null : readMarker(text.toString('utf8'));
  if (marker === null) {
    throw new Failure(
      'output',
      `${join(root, MARKER)} can't be read, so that which files are ours is not known. Name a new folder with --out.`,
    );
  }
  if (marker.holds === holds) return marker;
  throw new Failure(
    'output',
    holds === 'published'
      ? `${root} holds drafts, which nobody may read before they are disclosed. Name another folder with --out.`
      : `${root} is published, so no drafts go there. Name another folder with --out.`,
  );
}

/** Drafts in a folder that a web server serves are a change of modes away from being read. @throws {Failure} `output` */
function refuseWithin(root: string, holds: Holds): void {
  for (let above = dirname(root); above !== dirname(above); above = dirname(above)) {
    if (statOf(join(above, MARKER)) === null) continue;
    const marker = readFile(join(above, MARKER));
    if (marker === null || readMarker(marker.toString('utf8'))?.holds === holds) continue;
    throw new Failure(
      'output',
      `${root} is within ${above}, which holds ${holds === 'drafts' ? 'what is published' : 'drafts'}. Name a folder outside of it with --out.`,
    );
  }
}
