/** Words on standard input, as a person types or a program pipes them. */
import { readSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { Failure } from '../failure.js';

/**
 * Reads them, as UTF-8.
 * @param most - bytes; what is more is not read
 * @param what - what is being read, for the error: "the note"
 * @throws {Failure} `no-input`
 */
export function standardInput(most: number, what: string): string {
  const bytes = Buffer.alloc(most);
  let length = 0;
  for (;;) {
    const read = readSome(bytes, length, what);
    if (read === 0 || length === bytes.length) break;
    length += read;
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function readSome(bytes: Buffer, from: number, what: string): number {
  for (;;) {
    try {
      return from < bytes.length ? readSync(0, bytes, from, bytes.length - from, null) : 0;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw new Failure('no-input', `Can't read ${what} from standard input.`);
      // A pipe that is not ready: waits a moment without spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
