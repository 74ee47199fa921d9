/**
 * What a search found, as text and as JSON: each report with where it holds the words, and the words around them.
 */
import pc from 'picocolors';
import { counted } from '../counted.js';
import type { Excerpt, Found, SearchResult } from '../store/search.js';
import type { SearchField } from '../store/search-index.js';
import { severityCell } from './report-table.js';
import { formatStamp } from './stamp.js';
import { forCell, forTerminal } from './terminal.js';

/** Columns of the line above an excerpt, its summary apart. */
const FIXED_WIDTH = 50;
/** Characters of an excerpt's piece: a token may be as long as the text. */
const MOST_OF_PIECE = 300;

const NAME: Readonly<Record<SearchField, string>> = {
  summary: 'summary',
  identifiers: 'identifiers',
  reporter: 'reporter',
  affected: 'affected',
  description: 'description',
  impact: 'impact',
  steps: 'steps',
  environment: 'environment',
  mitigations: 'mitigations',
  follow_ups: 'follow-ups',
  words: 'words of a mail',
};

/**
 * Two lines a report, every word from the mail made safe to print.
 * @param width - characters a line may take
 */
export function searchText(
  { found, ranked, hasOlder }: SearchResult,
  timeZone: string,
  width: number,
): string {
  if (ranked === 0) return 'No report holds all of these words.\n';
  const blocks = found.map(({ report, fields, excerpt }) => {
    const head = [
      pc.cyan(report.number),
      formatStamp(report.receivedAt, timeZone),
      severityCell(report),
      forCell(report.summary ?? '(no summary)', Math.max(20, width - FIXED_WIDTH)),
    ];
    const others = fields.filter(field => field !== excerpt.field).map(field => NAME[field]);
    const also = others.length === 0 ? '' : pc.dim(` (also in ${others.join(', ')})`);
    return `${head.filter(Boolean).join('  ')}\n  ${NAME[excerpt.field]}: ${excerptText(excerpt)}${also}\n`;
  });
  return `${blocks.join('')}${countText(ranked, ranked - found.length, hasOlder)}\n`;
}

function countText(ranked: number, hidden: number, hasOlder: boolean): string {
  const reports = counted(ranked, 'report');
  const more = hidden > 0 ? `, ${hidden} of them not shown; --limit N shows more` : '';
  return hasOlder
    ? `More than ${reports}; the best of the newest ${ranked} are shown. One word more finds better.`
    : `${reports}${more}.`;
}

/** Hits stand between marks where there are no colours, too. */
function excerptText({ pieces }: Excerpt): string {
  return pieces
    .map(({ text, isHit }) => {
      const safe = forTerminal(text.slice(0, MOST_OF_PIECE)).replace(/\s+/g, ' ');
      return isHit ? pc.bold(`»${safe}«`) : safe;
    })
    .join('')
    .trim();
}

/** What `search --json` prints of a report, a line each. */
export function foundJson({ report, fields, excerpt }: Found) {
  return {
    schema: 'security-inbox/found@1',
    id: report.number,
    state: report.state,
    receivedAt: report.receivedAt.toISOString(),
    acknowledgeBy: report.acknowledgeBy.toISOString(),
    summary: report.summary,
    reporter: report.reporterName ?? report.reporterEmail,
    found: fields.map(field => NAME[field]),
    excerpt: {
      field: NAME[excerpt.field],
      pieces: excerpt.pieces.map(({ text, isHit }) => ({ text: text.slice(0, MOST_OF_PIECE), hit: isHit })),
    },
  };
}
