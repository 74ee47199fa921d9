/** The wrapper around sq does what its words say; every other test leans on it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sequoia, type SequoiaKey, sequoiaInstalled, startSequoia } from './sequoia.js';

describe.skipIf(!sequoiaInstalled())('sq', () => {
  let sequoia: Sequoia;
  let ada: SequoiaKey;
  let bob: SequoiaKey;
  beforeAll(() => {
    sequoia = startSequoia();
    ada = sequoia.generateKey(['Ada Quill <ada@quill.example>']);
    bob = sequoia.generateKey(['Bob <bob@bolt.example>'], { cipherSuite: 'rsa3k' });
  });
  afterAll(() => sequoia.stop());
  const text = Buffer.from('It leaks.\n');

  it('opens what it encrypted, and knows who signed it', () => {
    const message = sequoia.encrypt(text, { to: [ada.publicKey], signWith: bob.secretKey });
    expect(sequoia.decrypt(message, ada.secretKey, bob.publicKey)).toEqual({
      plaintext: text,
      isSigned: true,
    });
    expect(sequoia.decrypt(message, ada.secretKey, ada.publicKey).isSigned).toBe(false);
    expect(() => sequoia.decrypt(message, bob.secretKey)).toThrow(/^sq decrypt/);
  });

  it('tells a good signature from an altered text', () => {
    const signature = sequoia.sign(text, ada.secretKey, 'detached');
    expect(sequoia.verify(text, signature, ada.publicKey)).toBe(true);
    expect(sequoia.verify(Buffer.from('It holds.\n'), signature, ada.publicKey)).toBe(false);
    expect(String(sequoia.sign(text, ada.secretKey, 'cleartext'))).toContain('BEGIN PGP SIGNED MESSAGE');
  });
});
