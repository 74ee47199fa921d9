/**
 * What an advisory still lacks, as sentences for the engineer who writes it. Pure.
 */
import type { Advisory, AdvisoryProduct } from './advisory.js';
import { keyOf, toldVersion } from './told-version.js';

/** What is lacking. */
export interface Lacking {
  /** Without these nothing can be published. */
  readonly needed: readonly string[];
  /** Without these it is worth less to its readers. */
  readonly wanted: readonly string[];
}

/** @param wishes - whether the reporter asked to be named; null where they did not say */
export function lackingOf(advisory: Advisory, wishes: boolean | null): Lacking {
  const { title, description, products, severity, cwe, remedies, credits } = advisory;
  const silent = products.filter(one => [...one.affected, ...one.fixed, ...one.notAffected].length === 0);
  const isAffected = products.some(({ affected }) => affected.length > 0);
  return {
    needed: [
      ...(title === null ? ['title: one line that says what it is.'] : []),
      ...(products.length === 0 ? ['products: which of them it is about.'] : []),
      ...silent.map(({ name }) => `products: which versions of ${name} are affected, fixed or not affected.`),
      ...contradictions(products),
    ],
    wanted: [
      ...(description === null ? ['description: what the vulnerability is and what it does.'] : []),
      ...(severity === null ? ['severity: a CVSS vector, or a word.'] : []),
      ...(cwe.length === 0 ? ['cwe: the kind of weakness.'] : []),
      ...(isAffected && remedies.length === 0 ? ['remedies: what its readers are to do.'] : []),
      ...(credits.length === 0 && wishes === true ? ['credits: the reporter asked to be named.'] : []),
      ...(credits.length === 0 && wishes === null ? ['credits: ask the reporter, who did not say.'] : []),
    ],
  };
}

const STATUSES = { affected: 'affected', fixed: 'fixed', notAffected: 'not affected' } as const;

/** A version is one of affected, fixed and not affected, however it is written and in however many entries of its product. */
function contradictions(products: readonly AdvisoryProduct[]): string[] {
  const found = new Set<string>();
  const told = new Map<string, keyof typeof STATUSES>();
  for (const product of products) {
    for (const status of ['affected', 'fixed', 'notAffected'] as const) {
      for (const line of product[status]) {
        const key = JSON.stringify([product.name, product.purl, keyOf(toldVersion(line, product.purl))]);
        const other = told.get(key) ?? status;
        told.set(key, other);
        if (other === status) continue;
        found.add(
          `products: whether ${product.name} ${line} is ${STATUSES[other]} or ${STATUSES[status]}, which it can't be both.`,
        );
      }
    }
  }
  return [...found];
}
