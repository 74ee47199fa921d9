/** A database that was changed by hand: one record that can't be read, and the others as they were. */
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMail } from '../world/mails.js';
import { type Installation, install } from '../world/program.js';

const report = (name: string) =>
  plainMail(
    { from: `${name}@example.org`, subject: `Security Alert: ${name}` },
    `Summary\nThe ${name} leaks.\n`,
  );

/** Nobody listens there. */
const NOWHERE = { host: '127.0.0.1', port: 1 };

describe('of a record that was damaged by hand', () => {
  let inbox: Installation;
  let damaged: string;
  let sound: string;

  beforeEach(async () => {
    inbox = install({ imap: { ...NOWHERE, user: 'support@example.test', password: 'x' }, smtp: NOWHERE });
    for (const name of ['export', 'import']) {
      expect((await inbox.runWithInput(report(name), 'ingest', '--no-send', '-')).status).toBe(0);
    }
    const numbers = inbox.query('SELECT number FROM reports ORDER BY id').map(row => String(row.number));
    [damaged = '', sound = ''] = numbers;
  });

  afterEach(() => inbox.remove());

  const change = (sql: string) => {
    const connection = new Database(inbox.database);
    try {
      expect(connection.prepare(sql).run(damaged).changes).toBe(1);
    } finally {
      connection.close();
    }
  };

  it.each([
    ['disclose_by', "UPDATE reports SET disclose_by = 'soon' WHERE number = ?"],
    ['received_at', "UPDATE reports SET received_at = '' WHERE number = ?"],
    [
      'missing',
      "UPDATE report_summaries SET missing = '{}' WHERE report_id = (SELECT id FROM reports WHERE number = ?)",
    ],
  ])('the digest names it by its %s, and shows the others', async (column, sql) => {
    change(sql);
    const json = await inbox.run('digest', '--json');
    expect([json.status, json.stderr]).toEqual([0, '']);
    const contents = JSON.parse(json.stdout);
    expect(contents.damaged).toEqual([{ id: damaged, column }]);
    expect(contents.open.map(({ id }: { id: string }) => id)).toEqual([sound]);
    for (const format of ['text', 'markdown', 'html']) {
      const { status, stdout } = await inbox.run('digest', '--format', format);
      expect(status).toBe(0);
      expect(stdout).toContain('Reports whose record is damaged');
      expect(stdout).toContain(damaged);
      expect(stdout).toContain(sound);
    }
  });

  it.each([
    ['content', "UPDATE reports SET content = '{}' WHERE number = ?"],
    ['disclose_by', "UPDATE reports SET disclose_by = 'soon' WHERE number = ?"],
    ['acknowledged_at', "UPDATE reports SET acknowledged_at = 'once' WHERE number = ?"],
  ])('show names it by its %s, and shows the others', async (column, sql) => {
    change(sql);
    for (const options of [[], ['--json']]) {
      const { status, stderr } = await inbox.run('show', damaged, ...options);
      expect(status).toBe(73);
      expect(stderr).toContain(`The record of ${damaged}`);
      expect(stderr).toContain(`its ${column} can't be read`);
    }
    expect((await inbox.run('show', sound)).status).toBe(0);
  });

  it('list names it too, and does not pass it over in silence', async () => {
    change("UPDATE reports SET acknowledge_by = 'x' WHERE number = ?");
    const { status, stderr } = await inbox.run('list');
    expect(status).toBe(73);
    expect(stderr).toContain(`The record of ${damaged}`);
    expect(stderr).toContain('acknowledge_by');
  });
});
