/** What the files of a service are made from, in whatever form. */

/** Ways to be run, the recommended one first; the last is for the form and the engineers' page, beside any of the others. */
export const SERVICE_KINDS = ['systemd', 'timer', 'cron', 'container', 'serve'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** The program as it is installed, and what it is to be run with. */
export interface Installed {
  /** Absolute path of Node. */
  readonly node: string;
  /** Absolute path of main.js. */
  readonly program: string;
  readonly version: string;
  /** Absolute path of config.json. */
  readonly config: string;
  /** Who it runs as. */
  readonly user: string;
  /** Absolute paths of the folders that it writes into. */
  readonly folders: readonly string[];
  /** Absolute paths of the Unix sockets that `serve` listens on. */
  readonly sockets: readonly string[];
  /** Names of the credentials that the configuration asks for. */
  readonly credentials: readonly string[];
  /** Whether any of all that lies below somebody's home. */
  readonly needsHome: boolean;
}

/** A file of a service. */
export interface ServiceFile {
  readonly name: string;
  readonly text: string;
}

/** The first line of every file, by which a later run knows it as one that it may replace. */
export const WRITTEN_BY = '# Written by security-inbox install-service.';

/** An assignment that glibc goes by (mallopt(3)); other C libraries pass it over. */
export const FEW_ARENAS = {
  comment:
    '# As many pools of memory as glibc needs for threads of which hardly two are at work at a time: saves some 10 MB.',
  assignment: 'MALLOC_ARENA_MAX=2',
} as const;
