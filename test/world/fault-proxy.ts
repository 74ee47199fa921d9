/**
 * A TCP proxy in this process that does what networks and servers do on bad days. Each connection is given its faults
 * by the test; without any it passes every byte on as it came.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Direction = 'to-server' | 'to-client';

/** What becomes of a line. */
export type Verdict =
  | 'pass'
  | 'drop'
  /** Both ends are cut, and the line is gone. */
  | 'cut'
  /** Nothing more goes either way, and neither end is told: what a forgetful gateway does. */
  | 'stall'
  /** The client hears this instead of what the server would have said; then both ends may be cut. */
  | { readonly say: string; readonly next?: 'cut' }
  /** The line goes on as this. */
  | { readonly instead: string };

export interface Faults {
  /** Hangs up on the client at once. */
  readonly refuse?: true;
  /** Cuts both ends when that many bytes went in a direction. */
  readonly cutAfter?: { readonly direction: Direction; readonly bytes: number };
  /** Stalls when that many bytes went in a direction. */
  readonly stallAfter?: { readonly direction: Direction; readonly bytes: number };
  /** The client gets no more of the server's bytes in a second. */
  readonly bytesPerSecond?: number;
  /**
   * Asked for each line, with its line end, in either direction; a line then goes on only when it is whole. For plain
   * text: what is encrypted has no lines.
   */
  readonly onLine?: (line: string, direction: Direction) => Verdict | Promise<Verdict>;
  /** Told when a line had been passed on. */
  readonly afterLine?: (line: string, direction: Direction) => void;
}

export interface FaultProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Gives the faults of a connection; they are counted from 0 since the last time this was set. */
  plan(faults: (connection: number) => Faults): void;
  /** Cuts every connection that is open. */
  cut(): void;
  /** Bytes passed on in each direction, by connection, since plan. */
  readonly passed: readonly Readonly<Record<Direction, number>>[];
  stop(): Promise<void>;
}

/** Starts a proxy before a server on loopback. */
export async function startFaultProxy(target: { readonly port: number }): Promise<FaultProxy> {
  let planned: (connection: number) => Faults = () => ({});
  let passed: Record<Direction, number>[] = [];
  const open = new Set<Socket>();
  // It passes lines on one by one, each of which Nagle's algorithm would hold back for 40 ms.
  const server = createServer({ noDelay: true }, client => {
    const faults = planned(passed.length);
    const count = { 'to-server': 0, 'to-client': 0 };
    passed.push(count);
    keep(client, open);
    if (faults.refuse) {
      client.resetAndDestroy();
      return;
    }
    join(client, keep(connect({ port: target.port, host: '127.0.0.1', noDelay: true }), open), faults, count);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    plan(faults) {
      planned = faults;
      passed = [];
    },
    cut() {
      for (const socket of open) socket.destroy();
    },
    get passed() {
      return passed;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function keep(socket: Socket, open: Set<Socket>): Socket {
  open.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => open.delete(socket));
  return socket;
}

/** Two ends of a connection and what lies between them. */
function join(client: Socket, server: Socket, faults: Faults, count: Record<Direction, number>): void {
  let isStalled = false;
  const cut = () => {
    client.destroy();
    server.destroy();
  };
  const stall = () => {
    isStalled = true;
    // Read and thrown away, so that the sender's kernel goes on saying that all arrives.
    client.resume();
    server.resume();
  };

  /** @returns false when nothing more goes this way */
  const pass = async (bytes: Buffer, direction: Direction, to: Socket): Promise<boolean> => {
    const left = (limit: Faults['cutAfter']) =>
      limit?.direction === direction ? limit.bytes - count[direction] : Number.POSITIVE_INFINITY;
    const now = Math.min(bytes.length, left(faults.cutAfter), left(faults.stallAfter));
    count[direction] += now;
    if (direction === 'to-client' && faults.bytesPerSecond) {
      for (const byte of bytes.subarray(0, now)) {
        if (to.destroyed) return false;
        to.write(Buffer.of(byte));
        await pause(1000 / faults.bytesPerSecond);
      }
    } else if (now > 0) {
      // What was passed must have left before the cut: destroy() forgets what is not yet written.
      await new Promise<void>(done => to.write(bytes.subarray(0, now), () => done()));
    }
    if (left(faults.cutAfter) <= 0) cut();
    if (left(faults.stallAfter) <= 0) stall();
    return !isStalled && !to.destroyed;
  };

  /** @returns false when nothing more goes this way */
  const passLine = async (line: Buffer, direction: Direction, to: Socket): Promise<boolean> => {
    const words = line.toString('latin1');
    const verdict = (await faults.onLine?.(words, direction)) ?? 'pass';
    if (verdict === 'drop') return true;
    if (verdict === 'cut') cut();
    if (verdict === 'stall') stall();
    if (typeof verdict === 'string' && verdict !== 'pass') return false;
    if (typeof verdict === 'object' && 'say' in verdict) {
      await pass(Buffer.from(verdict.say, 'latin1'), 'to-client', client);
      if (verdict.next === 'cut') cut();
      return verdict.next !== 'cut';
    }
    const goesOn = typeof verdict === 'object' ? Buffer.from(verdict.instead, 'latin1') : line;
    const isOpen = await pass(goesOn, direction, to);
    faults.afterLine?.(words, direction);
    return isOpen;
  };

  const pump = async (from: Socket, to: Socket, direction: Direction): Promise<void> => {
    const hasLines = faults.onLine !== undefined || faults.afterLine !== undefined;
    let rest = Buffer.alloc(0);
    for await (const chunk of from) {
      if (isStalled) continue;
      if (!hasLines) {
        if (!(await pass(chunk as Buffer, direction, to)) && !isStalled) return;
        continue;
      }
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let end = rest.indexOf(10); end >= 0 && !isStalled; end = rest.indexOf(10)) {
        const line = rest.subarray(0, end + 1);
        rest = rest.subarray(end + 1);
        if (!(await passLine(line, direction, to)) && !isStalled) return;
      }
    }
    if (isStalled) return;
    if (rest.length > 0) await pass(rest, direction, to);
    to.end();
  };
  pump(client, server, 'to-server').catch(() => cut());
  pump(server, client, 'to-client').catch(() => cut());
  // One end that is gone takes the other along, unless nobody is to notice.
  client.on('close', () => server.destroy());
  server.on('close', () => {
    if (!isStalled) client.end();
  });
}
