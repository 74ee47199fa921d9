/**
 * The sketches of reports' words, found again by their bands.
 */
import { bandsOf, SIMILAR, SKETCH_LENGTH, type Sketch, similarity } from '../report/similarity.js';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** Reports compared for each band, the newest first: who floods us with one text costs no more than this. */
const MOST_PER_BAND = 20;

/** Reports named as similar. */
const MOST_SIMILAR = 3;

/** Keeps a report's sketch. Call inside the transaction that records the report. */
export function recordSketch(connection: Connection, reportId: number, sketch: Sketch): void {
  const bytes = Buffer.alloc(SKETCH_LENGTH * 4);
  for (const [index, minimum] of sketch.entries()) bytes.writeUInt32LE(minimum, index * 4);
  connection.prepare('INSERT INTO word_sketches (report_id, sketch) VALUES (?, ?)').run(reportId, bytes);
  // One by one: what fails among rows of one statement is taken back alone, for which SQLite keeps each page as it was before.
  const insert = connection.prepare('INSERT INTO word_bands (band, hash, report_id) VALUES (?, ?, ?)');
  for (const [band, hash] of bandsOf(sketch).entries()) insert.run(band, hash, reportId);
}

/** @returns the numbers of the reports most like a sketch, the most similar first */
export function similarReports(connection: Connection, sketch: Sketch): ReportNumber[] {
  const candidates = connection
    .prepare<[string], { number: ReportNumber; sketch: Buffer }>(
      `WITH candidates AS (
         SELECT DISTINCT report_id FROM json_each(?) AS own CROSS JOIN word_bands
         WHERE band = own.key AND hash = own.value AND report_id IN (
           SELECT report_id FROM word_bands AS same WHERE same.band = own.key AND same.hash = own.value
           ORDER BY report_id DESC LIMIT ${MOST_PER_BAND}))
       SELECT number, sketch FROM candidates JOIN word_sketches USING (report_id) JOIN reports ON id = report_id
       ORDER BY id`,
    )
    .all(JSON.stringify(bandsOf(sketch)));
  return candidates
    .map(row => ({ number: row.number, similarity: similarity(sketch, toSketch(row.sketch)) }))
    .filter(row => row.similarity >= SIMILAR)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MOST_SIMILAR)
    .map(row => row.number);
}

function toSketch(bytes: Buffer): Sketch {
  return Uint32Array.from({ length: SKETCH_LENGTH }, (_, index) => bytes.readUInt32LE(index * 4));
}
