/** Which advisories go out as they are, which as they went out last, and which not at all. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/publication/candidates.js';
import { type Planning, planOf, RENEWED } from '../../src/publication/plan.js';
import type { PublicAdvisory } from '../../src/publication/public-advisory.js';
import type { Wanted } from '../../src/publication/wanted.js';
import { published } from './hostile-advisories.js';

const AT = '2026-03-01T10:00:00.000Z';

/** @param before - whether an earlier one went out @param titles - of the one that went out, and of the new one */
function candidate(count: number, before: boolean, isNew: boolean, needed: string[] = []): Candidate {
  const revision = (of: number, title: string) => ({
    revision: of,
    at: new Date(AT),
    change: 'Changed.',
    advisory: published(count, { title }, [AT]).advisory,
  });
  return {
    id: count,
    number: published(count, {}, [AT]).number,
    needed,
    isCreditHeldBack: false,
    isLastHeldBack: false,
    wentOutAs: before ? `${count}`.repeat(64) : null,
    revisions: before ? [revision(1, 'old')] : [],
    next: isNew ? revision(before ? 2 : 1, 'new') : null,
  };
}

const NOW = new Date('2026-05-01T10:00:00.000Z');

/** @param documentOf - what lies in the folder */
function planning(filesOf: Planning['filesOf'], documentOf: Planning['documentOf'] = () => null): Planning {
  return { isDraft: false, now: NOW, filesOf, documentOf };
}

/** Writes nothing, and refuses advisories of a title; of another one the document is another now. */
function refusing(title: string, changedTitle: string | null = null) {
  const asked: string[][] = [];
  const filesOf = async (advisories: readonly PublicAdvisory[]): Promise<Wanted> => {
    asked.push(advisories.map(({ advisory }) => advisory.title ?? ''));
    const made = advisories.filter(({ keptDocument }) => keptDocument === undefined);
    const refused = made.filter(({ advisory }) => advisory.title === title);
    const changed = made.filter(
      one => one.wentOutAs !== undefined && one.advisory.title === changedTitle && !refused.includes(one),
    );
    return {
      files: [],
      unnamed: [],
      changed: changed.map(({ number }) => number),
      documents: new Map(),
      refused: refused.map(({ number }) => ({ number, tests: ['6.1.1'] })),
      warned: [],
    };
  };
  return { asked, filesOf };
}

const numbers = (...counts: number[]) => counts.map(count => `TS-2026-000${count}`);

