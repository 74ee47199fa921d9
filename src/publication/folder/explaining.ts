/** What the system says of a folder, as sentences for its operator. */
import { errorCode, errorProperty, Failure } from '../../failure.js';

/** @throws {Failure} `disk` or `output` in place of an error of the system */
export function explaining<Result>(root: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof Failure || code === null) throw error;
    const path = errorProperty(error, 'dest') ?? errorProperty(error, 'path');
    const where = typeof path === 'string' ? path : root;
    throw new Failure(
      /^(?:ENOSPC|EDQUOT|EIO)$/.test(code) ? 'disk' : 'output',
      code === 'ENOTDIR'
        ? `${root} is no folder. Name another with --out.`
        : `Can't write into ${root} (${code}${where === root ? '' : ` at ${where}`}). Every file in it is whole. Mend that, or name another folder with --out, and run it again.`,
      { cause: error },
    );
  }
}
