/** Runs in a worker thread, so that what does not end can be ended: builds one hostile mail and times its reading. */
import { parentPort } from 'node:worker_threads';
import type { TextBody } from '../../src/message/message.js';
import { readMessage } from '../../src/message/read.js';
import { EMPTY_CATALOGUE } from '../../src/report/affected/catalogue.js';
import { explainExtraction } from '../../src/report/extract.js';
import { hostileInputs, type Input } from './inputs.js';

/** One measurement to take. */
export interface Task {
  readonly name: string;
  readonly size: number;
}

/** Runs until so many milliseconds are spent; the fastest counts. */
const SPENT = 60;
const inputs = new Map(hostileInputs(true).map(input => [input.name, input]));

parentPort?.on('message', (task: Task) => {
  void measure(task).then(milliseconds => parentPort?.postMessage(milliseconds));
});

async function measure({ name, size }: Task): Promise<number> {
  const input = inputs.get(name);
  if (input === undefined) return Number.NaN;
  const texts = input.build(size);
  let fastest = Number.POSITIVE_INFINITY;
  for (let spent = 0; spent < SPENT; ) {
    const start = performance.now();
    await read(input, texts);
    const taken = performance.now() - start;
    fastest = Math.min(fastest, taken);
    spent += taken;
  }
  return fastest;
}

async function read(input: Input, texts: readonly string[]): Promise<void> {
  const bodies =
    input.through === 'extraction'
      ? texts.map((text): TextBody => ({ origin: 'cleartext', kind: 'plain', text, filename: null }))
      : await bodiesOf(texts[0] ?? '');
  explainExtraction(
    {
      subject: 'Security Alert',
      from: { name: 'A', address: 'a@b.example' },
      replyTo: null,
      bodies,
      attachments: [],
    },
    { subjectTrigger: 'Security Alert', ownAddresses: ['us@c.example'], catalogue: EMPTY_CATALOGUE },
  );
}

async function bodiesOf(html: string): Promise<readonly TextBody[]> {
  const mail = `From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`;
  try {
    return (await readMessage(Buffer.from(mail), [], { addresses: [], loop: null })).message.bodies;
  } catch {
    // Beyond a limit of the parsers: the mail is kept raw, and that is what it costs.
    return [];
  }
}
