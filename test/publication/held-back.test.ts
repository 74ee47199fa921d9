/** What of a disclosed advisory goes out once its reporter asks not to be named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Advisory } from '../../src/advisory/advisory.js';
import { proposedAdvisory } from '../../src/advisory/proposed.js';
import { candidates, publicAdvisory } from '../../src/publication/candidates.js';
import { addRevision, saveAdvisory } from '../../src/store/advisories.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { setStatus } from '../../src/store/life-changes.js';
import { findReport, recordReport, updateContent } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

const [DISCLOSED, REFUSED, SAVED] = [1, 2, 3].map(day => new Date(`2026-03-0${day}T10:00:00.000Z`)) as [
  Date,
  Date,
  Date,
];
const by = (now: Date) => ({ who: 'grace', now });

let folder: string;
let connection: Connection;
let id: number;
let named: Advisory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'held-back-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  const content = sampleReport({});
  const deadlines = { acknowledgeBy: DISCLOSED, discloseBy: DISCLOSED };
  const recorded = recordReport(
    connection,
    { content, ...deadlines, message: newMessage(), attachments: [] },
    'TS',
    DISCLOSED,
  );
  id = recorded.id;
  setStatus(connection, id, { from: 'received', to: 'disclosed' }, by(DISCLOSED));
  const report = findReport(connection, recorded.number);
  if (report === null) throw new Error('it is on record');
  named = {
    ...proposedAdvisory(report.content, report.life),
    title: 'A leak',
    description: 'It leaks.',
    credits: ['Ada'],
  };
  saveAdvisory(connection, id, named, null, by(DISCLOSED));
  addRevision(connection, id, {
    revision: 1,
    at: DISCLOSED,
    change: 'Initial publication.',
    advisory: named,
  });
  const at = REFUSED.toISOString();
  updateContent(connection, id, {
    ...report.content,
    reporter: { ...report.content.reporter, creditAs: null, wantsCredit: false },
    followUps: [
      {
        receivedAt: at,
        recordedAt: at,
        from: null,
        state: 'received',
        summary: null,
        description: null,
        filled: ['credit refused'],
      },
    ],
  });
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** What is public where the new one goes out, and where it may not. */
function credits(): { readonly asNew: unknown; readonly asBefore: unknown } {
  const [candidate] = candidates(connection, 'disclosed', () => true, SAVED);
  if (candidate === undefined) throw new Error('it is disclosed');
  return {
    asNew: publicAdvisory(candidate, false, false)?.advisory.credits,
    asBefore: publicAdvisory(candidate, false, true)?.advisory.credits,
  };
}

it('no name goes out, in the new one or in the one before', () => {
  expect(credits()).toEqual({ asNew: [], asBefore: [] });
});

it('the one before goes out without the name where the one saved since is without it and lacks something', () => {
  saveAdvisory(connection, id, { ...named, title: null, credits: [] }, null, by(SAVED));
  expect(credits()).toEqual({ asNew: [], asBefore: [] });
});

it('the name goes out again where somebody saved it since', () => {
  saveAdvisory(connection, id, named, null, by(SAVED));
  expect(credits()).toEqual({ asNew: ['Ada'], asBefore: ['Ada'] });
  saveAdvisory(connection, id, { ...named, description: 'It leaks more.' }, null, by(SAVED));
  expect(credits().asNew).toEqual(['Ada']);
});
