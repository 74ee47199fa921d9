/**
 * Stands between the program and a real IMAP server, and does to its APPEND what networks, quotas and power cuts do.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What becomes of an APPEND. */
export type AppendFate =
  | { readonly kind: 'passed' }
  /** Its literal is taken, and the server never sees it. @param words - the tagged answer, "NO [OVERQUOTA] full" */
  | { readonly kind: 'refused'; readonly words: string }
  /** The connection breaks on both sides after that many bytes of the literal. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The server never sees it, and no answer comes. */
  | { readonly kind: 'swallowed'; readonly act: () => void }
  /** The server takes it, and its answer gets lost with the connection. */
  | { readonly kind: 'unanswered'; readonly act: () => void };

export interface ImapProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Asked for each; by default they pass. */
  onAppend: () => AppendFate;
  /** Tagged words in place of the server's own for a command without a literal, or null to let it pass. */
  onCommand: (command: string) => string | null;
  /** How many were begun. */
  readonly appends: number;
  /** How many clients came. */
  readonly connections: number;
  stop(): Promise<void>;
}

const APPEND = /^(\S+) APPEND [^\r\n]*\{(\d+)(\+?)\}\r\n/m;

/** @param port - of the server, plain, on loopback; it offers LITERAL+ */
export async function startImapProxy(port: number): Promise<ImapProxy> {
  const sockets = new Set<Socket>();
  let appends = 0;
  let connections = 0;
  const listener = createServer(client => {
    connections += 1;
    const server = connect(port, '127.0.0.1');
    const both = [client, server];
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of both) other.destroy();
      });
    }
    let sink: ((chunk: Buffer) => void) | null = null;
    let lost: { readonly tag: string; readonly act: () => void } | null = null;
    server.on('data', chunk => {
      if (lost && chunk.toString('latin1').includes(`${lost.tag} `)) {
        lost.act();
        client.destroy();
      } else {
        client.write(chunk);
      }
    });
    client.on('data', chunk => {
      if (sink) return sink(chunk);
      const text = chunk.toString('latin1');
      const command = APPEND.exec(text);
      if (!command) {
        const [tag = ''] = text.split(' ', 1);
        const words = proxy.onCommand(text.slice(tag.length + 1).trimEnd());
        if (words === null) server.write(chunk);
        else client.write(`${tag} ${words}\r\n`);
        return;
      }
      appends += 1;
      const [line, tag = '', size = '0', plus] = command;
      const begin = command.index + line.length;
      const fate = proxy.onAppend();
      const literal = chunk.subarray(begin);
      switch (fate.kind) {
        case 'passed':
          server.write(chunk);
          return;
        case 'unanswered':
          lost = { tag, act: fate.act };
          server.write(chunk);
          return;
        case 'swallowed':
          sink = () => undefined;
          fate.act();
          return;
        case 'refused': {
          let open = Number(size) + 2;
          if (plus !== '+') client.write('+ go on\r\n');
          sink = bytes => {
            open -= bytes.length;
            if (open > 0) return;
            sink = null;
            client.write(`${tag} ${fate.words}\r\n`);
          };
          sink(literal);
          return;
        }
        case 'cut': {
          server.write(chunk.subarray(0, begin));
          let open = fate.after;
          sink = bytes => {
            server.write(bytes.subarray(0, open));
            open -= bytes.length;
            // The server is to get what went over before it hears that nothing more comes.
            if (open <= 0) server.end(() => client.destroy());
          };
          sink(literal);
          return;
        }
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const proxy: ImapProxy = {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    onAppend: () => ({ kind: 'passed' }),
    onCommand: () => null,
    get appends() {
      return appends;
    },
    get connections() {
      return connections;
    },
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  };
  return proxy;
}
