/**
 * What the schema of the CVE Record Format 5.2.0 (CVE_Record_Format.json, `cnaPublishedContainer`) asks of the parts that are
 * written here, in words of our own. `providerMetadata`, which it wants too, is filled in by CVE Services.
 */
import { z } from 'zod';

/** JSON Schema counts code points. */
const upTo = (most: number) =>
  z
    .string()
    .min(1)
    .refine(words => [...words].length <= most, 'too long');
const uri = upTo(2048).regex(/^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/);
const lang = z.string().regex(/^[A-Za-z]{2,4}([_-][A-Za-z]{4})?([_-]([A-Za-z]{2}|[0-9]{3}))?$/);

function uniqueArray<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .min(1)
    .refine(items => new Set(items.map(each => JSON.stringify(each))).size === items.length, 'not unique');
}

const description = z.strictObject({ lang, value: upTo(4096) });
const version = upTo(1024);
const status = z.enum(['affected', 'unaffected', 'unknown']);
const versionType = upTo(128);

/** Exactly one of these: a version, or a range with one end. */
const cveVersion = z.union([
  z.strictObject({ version, status }),
  z.strictObject({ version, status, versionType }),
  z.strictObject({ version, status, versionType, lessThan: version }),
  z.strictObject({ version, status, versionType, lessThanOrEqual: version }),
]);

const scored = { baseScore: z.number().min(0).max(10), vectorString: z.string() };
const severity = z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
const cvss = {
  format: upTo(64),
  scenarios: uniqueArray(description),
};

const metric = z.union([
  z.strictObject({ ...cvss, cvssV2_0: z.strictObject({ ...scored, version: z.literal('2.0') }) }),
  z.strictObject({
    ...cvss,
    cvssV3_0: z.strictObject({
      ...scored,
      vectorString: z.string().regex(/^CVSS:3\.0\//),
      baseSeverity: severity,
      version: z.literal('3.0'),
    }),
  }),
  z.strictObject({
    ...cvss,
    cvssV3_1: z.strictObject({
      ...scored,
      vectorString: z.string().regex(/^CVSS:3\.1\//),
      baseSeverity: severity,
      version: z.literal('3.1'),
    }),
  }),
  z.strictObject({
    ...cvss,
    cvssV4_0: z.strictObject({
      ...scored,
      // This version fixes the order of its metrics; the first of them are told here.
      vectorString: z.string().regex(/^CVSS:4\.0\/AV:[NALP]\/AC:[LH]\/AT:[NP]\/PR:[NLH]\/UI:[NPA]\/VC:/),
      baseSeverity: severity,
      version: z.literal('4.0'),
    }),
  }),
  z.strictObject({
    other: z.strictObject({ type: upTo(128), content: z.record(z.string(), z.unknown()) }),
  }),
]);

export const cnaContainerSchema = z.strictObject({
  cnaContainer: z.strictObject({
    affected: z
      .array(
        z.strictObject({
          vendor: upTo(512),
          product: upTo(2048),
          packageURL: uri.regex(/^pkg:[^@]+$/).optional(),
          defaultStatus: status,
          versions: uniqueArray(cveVersion),
        }),
      )
      .min(1),
    credits: uniqueArray(z.strictObject({ lang, value: upTo(4096) })).optional(),
    datePublic: z.iso.datetime().optional(),
    descriptions: uniqueArray(description).refine(all => all.some(each => each.lang === 'en')),
    metrics: uniqueArray(metric).optional(),
    problemTypes: uniqueArray(
      z.strictObject({
        descriptions: uniqueArray(
          z.strictObject({
            cweId: z
              .string()
              .min(5)
              .max(9)
              .regex(/^CWE-[1-9]\d*$/),
            description: upTo(4096),
            lang,
            type: upTo(128),
          }),
        ),
      }),
    ).optional(),
    references: uniqueArray(
      z.strictObject({
        url: uri,
        name: upTo(512),
        tags: uniqueArray(z.enum(['vendor-advisory'])).optional(),
      }),
    ).refine(all => all.length <= 512),
    solutions: uniqueArray(description).optional(),
    source: z.strictObject({ advisory: z.string() }),
    title: upTo(256),
    workarounds: uniqueArray(description).optional(),
  }),
});
