/** What `show --save` writes, whatever a mail calls its files. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveReport } from '../../src/commands/save.js';
import { Failure } from '../../src/failure.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { type ReportNumber, recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');

let folder: string;
let connection: Connection;
let number: ReportNumber;

function record(names: readonly (string | null)[]): void {
  number = recordReport(
    connection,
    {
      content: sampleReport(),
      acknowledgeBy: NOW,
      discloseBy: NOW,
      message: newMessage(),
      attachments: names.map((filename, position) => ({
        origin: 'decrypted',
        filename,
        contentType: 'text/plain',
        content: Buffer.from(`file ${position}`),
      })),
    },
    'TS',
    NOW,
  ).number;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'save-'));
  connection = openDatabase(clear(join(folder, 'data', 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

describe('the files of a report', () => {
  it('are written as they came, beside the mail itself, for nobody else to read', () => {
    record(['poc.txt']);
    const paths = saveReport(connection, number, join(folder, 'out'));
    expect(paths.map(path => readFileSync(path, 'utf8'))).toEqual(['file 0', 'the mail']);
    for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'out', number)).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['a path', '../../etc/passwd'],
    ['a Windows path', '..\\..\\start.bat'],
    ['an absolute path', '/etc/cron.d/x'],
    ['a NUL', 'a\0b'],
    ['control characters', 'a\u001b[2Jb\n'],
    ['a name that reads backwards', 'a\u202egnp.exe'],
    ['a device', 'CON'],
    ['a hidden file', '.bashrc'],
    ['an option', '-rf'],
    ['nothing but dots', '..'],
    ['nothing', ''],
    ['no name', null],
    ['four thousand characters', 'ü'.repeat(4000)],
    ['the name of the mail', 'message-1.eml'],
  ])('stay in their folder where a file is called %s', (_what, name) => {
    record([name, name]);
    const paths = saveReport(connection, number, join(folder, 'out'));
    expect(new Set(paths.map(path => path.toLowerCase())).size).toBe(3);
    expect(readdirSync(join(folder, 'out', number)).sort()).toEqual(
      paths.map(path => path.slice(join(folder, 'out', number).length + 1)).sort(),
    );
    for (const path of paths) expect(path).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e]+$/);
  });

  it('overwrite nothing, and follow no link', () => {
    record(['poc.txt']);
    const target = join(folder, 'precious');
    writeFileSync(target, 'precious');
    saveReport(connection, number, join(folder, 'out'));
    rmSync(join(folder, 'out', number, '01-poc.txt'));
    symlinkSync(target, join(folder, 'out', number, '01-poc.txt'));
    expect(() => saveReport(connection, number, join(folder, 'out'))).toThrow(Failure);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });
});
