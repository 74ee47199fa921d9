import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { TextBody } from '../../src/message/message.js';
import { extractReport } from '../../src/report/extract.js';
import type { ExtractedReport } from '../../src/report/schema.js';
import { mean, type Scores, scoreReport } from './scoring.js';

const folder = new URL('../../../shared/examples/', import.meta.url);
const present = existsSync(folder);
if (!present)
  console.warn(
    `\n*** SKIPPED: no labelled examples at ${folder.pathname}; extraction was NOT measured ***\n`,
  );

async function extractFile(name: string): Promise<ExtractedReport> {
  const mail = await simpleParser(readFileSync(new URL(name, folder)));
  const first = (list: typeof mail.from) => {
    const value = list?.value[0];
    return value?.address === undefined ? null : { name: value.name || null, address: value.address };
  };
  const bodies: TextBody[] = [{ origin: 'cleartext', kind: 'plain', text: mail.text ?? '', filename: null }];
  for (const file of mail.attachments) {
    if (!file.contentType.startsWith('text/')) continue;
    const filename = file.filename ?? null;
    bodies.push({ origin: 'cleartext', kind: 'attachment', text: file.content.toString('utf8'), filename });
  }
  return extractReport(
    {
      subject: mail.subject ?? '',
      from: first(mail.from),
      replyTo: first(mail.replyTo),
      bodies,
      attachments: mail.attachments.map(file => ({
        filename: file.filename ?? null,
        contentType: file.contentType,
      })),
    },
    { subjectTrigger: 'Security Alert', ownAddresses: ['security@trustsource.example'] },
  );
}

describe.skipIf(!present)('over the labelled examples', () => {
  it('stays above the floor that was measured', async () => {
    const names = readdirSync(folder).filter(name => name.endsWith('.eml'));
    const scores: Scores[] = [];
    for (const name of names) {
      const found = await extractFile(name);
      const wanted = JSON.parse(
        readFileSync(new URL(name.replace('.eml', '.json'), folder), 'utf8'),
      ) as ExtractedReport;
      const score = scoreReport(found, wanted);
      scores.push(score);
      if (process.env.SHOW_SCORES) {
        const bad = Object.entries(score).filter(([, value]) => value < 1);
        console.log(name, JSON.stringify(Object.fromEntries(bad)), JSON.stringify(found, null, 1));
      }
    }
    const fields = Object.keys(scores[0] ?? {});
    const means = fields.map(field => [field, mean(scores.map(score => score[field] ?? 0))] as const);
    const total = mean(means.map(([, value]) => value));
    console.log(
      `mean ${total.toFixed(3)}; ${means.map(([field, value]) => `${field} ${value.toFixed(2)}`).join(', ')}`,
    );
    expect(total).toBeGreaterThan(0.95);
  });
});
