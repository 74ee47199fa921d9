import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.js';

const example: Record<string, unknown> = JSON.parse(readFileSync('config.example.json', 'utf8'));

it('config.example.json is a valid configuration that names every key', () => {
  const parsed = configSchema.parse(example);
  expect(parsed).toEqual(example);
});

/** Parts that pages show, most of which the example leaves out. */
it.each([
  ['form', 'docs/form.md', 1],
  ['engineersPage', 'docs/engineers-page.md', 2],
  ['publication', 'docs/publishing.md', 1],
  ['mailboxes', 'docs/configuration.md', 1],
] as const)('%s as %s shows it is valid in that configuration', (key, page, times) => {
  const parts = [...readFileSync(page, 'utf8').matchAll(/^ *```json\n([^`]*)```/gm)]
    .map(([, part = '']) => part)
    .filter(part => part.trim().startsWith(`"${key}":`))
    .map(part => JSON.parse(`{${part}}`));
  expect(parts).toHaveLength(times);
  for (const part of parts) {
    const { mailbox, ...others } = example;
    const config = { ...others, ...('mailboxes' in part ? {} : { mailbox }), ...part };
    expect(configSchema.safeParse(config).error?.message).toBeUndefined();
  }
});
