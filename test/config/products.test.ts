import { describe, expect, it } from 'vitest';
import { productsSchema } from '../../src/config/products.js';

function mistakes(products: unknown): string[] {
  const result = productsSchema.safeParse(products);
  return result.success ? [] : result.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`);
}

describe('the catalogue in the configuration', () => {
  it('takes a product by its name alone', () => {
    expect(productsSchema.parse([{ name: 'foo' }])).toEqual([{ name: 'foo', aliases: [], purls: [] }]);
  });

  it('refuses a name that stands for two products', () => {
    expect(mistakes([{ name: 'ts-scan' }, { name: 'web app', aliases: ['TS Scan'] }])).toEqual([
      '1.aliases.0: "TS Scan" already stands for ts-scan',
    ]);
  });

  it('refuses a name listed twice', () => {
    expect(mistakes([{ name: 'web app', aliases: ['Web-App'] }])).toEqual([
      '0.aliases.0: "Web-App" is listed twice; case, spaces and hyphens make no difference',
    ]);
  });

  it('refuses what is no package URL', () => {
    expect(mistakes([{ name: 'foo', purls: ['npm/foo'] }])).toEqual([
      '0.purls.0: is not a package URL; one looks like "pkg:pypi/ts-scan"',
    ]);
  });

  it('refuses a name without a letter or digit', () => {
    expect(mistakes([{ name: '--' }])).toEqual(['0.name: must hold a letter or a digit']);
  });
});
