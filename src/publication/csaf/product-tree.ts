/** The products of an advisory as CSAF's product tree (CSAF 2.0 §3.2.2), and which of them stand where. Pure. */
import type { AdvisoryProduct } from '../../advisory/advisory.js';
import { keyOf, type ToldVersion, toldVersion } from '../../advisory/told-version.js';
import { canonicalPurl, mergedProducts } from '../products.js';
import { holdsTag, withoutHtml } from './words.js';

type Status = 'affected' | 'fixed' | 'notAffected';

/** Product ids, each at its first mention. */
export type ProductIds = Readonly<Record<Status, readonly string[]>>;

export interface FullProductName {
  readonly name: string;
  readonly product_id: string;
  readonly product_identification_helper?: { readonly purl: string };
}

export interface VersionBranch {
  readonly category: 'product_version' | 'product_version_range';
  readonly name: string;
  readonly product: FullProductName;
}

/** A product with its versions in the tree. */
export interface TreeProduct {
  readonly name: string;
  readonly ids: ProductIds;
  /** As the advisory has them. */
  readonly fixed: readonly string[];
}

/** A name is a range to every reader that holds one of these (CSAF 2.0 §6.1.31). */
const RANGE_WORDS = new Set(['after', 'all', 'before', 'earlier', 'later', 'prior', 'versions']);

/**
 * Makes the tree: vendor, product, versions. What no program can read as a version or a range stands beside it, under a
 * name in full, because a branch for it would have to be one of both.
 * @param products - of an advisory
 * @param vendor - the publisher's name
 */
export function productTree(products: readonly AdvisoryProduct[], vendor: string) {
  const names: FullProductName[] = [];
  const branches: { category: 'product_name'; name: string; branches: VersionBranch[] }[] = [];
  const told: TreeProduct[] = [];
  let last = 0;
  for (const product of mergedProducts(products)) {
    const known = new Map<string, string>();
    const versions: VersionBranch[] = [];
    const idOf = (line: string): string => {
      const version = asVersion(line, product.purl);
      const id = known.get(keyOf(version)) ?? `CSAFPID-${String(++last).padStart(4, '0')}`;
      if (known.has(keyOf(version))) return id;
      known.set(keyOf(version), id);
      const branch = branchOf(version, product, vendor, id);
      if (branch === null) names.push(fullName(`${vendor} ${product.name}: ${line}`, id, product.purl, null));
      else versions.push(branch);
      return id;
    };
    const unique = (lines: readonly string[]) => [...new Set(lines.map(idOf))];
    const ids = {
      affected: unique(product.affected),
      fixed: unique(product.fixed),
      notAffected: unique(product.notAffected),
    };
    if (versions.length > 0)
      branches.push({ category: 'product_name', name: withoutHtml(product.name), branches: versions });
    told.push({ name: product.name, ids, fixed: product.fixed });
  }
  const tree = {
    ...(branches.length > 0 ? { branches: [{ category: 'vendor', name: vendor, branches }] } : {}),
    ...(names.length > 0 ? { full_product_names: names } : {}),
  };
  return { tree, products: told, ids: allIds(told) };
}

function allIds(products: readonly TreeProduct[]): ProductIds {
  const of = (status: Status) => products.flatMap(({ ids }) => ids[status]);
  return { affected: of('affected'), fixed: of('fixed'), notAffected: of('notAffected') };
}

function asVersion(line: string, purl: string | null): ToldVersion {
  const told = toldVersion(line, purl);
  const isRange = told.kind === 'version' && RANGE_WORDS.has(told.version.toLowerCase());
  const isTag = told.kind === 'range' && holdsTag(told.vers);
  return isRange || isTag ? { kind: 'words', words: line } : told;
}

function branchOf(
  told: ToldVersion,
  { name, purl }: AdvisoryProduct,
  vendor: string,
  id: string,
): VersionBranch | null {
  switch (told.kind) {
    case 'version':
      return {
        category: 'product_version',
        name: told.version,
        product: fullName(`${vendor} ${name} ${told.version}`, id, purl, told.version),
      };
    case 'range':
      return {
        category: 'product_version_range',
        name: told.vers,
        product: fullName(`${vendor} ${name} ${told.vers}`, id, purl, null),
      };
    case 'words':
      return null;
  }
}

function fullName(name: string, id: string, purl: string | null, version: string | null): FullProductName {
  // §3.1.3.3.4: in its canonical form. Of a range the package alone: a version in it would name that one.
  const helper = purl === null ? null : canonicalPurl(purl, version);
  return {
    name: withoutHtml(name),
    product_id: id,
    ...(helper === null ? {} : { product_identification_helper: { purl: helper } }),
  };
}
