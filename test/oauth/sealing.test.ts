import { expect, it } from 'vitest';
import { nameOf, seal, unseal } from '../../src/oauth/sealing.js';

const TOKEN = 'newer-token';

it('opens with the configured token alone', () => {
  const sealed = seal('configured', TOKEN);
  expect(unseal('configured', sealed)).toBe(TOKEN);
  expect(unseal('another', sealed)).toBeNull();
  expect(nameOf('configured')).not.toBe(nameOf('another'));
});

it('never looks the same twice', () => {
  expect(seal('configured', TOKEN).equals(seal('configured', TOKEN))).toBe(false);
});

it('is refused wherever a byte of it was changed, and where it was cut off', () => {
  const sealed = seal('configured', TOKEN);
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal('configured', changed)).toBeNull();
    expect(unseal('configured', sealed.subarray(0, at))).toBeNull();
  }
});
