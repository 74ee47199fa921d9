/** The socket that a killed process left is removed, and one in use is not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { listen } from '../../src/serving/server.js';
import { answers, removeStale } from '../../src/serving/stale-socket.js';

/** Runs before a socket that was moved is put back. */
let beforeLink: () => void = () => undefined;
vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>();
  const linkSync: typeof fs.linkSync = (from, to) => {
    beforeLink();
    fs.linkSync(from, to);
  };
  return { ...fs, linkSync };
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-'));
  path = join(folder, 'a.sock');
});
afterEach(() => {
  beforeLink = () => undefined;
  rmSync(folder, { recursive: true });
});

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

/** Another process begins to listen, when the one that is looked for was found and has not answered. */
async function removingWhileAnotherBegins() {
  await killedListener();
  const removed = removeStale(path);
  rmSync(path);
  const server = createServer().listen(path);
  await once(server, 'listening');
  return { removed, server };
}

it('one that somebody puts there meanwhile stays', async () => {
  const { removed, server } = await removingWhileAnotherBegins();
  await removed;
  expect(readdirSync(folder)).toEqual(['a.sock']);
  expect(await answers(path)).toBe(true);
  server.close();
});

it('one that can not be put back is left where it is, and named', async () => {
  beforeLink = () => writeFileSync(path, 'a third one');
  const { removed, server } = await removingWhileAnotherBegins();
  const failure = await removed.catch((error: unknown) => error);
  const [, aside = ''] = readdirSync(folder).toSorted();
  expect(failure).toMatchObject({ code: 'config', message: expect.stringContaining(join(folder, aside)) });
  expect(await answers(join(folder, aside))).toBe(true);
  server.close();
});

it('nothing is written over that has a name like its own', async () => {
  await killedListener();
  writeFileSync(`${path}.stale-${process.pid}`, 'words');
  await removeStale(path);
  expect(readdirSync(folder)).toEqual([`a.sock.stale-${process.pid}`]);
});

it('a path that can not be looked at is said as one that can not be listened on', async () => {
  const socket = join(folder, 'x'.repeat(300));
  const failure = await listen(new Hono(), { socket }, 'form.listen').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'config', message: expect.stringContaining('ENAMETOOLONG') });
});

it('a file that is no socket stays, and nothing is no mistake', async () => {
  await removeStale(path);
  writeFileSync(path, 'words');
  await removeStale(path);
  expect(readdirSync(folder)).toEqual(['a.sock']);
});
