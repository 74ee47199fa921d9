/**
 * What lists, filters and the digest need of a report in columns of its own, and its words in a full-text index, so
 * that none of them reads the whole reports. Both are made from the report by the views, here for every report there is
 * and afterwards for each that is written.
 *
 * The summaries are a table of their own because a column added to `reports` would stand behind `content`, and reading
 * it would walk through the pages that holds.
 *
 * The index keeps its texts itself. Without them (`content=''`) deleting marks a row and leaves its terms in the file;
 * with the texts of other tables, deleting needs them as they were, and a purge in the wrong order would leave terms.
 * `secure-delete` takes a deleted term out of the index at once.
 */

/** Of one text, an attached log perhaps, so many bytes are found. */
const MOST_OF_TEXT = 100_000;
/** Texts of one report, and bytes of all of them: a report is indexed anew with each of its mails. */
const MOST_TEXTS = 200;
const MOST_OF_TEXTS = 1_000_000;

/** CVSS v3.1 §5: the rating that a score comes to, from 0 for none to 4 for critical. */
const ratingOf = (score: string) =>
  `CASE WHEN ${score} IS NULL THEN NULL WHEN ${score} <= 0 THEN 0 WHEN ${score} < 4 THEN 1 WHEN ${score} < 7 THEN 2
     WHEN ${score} < 9 THEN 3 ELSE 4 END`;

const rankOf = (rating: string) =>
  `CASE ${rating} WHEN 'none' THEN 0 WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END`;

const at = (path: string) => `json_extract(content, '$.${path}')`;

/** Strings of an array of strings. */
const strings = (path: string) =>
  `(SELECT group_concat(value, char(10)) FROM json_each(content, '$.${path}'))`;

/** A property of the objects in an array. */
const properties = (path: string, property: string) =>
  `(SELECT group_concat(value ->> '$.${property}', char(10)) FROM json_each(content, '$.${path}'))`;

/** Of text, `substr` would take nothing behind a NUL; half a character at the end is no harm. */
const cut = (text: string, most: number) => `CAST(substr(CAST(${text} AS BLOB), 1, ${most}) AS TEXT)`;

