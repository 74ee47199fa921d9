/**
 * The service manager that runs us as a daemon: it is told when we are ready, reload and stop, what we do, and that we are alive
 * (sd_notify(3), sd_watchdog_enabled(3)). Where none is listening nothing happens. No word of any mail goes there: a
 * status is read by every user of the machine.
 */
import { performance } from 'node:perf_hooks';
import { errorCode } from '../failure.js';
import type { Log } from '../log.js';
import { liveness, type Pulse } from './liveness.js';
import { type Notify, notifySocket } from './notify-socket.js';

/** What the daemon says of itself. None of it throws: the daemon works on where nobody hears it. */
export interface ServiceManager {
  /** It works, or works again after reloading. @param status - one line for a person */
  ready(status: string): void;
  /** It reads its configuration anew; `ready` ends that. */
  reloading(): void;
  /** It was asked to end, and finishes what it has begun. */
  stopping(): void;
  /** @param text - one line for a person, without anything of a mail */
  status(text: string): void;
  /** Signs of life of a loop: while one is silent for longer than it said, the watchdog gets no beat. */
  pulse(loop: string): Pulse;
  /** Ends the watchdog's beats. Resolves when all that was said is handed over. */
  close(): Promise<void>;
}

/** What the service manager set for us. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The service manager of this process.
 * @param log - told once where messages can't be handed over, and whenever a beat is withheld
 */
export function serviceManager(log: Log, environment: Environment = process.env): ServiceManager {
  const socket = environment.NOTIFY_SOCKET;
  const hasSocket = socket !== undefined && /^[/@]./.test(socket);
  return speaking(log, hasSocket ? notifySocket(socket) : null, watchdogMilliseconds(environment));
}

/**
 * Milliseconds after which the watchdog ends a silent process, or null where there is none or it is another process's.
 */
export function watchdogMilliseconds({ WATCHDOG_USEC, WATCHDOG_PID }: Environment): number | null {
  if (WATCHDOG_PID !== undefined && WATCHDOG_PID !== String(process.pid)) return null;
  if (WATCHDOG_USEC === undefined || !/^[1-9]\d{3,15}$/.test(WATCHDOG_USEC)) return null;
  return Number(WATCHDOG_USEC) / 1000;
}

function speaking(log: Log, notify: Notify | null, watchdog: number | null): ServiceManager {
  // One at a time: READY that overtakes RELOADING would leave the service reloading for ever.
  let said: Promise<void> = Promise.resolve();
  let failedFor: string | null = null;
  const say = (...assignments: readonly string[]): void => {
    if (notify === null) return;
    said = said
      .then(() => notify(assignments))
      .then(
        () => {
          failedFor = null;
        },
        (error: unknown) => {
          const code = errorCode(error) ?? 'unknown error';
          if (failedFor === code) return;
          failedFor = code;
          log.error({ code, message: REMEDY }, 'service-manager.failed');
        },
      );
  };
  const { pulse, silent } = liveness(() => performance.now());
  let isBeating = false;
  const beat = () => {
    const loops = silent();
    if (loops.length > 0) {
      log.error({ loops }, 'watchdog.withheld');
    } else if (!isBeating) {
      isBeating = true;
      say('WATCHDOG=1');
      void said.then(() => {
        isBeating = false;
      });
    }
  };
  // Half the time, as sd_watchdog_enabled(3) recommends. It keeps no process alive that has nothing else to do.
  const timer = notify !== null && watchdog !== null ? setInterval(beat, watchdog / 2).unref() : null;
  return {
    ready: status => say('READY=1', statusLine(status)),
    // CLOCK_MONOTONIC, which hrtime reads: Type=notify-reload tells by it this reload from one before.
    reloading: () => say('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => say('STOPPING=1', statusLine('Finishing what is under way.')),
    status: text => say(statusLine(text)),
    pulse,
    close() {
      if (timer !== null) clearInterval(timer);
      return said;
    },
  };
}

/** A line break would begin an assignment of its own. */
function statusLine(text: string): string {
  return `STATUS=${text.replace(/[\u0000-\u001f\u007f]+/g, ' ')}`;
}

const REMEDY =
  "Could not tell the service manager how we are: the program systemd-notify is not there, or could not hand the message over. With Type=notify the service is then ended as one that does not start; install systemd's programs, or take Type=exec and leave WatchdogSec out.";
