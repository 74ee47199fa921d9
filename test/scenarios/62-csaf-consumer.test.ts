/** What is published as a program reads it that finds its way by CSAF 2.0 alone, over HTTP and with the key that is served. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Get, walkCsaf } from '../world/csaf-consumer.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

const ROOT = 'https://security.example.test/';
const METADATA = `${ROOT}.well-known/csaf/provider-metadata.json`;
const NOWHERE = { host: '127.0.0.1', port: 1 };

describe.skipIf(!gnupgInstalled())('a program that reads CSAF', { timeout: 300_000 }, () => {
  let ours: Gnupg;
  let theirs: Gnupg;
  let key: GnupgKey;
  let inbox: Installation;
  let server: Server;
  let get: Get;

  beforeAll(() => {
    ours = startGnupg();
    key = ours.generateKey('Example Security <support@example.test>', 'future-default');
  });
  afterAll(() => ours?.stop());
  beforeEach(async () => {
    theirs = startGnupg();
    inbox = install({
      imap: { ...NOWHERE, user: 'support@example.test', password: 'x' },
      smtp: NOWHERE,
      keys: [key],
      overrides: {
        publication: { url: ROOT, name: 'Example' },
        policy: { url: `${ROOT}policy.html`, expires: '2099-06-30' },
      },
    });
    server = createServer(({ url = '' }, response) => {
      try {
        response.end(readFileSync(join(inbox.folder, 'www', new URL(url, ROOT).pathname)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    get = async address => {
      const { origin, pathname } = new URL(address);
      const response = await fetch(`http://127.0.0.1:${port}${pathname}`, { redirect: 'error' });
      if (`${origin}/` !== ROOT || !response.ok) throw new Error(`${address}: ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    };
  });
  afterEach(() => {
    server.close();
    inbox.remove();
    theirs.stop();
  });

  const run = async (input: string | null, ...words: string[]) => {
    const { status, stderr } =
      input === null ? await inbox.run(...words) : await inbox.runWithInput(Buffer.from(input), ...words);
    expect(status, stderr).toBe(0);
  };
  const take = async (number: number) => {
    const mail = plainMail(
      { from: 'Ada <ada@example.org>', subject: `Security Alert: leak ${number}` },
      `Leak ${number}.\n\nAffected versions\nts-scan 2.0 to 2.4\n\nSeverity: high\n`,
    );
    await run(mail.toString('latin1'), 'ingest', '--no-send', '-');
  };
  const disclose = async (number: number) => {
    await take(number);
    await run(null, 'status', String(number), 'disclosed', '--by', 'Grace');
  };
  const publish = () => run(null, 'publish', '--out', 'www');

  it('finds the metadata by security.txt, and no document where none is disclosed', async () => {
    await take(1);
    await publish();
    const text = (await get(`${ROOT}.well-known/security.txt`)).toString('utf8');
    expect(/^CSAF: (.*?)\r?$/m.exec(text)?.[1]).toBe(METADATA);
    const { documents, publisher, fingerprint } = await walkCsaf(METADATA, get, theirs);
    expect([documents.size, publisher, fingerprint]).toEqual([0, 'Example', key.fingerprint]);
  });

  it('finds each document by feed and folder, its hashes and a good signature, through changes and withdrawals', async () => {
    for (const number of [1, 2, 3]) await disclose(number);
    await publish();
    const first = await walkCsaf(METADATA, get, theirs);
    expect(first.documents.size).toBe(3);

    const { stdout } = await inbox.run('advisory', '1', '--json');
    const advisory = JSON.stringify({ ...JSON.parse(stdout), description: 'It leaks.' });
    await run(advisory, 'advisory', '1', '--from', '-', '--by', 'Grace', '--change', 'Says what it does.');
    await run(null, 'status', '2', 'accepted', '--reason', 'not mended', '--by', 'Grace');
    await publish();
    const second = await walkCsaf(METADATA, get, theirs);
    const versions = [...second.documents].map(([id, { document }]) => [
      id.slice(-4),
      document.tracking.version,
    ]);
    expect(versions).toEqual([
      ['0001', '2'],
      ['0003', '1'],
    ]);
  });

  it('refuses a document that was changed on the server, and one whose hash was changed with it', async () => {
    await disclose(1);
    await publish();
    const { documents } = await walkCsaf(METADATA, get, theirs);
    const [id = ''] = documents.keys();
    const path = join(inbox.folder, 'www/.well-known/csaf/white', id.slice(3, 7), `${id.toLowerCase()}.json`);
    const forged = `${readFileSync(path, 'utf8').trimEnd()}\n\n`;
    writeFileSync(path, forged);
    await expect(walkCsaf(METADATA, get, theirs)).rejects.toThrow('sha256');
    for (const algorithm of ['sha256', 'sha512']) {
      const hash = createHash(algorithm).update(forged).digest('hex');
      writeFileSync(`${path}.${algorithm}`, `${hash}  ${id.toLowerCase()}.json\n`);
    }
    await expect(walkCsaf(METADATA, get, theirs)).rejects.toThrow('signer');
  });
});
