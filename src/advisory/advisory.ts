/**
 * An advisory: what is made public of a report, and nothing else of it. Its text form is a file that engineers edit; every
 * format that is published is written from this alone.
 *
 * `advisorySchema` is the contract `security-inbox/advisory@1`; a breaking change gets a new number.
 */
import { PackageURL } from 'packageurl-js';
import { z } from 'zod';
import { judgedSeverity } from '../report/severity/judged.js';

const MAX_LINE = 300;
const MAX_TEXT = 20_000;
const MOST = 100;

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;

const text = z
  .string()
  .trim()
  .min(1)
  .max(MAX_TEXT)
  .refine(words => !CONTROLS.test(words), 'must hold no control characters');
const line = text.max(MAX_LINE).refine(words => !/[\r\n]/.test(words), 'must be one line');

const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .max(2000)
  .describe('https, or http where there is no other');

const purl = z
  .string()
  .max(500)
  .refine(isPackageUrl, 'must be a package URL without a version, such as "pkg:pypi/ts-scan"');

const version = line
  .max(200)
  .describe('a version, or a range of them in VERS, such as `vers:pypi/>=1.0|<2.4.1`');

const versions = z.array(version).max(MOST).default([]);

const productSchema = z.strictObject({
  name: line,
  purl: purl.nullable().default(null),
  affected: versions,
  fixed: versions,
  notAffected: versions,
});

/** What to do about it. The kinds are those of CSAF 2.0 §3.2.3.12.1. */
const remedySchema = z.strictObject({
  kind: z.enum(['vendor_fix', 'workaround', 'mitigation', 'none_available', 'no_fix_planned']),
  text,
  url: url.nullable().default(null),
});

export const advisorySchema = z.strictObject({
  schema: z.literal('security-inbox/advisory@1'),
  title: line.nullable(),
  description: text.nullable().describe('What the vulnerability is and what it does, for the public.'),
  products: z.array(productSchema).max(MOST),
  cve: z.array(z.string().regex(/^CVE-\d{4}-\d{4,}$/)).max(MOST),
  ghsa: z.array(z.string().regex(/^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/)).max(MOST),
  cwe: z.array(z.string().regex(/^CWE-\d+$/)).max(MOST),
  severity: z
    .string()
    .refine(judged => judgedSeverity(judged) !== null, 'must be critical to none, or a CVSS vector')
    .nullable()
    .describe('A word of the scale, or a CVSS vector.'),
  remedies: z.array(remedySchema).max(MOST),
  references: z.array(z.strictObject({ text: line, url })).max(MOST),
  credits: z.array(line).max(MOST).describe('The names as their owners asked for them.'),
});

/** What is made public of a report. */
export type Advisory = z.infer<typeof advisorySchema>;

/** One that says nothing. */
export const EMPTY_ADVISORY: Advisory = {
  schema: 'security-inbox/advisory@1',
  title: null,
  description: null,
  products: [],
  cve: [],
  ghsa: [],
  cwe: [],
  severity: null,
  remedies: [],
  references: [],
  credits: [],
};

export type AdvisoryProduct = Advisory['products'][number];

function isPackageUrl(written: string): boolean {
  try {
    const { version: of } = PackageURL.fromString(written);
    return !of;
  } catch {
    return false;
  }
}
