/** Signs of life to a service that notices silence. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!dovecotInstalled())('a sign of life', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let service: Server;
  let asked: string[];
  let status: number;

  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    asked = [];
    status = 200;
    service = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status).end('OK');
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const pingUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/s3cr3t`;
    inbox = install({ imap: dovecot, smtp, overrides: { monitoring: { pingUrl } } });
  });

  afterEach(async () => {
    inbox.remove();
    service.close();
    service.closeAllConnections();
    await smtp.stop();
    await dovecot.stop();
  });

  it('is given after each poll that read the mailbox, and after none that could not', async () => {
    await inbox.run('poll');
    await inbox.run('poll');
    expect(asked).toEqual(['GET /s3cr3t', 'GET /s3cr3t']);
    await dovecot.stop();
    await inbox.run('poll');
    expect(asked).toHaveLength(2);
  });

  it('is given by watch once it has read the mailbox', async () => {
    const given = once(service, 'request');
    const watch = inbox.start('watch');
    await given;
    watch.child.kill('SIGTERM');
    expect((await watch.finished).status).toBe(0);
    expect(asked).toEqual(['GET /s3cr3t']);
  });

  it('that the service does not take fails no poll, is said once, and its URL never', async () => {
    status = 500;
    const polls = [await inbox.run('poll'), await inbox.run('poll')];
    expect(polls.map(({ status: exit }) => exit)).toEqual([0, 0]);
    expect(polls.map(({ stderr }) => stderr.includes('"ping.failed"'))).toEqual([true, false]);
    expect(polls.map(({ stderr, stdout }) => stderr + stdout).join()).not.toContain('s3cr3t');
  });
});