export const summariesAndSearch = `
CREATE INDEX reports_by_deadline ON reports (acknowledge_by);

CREATE TABLE report_summaries (
  report_id         INTEGER PRIMARY KEY REFERENCES reports (id),
  summary           TEXT,
  reporter_name     TEXT,
  reporter_email    TEXT,
  stated_rating     TEXT,
  stated_score      REAL,
  vector_rating     TEXT,
  vector_score      REAL,
  severity          INTEGER CHECK (severity BETWEEN 0 AND 4),
  missing           TEXT NOT NULL CHECK (json_valid(missing)),
  state_reason      TEXT,
  found_in          TEXT NOT NULL,
  replay_suspected  INTEGER NOT NULL CHECK (replay_suspected IN (0, 1)),
  encryption        TEXT NOT NULL,
  key_state         TEXT,
  related           TEXT NOT NULL CHECK (json_valid(related)),
  last_follow_up_at TEXT,
  status            TEXT NOT NULL,
  acknowledged_at   TEXT,
  closed_at         TEXT,
  disclosed_at      TEXT,
  assigned_to       TEXT,
  severity_set      TEXT,
  duplicate_of      TEXT,
  purged_at         TEXT,
  purged_by         TEXT
) STRICT;
CREATE INDEX report_summaries_by_status ON report_summaries (status);
CREATE INDEX report_summaries_by_closing ON report_summaries (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX report_summaries_by_answer ON report_summaries (acknowledged_at) WHERE acknowledged_at IS NOT NULL;
CREATE INDEX report_summaries_by_severity ON report_summaries (severity);
CREATE INDEX report_summaries_by_follow_up ON report_summaries (last_follow_up_at)
  WHERE last_follow_up_at IS NOT NULL;

CREATE TABLE report_products (
  product   TEXT NOT NULL,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  PRIMARY KEY (product, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_products_by_report ON report_products (report_id);

CREATE VIEW summaries_of_reports AS SELECT
  id AS report_id,
  ${at('summary')} AS summary,
  ${at('reporter.name')} AS reporter_name,
  ${at('reporter.email')} AS reporter_email,
  ${at('severity.rating')} AS stated_rating,
  ${at('severity.score')} AS stated_score,
  ${at('cvss.rating')} AS vector_rating,
  ${at('cvss.score')} AS vector_score,
  coalesce(
    severity_set_rank,
    ${rankOf(at('severity.rating'))},
    ${ratingOf(at('severity.score'))},
    ${rankOf(at('cvss.rating'))},
    ${ratingOf(at('cvss.score'))}) AS severity,
  coalesce(${at('missing')}, '[]') AS missing,
  ${at('stateReason')} AS state_reason,
  coalesce(${at('foundIn')}, 'inbox') AS found_in,
  coalesce(${at('replaySuspected')}, 0) AS replay_suspected,
  coalesce(${at('encryption.state')}, 'cleartext') AS encryption,
  CASE ${at('encryption.state')} WHEN 'decrypted' THEN coalesce(${at('encryption.keyState')}, 'current') END
    AS key_state,
  coalesce(${at('related')}, '[]') AS related,
  (SELECT max(value ->> '$.recordedAt') FROM json_each(content, '$.followUps')) AS last_follow_up_at,
  status,
  acknowledged_at,
  closed_at,
  disclosed_at,
  assigned_to,
  severity_set,
  (SELECT original.number FROM reports AS original WHERE original.id = reports.duplicate_of) AS duplicate_of,
  purged_at,
  purged_by
  FROM reports;

CREATE TRIGGER summary_of_life AFTER UPDATE OF status, acknowledged_at, closed_at, disclosed_at, assigned_to,
  severity_set, duplicate_of, purged_at ON reports
BEGIN
  DELETE FROM report_summaries WHERE report_id = NEW.id;
  INSERT INTO report_summaries SELECT * FROM summaries_of_reports WHERE report_id = NEW.id;
END;

CREATE VIEW products_of_reports AS SELECT DISTINCT value ->> '$.product' AS product, reports.id AS report_id
  FROM reports, json_each(content, '$.affected') WHERE value ->> '$.product' IS NOT NULL;

CREATE VIRTUAL TABLE search_index USING fts5 (
  summary, identifiers, reporter, affected, description, impact, steps, environment, mitigations, follow_ups, words,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

CREATE VIEW texts_of_reports AS SELECT
  id AS report_id,
  ${at('summary')} AS summary,
  concat_ws(char(10), number, ${strings('furtherIds')}, ${strings('cve')}, ${strings('ghsa')}, ${strings('cwe')},
    ${strings('references')}, ${strings('endpoints')}, ${properties('attachments', 'filename')}) AS identifiers,
  concat_ws(char(10), ${at('reporter.name')}, ${at('reporter.email')}, ${at('reporter.creditAs')},
    ${at('identity.handle')}, ${at('identity.fingerprint')}) AS reporter,
  concat_ws(char(10),
    (SELECT group_concat(concat_ws(' ', affected.value ->> '$.product',
       (SELECT group_concat(version.value, ' ') FROM json_each(affected.value, '$.versions') AS version)), char(10))
     FROM json_each(content, '$.affected') AS affected),
    ${properties('ranges', 'purl')}) AS affected,
  ${at('description')} AS description,
  ${at('impact')} AS impact,
  ${strings('steps')} AS steps,
  ${at('environment')} AS environment,
  ${at('mitigations')} AS mitigations,
  (SELECT group_concat(concat_ws(char(10), value ->> '$.from', value ->> '$.summary', value ->> '$.description'),
     char(10)) FROM json_each(content, '$.followUps')) AS follow_ups,
  (SELECT ${cut('texts', MOST_OF_TEXTS)} FROM
    (SELECT group_concat(text, char(10)) AS texts FROM
      (SELECT ${cut('text', MOST_OF_TEXT)} AS text
       FROM messages JOIN words ON words.message_id = messages.id
       WHERE messages.report_id = reports.id AND role <> 'copy'
       ORDER BY messages.id, position LIMIT ${MOST_TEXTS}))) AS words
  FROM reports;

INSERT INTO report_summaries SELECT * FROM summaries_of_reports;
INSERT INTO report_products SELECT * FROM products_of_reports;
INSERT INTO search_index
  (rowid, summary, identifiers, reporter, affected, description, impact, steps, environment, mitigations, follow_ups, words)
  SELECT * FROM texts_of_reports;
`;
