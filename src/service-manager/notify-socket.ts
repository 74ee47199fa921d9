/**
 * One message to the service manager that started us: systemd's notification protocol (sd_notify(3)), which Podman and
 * others speak too.
 *
 * It is a datagram to a socket in the file system, which Node can't send. The program systemd-notify does: it is on every machine
 * that has systemd, works under every Node, and costs some ten milliseconds a few times in ten minutes. Of the libraries on npm,
 * sd-notify compiles against the headers of libsystemd, and unix-dgram anew for each Node; the first beat of a new Node would be
 * a service that does not start. The price is NotifyAccess=all in the unit, because the datagram comes from a child of ours.
 */
import { execFile } from 'node:child_process';

/** Milliseconds. The program itself waits five seconds for the service manager to take the message. */
const LONGEST_SEND = 15_000;

/** Sends assignments such as READY=1. Rejects where the message could not be handed over. */
export type Notify = (assignments: readonly string[]) => Promise<void>;

/**
 * What sends to a socket.
 * @param socket - NOTIFY_SOCKET: an absolute path, or with @ in front one of Linux's abstract names
 */
export function notifySocket(socket: string): Notify {
  return assignments =>
    new Promise((done, failed) => {
      execFile(
        'systemd-notify',
        [...assignments],
        { env: { PATH: process.env.PATH, NOTIFY_SOCKET: socket }, timeout: LONGEST_SEND },
        error => (error === null ? done() : failed(error)),
      );
    });
}
