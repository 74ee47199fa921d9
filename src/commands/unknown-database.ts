/** What is said where a published folder and the database are not of each other. */
import { Failure } from '../failure.js';
import type { Unrecorded } from '../publication/unrecorded.js';

/** Numbers that are named. */
const MOST_NAMED = 5;

/**
 * @param database - the file that was opened
 * @param folder - where it is published
 * @param found - at least one
 */
export function unknownDatabase(
  database: string,
  folder: string,
  { numbers, among, isAnother }: Unrecorded,
): Failure {
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  const others = numbers.length - MOST_NAMED;
  const which = `${named}${others > 0 ? ` and ${others} more` : ''}`;
  const what =
    numbers.length === among
      ? `none of the advisories in ${folder} (${which})`
      : `only ${among - numbers.length} of the ${among} advisories in ${folder}, and not ${which}`;
  const left = isAnother ? 'nothing was written or removed' : 'nothing new was written';
  return new Failure(
    'config',
    `The database ${database} has published ${what}, as they are there. It is another one or an older copy, or somebody wrote into the folder, so ${left}. ` +
      'Name the configuration of the right one with --config, put its newest copy back (security-inbox restore FILE), or name a new folder with --out. ' +
      'Where those advisories are to go: run it once with --withdraw-unknown, which takes them out, or writes them anew where they are disclosed in this database.',
  );
}
