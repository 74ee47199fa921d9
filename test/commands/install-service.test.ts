import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInHome } from '../../src/config/service-needs.js';
import { type Installation, install } from '../world/program.js';

const nowhere = { host: '127.0.0.1', port: 1 };

describe('install-service', () => {
  let inbox: Installation;
  beforeAll(() => {
    inbox = install({ imap: { ...nowhere, user: 'support', password: 'x' }, smtp: nowhere });
  });
  afterAll(() => inbox.remove());

  it('prints the service for this very program and configuration, and writes nothing', async () => {
    const { status, stdout } = await inbox.run('install-service');
    expect(status).toBe(0);
    expect(stdout).toContain(`/dist/main.js watch --config ${join(inbox.folder, 'config.json')}\n`);
    expect(stdout).toContain(`\nReadWritePaths=${join(inbox.folder, 'data')}\n`);
    expect(existsSync(join(inbox.folder, 'security-inbox.service'))).toBe(false);
  });

  it('says what is still to be made: the user, and the folder that the service may not make', async () => {
    const { stderr } = await inbox.run('install-service', 'systemd', '--user', 'nobody-of-this-name');
    expect(stderr).toContain('useradd --system --home-dir /var/lib/security-inbox nobody-of-this-name');
    expect(stderr).toContain(`install -d -m 700 -o nobody-of-this-name '${join(inbox.folder, 'data')}'`);
  });

  it.each([
    ['systemd', ['security-inbox.service']],
    ['timer', ['security-inbox-poll.service', 'security-inbox-poll.timer']],
    ['cron', ['security-inbox']],
    ['container', ['compose.yaml']],
    ['serve', ['security-inbox-serve.service']],
  ])('%s writes its files, and may be run twice', async (kind, names) => {
    for (const turn of [1, 2]) {
      const { status, stdout } = await inbox.run(
        'install-service',
        kind,
        '--write',
        '--folder',
        inbox.folder,
      );
      expect([turn, status]).toEqual([turn, 0]);
      for (const name of names) expect(stdout).toContain(join(inbox.folder, name));
    }
    const printed = (await inbox.run('install-service', kind)).stdout;
    for (const name of names) {
      expect(printed).toContain(readFileSync(join(inbox.folder, name), 'utf8'));
      expect(statSync(join(inbox.folder, name)).mode & 0o777).toBe(0o644);
    }
  });

  it('replaces no file that somebody else wrote', async () => {
    const folder = join(inbox.folder, 'security-inbox.service');
    writeFileSync(folder, '[Service]\nExecStart=/my/own\n');
    const { status, stderr } = await inbox.run('install-service', '--write', '--folder', inbox.folder);
    expect(status).toBe(73);
    expect(stderr).toContain('--folder');
    expect(readFileSync(folder, 'utf8')).toContain('/my/own');
  });

  it('says so where the folder is not there', async () => {
    const { status, stderr } = await inbox.run('install-service', '--write', '--folder', '/nowhere/at/all');
    expect(status).toBe(73);
    expect(stderr).toContain('there is no folder /nowhere/at/all');
  });

  it.each(['root\nEvil=1', 'a b', '$(id)', ''])('refuses "%s" as a user', async user => {
    expect((await inbox.run('install-service', '--user', user)).status).toBe(64);
  });
});

describe.skipIf(!isInHome(homedir()))(
  'install-service with the configuration in a closed folder of a home',
  () => {
    let inbox: Installation;
    beforeAll(() => {
      const usual = process.env.TMPDIR;
      process.env.TMPDIR = homedir();
      try {
        inbox = install({ imap: { ...nowhere, user: 'support', password: 'x' }, smtp: nowhere });
      } finally {
        if (usual === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = usual;
      }
    });
    afterAll(() => inbox.remove());
    const write = (kind: string, user: string) =>
      inbox.run('install-service', kind, '--write', '--folder', inbox.folder, '--user', user);

    it.each(['systemd', 'timer', 'cron'])('%s writes nothing, and says where to move it', async kind => {
      const { status, stderr } = await write(kind, 'nobody');
      expect(status).toBe(78);
      expect(stderr).toContain("the user nobody can't enter");
      expect(stderr).toContain('--config /etc/security-inbox/config.json');
      for (const name of ['security-inbox', 'security-inbox.service', 'security-inbox-poll.service']) {
        expect(existsSync(join(inbox.folder, name))).toBe(false);
      }
    });

    it('is written for the owner of that home, and may look into it', async () => {
      expect((await write('systemd', userInfo().username)).status).toBe(0);
      expect(readFileSync(join(inbox.folder, 'security-inbox.service'), 'utf8')).toContain(
        'ProtectHome=read-only',
      );
    });
  },
);
