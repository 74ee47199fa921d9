/** Contents of a digest for tests and pictures: nothing, an ordinary morning, hostile words everywhere, a flood. */
import type {
  Acknowledgement,
  DigestContents,
  DigestReport,
  Reason,
  ToDo,
} from '../../src/digest/contents.js';

const NOW = Date.parse('2026-11-25T07:03:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An instant so many hours from when the digest is made. */
export function hoursFromNow(hours: number): string {
  return new Date(NOW + hours * HOUR).toISOString();
}

/** A report of an age, complete and answered unless told otherwise. @param fields - laid over it */
export function sampleDigestReport(
  id: string,
  ageDays: number,
  fields: Partial<DigestReport> = {},
): DigestReport {
  const received = -24 * ageDays - 2;
  return {
    id,
    summary: `summary of ${id}`,
    reporter: 'Ada Quill',
    status: 'accepted',
    assignedTo: 'mara',
    severity: 'medium 5.3',
    receivedAt: hoursFromNow(received),
    acknowledgeBy: hoursFromNow(received + 24),
    acknowledgedAt: hoursFromNow(received + 5),
    discloseBy: hoursFromNow(received + 90 * 24),
    ageDays,
    daysLeft: 90 - ageDays,
    isNew: ageDays === 0,
    foundIn: 'inbox',
    related: [],
    ...fields,
  };
}

/** A digest in which nothing is. @param fields - laid over it */
export function emptyContents(fields: Partial<DigestContents> = {}): DigestContents {
  const none = { count: 0, median: null, percentile90: null, shareInTime: null };
  return {
    schema: 'security-inbox/digest@2',
    generatedAt: hoursFromNow(0),
    since: hoursFromNow(-24),
    timeZone: 'Europe/Berlin',
    disclosureDays: 90,
    toDo: [],
    unreadMessages: [],
    nearMisses: [],
    failedNotices: [],
    new: [],
    open: [],
    closed: [],
    numbers: {
      days: 7,
      received: 0,
      acknowledged: 0,
      closed: 0,
      disclosed: 0,
      open: 0,
      overdue: 0,
      timeToAcknowledge: none,
      timeToDisclose: none,
      acknowledgements: [],
    },
    ...fields,
  };
}

/** As many reports as there are ages: a flood, where a bar each would say nothing. */
export function manyOpenContents(count: number): DigestContents {
  const open = Array.from({ length: count }, (_, index) =>
    sampleDigestReport(
      `EX-2026-${String(index + 1).padStart(4, '0')}`,
      Math.floor(((count - index) * 110) / count),
    ),
  );
  return emptyContents({ open });
}

function acknowledgement(index: number, hours: number): Acknowledgement {
  const received = -24 - index * 9;
  return {
    id: `EX-2026-${String(40 - index).padStart(4, '0')}`,
    receivedAt: hoursFromNow(received),
    acknowledgeBy: hoursFromNow(received + 24),
    acknowledgedAt: hoursFromNow(received + hours),
  };
}

/** An ordinary morning of a small team; all of it is invented. */
export function ordinaryContents(): DigestContents {
  const overdue = sampleDigestReport('EX-2026-0014', 94, {
    summary: 'Path traversal when ts-scan unpacks a crafted archive',
    reporter: 'Ines Halloran',
    severity: 'high 8.2',
    status: 'remediated',
    assignedTo: 'tomas',
  });
  const waiting = sampleDigestReport('EX-2026-0041', 2, {
    summary: 'Stored cross-site scripting in the project notes of the web app',
    reporter: 'Ada Quill',
    severity: 'high 7.6',
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(-19),
  });
  const near = sampleDigestReport('EX-2026-0017', 83, {
    summary: 'REST API lists the members of another organisation',
    reporter: 'Jonah Birch',
    severity: 'medium 6.5',
  });
  const today = sampleDigestReport('EX-2026-0043', 0, {
    summary: 'Session of the web app outlives a password change',
    reporter: 'Priya Anand',
    severity: 'medium 5.4',
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(7),
    related: [{ id: 'EX-2026-0039', because: 'similar' }],
  });
  const locked = sampleDigestReport('EX-2026-0042', 0, {
    summary: null,
    reporter: 'samuel@reedbank.example',
    severity: null,
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(5),
    foundIn: 'junk',
  });
  const talking = sampleDigestReport('EX-2026-0036', 12, {
    summary: 'ts-maven-plugin writes its access token into the build log',
    reporter: 'Lena Okafor',
    severity: 'medium 5.9',
    assignedTo: 'tomas',
  });
  const others = [
    sampleDigestReport('EX-2026-0019', 71, {
      summary: 'ts-npm-plugin follows symbolic links out of the project',
      reporter: 'Marcus Thorne',
      severity: 'low 3.7',
    }),
    sampleDigestReport('EX-2026-0025', 52, {
      summary: 'Invitation to a project can be accepted twice',
      reporter: 'Ada Quill',
      severity: 'low 3.1',
      assignedTo: 'tomas',
    }),
    sampleDigestReport('EX-2026-0029', 38, {
      summary: 'ts-deepscan runs out of memory on a nested licence file',
      reporter: 'Wren Castellan',
    }),
    sampleDigestReport('EX-2026-0033', 21, {
      summary: 'Export of a report ignores the role of its reader',
      reporter: 'Jonah Birch',
      severity: 'medium 6.1',
    }),
    sampleDigestReport('EX-2026-0039', 6, {
      summary: 'Password reset link stays valid for a week',
      reporter: 'Owen Marsh',
      severity: 'medium 4.8',
      status: 'acknowledged',
    }),
  ];
  const toDo: ToDo[] = [
    { report: overdue, reasons: [{ kind: 'disclosure-overdue', at: overdue.discloseBy }] },
    {
      report: waiting,
      reasons: [
        { kind: 'answer-overdue', at: waiting.acknowledgeBy },
        { kind: 'incomplete', missing: ['affected'] },
      ],
    },
    { report: today, reasons: [{ kind: 'answer-due-today', at: today.acknowledgeBy }] },
    {
      report: locked,
      reasons: [
        { kind: 'answer-due-today', at: locked.acknowledgeBy },
        { kind: 'undecryptable', reason: 'encrypted to a key that we do not have' },
        {
          kind: 'receipt-bounced',
          recipient: 'samuel@reedbank.example',
          reason: '5.2.2 mailbox full',
        },
      ],
    },
    { report: near, reasons: [{ kind: 'disclosure-near', at: near.discloseBy }] },
    {
      report: talking,
      reasons: [{ kind: 'follow-up', count: 2, lastAt: hoursFromNow(-14), filled: ['steps'] }],
    },
  ];
  const open = [...toDo.map(({ report }) => report), ...others].sort((a, b) => b.ageDays - a.ageDays);
  const hours = [2, 3.5, 19, 5, 8, 26, 4, 11, 6.5, 22, 1.5, 13];
  return emptyContents({
    toDo,
    nearMisses: [
      {
        receivedAt: hoursFromNow(-9),
        from: 'Ruth Pell <ruth@pellworks.example>',
        subject: 'Vulnerability in your dashboard?',
        folder: 'INBOX',
      },
    ],
    new: [today, locked],
    open,
    closed: [
      {
        ...sampleDigestReport('EX-2026-0011', 88, {
          summary: 'ts-python-client accepts any certificate behind a proxy',
          reporter: 'Wren Castellan',
          severity: 'high 7.4',
          status: 'disclosed',
        }),
        closedAt: hoursFromNow(-16),
        reason: 'advisory published',
      },
      {
        ...sampleDigestReport('EX-2026-0040', 4, {
          summary: 'Missing security header on the status page',
          reporter: 'Owen Marsh',
          severity: null,
          status: 'out-of-scope',
        }),
        closedAt: hoursFromNow(-20),
        reason: null,
      },
    ],
    numbers: {
      days: 7,
      received: 4,
      acknowledged: 12,
      closed: 2,
      disclosed: 1,
      open: open.length,
      overdue: 2,
      timeToAcknowledge: { count: 13, median: 6.5 * HOUR, percentile90: 22 * HOUR, shareInTime: 11 / 13 },
      timeToDisclose: { count: 2, median: 79 * DAY, percentile90: 88 * DAY, shareInTime: 0.5 },
      acknowledgements: hours.map((taken, index) => acknowledgement(index, taken)),
    },
  });
}

/** One of each kind of reason. @param words - put wherever words from elsewhere stand */
export function everyReason(words: string): readonly [Reason, ...Reason[]] {
  return [
    { kind: 'answer-overdue', at: hoursFromNow(-1) },
    { kind: 'answer-due-today', at: hoursFromNow(3) },
    { kind: 'disclosure-overdue', at: hoursFromNow(-1) },
    { kind: 'disclosure-near', at: hoursFromNow(100) },
    { kind: 'undecryptable', reason: words },
    { kind: 'quarantined', reason: words },
    { kind: 'replay-suspected' },
    { kind: 'receipt-bounced', recipient: words, reason: words },
    { kind: 'receipt-held', recipient: words, reason: words },
    { kind: 'receipt-withheld', recipient: null, reason: words },
    { kind: 'receipt-refused', recipient: words, answer: words },
    { kind: 'receipt-may-have-arrived', recipient: words, answer: words },
    { kind: 'receipt-waiting', attempts: 3, answer: words, nextTry: hoursFromNow(1) },
    { kind: 'copy-given-up', answer: words },
    { kind: 'follow-up', count: 2, lastAt: hoursFromNow(-2), filled: [words] },
    { kind: 'incomplete', missing: ['steps', 'contact'] },
  ];
}

/** The same words in every field that came from elsewhere. */
export function contentsSaying(words: string): DigestContents {
  const fields = { summary: words, reporter: words, assignedTo: words, severity: words };
  const related = [{ id: words, because: 'similar' }] as const;
  const report = sampleDigestReport(words, 95, { ...fields, related });
  return emptyContents({
    toDo: [{ report, reasons: everyReason(words) }],
    unreadMessages: [{ folder: words, uid: 7, since: hoursFromNow(-3), attempts: 2, answer: words }],
    nearMisses: [{ receivedAt: null, from: words, subject: words, folder: words }],
    failedNotices: [{ id: words, notice: words, to: words, answer: words }],
    new: [report],
    open: [report],
    closed: [{ ...report, closedAt: hoursFromNow(-1), reason: words }],
  });
}

/** What a hostile mail would say, by what it tries. */
export const HOSTILE: readonly (readonly [string, string])[] = [
  ['script', '<script>document.title="run"</script><img src=x onerror="document.title=\'run\'">'],
  ['the end of a table', '"></td></table><svg onload=document.title="run"><style>*{display:none}</style>'],
  ['an attribute', "' autofocus onfocus=document.title='run' x='"],
  ['the end of the style', '</style><script>document.title="run"</script>'],
  ['comments and entities', '<!-- --!> <![CDATA[ ]]> &lt;b&gt; &#x3c;i&#x3e;'],
  ['links', '[click](https://evil.example/x) ![seen](https://evil.example/y.png) <https://evil.example>'],
  ['addresses and mentions', 'https://evil.example/z www.evil.example @octocat evil@evil.example #1 $x^2$'],
  ['blocks of Markdown', 'a | b |\n| --- | --- |\n# heading\n- item\n```\ncode'],
  ['signs of Markdown', '`one` ``two`` | \\` \\| \\\\| ~~gone~~ **bold** _thin_'],
  ['a formula', '=HYPERLINK("https://evil.example";"open")'],
  ['controls', 'exe\u202etxt.\u2066abc\u2069 pay\u200bpal \u001b[2J\u0007\u009b31m \u0000 \ud800'],
  ['a long word', `long${'w'.repeat(3000)}`],
  ['marks upon marks', `z${'\u0335'.repeat(200)}algo`],
  ['other scripts', 'שלום עולם; مرحبا بالعالم; 路径遍历'],
];

export const HOSTILE_WORDS = HOSTILE.map(([, words]) => words);

/** A digest of one report for each of the hostile words, which stand in every field. */
export function hostileContents(): DigestContents {
  const all = HOSTILE_WORDS.map(contentsSaying);
  return emptyContents({
    toDo: all.flatMap(({ toDo }) => toDo),
    unreadMessages: all.flatMap(({ unreadMessages }) => unreadMessages),
    nearMisses: all.flatMap(({ nearMisses }) => nearMisses),
    failedNotices: all.flatMap(({ failedNotices }) => failedNotices),
    new: all.flatMap(contents => contents.new),
    open: all.flatMap(({ open }) => open),
    closed: all.flatMap(({ closed }) => closed),
  });
}
