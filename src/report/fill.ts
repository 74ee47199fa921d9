/**
 * What a later mail of the same reporter adds to a report. Only ever adds: a field that the report has stays as it
 * is, because From can be forged and the first mail is what an engineer works from. One thing is taken back: a wish to be named,
 * because a name that is public can't be.
 */
import type { ExtractedReport, Report, SourcedField } from './schema.js';

const TEXTS = ['summary', 'description', 'environment', 'mitigations', 'impact', 'severity'] as const;
const LISTS = ['steps', 'affected', 'cwe', 'cve', 'ghsa', 'references', 'endpoints'] as const;
const IDENTITY = ['handle', 'fingerprint'] as const;

type Field = (typeof TEXTS)[number] | (typeof LISTS)[number];

/** What a follow-up is said to have filled that asks not to be named, whatever was said of that before. */
export const CREDIT_REFUSED = 'credit refused';

/** That asks to be named; on older records also a refusal where nothing had been said of it. */
export const CREDIT_ASKED = 'credit';

export interface Filled {
  readonly content: Report;
  /** Names of the fields that were missing until now. */
  readonly filled: readonly string[];
}

/**
 * Fills what a report lacks.
 * @param content - the report so far
 * @param found - what the later mail says
 * @param mail - the later mail's place among the report's mails, as in `where`
 */
export function fillReport(content: Report, found: ExtractedReport, mail: number): Filled {
  const filled = [...TEXTS, ...LISTS].filter(field => isEmpty(content[field]) && !isEmpty(found[field]));
  const claimed = IDENTITY.filter(
    field => content.identity[field] === null && found.identity[field] !== null,
  );
  const takesContact = content.missing.includes('contact') && !found.missing.includes('contact');
  const takesCredit = content.reporter.wantsCredit === null && found.reporter.wantsCredit !== null;
  const takesBack = content.reporter.wantsCredit === true && found.reporter.wantsCredit === false;
  const isRefusal = found.reporter.wantsCredit === false && (takesCredit || takesBack);
  const takesName = content.reporter.name === null && found.reporter.name !== null;
  const taken: SourcedField[] = [
    ...filled,
    ...claimed,
    ...(takesName ? (['reporterName'] as const) : []),
    ...(takesContact ? (['reporterEmail'] as const) : []),
    ...(takesCredit || takesBack ? (['creditAs', 'wantsCredit'] as const) : []),
    ...(content.language === null && found.language !== null ? (['language'] as const) : []),
  ];
  return {
    content: {
      ...content,
      ...Object.fromEntries(filled.map(field => [field, found[field]])),
      // What is computed goes with what it is computed from.
      ...(filled.includes('severity') ? { cvss: found.cvss } : {}),
      ...(filled.includes('affected') ? { ranges: found.ranges } : {}),
      reporter: {
        name: content.reporter.name ?? found.reporter.name,
        email: takesContact ? found.reporter.email : content.reporter.email,
        creditAs: takesCredit || takesBack ? found.reporter.creditAs : content.reporter.creditAs,
        wantsCredit: takesBack ? false : (content.reporter.wantsCredit ?? found.reporter.wantsCredit),
      },
      identity: {
        handle: content.identity.handle ?? found.identity.handle,
        fingerprint: content.identity.fingerprint ?? found.identity.fingerprint,
      },
      missing: content.missing.filter(part => found.missing.includes(part)),
      language: content.language ?? found.language,
      ...placesWith(content, found, taken, mail),
    },
    filled: [
      ...filled,
      ...claimed,
      ...(takesContact ? ['contact'] : []),
      ...(takesCredit && !isRefusal ? [CREDIT_ASKED] : []),
      ...(isRefusal ? [CREDIT_REFUSED] : []),
    ],
  };
}

function isEmpty(value: Report[Field]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

type Places = Pick<Report, 'source' | 'where'>;

/** Where the taken fields stand now: in the later mail. What it says nothing of in a place of its own stands nowhere. */
function placesWith(
  { source, where }: Places,
  found: Places,
  taken: readonly SourcedField[],
  mail: number,
): Places {
  const places: Places = { source: { ...source }, where: { ...where } };
  for (const field of taken) {
    const foundSource = found.source[field];
    const foundWhere = found.where[field];
    delete places.source[field];
    delete places.where[field];
    if (foundSource !== undefined) places.source[field] = foundSource;
    if (foundWhere !== undefined) places.where[field] = { ...foundWhere, mail };
  }
  return places;
}
