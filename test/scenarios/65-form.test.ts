/** The web form without a script, from a browser's request to the receipt. */
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createMessage, encrypt, generateKey, readKey } from 'openpgp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { FIELDS } from '../form/sample.js';
import { formAt, freePort, openedBefore, send, serving } from '../form/served.js';
import { dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

describe('the form', { timeout: 120_000 }, () => {
  let smtp: EmbeddedSmtp;
  let secretKey: string;
  let inbox: Installation;
  let port: number;
  let serve: Running;

  beforeAll(async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ email: 'support@example.test' }],
      format: 'armored',
    });
    secretKey = privateKey;
  });

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    port = await freePort();
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [{ secretKey }],
      overrides: formAt(port),
    });
    serve = await serving(inbox);
  });

  afterEach(async () => {
    serve.child.kill('SIGKILL');
    await serve.finished;
    inbox.remove();
    await smtp.stop();
  });

  const token = () => openedBefore(secretKey);
  const reports = () => inbox.query('SELECT number, content FROM reports ORDER BY id');
  const receipts = () => inbox.query('SELECT state, recipient, reason FROM receipts ORDER BY id');
  const end = async () => {
    serve.child.kill('SIGTERM');
    return serve.finished;
  };
  const armorTo = async (words: string) =>
    String(
      await encrypt({
        message: await createMessage({ text: words }),
        encryptionKeys: (await readKey({ armoredKey: secretKey })).toPublic(),
      }),
    );

  it('is recorded as a mail would be, answered under its number, and confirmed by mail', async () => {
    const files = [new File(['GET /login\n'], 'log.txt', { type: 'text/plain' })];
    const sent = await send(
      port,
      { token: token() },
      { files, headers: { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' } },
    );
    expect(sent).toMatchObject({ status: 200, number: 'TS-2026-0001' });
    await serve.logged('receipt.sent');
    expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([[FIELDS.email]]);
    const [report] = reports();
    expect(JSON.parse(String(report?.content))).toMatchObject({
      trigger: 'form',
      foundIn: 'form',
      summary: FIELDS.title,
      affected: [{ product: 'Acme Gate' }],
      attachments: [{ filename: 'log.txt', contentType: 'text/plain' }],
      reporter: { email: FIELDS.email },
      missing: [],
    });
    expect((await inbox.run('show', 'TS-2026-0001')).stdout).toContain('Found by');
  });

  it('is one report and one receipt, however often it is sent', async () => {
    const opened = token();
    const once = () => send(port, { token: opened });
    const answers = [...(await Promise.all([once(), once()])), await once()];
    expect(answers.map(({ number }) => number)).toEqual(Array(3).fill('TS-2026-0001'));
    await serve.logged('receipt.sent');
    await end();
    expect(reports()).toHaveLength(1);
    expect(inbox.query('SELECT 1 FROM messages')).toHaveLength(1);
    expect(smtp.received).toHaveLength(1);
  });

  it('is on record when the page says so, and confirmed later, though the process is killed then', async () => {
    await smtp.stop();
    expect(await send(port, { token: token() })).toMatchObject({ number: 'TS-2026-0001' });
    serve.child.kill('SIGKILL');
    await serve.finished;
    expect(receipts()).toMatchObject([{ state: 'queued' }]);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, smtp: { ...config.smtp, port: smtp.port } }));
    serve = await serving(inbox);
    await serve.logged('receipt.sent');
    expect(reports()).toHaveLength(1);
    expect(smtp.received).toHaveLength(1);
  });

  it('is another report where something else is written into it', async () => {
    const opened = token();
    await send(port, { token: opened });
    await send(port, {
      token: opened,
      title: 'Something else',
      description: 'The invoices of Bob are public.',
    });
    expect(inbox.query('SELECT 1 FROM messages')).toHaveLength(2);
  });

  it('is recorded without an address too, and told its number on the page alone', async () => {
    const sent = await send(port, { token: token(), email: '' });
    expect(sent).toMatchObject({ status: 200, number: 'TS-2026-0001' });
    expect(receipts()).toMatchObject([{ state: 'withheld', recipient: null }]);
    await end();
    expect(smtp.received).toEqual([]);
  });

  it.each([
    ['too soon', () => ({ token: openedBefore(secretKey, 0) }), 'faster than a person'],
    [
      'with the field that nobody sees',
      () => ({ token: token(), website2: 'https://x.example' }),
      'do not see',
    ],
    ['with a token of its own making', () => ({ token: 'x' }), 'open for too long'],
    ['from our own address', () => ({ token: token(), email: 'Support+x@Example.test' }), 'is ours'],
    ['from what is no address', () => ({ token: token(), email: 'a@b@c' }), 'No mail can be sent'],
  ])('comes back whole where it was sent %s, and is taken the second time', async (_how, fields, says) => {
    const back = await send(port, fields());
    expect(back.status).toBe(422);
    expect(back.page).toContain(says);
    expect(back.page).toContain('The login accepts a token of another account');
    expect(back.page).toContain('value="Acme Gate"');
    expect(reports()).toEqual([]);
    const again = /name="token" value="([^"]+)"/.exec(back.page)?.[1] ?? '';
    expect(again).not.toBe('x');
    expect(await send(port, { token: token() })).toMatchObject({ number: 'TS-2026-0001' });
  });

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('is neither taken from another page nor filled in by it: %j', async headers => {
    const tooLarge = [new File([new Uint8Array(60_000_000)], 'core')];
    for (const more of [{ headers }, { headers, files: tooLarge }]) {
      const sent = await send(port, { token: token() }, more);
      expect(sent.status).toBe(403);
      expect(sent.page).toContain('href="/report/?lang=en"');
      for (const filledIn of ['ada@quill.example', 'The login accepts', 'name="token"'])
        expect(sent.page).not.toContain(filledIn);
    }
    expect(reports()).toEqual([]);
  });

  it.each([{}, { Origin: 'null' }])(
    'is taken from a browser that does not say who sends, and comes back without an address that may be a stranger’s: %j',
    async headers => {
      const filled = { name: 'Ada Quill', email: 'ada@quill.example', creditName: 'Ada Quill' };
      const isIn = (page: string) => Object.values(filled).some(value => page.includes(`value="${value}"`));
      const old = { ...filled, token: 'old' };
      const back = await send(port, old, { headers });
      expect([back.status, isIn(back.page)]).toEqual([422, false]);
      expect(back.page).toContain('Type your name and e-mail address again');
      expect(back.page).toContain('The login accepts a token of another account');
      const ours = await send(port, old, { headers: { ...headers, 'Sec-Fetch-Site': 'same-origin' } });
      expect([isIn(ours.page), ours.page.includes('again: your browser')]).toEqual([true, false]);
      const sent = await send(port, { ...filled, token: token() }, { headers });
      expect(sent.number).toBe('TS-2026-0001');
      expect(receipts()).toMatchObject([{ recipient: 'ada@quill.example' }]);
    },
  );

  it('comes back whole from our own page under another name, and is not taken', async () => {
    const headers = { Origin: 'https://alias.example', 'Sec-Fetch-Site': 'same-origin' };
    const sent = await send(port, { token: token() }, { headers });
    expect(sent.status).toBe(403);
    expect(sent.page).toContain('The login accepts a token of another account');
    expect(reports()).toEqual([]);
  });

  it('comes back with all that was written where its files are too large', async () => {
    const files = [new File([new Uint8Array(60_000_000)], 'core')];
    const sent = await send(
      port,
      { token: token() },
      { files, headers: { 'Sec-Fetch-Site': 'same-origin' } },
    );
    expect(sent.status).toBe(413);
    expect(sent.page).toContain('The login accepts a token of another account');
    expect(sent.page).toContain('value="ada@quill.example"');
    expect(sent.page).toContain('Choose your files again');
    expect(reports()).toEqual([]);
  });

  it('comes back with what came of it where the rest can not be read', async () => {
    const part = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const answer = await fetch(`http://127.0.0.1:${port}/report/`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body:
        part('token', token()) + part('description', 'It <leaks>.') + part('steps', '1. Look.').slice(0, -3),
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('It &lt;leaks&gt;.');
  });

  it('says that the browser has the words where none came', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/report/`, { method: 'POST', body: 'words' });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('reload this page');
    expect(text).not.toContain('<form');
  });

  /** A form that begins to come, and never goes on. */
  const begin = async (address: string) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(
      `POST /report/ HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\n`,
    );
    return socket;
  };

  it('is answered while others keep connections open on which nothing comes', async () => {
    const idle = await Promise.all(
      Array.from({ length: 40 }, (_, index) => begin(`203.0.113.${index % 20}`)),
    );
    const headers = { 'X-Forwarded-For': '198.51.100.1' };
    expect(await send(port, { token: token(), email: '' }, { headers })).toMatchObject({ status: 200 });
    for (const socket of idle) socket.destroy();
  });

  it('is told to come again where its own address has as many on the way as it may', async () => {
    const idle = await Promise.all(Array.from({ length: 6 }, () => begin('203.0.113.1')));
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    const over = await send(port, { token: token(), email: '' }, from('203.0.113.1'));
    expect(over.status).toBe(503);
    expect(over.page).toContain('reload this page');
    expect((await send(port, { token: token(), email: '' }, from('203.0.113.2'))).status).toBe(200);
    for (const socket of idle) socket.destroy();
  });

  it('comes back with all that was written, and where to mail it, where it can not be recorded', async () => {
    await send(port, { token: token(), email: '' });
    const other = new Database(inbox.database);
    other.exec('BEGIN IMMEDIATE');
    const sent = await send(port, { token: token(), title: 'Another', email: '' });
    other.exec('ROLLBACK');
    other.close();
    expect(sent.status).toBe(500);
    expect(sent.page).toContain('The login accepts a token of another account');
    expect(sent.page).toContain('mail it to support@example.test');
    const again = /name="token" value="([^"]+)"/.exec(sent.page)?.[1] ?? '';
    const taken = await send(port, { token: again, title: 'Another', email: '' });
    expect(taken).toMatchObject({ status: 200, number: 'TS-2026-0002' });
    const { stderr } = await end();
    expect(stderr).toContain('"event":"form.failed"');
    expect(stderr).not.toContain('token of another account');
  });

  it('that is on its way when the process is asked to end is still recorded', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...FIELDS, token: token(), email: '' }))
      body.set(name, value);
    const whole = new Response(body);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /report/ HTTP/1.1\r\nHost: x\r\nContent-Type: ${whole.headers.get('content-type')}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    );
    socket.write(bytes.subarray(0, 100));
    // Answered behind it, so that it has come.
    await (await fetch(`http://127.0.0.1:${port}/report/`)).text();
    serve.child.kill('SIGTERM');
    await serve.logged('process.stopping');
    socket.write(bytes.subarray(100));
    expect((await socket.setEncoding('utf8').toArray()).join('')).toContain('TS-2026-0001');
    expect((await serve.finished).status).toBe(0);
    expect(reports()).toHaveLength(1);
  });

  it('that is broken off is nothing for the operator', async () => {
    const socket = await begin('203.0.113.1');
    socket.write('Content-Disposition: form-data; name="title"\r\n\r\nwords');
    await new Promise<void>(done => socket.end(done));
    socket.destroy();
    const chunked = connect(port, '127.0.0.1');
    await once(chunked, 'connect');
    chunked.write(
      'POST /report/ HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\n',
    );
    await new Promise<void>(done => chunked.end(done));
    chunked.destroy();
    expect((await send(port, { token: token(), email: '' })).status).toBe(200);
    const { stderr } = await end();
    expect(stderr).not.toMatch(/"level":50|form\.sent-back/);
  });

  it('that goes back again and again is told in the log as often as it came, in few lines', async () => {
    for (let count = 0; count < 5; count += 1) expect((await send(port, { token: 'old' })).status).toBe(422);
    const lines = (await end()).stderr.split('\n').filter(line => line.includes('form.sent-back'));
    const told = lines.map(line => JSON.parse(line));
    expect(told[0]).toMatchObject({ because: 'too-old', times: 1 });
    expect(told.reduce((sum, { times }) => sum + times, 0)).toBe(5);
    expect(told.length).toBeLessThan(5);
  });

  it('sends nobody more than one confirmation an hour, whoever types the address', async () => {
    await send(port, { token: token() });
    await serve.logged('receipt.sent');
    const other = {
      title: 'Another',
      description: 'The invoices of Bob are public.',
      email: 'A.D.A+x@quill.example',
    };
    expect(await send(port, { token: token(), ...other })).toMatchObject({ number: 'TS-2026-0002' });
    await end();
    expect(receipts().map(({ state }) => state)).toEqual(['sent', 'held']);
    expect(smtp.received).toHaveLength(1);
  });

  it('takes no more from an address of the network than is configured, and says where to mail it', async () => {
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': `203.0.113.9, ${address}` } });
    for (let count = 0; count < 10; count += 1) {
      const fields = { token: token(), title: `No. ${count}`, email: '' };
      expect((await send(port, fields, from('2001:db8::1'))).status).toBe(200);
    }
    const over = await send(port, { token: token(), title: 'One more' }, from('2001:db8:0:0:ffff::2'));
    expect(over.status).toBe(429);
    expect(over.page).toContain('mail yours to support@example.test');
    expect(over.page).toContain('value="One more"');
    expect((await send(port, { token: token(), title: 'Other' }, from('2001:db8:0:1::1'))).status).toBe(200);
    expect(reports()).toHaveLength(11);
  });

  it('encrypted by the page, gets the receipt of any encrypted mail', async () => {
    const encrypted = await armorTo('Content-Type: text/plain\r\n\r\nDescription\r\n\r\nIt leaks.\r\n');
    const fields = { token: token(), language: 'de', email: 'ada@quill.example', encrypted };
    // Its number comes with the receipt alone: what is encrypted may be somebody else's.
    expect(await send(port, fields, { bare: true })).toMatchObject({ status: 200, number: null });
    await serve.logged('receipt.sent');
    const [report] = reports();
    expect(JSON.parse(String(report?.content))).toMatchObject({
      description: 'It leaks.',
      encryption: { state: 'decrypted' },
    });
    expect(await send(port, fields, { bare: true })).toMatchObject({ status: 200, number: null });
    expect(reports()).toHaveLength(1);
  });

  it('joins no report by an address that was typed in, and tells nobody by it whose report one is', async () => {
    await send(port, { token: token() });
    for (const email of [FIELDS.email ?? '', 'eve@evil.example']) {
      const sent = await send(port, {
        token: token(),
        email,
        title: 'TS-2026-0001',
        description: `By ${email}.`,
      });
      expect(sent.number).toMatch(/^TS-2026-000[23]$/);
    }
    expect(await send(port, { token: token() })).toMatchObject({ number: 'TS-2026-0004' });
    expect(inbox.query("SELECT 1 FROM messages WHERE role = 'follow-up'")).toEqual([]);
  });

  it('learns no key for an address that was typed in', async () => {
    const email = 'victim@example.org';
    const eve = await generateKey({ userIDs: [{ email }], format: 'object' });
    const entity = [
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Description',
      '',
      'It leaks.',
      '--b',
      'Content-Type: application/pgp-keys; name="key.asc"',
      'Content-Disposition: attachment; filename="key.asc"',
      '',
      eve.publicKey.armor(),
      '--b--',
      '',
    ].join('\r\n');
    const encrypted = String(
      await encrypt({
        message: await createMessage({ text: entity }),
        encryptionKeys: (await readKey({ armoredKey: secretKey })).toPublic(),
        signingKeys: eve.privateKey,
      }),
    );
    const sent = await send(port, { token: token(), language: 'en', email, encrypted }, { bare: true });
    expect(sent.status).toBe(200);
    expect(JSON.parse(String(reports()[0]?.content)).signature).toMatchObject({ outcome: 'valid' });
    expect(inbox.query('SELECT address FROM sender_keys')).toEqual([]);
  });

  it('tells nothing to who posts a ciphertext that somebody else sent', async () => {
    const encrypted = await armorTo('Content-Type: text/plain\r\n\r\nDescription\r\n\r\nIt leaks.\r\n');
    const mail = [
      'From: victim@example.org',
      'To: support@example.test',
      'Subject: Security Alert',
      'Message-ID: <victim@example.org>',
      '',
      encrypted,
    ].join('\r\n');
    expect((await inbox.runWithInput(Buffer.from(mail), 'ingest', '-')).stdout).toContain('TS-2026-0001');
    expect(smtp.received).toHaveLength(1);
    for (const email of ['eve@evil.example', '']) {
      const sent = await send(port, { token: token(), language: 'en', email, encrypted }, { bare: true });
      expect(sent).toMatchObject({ status: 200, number: null });
      expect(sent.page).not.toContain('TS-');
    }
    await end();
    expect(smtp.received).toHaveLength(1);
    expect(reports().map(({ content }) => JSON.parse(String(content)).replaySuspected)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('says nothing in the log of what was written', async () => {
    const secret = 'kanarienvogel';
    const words = { title: secret, description: secret, name: secret, email: `${secret}@example.org` };
    const files = [new File([secret], `${secret}.txt`)];
    await send(port, { token: token(), ...words }, { files });
    await serve.logged('receipt.sent');
    await send(port, { token: 'x', ...words }, { files });
    await fetch(`http://127.0.0.1:${port}/report/?${secret}`, { method: 'POST', body: secret });
    const { stdout, stderr, status } = await end();
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain(secret);
  });

  it('lets a backup be put back while nobody is writing', async () => {
    await send(port, { token: token(), email: '' });
    const copy = `${inbox.folder}/copy.sqlite`;
    expect((await inbox.run('backup', copy)).status).toBe(0);
    await send(port, { token: token(), title: 'After the backup', email: '' });
    expect((await inbox.run('restore', copy)).status).toBe(0);
    expect(await send(port, { token: token(), title: 'Once more', email: '' })).toMatchObject({
      number: 'TS-2026-0002',
    });
    expect(reports()).toHaveLength(2);
  });

  it('answers on a Unix socket for its owner and group, also where a killed process left one', async () => {
    serve.child.kill('SIGKILL');
    await serve.finished;
    const socket = join(inbox.folder, 'form.sock');
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, form: { ...config.form, listen: socket } }));
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      serve = await serving(inbox);
      expect(statSync(socket).mode & 0o777).toBe(0o660);
      const request = get({ socketPath: socket, path: '/report/' });
      const [response] = await once(request, 'response');
      response.resume();
      expect(response.statusCode).toBe(200);
      serve.child.kill(signal);
      await serve.finished;
    }
  });

  it('does not take the socket from another one that answers on it', async () => {
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    const socketPath = join(inbox.folder, 'form.sock');
    const form = { ...config.form, listen: socketPath };
    writeFileSync(file, JSON.stringify({ ...config, form }));
    await end();
    serve = await serving(inbox);
    const { status, stderr } = await inbox.run('serve');
    expect(status).toBe(78);
    expect(stderr).toContain(`Can't listen on ${socketPath}, which form.listen names: another program does`);
    const [response] = await once(get({ socketPath, path: '/report/' }), 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  describe('asked by SIGHUP to read its configuration again', () => {
    const file = () => join(inbox.folder, 'config.json');
    const change = (more: object) => {
      const config = JSON.parse(readFileSync(file(), 'utf8'));
      writeFileSync(file(), JSON.stringify({ ...config, ...more }));
    };
    const reload = async (event: string) => {
      serve.child.kill('SIGHUP');
      await serve.logged(event);
    };
    const pageAt = async (at: number) => (await fetch(`http://127.0.0.1:${at}/report/`)).text();

    it('goes by it, and takes what somebody is sending meanwhile', async () => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...FIELDS, token: token(), email: '' }))
        body.set(name, value);
      const whole = new Response(body);
      const bytes = Buffer.from(await whole.arrayBuffer());
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /report/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${whole.headers.get('content-type')}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
      );
      socket.write(bytes.subarray(0, 100));
      change({ policy: { url: 'https://example.test/new', acknowledgeWorkingDays: 1, disclosureDays: 90 } });
      await reload('config.reloaded');
      expect(await pageAt(port)).toContain('https://example.test/new');
      socket.write(bytes.subarray(100));
      expect((await socket.setEncoding('utf8').toArray()).join('')).toContain('TS-2026-0001');
      expect(reports()).toHaveLength(1);
    });

    it('counts on what came within the hour', async () => {
      change(formAt(port, { perAddressPerHour: 1 }));
      await reload('config.reloaded');
      expect((await send(port, { token: token() })).status).toBe(200);
      change(formAt(port, { perAddressPerHour: 2 }));
      await reload('config.reloaded');
      expect((await send(port, { token: token() })).status).toBe(200);
      await reload('config.reloaded');
      expect((await send(port, { token: token() })).status).toBe(429);
    });

    it('moves to another address, and leaves the one of before', async () => {
      const next = await freePort();
      change(formAt(next));
      await reload('form.listening');
      expect(await pageAt(next)).toContain('<form');
      await serve.logged('config.reloaded');
      await expect(pageAt(port)).rejects.toThrow();
    });

    it('stays with the one of before where the new one can not be used, and says so', async () => {
      const config = readFileSync(file(), 'utf8');
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port: taken } = other.address() as AddressInfo;
      const elsewhere = JSON.stringify({ ...JSON.parse(config), ...formAt(taken) });
      for (const wrong of [
        '{',
        config.replace('"TS"', '7'),
        config.replace('key-0.asc', 'key-1.asc'),
        elsewhere,
      ]) {
        writeFileSync(file(), wrong);
        await reload('config.reload-failed');
        expect(await pageAt(port)).toContain('<form');
      }
      other.close();
      writeFileSync(file(), config);
      await reload('config.reloaded');
      expect(await send(port, { token: token(), email: '' })).toMatchObject({ status: 200 });
    });
  });

  it('leaves a file alone that has the name of its socket', async () => {
    const file = join(inbox.folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    const form = { ...config.form, listen: file };
    writeFileSync(file, JSON.stringify({ ...config, form }));
    const { status, stderr } = await inbox.run('serve');
    expect(status).toBe(78);
    expect(stderr).toContain(`Can't listen on ${file}, which form.listen names: another program does`);
    expect(JSON.parse(readFileSync(file, 'utf8')).form).toEqual(form);
  });

  it('is in the language of the browser, and of the link in it', async () => {
    const titleIn = async (language: string, query = '') => {
      const response = await fetch(`http://127.0.0.1:${port}/report/${query}`, {
        headers: { 'Accept-Language': language },
      });
      return /<html lang="(..)">/.exec(await response.text())?.[1];
    };
    expect(await titleIn('de-AT,en;q=0.5')).toBe('de');
    expect(await titleIn('fr, en;q=0.2, de;q=0.1')).toBe('en');
    expect(await titleIn('fr')).toBe('en');
    expect(await titleIn('en', '?lang=de')).toBe('de');
  });

  it('runs nothing and loads nothing but its own, and nobody may frame it', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/report/`);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types form-worker",
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).not.toMatch(/<script(?![^>]+src=)|<style|style="|\son\w+=/);
  });
});

describe.skipIf(!dovecotInstalled())('the form beside watch', { timeout: 120_000 }, () => {
  it('is confirmed by watch, once', async () => {
    const dovecot = await startDovecot();
    const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const port = await freePort();
    const { privateKey: secretKey } = await generateKey({
      userIDs: [{ email: 'support@example.test' }],
      format: 'armored',
    });
    const inbox = install({
      imap: { ...dovecot, sentFolder: null },
      smtp,
      keys: [{ secretKey }],
      // It does not look at the mailbox in time by itself.
      overrides: { ...formAt(port), watch: { pollMinutes: 60 } },
    });
    const watch = inbox.start('watch');
    await watch.logged('mailbox.connected');
    const serve = await serving(inbox);
    try {
      expect(await send(port, { token: openedBefore(secretKey) })).toMatchObject({ number: 'TS-2026-0001' });
      await watch.logged('receipt.sent');
      expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([[FIELDS.email]]);
      for (const { child, finished } of [serve, watch]) {
        child.kill('SIGTERM');
        expect((await finished).status).toBe(0);
      }
      expect(smtp.received).toHaveLength(1);
    } finally {
      for (const { child } of [serve, watch]) child.kill('SIGKILL');
      await Promise.all([serve.finished, watch.finished]);
      inbox.remove();
      await smtp.stop();
      await dovecot.stop();
    }
  });
});
