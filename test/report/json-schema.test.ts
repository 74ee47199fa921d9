import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Encryption } from '../../src/message/message.js';
import { reportJsonSchema } from '../../src/report/json-schema.js';
import { encryptionSchema, reportSchema } from '../../src/report/schema.js';
import { extract } from './mail.js';

const inbox = {
  schema: 'security-inbox/report@1',
  id: null,
  state: 'received',
  stateReason: null,
  receivedAt: '2026-11-24T10:00:00.000Z',
  trigger: 'subject',
  encryption: { state: 'cleartext' },
};

describe('the report schema', () => {
  it('is committed as it is generated', () => {
    const committed = readFileSync(new URL('../../src/report/report.schema.json', import.meta.url), 'utf8');
    expect(committed).toBe(reportJsonSchema());
  });

  it('takes an extracted report with what the inbox knows', () => {
    expect(reportSchema.safeParse({ ...extract('It redirects.'), ...inbox }).error).toBeUndefined();
  });

  it('refuses an unknown field', () => {
    expect(reportSchema.safeParse({ ...extract('It redirects.'), ...inbox, extra: 1 }).success).toBe(false);
  });

  it('knows every state of encryption that the message stage knows', () => {
    const states: Encryption[] = [
      { state: 'cleartext' },
      { state: 'decrypted', form: 'pgp-mime', keyFingerprint: 'ab', keyState: 'rotated' },
      { state: 'undecryptable', form: 'inline', reason: 'damaged' },
    ];
    for (const state of states) expect(encryptionSchema.parse(state) satisfies Encryption).toEqual(state);
  });
});
