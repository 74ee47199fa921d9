/**
 * The numbers as a file for node_exporter's textfile collector: there whole or not at all, and for every user to read,
 * because the collector is another one. Nothing in it comes from a mail.
 */
import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode, Failure } from '../failure.js';

/** Whoever reads it is not who writes it. */
const MODE = 0o644;

/**
 * Puts a text in place of the file. It is not synced: after a power cut the next pass writes it anew.
 * @param file - absolute path; its folder has to be there
 * @throws {Failure} `output` with what to do
 */
export function writeMetricsFile(file: string, text: string): void {
  // The collector reads `*.prom` alone.
  const unfinished = `${file}.${process.pid}.new`;
  try {
    rmSync(unfinished, { force: true });
    writeNew(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    removeQuietly(unfinished);
    throw new Failure(
      'output',
      `Can't write monitoring.metricsFile ${file} (${errorCode(error) ?? 'unknown error'}). Its folder has to be there, and the user that runs security-inbox must be able to write to it.`,
      { cause: error },
    );
  }
}

/** The collector's folder may be others' to write, too: a link that is laid there meanwhile is not followed. */
function writeNew(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', MODE);
  try {
    // Whatever the umask took away.
    fchmodSync(descriptor, MODE);
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What keeps it from being written keeps it from being removed, and is said already.
  }
}
