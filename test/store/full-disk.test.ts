/** A disk that fills up at every point of handing a receipt over. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorCode } from '../../src/failure.js';
import { deliverReceipts } from '../../src/receipt/deliver.js';
import type { Transport } from '../../src/receipt/transport.js';
import { openDatabase } from '../../src/store/database.js';
import { canMount, fillDisk, withDisk } from '../world/small-disk.js';
import { clear } from './clear.js';
import { record } from './filled.js';
import { receiptStatuses } from './receipt-statuses.js';

const NOW = new Date('2026-11-25T12:00:00Z');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'full-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function recorder() {
  const sent: string[] = [];
  const transport: Transport = {
    send: async (_recipient, raw) => {
      sent.push(raw.toString());
      return { outcome: 'accepted', answer: '250 taken' };
    },
    close: () => undefined,
  };
  return { sent, transport };
}

const deliver = (connection: ReturnType<typeof openDatabase>, transport: Transport) =>
  deliverReceipts(
    {
      connection,
      transport,
      write: async ({ messageId }) => Buffer.from(messageId),
      copies: null,
      maxAgeDays: 14,
      now: () => NOW,
      listener: () => undefined,
      stop: () => false,
    },
    new Set(),
  );

/** As many pages free as all the writes of one receipt take, and some. */
const PAGES_FREE = Array.from({ length: 16 }, (_, pages) => pages);

describe.skipIf(!canMount())('a receipt on a disk that is full', () => {
  it.each([
    ['whose room was kept by an earlier one', true],
    ['where no room was ever kept', false],
  ])('%s is sent once, however many pages are free', async (_, hasRoom) => {
    let failures = 0;
    await withDisk(folder, '4m', async disk => {
      for (const pages of PAGES_FREE) {
        const file = join(disk, `inbox-${pages}.sqlite`);
        const { sent, transport } = recorder();
        let connection = openDatabase(clear(file));
        if (hasRoom) {
          record(connection, 'earlier');
          await deliver(connection, transport);
        }
        for (const name of ['one', 'two', 'three']) record(connection, name);
        connection.close();
        connection = openDatabase(clear(file));
        fillDisk(join(disk, 'filler'), pages);
        await deliver(connection, transport).catch((error: unknown) => {
          expect(errorCode(error)).toMatch(/^(?:SQLITE_FULL|SQLITE_IOERR\w*|ENOSPC)$/);
          failures += 1;
        });
        connection.close();
        rmSync(join(disk, 'filler'));
        connection = openDatabase(clear(file));
        record(connection, 'last');
        await deliver(connection, transport);
        const names = [...(hasRoom ? ['earlier'] : []), 'one', 'two', 'three', 'last'];
        expect([pages, sent]).toEqual([pages, names.map(name => `<receipt.${name}@example.test>`)]);
        expect([...receiptStatuses(connection).values()].map(({ state }) => state)).toEqual(
          names.map(() => 'sent'),
        );
        expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
        // What was given up is kept again.
        expect(statSync(`${file}.room`)).toMatchObject({ size: 512 * 1024 });
        expect(statSync(`${file}.room`).mode & 0o777).toBe(0o600);
        connection.close();
        for (const end of ['', '.room']) rmSync(`${file}${end}`);
      }
    });
    // The room that one receipt gives up may do for all.
    expect(failures).toBeGreaterThan(0);
  });
});
