/**
 * `security-inbox backup`: a copy of the database to keep elsewhere. Works beside a running poll or watch.
 */
import { resolve } from 'node:path';
import { loadStoreConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { backUp } from '../store/backup.js';

/**
 * Makes a backup and says what is in it.
 * @param target - of a file that is not there yet; relative paths count from the working directory
 * @throws {Failure} as `backUp` does
 */
export async function backup(target: string, options: { readonly config: string }): Promise<void> {
  const config = loadStoreConfig(options.config);
  const file = resolve(target);
  const { reports, version, size } = await backUp(config, file);
  process.stdout.write(
    `Backed up ${config.database} to ${file}: ${counted(reports, 'report')}, ${size} bytes, schema ${version}, checked. It holds every report; keep it as secret as the database.\n`,
  );
}
