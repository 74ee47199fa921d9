import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** @returns the lowest folder above a file that is there already; what is missing below it is made when it is needed */
export function existingFolderAbove(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolderAbove(folder);
}
