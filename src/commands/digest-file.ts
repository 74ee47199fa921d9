/** The file that `digest --out` writes. */
import { extname } from 'node:path';
import type { DigestFormat } from '../digest/formats/formats.js';
import { replaceOwnFile } from './own-file.js';

/** How a digest begins in each of its formats. */
const BEGINNINGS = [
  /^Security reports, /,
  /^# Security reports\n/,
  /^<!DOCTYPE html>\n[\s\S]*<title>Security reports:/,
  /^\{\n {2}"schema": "security-inbox\/digest@/,
  /^id,status,to_do,/,
];

/**
 * Writes a digest under a name, in place of an earlier one of any format.
 * @param file - absolute path; its folder must be there
 * @throws {Failure} `output` where something else has the name, or it can't be written
 */
export function replaceDigest(file: string, text: string): void {
  replaceOwnFile(file, text, {
    name: 'a digest',
    isBegunBy: beginning => BEGINNINGS.some(known => known.test(beginning)),
  });
}

const ENDINGS: Readonly<Record<string, DigestFormat>> = {
  '.txt': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
  '.csv': 'csv',
};

/** @returns the format that a file's name says, or null where its ending is that of none */
export function formatOfEnding(file: string): DigestFormat | null {
  return ENDINGS[extname(file).toLowerCase()] ?? null;
}
