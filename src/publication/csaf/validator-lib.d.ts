/** What is used of @secvisogram/csaf-validator-lib, which comes without types. Its README describes these modules. */

declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  export const csaf_2_0_strict: import('./validate.js').DocumentTest;
}

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  /** One of them stands for all, which are named alike. */
  export const mandatoryTest_6_1_1: import('./validate.js').DocumentTest;
}

declare module '@secvisogram/csaf-validator-lib/optionalTests.js' {
  /** One of them stands for all, which are named alike. */
  export const optionalTest_6_2_1: import('./validate.js').DocumentTest;
}

declare module '@secvisogram/csaf-validator-lib/cwe.js' {
  export const weaknesses: readonly { readonly id: string; readonly name: string }[];
}
