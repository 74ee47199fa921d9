/** The socket that a killed process left is removed, and one in use is not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeStale } from '../../src/serving/stale-socket.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-'));
  path = join(folder, 'a.sock');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function killedListener(): Promise<void> {
  const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('there'))`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
}

it('one that nobody answers on is removed, and nothing stays of it', async () => {
  await killedListener();
  expect(existsSync(path)).toBe(true);
  await removeStale(path);
  expect(readdirSync(folder)).toEqual([]);
});

it('one that somebody answers on stays', async () => {
  const server = createServer().listen(path);
  await once(server, 'listening');
  await removeStale(path);
  expect(readdirSync(folder)).toEqual(['a.sock']);
  server.close();
});

it('a file that is no socket stays, and nothing is no mistake', async () => {
  await removeStale(path);
  writeFileSync(path, 'words');
  await removeStale(path);
  expect(readdirSync(folder)).toEqual(['a.sock']);
});
