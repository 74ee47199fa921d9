/** The catalogue of the products a team answers for, as config.json writes it. */
import { createRequire } from 'node:module';
import { z } from 'zod';

/** Products and names are read for every mail. */
const MAX_PRODUCTS = 500;
const MAX_NAMES = 100;

const nameSchema = z
  .string()
  .min(1)
  .max(100)
  .refine(name => keyOf(name) !== '', { error: 'must hold a letter or a digit' });

const purlSchema = z
  .string()
  .max(500)
  .refine(isPackageUrl, { error: 'is not a package URL; one looks like "pkg:pypi/ts-scan"' });

const productSchema = z.strictObject({
  name: nameSchema.describe('what reports show'),
  aliases: z
    .array(nameSchema)
    .max(MAX_NAMES)
    .default([])
    .describe('other names: former ones, translations, import names, images'),
  purls: z
    .array(purlSchema)
    .max(MAX_NAMES)
    .default([])
    .describe('package URLs, which also tell how ranges of versions are written'),
});

/** Products with their names and package URLs; no name may stand for two of them. */
export const productsSchema = z
  .array(productSchema)
  .max(MAX_PRODUCTS)
  .superRefine((products, context) => {
    const seen = new Map<string, string>();
    for (const [index, product] of products.entries()) {
      const names = [
        { name: product.name, path: [index, 'name'] },
        ...product.aliases.map((name, at) => ({ name, path: [index, 'aliases', at] })),
      ];
      for (const { name, path } of names) {
        const owner = seen.get(keyOf(name));
        if (owner !== undefined) {
          const message =
            owner === product.name
              ? `"${name}" is listed twice; case, spaces and hyphens make no difference`
              : `"${name}" already stands for ${owner}`;
          context.addIssue({ code: 'custom', path, message });
        }
        seen.set(keyOf(name), owner ?? product.name);
      }
    }
  });

/** Names are one where only case, accents, spaces and hyphens differ. */
function keyOf(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function isPackageUrl(purl: string): boolean {
  // Loaded with the first that there is: few catalogues name any, and every command reads the configuration.
  const { PackageURL }: typeof import('packageurl-js') = createRequire(import.meta.url)('packageurl-js');
  try {
    PackageURL.fromString(purl);
    return true;
  } catch {
    return false;
  }
}
