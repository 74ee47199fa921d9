/** A form as somebody fills it in. */
import { type Submission, submissionFrom } from '../../src/form/submission.js';

export const FIELDS: Readonly<Record<string, string>> = {
  language: 'en',
  title: 'Session of another account',
  description: 'The login accepts a token of another account, and it is never compared with the cookie.',
  steps: '1. Log in as Ada.\n2. Copy the token.\n3. Send it with the cookie of Bob.',
  product: 'Acme Gate',
  versions: '2.1.0 to 2.3.4',
  tool: 'curl 8.5.0',
  environment: 'Debian 12, PostgreSQL 15',
  impact: 'Anybody who has an account reads the invoices of all others.',
  mitigations: 'Turn off single sign-on.',
  severity: 'high',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  credit: 'yes',
  creditName: 'Ada Quill',
  name: 'Ada Quill',
  email: 'ada@quill.example',
};

export function submission(fields: Readonly<Record<string, string>> = {}): Submission {
  const all: Readonly<Record<string, string>> = { ...FIELDS, ...fields };
  return submissionFrom(name => all[name] ?? '');
}
