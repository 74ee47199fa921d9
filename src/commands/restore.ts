/**
 * `security-inbox restore`: puts a backup in place of the database, while nobody is at work on it.
 */
import { resolve } from 'node:path';
import { loadStoreConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { restoreDatabase } from '../store/restore.js';
import { SCHEMA_VERSION } from '../store/schema-version.js';

/**
 * Restores and says what it did.
 * @param backup - relative paths count from the working directory
 * @throws {Failure} as `restoreDatabase` does
 */
export function restore(backup: string, options: { readonly config: string }): void {
  const config = loadStoreConfig(options.config);
  const file = resolve(backup);
  const { reports, version, held, keptAs } = restoreDatabase(file, config, new Date());
  const migrated = version < SCHEMA_VERSION ? `, migrated from schema ${version} to ${SCHEMA_VERSION}` : '';
  const lines = [
    `Restored ${config.database} from ${file}: ${counted(reports, 'report')}${migrated}.`,
    ...(keptAs === null
      ? []
      : [
          `The database that was there is kept as ${keptAs}. It holds reports: delete it when nobody needs it.`,
        ]),
    'The next poll reads again what came after the backup. Receipts for mail from before now may have gone out already, so they wait for "security-inbox receipt release ID" or "receipt drop ID"; "security-inbox digest" shows them.',
    ...(held === 0 ? [] : [`Of those that the backup had still to send, ${held} wait like that.`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
