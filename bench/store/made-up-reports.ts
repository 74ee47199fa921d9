/**
 * Reports such as a mailbox gathers over years, made up from a seed: words as frequent as words are, a quarter of them
 * with a follow-up.
 */
import { NOTHING_EXTRACTED, type Report } from '../../src/report/schema.js';
import { acknowledge } from '../../src/store/acknowledging.js';
import type { Connection } from '../../src/store/database.js';
import { markSent } from '../../src/store/delivery.js';
import { setStatus } from '../../src/store/life-changes.js';
import type { NewMessage } from '../../src/store/messages.js';
import { queueReceipt } from '../../src/store/outbox.js';
import { recordFollowUp, recordReport } from '../../src/store/reports.js';
import { Chance, paragraph, sentence, wordOf } from '../world/words.js';

const KINDS = ['overflow', 'injection', 'traversal', 'disclosure', 'bypass', 'forgery', 'deserialization'];
const PRODUCTS = ['ts-scan', 'ts-server', 'ts-maven-plugin', 'Portal', 'Gateway', 'Reader', 'Agent'];
const RATINGS = ['low', 'medium', 'high', 'critical'] as const;

/** Milliseconds. */
const DAY = 86_400_000;
/** Reports are spread over so many days before now. */
const DAYS = 1500;

/**
 * Records one report with what belongs to it, its receipt sent.
 * @param index - 0 is the newest of `of`
 * @param isOpen - whether nobody answered and closed it yet
 * @param now - UTC instant
 */
export function recordMadeUp(
  connection: Connection,
  index: number,
  of: number,
  isOpen: boolean,
  now: Date,
): void {
  const chance = new Chance(index * 7919 + 1);
  const receivedAt = new Date(now.getTime() - (index / of) * DAYS * DAY - chance.below(3_600_000));
  const content = reportOf(chance, index, receivedAt);
  const due = new Date(receivedAt.getTime() + DAY);
  const words = [content.summary, content.description, ...content.steps, content.impact].join('\n\n');
  const { id, number } = recordReport(
    connection,
    {
      content,
      acknowledgeBy: due,
      discloseBy: new Date(receivedAt.getTime() + 90 * DAY),
      message: messageOf(`report-${index}`, words, receivedAt),
      attachments: [],
    },
    'TS',
    receivedAt,
  );
  const mail = {
    recipient: content.reporter.email ?? 'nobody@reporter.example',
    messageId: `<receipt.${index}@inbox.example>`,
    inReplyTo: null,
    references: [],
    subject: `[${number}] We have received your report`,
    text: words.slice(0, 1500),
    html: words.slice(0, 2500),
    encryptTo: null,
  };
  queueReceipt(connection, id, 'receipt', { state: 'queued', mail }, receivedAt);
  const receipt = connection.prepare('SELECT max(id) FROM receipts').pluck().get() as number;
  markSent(connection, receipt, '250 ok', receivedAt);
  if (chance.below(4) === 0) followUp(connection, chance, id, { ...content, id: number }, receivedAt);
  if (!isOpen) close(connection, chance, id, receivedAt);
}

function close(connection: Connection, chance: Chance, id: number, receivedAt: Date): void {
  const hours = (count: number) => new Date(receivedAt.getTime() + count * 3_600_000);
  const answered = hours(1 + chance.below(30));
  acknowledge(connection, id, answered, 'grace', 'said', answered);
  const to = chance.from(['disclosed', 'disclosed', 'rejected', 'out-of-scope'] as const, 'disclosed');
  const by = { who: 'grace', now: hours(40 + chance.below(1400)) };
  setStatus(connection, id, { from: 'acknowledged', to, reason: sentence(chance, 5) }, by);
}

function followUp(
  connection: Connection,
  chance: Chance,
  id: number,
  content: Report,
  receivedAt: Date,
): void {
  const at = new Date(receivedAt.getTime() + chance.below(20) * 3_600_000);
  const description = paragraph(chance, 2);
  const instant = at.toISOString();
  const entry = { receivedAt: instant, recordedAt: instant, from: content.reporter.email, state: 'received' };
  recordFollowUp(connection, id, {
    content: {
      ...content,
      followUps: [
        { ...entry, state: 'received', summary: sentence(chance, 6), description, filled: ['affected'] },
      ],
    },
    message: messageOf(`follow-up-${id}`, description, at),
    attachments: [],
  });
}

function reportOf(chance: Chance, index: number, receivedAt: Date): Report {
  const kind = chance.from(KINDS, 'overflow');
  const product = chance.from(PRODUCTS, 'ts-scan');
  const name = wordOf(100 + chance.below(5000));
  const place = `src/${wordOf(chance.below(3000))}/${wordOf(chance.below(3000))}.c`;
  const call = `parse_${wordOf(chance.below(9000))}`;
  const score = chance.below(100) / 10;
  return {
    ...NOTHING_EXTRACTED,
    schema: 'security-inbox/report@1',
    id: null,
    furtherIds: [],
    state: chance.below(100) === 0 ? 'undecryptable' : 'received',
    stateReason: null,
    receivedAt: receivedAt.toISOString(),
    trigger: 'subject',
    foundIn: chance.below(50) === 0 ? 'junk' : 'inbox',
    encryption: { state: 'cleartext' },
    signature: { outcome: 'unsigned', fingerprint: null, key: null, userIdMatchesFrom: null, covers: null },
    protectedHeader: null,
    differences: [],
    replaySuspected: false,
    authentication: null,
    notes: [],
    related: [],
    followUps: [],
    reporter: {
      name: `${name} ${wordOf(chance.below(5000))}`,
      email: `${name}@reporter.example`,
      creditAs: null,
      wantsCredit: null,
    },
    summary: `${kind} in ${product}: ${sentence(chance, 6)}`,
    description: `${call}() in ${place} trusts a length. ${paragraph(chance, 3)}`,
    steps: Array.from({ length: 4 }, () => sentence(chance, 14)),
    affected: [{ product, versions: [`${chance.below(5)}.${chance.below(20)}`] }],
    environment: sentence(chance, 6),
    impact: paragraph(chance, 1),
    severity: chance.below(5) === 0 ? null : { vector: null, score, rating: chance.from(RATINGS, 'low') },
    cve: chance.below(3) === 0 ? [`CVE-2026-${10_000 + index}`] : [],
    cwe: [`CWE-${20 + chance.below(900)}`],
    endpoints: [`POST /api/${wordOf(chance.below(3000))}/${call}`],
    missing: chance.below(10) === 0 ? ['steps'] : [],
  };
}

function messageOf(name: string, words: string, receivedAt: Date): NewMessage {
  return {
    receivedAt,
    raw: Buffer.from(`Message-ID: <${name}@reporter.example>\r\n\r\n${words}`),
    isComplete: true,
    place: null,
    messageId: `<${name}@reporter.example>`,
    sender: `${name}@reporter.example`,
    signer: null,
    contentHash: null,
    ciphertexts: [],
    bodies: [{ origin: 'cleartext', kind: 'plain', text: words, filename: null }],
  };
}
