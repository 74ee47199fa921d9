/**
 * What a service manager listens with: a datagram socket in the file system, which Node has none of, so Python holds it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Prints each datagram as one line of JSON. A barrier (sd_notify_barrier(3)) is a descriptor sent along, which the sender waits to see closed.
 */
const RECEIVER = `
import array, json, os, socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print(json.dumps(["LISTENING"]), flush=True)
while True:
    words, extra, flags, sender = receiver.recvmsg(8192, socket.CMSG_SPACE(16 * 4))
    lines = words.decode().split("\\n")
    if lines != ["BARRIER=1"]:
        print(json.dumps([line for line in lines if line]), flush=True)
    for level, kind, data in extra:
        if kind == socket.SCM_RIGHTS:
            descriptors = array.array("i")
            descriptors.frombytes(data)
            for descriptor in descriptors:
                os.close(descriptor)
`;

export interface NotifyReceiver {
  /** For NOTIFY_SOCKET. */
  readonly socket: string;
  /** Each message that came, as its assignments. */
  readonly messages: readonly (readonly string[])[];
  /** Resolves when an assignment came that begins so and no call gave before; with that message. */
  heard(beginning: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Whether this machine can hear and say; says so loudly where it can't. */
export function notifyInstalled(): boolean {
  const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;
  if (isThere('python3') && isThere('systemd-notify')) return true;
  console.warn(
    '\n*** SKIPPED: no python3 or no systemd-notify on this machine. Install python3 and systemd to run these tests. ***\n',
  );
  return false;
}

/** Starts to listen on a socket of its own. */
export async function startNotifyReceiver(): Promise<NotifyReceiver> {
  const folder = mkdtempSync(join(tmpdir(), 'notify-'));
  const socket = join(folder, 'socket');
  const receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  const messages: string[][] = [];
  let wake: () => void = () => undefined;
  let next = 0;
  const lines = createInterface(receiver.stdout);
  await once(lines, 'line');
  lines.on('line', line => {
    messages.push(JSON.parse(line) as string[]);
    wake();
  });
  return {
    socket,
    messages,
    async heard(beginning) {
      for (;;) {
        while (next < messages.length) {
          const message = messages[next] ?? [];
          next += 1;
          if (message.some(assignment => assignment.startsWith(beginning))) return message;
        }
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
    async stop() {
      receiver.kill();
      await once(receiver, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
