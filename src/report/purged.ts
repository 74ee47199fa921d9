/**
 * What is left of a report when its words are purged: when and how it came, how it could be read, and what statistics
 * count. Pure.
 */
import { NOTHING_EXTRACTED, type Report } from './schema.js';

/** The report without its words, names, files, identifiers and keys. */
export function purgedReport(report: Report): Report {
  const { severity, reporter, where } = report;
  const { wantsCredit } = reporter;
  const place = where.wantsCredit;
  return {
    ...NOTHING_EXTRACTED,
    schema: report.schema,
    id: report.id,
    furtherIds: report.furtherIds,
    state: report.state,
    stateReason: null,
    receivedAt: report.receivedAt,
    trigger: report.trigger,
    foundIn: report.foundIn,
    encryption: report.encryption,
    signature: { ...report.signature, fingerprint: null },
    protectedHeader: null,
    differences: report.differences,
    replaySuspected: report.replaySuspected,
    authentication: null,
    notes: report.notes,
    related: report.related,
    followUps: report.followUps.map(followUp => ({
      ...followUp,
      from: null,
      summary: null,
      description: null,
    })),
    severity: severity === null ? null : { ...severity, vector: null },
    // What was saved of a disclosed report stays, and with it the wish that holds its names back.
    ...(wantsCredit === false
      ? {
          reporter: { ...NOTHING_EXTRACTED.reporter, wantsCredit },
          where: place === undefined ? {} : { wantsCredit: { ...place, spans: [] } },
        }
      : {}),
    missing: report.missing,
    language: report.language,
  };
}
