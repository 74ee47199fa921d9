/** A file as it is published. */
export interface PublicFile {
  /** Below the folder that is published, with `/` between its parts. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Whether an OpenPGP signature of it stands beside it, as `path.asc`. */
  readonly isSigned: boolean;
}

/** A file that no signature stands beside. */
export function unsigned(path: string, content: string | Uint8Array): PublicFile {
  return { path, content, isSigned: false };
}
