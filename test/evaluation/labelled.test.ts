/** How well reports are read, on mails that people labelled. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { productsSchema } from '../../src/config/products.js';
import { evaluateFolder } from '../../src/evaluation/evaluate.js';
import { mean, SCORED_FIELDS } from '../../src/evaluation/scoring.js';
import { catalogueOf } from '../../src/report/affected/catalogue.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const example = JSON.parse(readFileSync(path('../../config.example.json'), 'utf8')) as { products: unknown };
const catalogue = catalogueOf(productsSchema.parse(example.products));

const folders = [
  ['the mails that rules were tuned on', path('../../fixtures/labelled/tune')],
  ['mails that no rule was tuned on', path('../../fixtures/labelled/held-out')],
  ['examples of others', path('../../../shared/examples')],
] as const;

describe.each(folders)('over %s', (name, folder) => {
  const present = existsSync(folder);
  if (!present)
    console.warn(`\n*** SKIPPED: ${name} (${folder}) are not there; they were NOT measured ***\n`);

  it.skipIf(!present)('no field falls under 0.80, and their mean not under 0.92', async () => {
    const evaluated = await evaluateFolder(folder, catalogue);
    const fields = SCORED_FIELDS.map(
      field => [field, mean(evaluated.map(({ scores }) => scores[field]))] as const,
    );
    const total = mean(fields.map(([, score]) => score));
    console.log(`${evaluated.length} mails: ${name}: mean ${total.toFixed(3)}`);
    expect(evaluated.length).toBeGreaterThan(7);
    expect(fields.filter(([, score]) => score < 0.8)).toEqual([]);
    expect(total).toBeGreaterThanOrEqual(0.92);
  });
});
