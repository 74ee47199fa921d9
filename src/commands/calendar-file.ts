/** The file that `calendar --out` writes. */
import { replaceOwnFile } from './own-file.js';

const BEGINNING = 'BEGIN:VCALENDAR\r\n';

/**
 * Writes a calendar under a name, in place of an earlier one.
 * @param file - absolute path; its folder must be there
 * @throws {Failure} `output` where something else has the name, or it can't be written
 */
export function replaceCalendar(file: string, text: string): void {
  replaceOwnFile(file, text, { name: 'a calendar', isBegunBy: begin => begin.startsWith(BEGINNING) });
}
