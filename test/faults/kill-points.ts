/**
 * Moments at which the program is killed, as the proxies see them.
 */
import type { Direction, Faults } from '../world/fault-proxy.js';
import type { FaultyWorld } from './faulty-world.js';

export interface KillPoint {
  readonly name: string;
  /** Receipts that may go again: where nobody can tell whether the server took it. */
  readonly copies: number;
  /** Makes the proxies call at that moment. */
  arm(world: FaultyWorld, kill: () => void): void;
}

/** Every moment between two acts that the outside can see. */
export const KILL_POINTS: readonly KillPoint[] = [
  {
    name: 'after a body was fetched',
    copies: 0,
    arm(world, kill) {
      let tag = '-';
      world.imapProxy.plan(() => ({
        afterLine(line, direction) {
          const fetch = /^(\S+) UID FETCH .*BODY\.PEEK\[\]/.exec(line)?.[1];
          if (direction === 'to-server' && fetch !== undefined) tag = fetch;
          if (direction === 'to-client' && line.startsWith(`${tag} OK`)) kill();
        },
      }));
    },
  },
  {
    name: 'before any connection to the SMTP server',
    copies: 0,
    arm(world, kill) {
      world.smtpProxy.plan(() => {
        kill();
        return {};
      });
    },
  },
  smtpPoint('after MAIL FROM', 0, {
    after: (line, direction) => direction === 'to-server' && /^MAIL/.test(line),
  }),
  smtpPoint('after the answer to DATA', 0, { after: line => line.startsWith('354') }),
  smtpPoint('between the final dot and its answer', 1, {
    before: (line, direction, isOver) => isOver && direction === 'to-client' && line.startsWith('250'),
  }),
  smtpPoint('right after the answer to the mail', 1, {
    after: (line, direction, isOver) => isOver && direction === 'to-client' && line.startsWith('250'),
  }),
  {
    name: 'during LOGOUT',
    copies: 0,
    arm(world, kill) {
      world.imapProxy.plan(() => ({
        afterLine(line, direction) {
          if (direction === 'to-server' && / LOGOUT\r\n$/.test(line)) kill();
        },
      }));
    },
  },
];

/** @param isOver - whether the client has sent a mail's final dot */
type Moment = (line: string, direction: Direction, isOver: boolean) => boolean;

function smtpPoint(
  name: string,
  copies: number,
  { before = () => false, after = () => false }: { before?: Moment; after?: Moment },
): KillPoint {
  return {
    name,
    copies,
    arm(world, kill) {
      world.smtpProxy.plan(() => {
        const { onLine, afterLine } = killing(before, after, kill);
        return { onLine, afterLine };
      });
    },
  };
}

function killing(
  before: Moment,
  after: Moment,
  kill: () => void,
): Required<Pick<Faults, 'onLine' | 'afterLine'>> {
  let isOver = false;
  let isKilled = false;
  return {
    onLine(line, direction) {
      // What it still sent while it died must not arrive: on a busy machine that may be a whole mail.
      if (isKilled) return 'cut';
      if (direction === 'to-server' && line === '.\r\n') isOver = true;
      if (!before(line, direction, isOver)) return 'pass';
      kill();
      return 'cut';
    },
    afterLine(line, direction) {
      if (!after(line, direction, isOver)) return;
      isKilled = true;
      kill();
    },
  };
}
