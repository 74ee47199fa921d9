/** Mail from files, as it is handed to `ingest`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { readMessages } from '../../src/mailbox/files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function textsOf(path: string): string[] {
  return [...readMessages(path)].map(({ raw }) => Buffer.from(raw).toString('latin1'));
}

function failureOf(path: string): Failure | null {
  try {
    textsOf(path);
    return null;
  } catch (error) {
    return error instanceof Failure ? error : null;
  }
}

const FROM = 'From ada@quill.example Tue Nov 24 10:00:00 2026\n';

describe('a message file', () => {
  it('is one message, byte for byte', () => {
    const bytes = Buffer.from([...Buffer.from('Subject: x\r\n\r\n'), 0, 255, 13, 10, 62]);
    const [message, ...rest] = readMessages(file('a.eml', bytes));
    expect([message?.raw, rest]).toEqual([bytes, []]);
  });

  it('is one message though a paragraph begins with "From "', () => {
    const text = 'Subject: x\n\nHello.\n\nFrom here on it leaks at 10:00.\n';
    expect(textsOf(file('a.eml', text))).toEqual([text]);
  });

  it('is one message though its body begins with "From "', () => {
    expect(textsOf(file('a.eml', 'From nowhere\n\nFrom nobody\n'))).toHaveLength(1);
  });
});

describe('an mbox', () => {
  it.each([
    ['one message', `${FROM}Subject: a\n\nx\n`, ['Subject: a\n\nx\n']],
    [
      'two',
      `${FROM}Subject: a\n\nx\n\n${FROM}Subject: b\n\ny\n`,
      ['Subject: a\n\nx\n\n', 'Subject: b\n\ny\n'],
    ],
    [
      'two with CRLF',
      `${FROM}Subject: a\n\nx\n\n${FROM}Subject: b\n\ny\n`.replaceAll('\n', '\r\n'),
      ['Subject: a\r\n\r\nx\r\n\r\n', 'Subject: b\r\n\r\ny\r\n'],
    ],
    [
      'a quoted From line, unquoted',
      `${FROM}Subject: a\n\n>From x\n>>From y\n> From z\n`,
      ['Subject: a\n\nFrom x\n>From y\n> From z\n'],
    ],
    [
      'a paragraph that begins with "From "',
      `${FROM}Subject: a\n\nx\n\nFrom here on it leaks.\n`,
      ['Subject: a\n\nx\n\nFrom here on it leaks.\n'],
    ],
    ['a From_ line amid a paragraph', `${FROM}Subject: a\n\nx\n${FROM}y\n`, [`Subject: a\n\nx\n${FROM}y\n`]],
    [
      'a mailer daemon',
      `From MAILER-DAEMON  Mon Feb  9 12:36:39 2009\nSubject: a\n\nx\n`,
      ['Subject: a\n\nx\n'],
    ],
    ['Thunderbird', `From - Tue Nov 24 10:00:00 2026\nSubject: a\n\nx\n`, ['Subject: a\n\nx\n']],
  ])('of %s', (_name, mbox, messages) => {
    expect(textsOf(file('box.mbox', mbox))).toEqual(messages);
  });

  it('names each message by its number', () => {
    const path = file('box', `${FROM}Subject: a\n\nx\n\n${FROM}Subject: b\n\ny\n`);
    expect([...readMessages(path)].map(({ name }) => name)).toEqual([
      `${path} (message 1)`,
      `${path} (message 2)`,
    ]);
  });
});

describe('a folder', () => {
  it('that is a Maildir is read from new and cur, not from tmp nor hidden files', () => {
    file('new/2', 'Subject: b\n\n');
    file('cur/1:2,S', 'Subject: a\n\n');
    file('tmp/3', 'Subject: no\n\n');
    file('new/.hidden', 'Subject: no\n\n');
    expect(textsOf(folder)).toEqual(['Subject: b\n\n', 'Subject: a\n\n']);
  });

  it('is read for its .eml files, by name', () => {
    file('b.eml', 'Subject: b\n\n');
    file('a.eml', 'Subject: a\n\n');
    file('notes.txt', 'no');
    expect(textsOf(folder)).toEqual(['Subject: a\n\n', 'Subject: b\n\n']);
  });

  it('is read past an empty file', () => {
    file('a.eml', '');
    file('b.eml', 'Subject: b\n\n');
    expect(textsOf(folder)).toEqual(['Subject: b\n\n']);
  });
});

describe('where there is nothing to read', () => {
  it('a missing file is no input, and named', () => {
    const failure = failureOf(join(folder, 'none.eml'));
    expect([failure?.code, failure?.message]).toEqual(['no-input', expect.stringContaining('none.eml')]);
  });

  it('an empty file is no input', () => {
    expect(failureOf(file('a.eml', ''))?.code).toBe('no-input');
  });

  it('a folder without mail is no input', () => {
    file('notes.txt', 'no');
    expect(failureOf(folder)?.code).toBe('no-input');
  });

  it('a folder with nothing but empty files is no input', () => {
    file('a.eml', '');
    expect(failureOf(folder)?.code).toBe('no-input');
  });
});
