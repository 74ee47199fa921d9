/** Products of an advisory, as the formats want them. Pure. */
import { PackageURL } from 'packageurl-js';
import type { AdvisoryProduct } from '../advisory/advisory.js';

/** The same product may be told in several entries: here it is one, at its first place. */
export function mergedProducts(products: readonly AdvisoryProduct[]): AdvisoryProduct[] {
  const byName = new Map<string, AdvisoryProduct>();
  for (const product of products) {
    const key = JSON.stringify([product.name, product.purl]);
    const before = byName.get(key);
    const both = (status: 'affected' | 'fixed' | 'notAffected') => [
      ...(before?.[status] ?? []),
      ...product[status],
    ];
    byName.set(key, {
      ...product,
      affected: both('affected'),
      fixed: both('fixed'),
      notAffected: both('notAffected'),
    });
  }
  return [...byName.values()];
}

/**
 * A package URL in its canonical form.
 * @param purl - of an advisory, without a version
 * @param version - to be put into it; null for the package alone
 * @returns without the version where its type allows no such one, and null where its type allows it in no form
 */
export function canonicalPurl(purl: string, version: string | null): string | null {
  const { type, namespace, name, qualifiers, subpath } = PackageURL.fromString(purl);
  try {
    return new PackageURL(type, namespace, name, version ?? undefined, qualifiers, subpath).toString();
  } catch {
    return version === null ? null : canonicalPurl(purl, null);
  }
}
