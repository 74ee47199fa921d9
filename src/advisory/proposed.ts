/**
 * A report → the advisory it makes by itself. Pure.
 *
 * Facts alone are taken over: the one line that sums it up, products and versions, identifiers, severity, and the name
 * that the reporter asked to be credited by. The reporter's prose, steps, links, files and address are not: they may name
 * people, systems and customers, and nobody has read them for that yet.
 */
import type { Life } from '../life/life.js';
import type { Report } from '../report/schema.js';
import { type Advisory, advisorySchema } from './advisory.js';

/**
 * Makes the advisory.
 * @param life - whose severity, an engineer's, stands before the reporter's
 */
export function proposedAdvisory(report: Report, life: Pick<Life, 'severity'>): Advisory {
  const { reporter, severity } = report;
  return {
    schema: 'security-inbox/advisory@1',
    title: fitting('title', plainTitle(report.summary)),
    description: null,
    products: report.affected.flatMap(({ product, versions }, index) => {
      const told = report.ranges[index];
      const affected = versions.map((version, at) => told?.ranges[at] ?? version);
      return fittingAll('products', [
        { name: product, purl: told?.purl ?? null, affected, fixed: [], notAffected: [] },
      ]);
    }),
    cve: fittingAll('cve', report.cve),
    ghsa: fittingAll('ghsa', report.ghsa),
    cwe: fittingAll('cwe', report.cwe),
    severity: fitting('severity', life.severity ?? severity?.vector ?? severity?.rating ?? null),
    remedies: [],
    references: [],
    credits: reporter.wantsCredit === true ? fittingAll('credits', [oneLine(reporter.creditAs)]) : [],
  };
}

/** An address, a link or a number of a machine in it is for a person to decide on. */
function plainTitle(summary: string | null): string | null {
  return summary === null || /@|:\/\/|\bwww\.|\b\d{1,3}(?:\.\d{1,3}){3}\b/i.test(summary) ? null : summary;
}

function oneLine(name: string | null): string | null {
  return name?.replace(/\s+/g, ' ').trim() ?? null;
}

/** Words of a mail are of any kind and length: what an advisory can't hold is left for a person to write. */
function fitting<Field extends 'title' | 'severity'>(field: Field, value: unknown): Advisory[Field] {
  const read = advisorySchema.shape[field].safeParse(value);
  return read.success ? (read.data as Advisory[Field]) : (null as Advisory[Field]);
}

function fittingAll<Field extends 'products' | 'cve' | 'ghsa' | 'cwe' | 'credits'>(
  field: Field,
  values: readonly unknown[],
): Advisory[Field] {
  const schema = advisorySchema.shape[field];
  const fit = values.flatMap(value => {
    const read = schema.safeParse([value]);
    return read.success ? (read.data as unknown[]) : [];
  });
  return schema.parse(fit.slice(0, 100)) as Advisory[Field];
}
