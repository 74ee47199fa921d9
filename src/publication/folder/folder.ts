/**
 * A folder of files for a web server, or of drafts: brought into the state that is wanted, file by file. Each is whole at any
 * moment, also after a power cut; what is the same already is not touched. Whoever is killed here leaves what the next run
 * mends. Call under the lock of `store/lock.ts`.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errorCode, Failure } from '../../failure.js';
import { syncFolderOf } from '../../store/durable-file.js';
import type { PublicFile } from '../public-file.js';
import { type Holds, isPublicPath, MARKER, type Marker, markerText, readMarker } from './marker.js';

type WrittenFile = Pick<PublicFile, 'path' | 'content'>;

const MODES = {
  published: { file: 0o644, folder: 0o755 },
  drafts: { file: 0o600, folder: 0o700 },
} as const satisfies Record<Holds, { file: number; folder: number }>;

/** What a killed run leaves of a file that it wrote. */
const UNFINISHED = /^\.[0-9a-f]{12}\.part$/;

/** What was changed. */
export interface Changed {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** A folder that is ours, or may become so. */
export interface PublicFolder {
  /** When something was written there first; UTC instant. */
  readonly since: Date;
  /** @returns null where there is no such file */
  read(path: string): Buffer | null;
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
  const root = resolve(folder);
  return explaining(root, () => {
    refuseWithin(root, holds);
    const marker = markerOf(root, holds) ?? { holds, since: now, files: [] };
    return {
      since: marker.since,
      read: path => readIfThere(join(root, path)),
      hold: files => explaining(root, () => new Writing(root, marker).hold(files)),
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
  const marker = readMarker(readFileSync(join(root, MARKER), 'utf8'));
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
    const marker = readIfThere(join(above, MARKER));
    if (marker === null || readMarker(marker.toString('utf8'))?.holds === holds) continue;
    throw new Failure(
      'output',
      `${root} is within ${above}, which holds ${holds === 'drafts' ? 'what is published' : 'drafts'}. Name a folder outside of it with --out.`,
    );
  }
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

class Writing {
  readonly #modes: (typeof MODES)[Holds];
  /** Folders in which a name came, went or changed, and which are not synced. */
  readonly #unsynced = new Set<string>();
  readonly #written: string[] = [];
  readonly #removed: string[] = [];

  constructor(
    readonly root: string,
    readonly marker: Marker,
  ) {
    this.#modes = MODES[marker.holds];
  }

  hold(groups: readonly (readonly WrittenFile[])[]): Changed {
    const paths = groups.flat().map(({ path }) => path);
    const strange = paths.find(path => !isPublicPath(path));
    if (strange !== undefined)
      throw new Error('a path that leads out of the folder, or may not be published');
    const before = this.marker.files;
    this.#makeFolder(this.root);
    this.#refuseTaken(paths.filter(path => !before.includes(path)));
    this.#sweep([...before, ...paths]);
    // First of all, so that of a file which is there it is known that it is ours, however this ends.
    this.#mark([...before, ...paths]);
    for (const group of groups) {
      for (const file of group) this.#put(file);
      this.#sync();
    }
    const wanted = new Set(paths);
    for (const path of before) if (!wanted.has(path)) this.#remove(path);
    this.#sync();
    this.#mark(paths);
    return { written: this.#written, removed: this.#removed };
  }

  #refuseTaken(paths: readonly string[]): void {
    const taken = paths.find(path => lstatSync(join(this.root, path), { throwIfNoEntry: false }));
    if (taken === undefined) return;
    throw new Failure(
      'output',
      `${join(this.root, taken)} is not of publish, and would be overwritten. Move it away, or name another folder with --out.`,
    );
  }

  #sweep(paths: readonly string[]): void {
    for (const folder of new Set(['.', ...paths.map(dirname)])) {
      const whole = join(this.root, folder);
      for (const name of namesIn(whole)) if (UNFINISHED.test(name)) rmSync(join(whole, name));
    }
  }

  #mark(files: readonly string[]): void {
    const text = markerText({ ...this.marker, files });
    if (readIfThere(join(this.root, MARKER))?.toString('utf8') === text) return;
    this.#write(join(this.root, MARKER), text, 0o600);
    this.#sync();
  }

  #put({ path, content }: WrittenFile): void {
    const file = join(this.root, path);
    this.#makeFolders(dirname(path));
    if (readIfThere(file)?.equals(Buffer.from(content)) && isRegular(file, this.#modes.file)) return;
    this.#write(file, content, this.#modes.file);
    this.#written.push(path);
  }

  #write(file: string, content: string | Uint8Array, mode: number): void {
    const unfinished = join(dirname(file), `.${randomBytes(6).toString('hex')}.part`);
    try {
      // wx: neither overwrites a file nor follows a link that somebody laid there.
      const descriptor = openSync(unfinished, 'wx', 0o600);
      try {
        writeFileSync(descriptor, content);
        // Whatever the umask says: a web server has to read it.
        fchmodSync(descriptor, mode);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(unfinished, file);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
    this.#unsynced.add(file);
  }

  #remove(path: string): void {
    const file = join(this.root, path);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
    rmSync(file);
    this.#unsynced.add(file);
    this.#removed.push(path);
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const whole = join(this.root, folder);
      if (namesIn(whole).length > 0) return;
      rmdirSync(whole);
      for (const gone of this.#unsynced) if (dirname(gone) === whole) this.#unsynced.delete(gone);
      this.#unsynced.add(whole);
    }
  }

  #makeFolders(below: string): void {
    const parts = below === '.' ? [] : below.split('/');
    parts.reduce((above, part) => {
      const folder = join(above, part);
      this.#makeFolder(folder);
      return folder;
    }, this.root);
  }

  #makeFolder(folder: string): void {
    const there = lstatSync(folder, { throwIfNoEntry: false });
    const isRoot = folder === this.root;
    // The folder itself may be a link to where a web server looks; within it one would lead out of it.
    if (there?.isSymbolicLink() && !isRoot) {
      throw new Failure('output', `${folder} is a symbolic link, which publish never makes. Remove it.`);
    }
    if (there === undefined) {
      if (isRoot) mkdirSync(dirname(folder), { recursive: true });
      mkdirSync(folder, { mode: 0o700 });
      this.#unsynced.add(folder);
    } else if (isRoot && this.marker.holds === 'published') return;
    if ((statSync(folder).mode & 0o777) === this.#modes.folder) return;
    const descriptor = openSync(folder, 'r');
    try {
      fchmodSync(descriptor, this.#modes.folder);
    } finally {
      closeSync(descriptor);
    }
  }

  #sync(): void {
    const oneOfEach = new Map([...this.#unsynced].map(file => [dirname(file), file]));
    for (const file of oneOfEach.values()) syncFolderOf(file);
    this.#unsynced.clear();
  }
}

function isRegular(file: string, mode: number): boolean {
  const there = lstatSync(file);
  return there.isFile() && (there.mode & 0o777) === mode;
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

function explaining<Result>(root: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof Failure || code === null) throw error;
    throw new Failure(
      code === 'ENOSPC' ? 'disk' : 'output',
      code === 'ENOTDIR'
        ? `${root} is no folder. Name another with --out.`
        : `Can't write into ${root} (${code}). Every file in it is whole. Mend that, or name another folder with --out, and run it again.`,
      { cause: error },
    );
  }
}
