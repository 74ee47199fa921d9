/** A name server on a port of its own that answers SRV and MX questions (RFC 1035, RFC 2782), and has no other names. */
import { createSocket } from 'node:dgram';

export interface DnsRecords {
  /** By name. */
  readonly srv?: Readonly<
    Record<string, readonly (readonly [priority: number, weight: number, port: number, target: string])[]>
  >;
  readonly mx?: Readonly<Record<string, readonly (readonly [preference: number, host: string])[]>>;
}

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  stop(): Promise<void>;
}

const [MX, SRV] = [15, 33];
const NO_SUCH_NAME = 3;

export async function startDns({ srv = {}, mx = {} }: DnsRecords): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionIn(query);
    const data =
      type === SRV
        ? (srv[name] ?? []).map(([priority, weight, to, target]) =>
            Buffer.concat([numbers(priority, weight, to), nameBytes(target)]),
          )
        : type === MX
          ? (mx[name] ?? []).map(([preference, host]) =>
              Buffer.concat([numbers(preference), nameBytes(host)]),
            )
          : [];
    const answers = data.map(bytes =>
      // The name is that of the question (a pointer to byte 12); class IN; a minute to live.
      Buffer.concat([numbers(0xc00c, type, 1, 0, 60, bytes.length), bytes]),
    );
    const flags = 0x8580 | (answers.length === 0 ? NO_SUCH_NAME : 0);
    const header = Buffer.concat([query.subarray(0, 2), numbers(flags, 1, answers.length, 0, 0)]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...answers]), port, address);
  });
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise(done => socket.close(() => done())),
  };
}

function questionIn(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Of 16 bits each. */
function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').filter(label => label !== '');
  return Buffer.concat([
    ...labels.flatMap(label => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0]),
  ]);
}
