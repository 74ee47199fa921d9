/**
 * `security-inbox show ID --save FOLDER`: a report's files on disk, where an engineer can open them. The names are ours,
 * made from what the mail calls them; nothing is overwritten, and nobody else on the machine can read them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { safeFileName } from '../message/attachment-name.js';
import { attachmentsOf } from '../store/attachments.js';
import type { Connection } from '../store/database.js';
import { messagesOf } from '../store/messages.js';
import type { ReportNumber } from '../store/reports.js';

/**
 * Writes the attachments and the mails as received into a folder named for the report.
 * @param folder - is made where there is none
 * @returns the paths written
 * @throws {Failure} `output` where a file is there already or can't be written
 */
export function saveReport(connection: Connection, number: ReportNumber, folder: string): string[] {
  const target = join(folder, number);
  const files = [
    ...attachmentsOf(connection, number).map(({ filename, bytes }, position) => ({
      name: safeFileName(filename, position + 1),
      bytes,
    })),
    ...messagesOf(connection, number).map(({ bytes }, position) => ({
      name: `message-${position + 1}.eml`,
      bytes,
    })),
  ];
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    return files.map(({ name, bytes }) => {
      const path = join(target, name);
      // wx: neither overwrites a file nor follows a link that somebody laid there.
      writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
      return path;
    });
  } catch (error) {
    throw new Failure(
      'output',
      errorCode(error) === 'EEXIST'
        ? `There are files of ${number} in ${target} already. Name another folder with --save.`
        : `Can't write into ${target} (${errorCode(error) ?? 'unknown error'}). Name a folder you can write with --save.`,
      { cause: error },
    );
  }
}
