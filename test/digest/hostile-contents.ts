/** What a hostile mail would say, in every field of a digest that came from elsewhere. */
import type { DigestContents, Reason } from '../../src/digest/contents.js';
import { emptyContents, hoursFromNow, sampleDigestReport } from './sample-contents.js';

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
    { kind: 'follow-up', count: 2, lastAt: hoursFromNow(-2), filled: [words], notRead: 1 },
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
    damaged: [{ id: words, column: words }],
    unreadMessages: [{ folder: words, uid: 7, since: hoursFromNow(-3), attempts: 2, answer: words }],
    nearMisses: [{ id: 1, receivedAt: null, from: words, subject: words, folder: words }],
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
    damaged: all.flatMap(({ damaged }) => damaged),
    unreadMessages: all.flatMap(({ unreadMessages }) => unreadMessages),
    nearMisses: all.flatMap(({ nearMisses }) => nearMisses),
    failedNotices: all.flatMap(({ failedNotices }) => failedNotices),
    new: all.flatMap(contents => contents.new),
    open: all.flatMap(({ open }) => open),
    closed: all.flatMap(({ closed }) => closed),
  });
}