describe('of the advisories', () => {
  it('those that are new or as they were go out', async () => {
    const { asked, filesOf } = refusing('none');
    const plan = await planOf([candidate(1, false, true), candidate(2, true, false)], planning(filesOf));
    expect(plan.published).toEqual(numbers(1, 2));
    expect(plan.going.map(({ number }) => number)).toEqual(numbers(1));
    expect(asked).toEqual([['new', 'old']]);
  });

  it('one that lacks something stays as it went out last, or out', async () => {
    const { asked, filesOf } = refusing('none');
    const found = [candidate(1, true, true, ['title']), candidate(2, false, true, ['title'])];
    const plan = await planOf(found, planning(filesOf));
    expect(plan.published).toEqual(numbers(1));
    expect(plan.going).toEqual([]);
    expect(plan.lacking.map(({ id }) => id)).toEqual(numbers(1, 2));
    expect(asked).toEqual([['old']]);
  });

  it('one that CSAF refuses stays as it went out last, or out, and is named without a word of it', async () => {
    const { asked, filesOf } = refusing('new');
    const found = [candidate(1, true, true), candidate(2, false, true), candidate(3, true, false)];
    const plan = await planOf(found, planning(filesOf));
    expect(plan.published).toEqual(numbers(1, 3));
    expect(plan.going).toEqual([]);
    expect(plan.sentences).toHaveLength(2);
    expect(plan.sentences[0]).toMatch(/^TS-2026-0001 is not published.*6\.1\.1/);
    expect(asked.at(-1)).toEqual(['old', 'old']);
  });

  it('one that is refused as it went out last too is taken out, and said once', async () => {
    const { filesOf } = refusing('old');
    const plan = await planOf([candidate(1, true, false), candidate(2, false, true)], planning(filesOf));
    expect(plan.published).toEqual(numbers(2));
    expect(plan.going.map(({ number }) => number)).toEqual(numbers(2));
    expect(plan.sentences).toHaveLength(1);
  });

  it('one whose document would be another goes out with a revision that says so', async () => {
    const { filesOf } = refusing('none', 'old');
    const plan = await planOf([candidate(1, true, false), candidate(2, true, true)], planning(filesOf));
    expect(plan.published).toEqual(numbers(1, 2));
    expect(plan.going.map(({ next }) => [next?.revision, next?.change, next?.advisory.title])).toEqual([
      [2, RENEWED, 'old'],
      [2, 'Changed.', 'new'],
    ]);
    expect(plan.going[0]?.next?.at).toEqual(NOW);
    expect(plan.sentences).toEqual([]);
  });

  it('one that is refused as it would be now stays byte for byte as it is, and is said', async () => {
    const asked: (string | undefined)[] = [];
    const { filesOf } = refusing('old');
    const plan = await planOf(
      [candidate(1, true, false)],
      planning(
        advisories => {
          asked.push(...advisories.map(({ keptDocument }) => keptDocument));
          return filesOf(advisories);
        },
        () => 'the bytes',
      ),
    );
    expect(asked).toEqual([undefined, 'the bytes']);
    expect([plan.published, plan.going]).toEqual([numbers(1), []]);
    expect(plan.sentences).toEqual([expect.stringContaining('TS-2026-0001 is not published as it is now')]);
  });

  it('one whose words CSAF has otherwise is named with the field, when it goes out and not again', async () => {
    const { filesOf } = refusing('none');
    const worded = (one: Candidate): Candidate => {
      const words = { kind: 'workaround' as const, text: 'Remove <Directory /srv>', url: null };
      const other = { kind: 'mitigation' as const, text: 'rm -rf /opt/app/[0-9][0-9]*', url: null };
      const changed = { description: 'listen [::1]:8443', remedies: [other, words] };
      const of = <R extends NonNullable<Candidate['next']>>(revision: R) => ({
        ...revision,
        advisory: { ...revision.advisory, ...changed },
      });
      return { ...one, revisions: one.revisions.map(of), next: one.next && of(one.next) };
    };
    const found = [
      worded(candidate(1, false, true)),
      worded(candidate(2, true, false)),
      candidate(3, false, true),
    ];
    const { sentences } = await planOf(found, planning(filesOf));
    expect(sentences).toEqual([
      expect.stringMatching(/^TS-2026-0001: CSAF has a space more in remedies\.1\.text, /),
    ]);
  });

  it.each([
    ['the document in the folder is what it went out as', '1', true],
    ['that of another revision is not', '2', false],
  ])('one from before documents were recorded: %s', async (_, version, isThat) => {
    const document = JSON.stringify({ document: { tracking: { version } } });
    const asked: PublicAdvisory[] = [];
    const { filesOf } = refusing('none', isThat ? 'old' : null);
    const found = [{ ...candidate(1, true, false), wentOutAs: null }];
    const plan = await planOf(
      found,
      planning(
        advisories => {
          asked.push(...advisories);
          return filesOf(advisories);
        },
        () => document,
      ),
    );
    const sha256 = createHash('sha256').update(document).digest('hex');
    expect(asked[0]?.wentOutAs).toBe(isThat ? sha256 : undefined);
    expect(plan.going.map(({ next }) => next?.change)).toEqual(isThat ? [RENEWED] : []);
  });

  it('one that names somebody who is not to be named never stays so', async () => {
    const { filesOf } = refusing('old');
    const found = [{ ...candidate(1, true, false), isLastHeldBack: true }];
    const plan = await planOf(
      found,
      planning(filesOf, () => 'the bytes'),
    );
    expect(plan.published).toEqual([]);
  });
});
