/**
 * The tests that CSAF 2.0 §6 has for a document, as the BSI's validator runs them: the schema, all mandatory and all optional ones.
 *
 * Loading them takes a second or more, for the many schemas that they compile, so it is done where a document is to be checked.
 */
import type { Weaknesses } from './vulnerability.js';

/** A test of the library; its name ends in the section of the standard. */
export type DocumentTest = (document: unknown) => TestResult | Promise<TestResult>;

interface TestResult {
  readonly isValid?: boolean;
  readonly warnings?: readonly unknown[];
}

/** The tests that a document fails, by their sections: "6.1.6", or "schema". */
export interface Checked {
  /** It is no document of CSAF then. */
  readonly failed: readonly string[];
  /** It is worth less to its readers. */
  readonly warned: readonly string[];
}

/** Holds a document to the tests. Never throws: a test that breaks on a document is one that it fails. */
export type Validate = (document: unknown) => Promise<Checked>;

/** Loads the tests. They ask no network: the informative ones, which would, are left out. */
export async function loadValidator(): Promise<Validate> {
  const [{ csaf_2_0_strict: schema }, mandatory, optional] = await trusting(() =>
    Promise.all([
      import('@secvisogram/csaf-validator-lib/schemaTests.js'),
      import('@secvisogram/csaf-validator-lib/mandatoryTests.js'),
      import('@secvisogram/csaf-validator-lib/optionalTests.js'),
    ]),
  );
  const needed = [schema, ...testsOf(mandatory)];
  const wanted = testsOf(optional);
  return async document => ({
    failed: await failing(needed, document, ({ isValid }) => isValid === false),
    warned: await failing(wanted, document, ({ warnings = [] }) => warnings.length > 0),
  });
}

/**
 * While the tests load, each compiles a schema for what it looks at, and before that the schema of schemas, which takes nine tenths
 * of all the time. The schemas come with the version of the library that is pinned, so they are not held to it.
 */
async function trusting<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  // Of all dialects.
  const prototype: Pick<typeof Ajv2020.prototype, 'validateSchema'> = Object.getPrototypeOf(
    Ajv2020.prototype,
  );
  const { validateSchema } = prototype;
  prototype.validateSchema = () => true;
  try {
    return await load();
  } finally {
    prototype.validateSchema = validateSchema;
  }
}

/** @param module - of which each export is a test */
export function testsOf(module: object): DocumentTest[] {
  return Object.values(module).filter(test => typeof test === 'function');
}

/** The names of weaknesses that the validator holds documents to. */
export async function loadWeaknesses(): Promise<Weaknesses> {
  const { weaknesses } = await import('@secvisogram/csaf-validator-lib/cwe.js');
  return new Map(weaknesses.map(({ id, name }) => [id, name]));
}

async function failing(
  tests: readonly DocumentTest[],
  document: unknown,
  isFailed: (result: TestResult) => boolean,
): Promise<string[]> {
  const failed: string[] = [];
  for (const test of tests) if (await fails(test, document, isFailed)) failed.push(sectionOf(test));
  return failed.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

async function fails(
  test: DocumentTest,
  document: unknown,
  isFailed: (result: TestResult) => boolean,
): Promise<boolean> {
  try {
    return isFailed(await test(document));
  } catch {
    return true;
  }
}

function sectionOf({ name }: DocumentTest): string {
  return /\d+(?:_\d+)+$/.exec(name.replace(/^csaf_2_0.*/, ''))?.[0].replaceAll('_', '.') ?? 'schema';
}
