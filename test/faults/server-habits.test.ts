/** What particular servers do and others do not, as far as it can be imitated by rewriting lines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Direction, Faults, Verdict } from '../world/fault-proxy.js';
import { inLaterHours } from './clock.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

const tagOf = (line: string) => line.split(' ')[0] ?? '';

/** Answers the first command of a kind in the server's place. */
function once(command: RegExp, answer: string, next?: 'cut'): Faults {
  let isDone = false;
  return {
    onLine(line, direction): Verdict {
      if (isDone || direction === 'to-client' || !command.test(line)) return 'pass';
      isDone = true;
      const say = answer.startsWith('*') ? `${answer}\r\n` : `${tagOf(line)} ${answer}\r\n`;
      return next === undefined ? { say } : { say, next };
    },
  };
}

/** Rewrites what the server says. */
const rewriting = (rewrite: (line: string) => string | null): Faults => ({
  onLine(line, direction): Verdict {
    if (direction === 'to-server') return 'pass';
    const instead = rewrite(line);
    return instead === null || instead === line ? 'pass' : { instead };
  },
});

const EXAMINE = / EXAMINE /;
const SEARCH = / UID SEARCH /;
const PREVIEW = / UID FETCH .*BODYSTRUCTURE/;
const BODY = / UID FETCH .*BODY\.PEEK\[\]/;
const LOGIN = / (?:LOGIN|AUTHENTICATE) /;
const OF_PREVIEW = /^\* \d+ FETCH \(.*BODYSTRUCTURE/;

/** Gmail's numbers and labels in every row. */
function asGmail(): Faults {
  return {
    onLine(line: string, direction: Direction): Verdict {
      if (direction === 'to-server') {
        return line.includes('X-GM-MSGID') ? { instead: line.replace(/ X-GM-MSGID/, '') } : 'pass';
      }
      if (/CAPABILITY IMAP4rev1/.test(line)) {
        return {
          instead: line
            .replace(/ (?:CONDSTORE|QRESYNC|ESEARCH|SNIPPET=\S+|PREVIEW=\S+|OBJECTID)(?=[ \]\r])/g, '')
            .replace('IMAP4rev1', 'IMAP4rev1 X-GM-EXT-1'),
        };
      }
      const row = /^(\* \d+ FETCH \()(UID (\d+).*)$/s.exec(line);
      if (row) {
        const [, head = '', rest = '', uid = ''] = row;
        return {
          instead: `${head}X-GM-THRID 12${uid} X-GM-MSGID 12${uid} X-GM-LABELS ("\\\\Important" "a \\"b\\"") ${rest}`,
        };
      }
      return /^\S+ OK /.test(line) && !line.startsWith('* ')
        ? { instead: line.replace('\r\n', ' [THROTTLED]\r\n') }
        : 'pass';
    },
  };
}

describe.skipIf(!dovecotInstalled())('a server', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;

  beforeAll(async () => {
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot, { serverSeconds: 5 });
    here = await world.openHere();
  });
  afterAll(async () => {
    await here?.close();
    await world?.stop();
    await dovecot?.stop();
  });

  const passWith = async (faults: Faults) => {
    await world.deliver();
    world.imapProxy.plan(() => faults);
    return here.pass();
  };
  const expectKept = async () => {
    world.imapProxy.plan(() => ({}));
    await here.pass();
    await assertPromise(world);
  };

  it.each<[string, Faults, string]>([
    // Gmail
    [
      'closes a session that grew old',
      once(BODY, '* BYE Session expired, please login again.', 'cut'),
      'Session expired',
    ],
    [
      'stops giving where much was fetched',
      once(BODY, 'NO [OVERQUOTA] Account exceeded command or bandwidth limits.'),
      '',
    ],
    [
      'lets nobody in where much was fetched',
      once(LOGIN, 'NO [OVERQUOTA] Account exceeded command or bandwidth limits.'),
      'bandwidth',
    ],
    ['lets nobody in for a while', once(LOGIN, 'NO [THROTTLED] try later'), 'try later'],
    // Microsoft 365
    [
      'has nobody behind the login',
      once(EXAMINE, 'BAD User is authenticated but not connected.'),
      'not connected',
    ],
    ['is busy when a folder is opened', once(EXAMINE, 'NO [UNAVAILABLE] Server busy'), 'Server busy'],
    ['is busy and gives no code', once(EXAMINE, 'NO Server Unavailable. 15'), 'Server Unavailable'],
    ['is busy when it is to search', once(SEARCH, 'NO Server Unavailable. 15'), 'which messages are new'],
    [
      'says good-bye with a number',
      once(PREVIEW, '* BYE Connection is closed. 13', 'cut'),
      'Connection is closed. 13',
    ],
    [
      'wants less to be asked',
      once(SEARCH, 'BAD Request is throttled. Suggested Backoff Time: 300 milliseconds'),
      'throttled',
    ],
  ])('that %s is one that can not be used now, in its words', async (_name, faults, words) => {
    const failed = await passWith(faults).catch((error: unknown) => error);
    if (words === '') expect(failed).toMatchObject({ looked: expect.any(Number) });
    else expect(failed).toMatchObject({ code: 'unreachable', message: expect.stringContaining(words) });
  });

  it('is read to the end after all of that', expectKept);

  it('that refuses every body for a while gives them all in the end', async () => {
    const refusing = {
      onLine: (line: string, direction: Direction): Verdict =>
        direction === 'to-server' && BODY.test(line)
          ? { say: `${tagOf(line)} NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n` }
          : 'pass',
    };
    await world.deliver();
    await passWith(refusing).catch((error: unknown) => expect(error).toMatchObject({ code: 'unreachable' }));
    world.imapProxy.plan(() => ({}));
    await inLaterHours([0, 300], () => here.pass());
    await assertPromise(world);
  });

  it('that refuses a folder for good is a mistake in the configuration', async () => {
    await expect(passWith(once(EXAMINE, 'NO [NOPERM] not yours'))).rejects.toMatchObject({ code: 'config' });
    await expectKept();
  });

  it.each<[string, Faults]>([
    ['speaks as Gmail does', asGmail()],
    [
      'gives structures that are none',
      rewriting(line =>
        OF_PREVIEW.test(line)
          ? line.replace(/BODYSTRUCTURE \(.*?\) BODY\[/, 'BODYSTRUCTURE (NIL NIL) BODY[')
          : null,
      ),
    ],
    [
      'gives structures with a hole in them',
      rewriting(line =>
        OF_PREVIEW.test(line)
          ? line.replace(/BODYSTRUCTURE \(\(?"[^"]*" "[^"]*"/, 'BODYSTRUCTURE (("text" NIL -1')
          : null,
      ),
    ],
    [
      'says everything is a line of text',
      rewriting(line =>
        OF_PREVIEW.test(line)
          ? line.replace(
              /BODYSTRUCTURE \(.*\) BODY\[/,
              'BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 5 1) BODY[',
            )
          : null,
      ),
    ],
    [
      'says that every mail is of no size',
      rewriting(line => (OF_PREVIEW.test(line) ? line.replace(/RFC822\.SIZE \d+/, 'RFC822.SIZE 0') : null)),
    ],
    [
      'lets EXISTS jump',
      rewriting(line =>
        /^\S+ OK (?:Search|Fetch)/i.test(line) && !line.startsWith('* ')
          ? `* 9999 EXISTS\r\n* 3 EXISTS\r\n* 0 RECENT\r\n${line}`
          : null,
      ),
    ],
    [
      'tells of flags in the middle',
      rewriting(line =>
        /^\S+ OK (?:Search|Fetch)/i.test(line) && !line.startsWith('* ')
          ? `* 1 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 FLAGS (\\Flagged))\r\n${line}`
          : null,
      ),
    ],
    [
      'says OK to a search and nothing of what it found, first',
      (() => {
        let dropped = false;
        return {
          onLine(line: string): Verdict {
            if (dropped || !/^\* SEARCH \d/.test(line)) return 'pass';
            dropped = true;
            return { instead: '* SEARCH\r\n' };
          },
        };
      })(),
    ],
  ])('that %s is read all the same', async (_name, faults) => {
    await passWith(faults);
    await expectKept();
  });

  it('whose UIDs are new gets everything read, and nothing recorded or answered again', async () => {
    const before = world.smtp.received.length;
    world.imapProxy.plan(() =>
      rewriting(line =>
        line.includes('[UIDVALIDITY ') ? line.replace(/UIDVALIDITY \d+/, 'UIDVALIDITY 77') : null,
      ),
    );
    const again = await here.pass();
    expect(again.known).toBe(world.delivered.filter(({ isReport }) => isReport).length);
    expect(world.smtp.received).toHaveLength(before);
    await world.deliver();
    await expectKept();
  });

  it('on which the folder is made anew with the same mails records and answers only what is new', async () => {
    await world.recreate();
    await world.deliver();
    await expectKept();
  });

  it('from which messages are expunged while they are previewed and read loses none of the others', async () => {
    const [first = ''] = await world.deliver();
    const [second = '', third = ''] = await world.deliver();
    let step = 0;
    world.imapProxy.plan(() => ({
      async onLine(line): Promise<Verdict> {
        if (step === 0 && PREVIEW.test(line)) {
          step = 1;
          await world.takeAway(first);
        }
        if (step === 1 && BODY.test(line)) {
          step = 2;
          await world.takeAway(third);
          await world.takeAway(second);
        }
        return 'pass';
      },
    }));
    await here.pass();
    expect(step).toBe(2);
    await expectKept();
  });
});
