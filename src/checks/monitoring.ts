/**
 * Whether those who watch over the program will be told: the file of the numbers, the address they are asked for at, and
 * the host of the sign of life. The sign itself is never given here: it would say that the mailboxes were read.
 */
import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { createServer, connect as plainConnect } from 'node:net';
import { dirname } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import type { ListenAddress, MonitoringConfig } from '../config/config.js';
import { errorCode } from '../failure.js';
import { jsonOf } from '../json-of.js';
import { healthJson } from '../monitoring/health.js';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';

/** Milliseconds after which nobody writes a file any more, however seldom the mailbox is read. */
const LONG = 3_600_000;

/**
 * Looks at all three.
 * @param online - whether the service that waits for the sign of life is connected to
 * @param seconds - that it may take
 */
export async function* checkMonitoring(
  { metricsFile, listen, pingUrl }: MonitoringConfig,
  online: boolean,
  seconds: number,
  now: Date,
): AsyncGenerator<CheckResult> {
  yield metricsFile === null
    ? skipped('monitoring.metrics-file', 'monitoring.metricsFile is not configured.')
    : checkMetricsFile(metricsFile, now);
  yield listen === null
    ? skipped('monitoring.listen', 'monitoring.listen is not configured.')
    : await checkListen(listen, seconds);
  yield pingUrl === null
    ? skipped('monitoring.ping', 'monitoring.pingUrl is not configured.')
    : await checkPing(pingUrl, online, seconds);
}

/** @param file - absolute path; it is replaced through another one in its folder, so the folder is what counts */
export function checkMetricsFile(file: string, now: Date): CheckResult {
  const id = 'monitoring.metrics-file';
  const folder = dirname(file);
  const there = statSync(folder, { throwIfNoEntry: false });
  if (!there?.isDirectory()) {
    return failure(
      id,
      'output',
      there ? `${folder} is no folder.` : `The folder of monitoring.metricsFile, ${folder}, is not there.`,
      "Name a file in the folder that node_exporter's --collector.textfile.directory names, or make that folder.",
    );
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    return failure(
      id,
      'output',
      `This user can't write to ${folder}, the folder of monitoring.metricsFile (${errorCode(error) ?? 'unknown error'}).`,
      'Let the user that runs security-inbox write to it, by its group or by making it the owner. Where that is another user, run check as that one.',
    );
  }
  return judgeAge(file, statSync(file, { throwIfNoEntry: false }), now);
}

function judgeAge(file: string, written: Stats | undefined, now: Date): CheckResult {
  const id = 'monitoring.metrics-file';
  if (written === undefined) return ok(id, `The next pass can write ${file}.`);
  if (!written.isFile()) {
    return failure(id, 'output', `${file} is no file.`, 'Name another one as monitoring.metricsFile.');
  }
  const sentence = `${file} can be written, and was last at ${written.mtime.toISOString()}.`;
  return now.getTime() - written.mtimeMs > LONG
    ? warning(
        id,
        sentence,
        'See that watch runs, or that cron runs poll; under systemd, that ReadWritePaths= of the unit has its folder ("security-inbox install-service systemd" writes it).',
      )
    : ok(id, sentence);
}

/** Listens there for a moment; where that is taken, asks who answers. @param seconds - that it may take */
export async function checkListen({ host, port }: ListenAddress, seconds: number): Promise<CheckResult> {
  const id = 'monitoring.listen';
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const code = await listenOnce(host, port);
  if (code === null) return ok(id, `${address} is free; watch will answer there.`);
  if (code === 'EADDRINUSE') {
    return (await isOurs(`http://${address}/healthz`, seconds))
      ? ok(id, `A running watch answers at ${address}.`)
      : failure(
          id,
          'not-possible',
          `Another program has ${address}, so watch can't answer there.`,
          'Name another port as monitoring.listen.',
        );
  }
  return failure(
    id,
    'not-possible',
    `Nobody can listen at ${address} (${code}).`,
    code === 'EACCES'
      ? 'Name a port of 1024 or more as monitoring.listen: lower ones are for root alone.'
      : 'Name an address that this machine has as monitoring.listen, such as "127.0.0.1:9464".',
  );
}

/** Listens for a moment. @returns the system's code of why not, or null */
export function listenOnce(host: string, port: number): Promise<string | null> {
  return new Promise(done => {
    const server = createServer();
    server.once('error', error => done(errorCode(error) ?? 'unknown error'));
    server.listen(port, host, () => server.close(() => done(null)));
  });
}

const HEALTH_SCHEMA = (healthJson({ healthy: true, mailboxes: [] }) as { schema: string }).schema;

async function isOurs(url: string, seconds: number): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(seconds * 1000) });
    const said = jsonOf(await response.text());
    return typeof said === 'object' && said !== null && 'schema' in said && said.schema === HEALTH_SCHEMA;
  } catch {
    return false;
  }
}

/**
 * Connects to the host, with TLS where the URL has it, and hangs up without a request: whichever page was asked for, the
 * service might take it for the sign.
 */
async function checkPing(url: URL, online: boolean, seconds: number): Promise<CheckResult> {
  const id = 'monitoring.ping';
  if (!online) {
    return skipped(
      id,
      `The sign of life goes to ${url.host}; it was not given, to try it. --online tries whether the host is reached.`,
    );
  }
  const code = await connectOnce(url, seconds * 1000);
  return code === null
    ? ok(id, `${url.host}, where the sign of life goes, is reached; none was given, to try it.`)
    : warning(
        id,
        `${url.host}, where the sign of life goes, was not reached (${code}).`,
        "Check the host of monitoring.pingUrl, and this machine's way out.",
      );
}

/** @returns the code of why not, or null */
function connectOnce({ protocol, hostname, port }: URL, milliseconds: number): Promise<string | null> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'https:';
  return new Promise(done => {
    const end = (code: string | null) => {
      done(code);
      socket.destroy();
    };
    const at = { host, port: Number(port) || (isTls ? 443 : 80) };
    const socket = isTls ? tlsConnect(at, () => end(null)) : plainConnect(at, () => end(null));
    socket.once('error', error => end(errorCode(error) ?? 'unknown error'));
    socket.setTimeout(milliseconds, () => end('too slow'));
  });
}
