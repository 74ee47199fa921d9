/** Which advisories of a folder a database has no record of. */
import { describe, expect, it } from 'vitest';
import { documentHash } from '../../src/publication/csaf/files.js';
import { unrecordedIn } from '../../src/publication/unrecorded.js';
import type { PublishedNumber } from '../../src/store/advisories.js';
import type { ReportNumber } from '../../src/store/reports.js';

const documentOf = (version: number, text = '') =>
  JSON.stringify({ document: { tracking: { version: String(version) } }, text });

const page = (number: number) => `advisories/ts-2026-000${number}.html`;
const place = (number: number) => `.well-known/csaf/white/2026/ts-2026-000${number}.json`;

/** A folder with an advisory for each version, from number 1 on. */
function folderOf(...versions: number[]): Map<string, string> {
  return new Map([
    ['advisories/index.html', 'all'],
    ['policy.html', 'policy'],
    ...versions.flatMap((version, index): [string, string][] => [
      [page(index + 1), 'a page'],
      [place(index + 1), documentOf(version)],
      [`${place(index + 1)}.sha256`, 'a hash'],
      [`${place(index + 1)}.asc`, 'a signature'],
    ]),
  ]);
}

/** @param versions - that went out as `documentOf` has them */
function published(number: number, ...versions: number[]): PublishedNumber {
  return {
    number: `TS-2026-000${number}` as ReportNumber,
    isDisclosed: true,
    revision: Math.max(0, ...versions),
    documents: new Map(versions.map(version => [version, documentHash(documentOf(version))])),
  };
}

function found(folder: Map<string, string>, ...reports: PublishedNumber[]) {
  return unrecordedIn([...folder.keys()], reports, path => folder.get(path) ?? null);
}

describe('what a database has no record of', () => {
  it.each<[string, PublishedNumber[]]>([
    ['where it is empty', []],
    ['where its reports have the same numbers, and none was published', [published(1), published(2)]],
  ])('is all, %s', (_when, reports) => {
    expect(found(folderOf(1, 3), ...reports)).toMatchObject({
      numbers: [expect.stringMatching(/^ts-2026-0001$/i), expect.stringMatching(/^ts-2026-0002$/i)],
      among: 2,
      isAnother: true,
    });
  });

  it('is what it did not publish, with each of its files', () => {
    const { numbers, paths, among, isAnother } = found(folderOf(1, 1), published(1, 1), published(2));
    expect([numbers, among, isAnother]).toEqual([['TS-2026-0002'], 2, false]);
    expect([...paths].sort()).toEqual([page(2), place(2), `${place(2)}.sha256`, `${place(2)}.asc`].sort());
  });

  it('is a version that is to come, of what is disclosed', () => {
    const older = published(1, 1);
    expect(found(folderOf(2, 1), older, published(2, 1)).numbers).toEqual(['TS-2026-0001']);
    expect(found(folderOf(2, 1), { ...older, isDisclosed: false }, published(2, 1)).numbers).toEqual([]);
  });

  it('is a document of another database under the same numbers, not one that somebody wrote into', () => {
    const folder = folderOf(1, 1).set(place(1), documentOf(1, 'written into'));
    expect(found(folder, published(1, 1), published(2, 1)).numbers).toEqual([]);
    folder.set(place(2), documentOf(1, 'too'));
    const { numbers, paths, isAnother } = found(folder, published(1, 1), published(2, 1));
    // Published under their numbers, so that what is not disclosed of them is withdrawn.
    expect([numbers, paths.size, isAnother]).toEqual([['TS-2026-0001', 'TS-2026-0002'], 0, false]);
  });

  it('is nothing of an older version, of one whose documents are not on record, or of what is not there any more', () => {
    expect(found(folderOf(1), published(1, 1, 2)).numbers).toEqual([]);
    expect(found(folderOf(1), { ...published(1, 1), documents: new Map() }).numbers).toEqual([]);
    const gone = unrecordedIn([...folderOf(1).keys()], [], () => null);
    expect([gone.numbers, gone.isAnother]).toEqual([[], false]);
  });
});
