/**
 * TLS from the first byte before a server that speaks none, as mail servers do on ports 465 and 993.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';

export interface TlsFront {
  readonly host: '127.0.0.1';
  readonly port: number;
  stop(): Promise<void>;
}

/** @param target - a plain server on loopback */
export async function startTlsFront(
  target: { readonly port: number },
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
): Promise<TlsFront> {
  const open = new Set<Socket>();
  const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, client => {
    const plain = connect(target.port, '127.0.0.1');
    for (const [one, other] of [
      [client, plain],
      [plain, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        // What was written before must still arrive.
        other.end();
      });
      one.pipe(other);
    }
  });
  // A handshake that breaks off is that client's business.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
