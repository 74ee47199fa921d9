/** From a mail's arrival to its receipt under `watch`, beside the sum of what can't be avoided on the way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedSmtp } from '../src/demo/embedded-smtp.js';
import { type DovecotAccount, startDovecot } from '../test/world/dovecot.js';
import { SMTP_LOGIN } from '../test/world/program.js';
import type { Bars, Part, Ratio, Table } from './part.js';
import { openUnavoidable, STEPS, type Step } from './unavoidable.js';
import { makeCorpus, makeKeys } from './world/corpus.js';
import { openDelivery } from './world/delivery.js';
import { digits, median, quantile } from './world/figures.js';
import { installed } from './world/installed.js';

const WATCHED: DovecotAccount = { name: 'support@example.test', password: 'dovecot-password' };
const BARE: DovecotAccount = { name: 'bare@example.test', password: 'dovecot-password' };
const KINDS = ['Curve25519', 'RSA-4096'] as const;
/** Mails of each kind before what is measured, so that a day of watching is what is seen and not its first minute. */
const WARM_UP = 5;
/** Milliseconds, over the sum of the parts. */
const GOAL = 150;

export const latency: Part = async (sizes, tell) => {
  const keys = makeKeys();
  const tables: Table[] = [];
  const ratios: Ratio[] = [];
  const bars: Bars[] = [];
  const dovecot = await startDovecot([WATCHED, BARE], null, null, false);
  const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  const folder = mkdtempSync(join(tmpdir(), 'bench-latency-'));
  const inbox = installed(dovecot, smtp, [keys.curve.secretKey, keys.rsa.secretKey]);
  const watch = inbox.start('watch');
  const deliverWatched = await openDelivery(dovecot, WATCHED);
  const deliverBare = await openDelivery(dovecot, BARE);
  try {
    await watch.logged('mailbox.connected');
    for (const kind of KINDS) {
      const { mails, ciphertexts } = makeCorpus(kind, (sizes.rounds + WARM_UP) * 2, keys);
      const key = kind === 'RSA-4096' ? keys.rsa : keys.curve;
      const unavoidable = await openUnavoidable({
        dovecot,
        account: BARE,
        smtp,
        secretKey: key.secretKey,
        folder,
      });
      const whole: number[] = [];
      const parts: Record<Step, number>[] = [];
      try {
        // In turn, so that what else the machine does meets both alike.
        for (let round = 0; round < sizes.rounds + WARM_UP; round++) {
          const [one = Buffer.alloc(0), other = Buffer.alloc(0)] = mails.slice(round * 2);
          const answered = smtp.received.length + 1;
          const begun = performance.now();
          await deliverWatched.put(one);
          await Promise.race([smtp.accepted(answered), tooLate(watch.finished)]);
          const taken = performance.now() - begun;
          const apart = await unavoidable.measure(() => deliverBare.put(other), ciphertexts[round * 2 + 1]);
          if (round < WARM_UP) continue;
          whole.push(taken);
          parts.push(apart);
        }
      } finally {
        await unavoidable.close();
      }
      const sums = parts.map(apart => STEPS.reduce((sum, step) => sum + apart[step], 0));
      tell(`${kind}: ${digits(median(whole))} ms, the sum of the parts ${digits(median(sums))} ms`);
      tables.push(tableOf(kind, whole, sums, parts));
      ratios.push(...ratiosOf(kind, median(whole), median(sums)));
      bars.push({
        title: `Arrival to receipt, ${kind}`,
        unit: 'ms, median',
        bars: [
          { name: 'security-inbox watch', value: median(whole), isOurs: true },
          { name: 'sum of what can not be avoided', value: median(sums), isOurs: false },
          ...STEPS.map(step => ({
            name: step,
            value: median(parts.map(apart => apart[step])),
            isOurs: false,
          })),
        ],
      });
    }
  } finally {
    watch.child.kill('SIGTERM');
    await watch.finished;
    await deliverWatched.close();
    await deliverBare.close();
    inbox.remove();
    rmSync(folder, { recursive: true, force: true });
    await smtp.stop();
    await dovecot.stop();
  }
  return {
    title: 'Arrival to receipt',
    method: `From the moment at which a report of 4 KB is handed to Dovecot until the SMTP server has accepted the receipt; ${sizes.rounds} mails one by one to \`watch\`, and in turn with them as many to an imapflow client that idles, after which the other parts are done one by one in a process that is warm. The 99th percentile of so few is nearly the longest.`,
    tables,
    ratios,
    bars,
  };
};

/** Rejects where the receipt does not come: the program ended, or a minute passed. */
function tooLate(finished: Promise<{ readonly stderr: string }>): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error('no receipt came within a minute')), 60_000);
    timer.unref();
    finished.then(({ stderr }) => reject(new Error(`watch ended: ${stderr.slice(-300)}`)));
  });
}

function tableOf(
  kind: string,
  whole: readonly number[],
  sums: readonly number[],
  parts: readonly Record<Step, number>[],
): Table {
  const row = (name: string, values: readonly number[]) => [
    name,
    digits(median(values)),
    digits(quantile(values, 0.99)),
  ];
  return {
    caption: `${kind}, milliseconds`,
    columns: ['', 'median', '99th percentile'],
    rows: [
      row('arrival to receipt in `watch`', whole),
      row('sum of the parts', sums),
      ...STEPS.map(step =>
        row(
          `– ${step}`,
          parts.map(apart => apart[step]),
        ),
      ),
    ],
  };
}

function ratiosOf(kind: string, whole: number, sum: number): Ratio[] {
  const name = `arrival to receipt, ${kind}`;
  return [
    {
      name: `${name}: over the sum of the parts`,
      value: whole - sum,
      better: 'less',
      goal: GOAL,
      unit: 'ms',
    },
    {
      name: `${name}: times the sum of the parts`,
      value: whole / sum,
      better: 'less',
      goal: null,
      unit: 'times',
    },
  ];
}
