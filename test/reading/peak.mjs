/**
 * Reads one mail as a poll does, in a process of its own, and prints the most memory that the process had, in kilobytes.
 * Words: the folder of the built program, the mail, the key.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [program = '', mail = '', key = ''] = process.argv.slice(2);
const load = module => import(pathToFileURL(resolve(program, module)).href);
const { startReader } = await load('reading/reader.js');
const settings = {
  privateKeys: [{ file: key, bytes: readFileSync(key), passphrase: null }],
  knownKeys: [],
  learnedKeys: [],
  phrase: 'Security Alert',
  ownAddresses: ['security@acme.example'],
  authservId: null,
  products: [],
};
const reader = await startReader(settings, 120_000);
/** As a large mail is loaded from the database. */
function spendable(path) {
  const { size } = statSync(path);
  const bytes = new Uint8Array(new ArrayBuffer(size, { maxByteLength: size }));
  const descriptor = openSync(path, 'r');
  readSync(descriptor, bytes);
  closeSync(descriptor);
  return bytes;
}

const reading = await reader.read(() => spendable(mail));
await reader.stop();
const [, peak] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const files =
  reading.kind === 'read' ? reading.message.attachments.map(({ content }) => content.byteLength) : [];
process.stdout.write(
  `${JSON.stringify({ peak: Number(peak), state: reading.message?.encryption.state, files })}\n`,
);
