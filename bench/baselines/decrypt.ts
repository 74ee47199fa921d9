/**
 * A process that does nothing but decrypt files with openpgp.js, spread over threads. Arguments: how many threads, the
 * file of the private key, the files.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { decrypt, readMessage, readPrivateKey } from 'openpgp';

async function open(keyFile: string, files: readonly string[]): Promise<void> {
  const decryptionKeys = await readPrivateKey({ armoredKey: readFileSync(keyFile, 'utf8') });
  for (const file of files) {
    const message = await readMessage({ armoredMessage: readFileSync(file, 'utf8') });
    await decrypt({ message, decryptionKeys, format: 'binary' });
  }
}

if (isMainThread) {
  const [threads = '1', keyFile = '', ...files] = process.argv.slice(2);
  const shares = Array.from({ length: Number(threads) }, (_, thread) =>
    files.filter((_, index) => index % Number(threads) === thread),
  );
  if (shares.length === 1) await open(keyFile, files);
  else
    await Promise.all(
      shares.map(share =>
        once(new Worker(new URL(import.meta.url), { workerData: { keyFile, share } }), 'exit'),
      ),
    );
} else {
  const { keyFile, share } = workerData as { keyFile: string; share: string[] };
  await open(keyFile, share);
}
