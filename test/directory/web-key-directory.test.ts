/** Keys from the network: where they are asked for, what is refused, and that asking never tells what opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessage, encrypt, generateKey, type PrivateKey, sign } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { type Reader, startReader } from '../../dist/reading/reader.js';
import { httpsAsk, isPublic, publicLookup } from '../../src/directory/https.js';
import { lookingUp } from '../../src/directory/looking-up.js';
import { type Answer, type Ask, lookUpKey, urlsOf } from '../../src/directory/web-key-directory.js';
import { personMail, pgpMimeMail, tampered } from '../message/mails.js';
import { settingsFor } from '../reading/settings.js';
import { type Certificate, makeCertificate } from '../world/certificate.js';

describe('a key is asked for', () => {
  it('where the draft says', () => {
    const urls = urlsOf('Joe.Doe@Example.ORG');
    const path = 'hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe';
    expect(urls?.advanced.href).toBe(
      `https://openpgpkey.example.org/.well-known/openpgpkey/example.org/${path}`,
    );
    expect(urls?.direct.href).toBe(`https://example.org/.well-known/openpgpkey/${path}`);
  });

  it.each([
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@localhost',
    'ada@quill.example:8443',
    'ada@quill.example/path',
    'ada@evil.example?',
    'ada@x.1',
    '@quill.example',
    'quill.example',
    `ada@${'a'.repeat(64)}.example`,
  ])('never for %s', address => {
    expect(urlsOf(address)).toBeNull();
  });

  it.each<readonly [string, readonly Answer['kind'][], readonly string[]]>([
    ['by the direct method only where the sub-domain is not there', ['no-host', 'none'], ['openpgpkey.', '']],
    ['once where the sub-domain has no key', ['none'], ['openpgpkey.']],
  ])('%s', async (_name, answers, hosts) => {
    const asked: string[] = [];
    const ask: Ask = async url => {
      asked.push(url.hostname);
      return { kind: answers[asked.length - 1] ?? 'none' } as Answer;
    };
    expect(await lookUpKey('ada@quill.example', ask)).toBeNull();
    expect(asked).toEqual(hosts.map(host => `${host}quill.example`));
  });
});

describe('an address inside our network is never connected to:', () => {
  it.each([
    ['127.0.0.1', 4],
    ['10.1.2.3', 4],
    ['172.31.0.1', 4],
    ['192.168.1.1', 4],
    ['169.254.169.254', 4],
    ['100.64.0.1', 4],
    ['0.0.0.0', 4],
    ['255.255.255.255', 4],
    ['::1', 6],
    ['::', 6],
    ['fe80::1', 6],
    ['fd00::1', 6],
    ['::ffff:127.0.0.1', 6],
    ['64:ff9b::7f00:1', 6],
    ['2002:7f00:1::', 6],
  ])('%s', (address, family) => {
    expect(isPublic(address, family)).toBe(false);
  });

  it.each([
    ['9.9.9.9', 4],
    ['2620:fe::fe', 6],
  ])('but %s is', (address, family) => {
    expect(isPublic(address, family)).toBe(true);
  });

  it('also where a name leads there', async () => {
    const code = await new Promise(resolve => {
      publicLookup('localhost', {}, error => resolve(error?.code));
    });
    expect(code).toBe('EACCES');
  });
});

describe('over HTTPS', () => {
  let folder: string;
  let certificate: Certificate;
  let server: Server;
  let port: number;
  let ask: Ask;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wkd-'));
    certificate = makeCertificate(folder);
    server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
      if (request.url?.startsWith('/moved')) response.writeHead(302, { location: '/key' }).end();
      else if (request.url?.startsWith('/endless')) {
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', more);
        more();
      } else if (request.url?.startsWith('/missing')) response.writeHead(404).end('no');
      else response.end('the key');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    ask = httpsAsk({ ca: certificate.cert });
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['/key', { kind: 'found', bytes: Buffer.from('the key') }],
    ['/moved', { kind: 'none', status: 302 }],
    ['/missing', { kind: 'none', status: 404 }],
    ['/endless', { kind: 'none', error: 'EFBIG' }],
  ])('%s', async (path, answer) => {
    expect(await ask(new URL(`https://localhost:${port}${path}`))).toEqual(answer);
  });

  it('a certificate that nobody vouches for is refused', async () => {
    expect(await httpsAsk({})(new URL(`https://localhost:${port}/key`))).toEqual({
      kind: 'none',
      error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('a name that leads to us is refused by default', async () => {
    expect(await httpsAsk()(new URL(`https://localhost:${port}/key`))).toEqual({
      kind: 'none',
      error: 'EACCES',
    });
  });
});

describe('a reader that looks keys up', () => {
  let ours: PrivateKey;
  let ada: PrivateKey;
  let mallory: PrivateKey;
  let reader: Reader;
  beforeAll(async () => {
    const made = (email: string) => generateKey({ userIDs: [{ email }], format: 'object' });
    ours = (await made('security@acme.example')).privateKey;
    ada = (await made('ada@quill.example')).privateKey;
    mallory = (await made('mallory@evil.example')).privateKey;
    reader = await startReader(settingsFor(ours), 20_000);
  });
  afterAll(() => reader.stop());

  const signedMail = async (subject = 'Security Alert') => {
    const message = await createMessage({ text: 'The login leaks.' });
    return personMail([`Subject: ${subject}`], String(await sign({ message, signingKeys: ada })));
  };
  const publishing = (key: PrivateKey | null) => {
    const asked: string[] = [];
    const ask: Ask = async url => {
      asked.push(url.href);
      return key ? { kind: 'found', bytes: key.toPublic().write() } : { kind: 'none' };
    };
    return { asked, reader: lookingUp(reader, ask) };
  };

  it('checks signatures with what the domain publishes, and may encrypt to it', async () => {
    const reading = await publishing(ada).reader.read(await signedMail());
    expect(reading).toMatchObject({
      message: {
        signature: { outcome: 'valid', key: 'looked-up', userIdMatchesFrom: true },
        recipientKey: ada.toPublic().armor(),
      },
    });
  });

  it('takes no key that names another address', async () => {
    const reading = await publishing(mallory).reader.read(await signedMail());
    expect(reading).toMatchObject({ message: { signature: { outcome: 'unknown-key' }, recipientKey: null } });
  });

  it('asks nobody about mail that is no report', async () => {
    const { asked, reader: looking } = publishing(ada);
    await looking.read(await signedMail('Lunch'));
    expect(asked).toEqual([]);
  });

  it('asks the same whether a mail opened or not', async () => {
    const armored = await encrypt({
      message: await createMessage({ text: 'The login leaks.' }),
      encryptionKeys: ours.toPublic(),
      signingKeys: ada,
    });
    const good = publishing(null);
    const bad = publishing(null);
    const opened = await good.reader.read(pgpMimeMail(['Subject: ...'], armored));
    const closed = await bad.reader.read(pgpMimeMail(['Subject: ...'], await tampered(armored)));
    expect(opened).toMatchObject({ message: { encryption: { state: 'decrypted' } } });
    expect(closed).toMatchObject({ message: { encryption: { state: 'undecryptable' } } });
    expect(good.asked).toEqual(bad.asked);
    expect(good.asked).toHaveLength(1);
  });
});
