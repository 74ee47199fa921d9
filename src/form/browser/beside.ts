/** The worker as the page asks it. */
import type { Asked, Encrypt, Said } from './encrypting.js';

/** The name of the policy by which the page may start it; the server allows no other. */
const POLICY = 'form-worker';

/** Trusted Types, which TypeScript does not know yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(): string },
  ): { createScriptURL(address: string): string };
}

interface Awaited {
  readonly done: (armored: string) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Starts it.
 * @param address - of its script
 * @throws where the browser has none of that kind, or it can't encrypt
 */
export async function encryptorBeside(address: string): Promise<Encrypt> {
  const worker = new Worker(trusted(address), { type: 'module' });
  const awaited = new Map<number, Awaited>();
  let asked = 0;
  let hasEnded = false;
  try {
    await readiness(worker);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind !== 'encrypted' && data.kind !== 'failed') return;
    const one = awaited.get(data.id);
    awaited.delete(data.id);
    if (data.kind === 'encrypted') one?.done(data.armored);
    else one?.failed(new Error('not encrypted'));
  });
  worker.addEventListener('error', () => {
    hasEnded = true;
    for (const { failed } of awaited.values()) failed(new Error('the worker ended'));
    awaited.clear();
  });
  return written =>
    new Promise((done, failed) => {
      if (hasEnded) return failed(new Error('the worker ended'));
      asked += 1;
      awaited.set(asked, { done, failed });
      worker.postMessage({ id: asked, written } satisfies Asked);
    });
}

function readiness(worker: Worker): Promise<void> {
  return new Promise((done, failed) => {
    worker.addEventListener('error', () => failed(new Error('no worker')), { once: true });
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<Said>) => (data.kind === 'ready' ? done() : failed(new Error('unable'))),
      { once: true },
    );
  });
}

/** For `require-trusted-types-for 'script'`: a worker's address is taken from a policy alone, and this one knows one address. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL: () => address });
  return policy?.createScriptURL(address) ?? address;
}
