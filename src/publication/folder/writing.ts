/** The writing and removing of a folder's files, of which each is whole at any moment, and known for ours. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, Failure } from '../../failure.js';
import { syncFolderOf } from '../../store/durable-file.js';
import type { PublicFile } from '../public-file.js';
import { type Holds, isPublicPath, MARKER, type Marker, markerText } from './marker.js';
import { folderAt, isFolder, namesIn, placeOf, readFile, statOf } from './within.js';

export type WrittenFile = Pick<PublicFile, 'path' | 'content'>;

const MODES = {
  published: { file: 0o644, folder: 0o755 },
  drafts: { file: 0o600, folder: 0o700 },
} as const satisfies Record<Holds, { file: number; folder: number }>;

/** What a killed run leaves of a file that it wrote. */
export const UNFINISHED = /^\.[0-9a-f]{12}\.part$/;

/** What was changed. */
export interface Changed {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** Brings one folder into the states that are wanted, one after another. */
export class Writing {
  readonly #modes: (typeof MODES)[Holds];
  /** Folders in which a name came, went or changed, and which are not synced. */
  readonly #unsynced = new Set<string>();
  #marker: Marker;
  #written: string[] = [];
  #removed: string[] = [];

  /** @param root - where the folder really is */
  constructor(
    readonly root: string,
    marker: Marker,
  ) {
    this.#marker = marker;
    this.#modes = MODES[marker.holds];
  }

  get marker(): Marker {
    return this.#marker;
  }

  /** See `PublicFolder.hold`. */
  hold(groups: readonly (readonly WrittenFile[])[]): Changed {
    const paths = groups.flat().map(({ path }) => path);
    refuseStrange(paths);
    const before = this.#marker.files;
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
    return this.#taken();
  }

  /** See `PublicFolder.withdraw`. What fails on the way keeps nothing that is to go. */
  withdraw(paths: readonly string[], naming: readonly string[], renewed: readonly WrittenFile[]): Changed {
    refuseStrange(renewed.map(({ path }) => path));
    const left: { readonly path: string; readonly error: unknown }[] = [];
    const away = (path: string) => {
      try {
        this.#remove(path);
      } catch (error) {
        left.push({ path, error });
      }
    };
    for (const path of paths) away(path);
    for (const path of naming) {
      const file = renewed.find(one => one.path === path);
      if (file === undefined || !this.#couldPut(file)) away(path);
    }
    tried(() => this.#sync());
    const [first] = left;
    if (first !== undefined) throw notWithdrawn(this.root, first.path, left.length, first.error);
    const gone = new Set(paths);
    // Not more than is known of them is lost where that fails: the next run finds them gone.
    tried(() => this.#mark(this.#marker.files.filter(path => !gone.has(path))));
    return this.#taken();
  }

  #taken(): Changed {
    const changed = { written: this.#written, removed: this.#removed };
    this.#written = [];
    this.#removed = [];
    return changed;
  }

  #couldPut(file: WrittenFile): boolean {
    return tried(() => this.#put(file));
  }

  #refuseTaken(paths: readonly string[]): void {
    const taken = paths.find(path => {
      const place = placeOf(this.root, path);
      return place !== null && statOf(place) !== null;
    });
    if (taken === undefined) return;
    throw new Failure(
      'output',
      `${join(this.root, taken)} is not of publish, and would be overwritten. Move it away, or name another folder with --out.`,
    );
  }

  #sweep(paths: readonly string[]): void {
    for (const below of new Set(paths.map(dirname))) {
      const folder = below === '.' ? this.root : folderAt(this.root, below);
      if (folder === null) continue;
      for (const name of namesIn(folder)) {
        const file = join(folder, name);
        if (UNFINISHED.test(name) && statOf(file)?.isFile()) rmSync(file);
      }
    }
  }

  #mark(files: readonly string[]): void {
    const marker = { ...this.#marker, files: [...new Set(files)] };
    const text = markerText(marker);
    const file = join(this.root, MARKER);
    if (readFile(file)?.toString('utf8') !== text) {
      this.#write(file, text, 0o600);
      this.#sync();
    }
    this.#marker = marker;
  }

  #put({ path, content }: WrittenFile): void {
    const file = join(this.root, path);
    this.#makeFolders(dirname(path));
    const there = statOf(file);
    if (there?.isDirectory()) {
      throw new Failure(
        'output',
        `${file} is a folder where publish writes a file. Move it away, or name another folder with --out.`,
      );
    }
    const isSo = there?.isFile() && (there.mode & 0o777) === this.#modes.file;
    if (isSo && readFile(file)?.equals(Buffer.from(content))) return;
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
    const file = placeOf(this.root, path);
    const there = file === null ? null : statOf(file);
    // A folder is none of ours.
    if (file === null || there === null || there.isDirectory()) return;
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
    const isRoot = folder === this.root;
    if (!isFolder(folder)) {
      if (isRoot) mkdirSync(dirname(folder), { recursive: true });
      mkdirSync(folder, { mode: 0o700 });
      this.#unsynced.add(folder);
    } else if (isRoot && this.#marker.holds === 'published') return;
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

function refuseStrange(paths: readonly string[]): void {
  if (!paths.every(isPublicPath))
    throw new Error('a path that leads out of the folder, or may not be published');
}

/** @returns whether it was done; an error of the system comes up again where the folder is written next */
function tried(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Failure || errorCode(error) !== null) return false;
    throw error;
  }
}

function notWithdrawn(root: string, path: string, count: number, cause: unknown): Failure {
  const why = cause instanceof Failure ? cause.message : `(${errorCode(cause) ?? 'unknown error'})`;
  const others = count === 1 ? '' : ` and ${count - 1} more`;
  return new Failure(
    'output',
    `What may no longer be public could not be removed: ${join(root, path)}${others}. ${why} Nothing new was written. Remove it by hand, or mend that, and run it again.`,
    { cause },
  );
}
