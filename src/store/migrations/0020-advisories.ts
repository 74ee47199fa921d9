/**
 * Advisories: what engineers wrote of a report for the public, and each revision that was published, which is public and
 * outlasts a purge. The history tells of each saving, for which it is built anew: SQLite changes no CHECK of a table.
 */
export const advisories = `
CREATE TABLE advisories (
  report_id INTEGER PRIMARY KEY REFERENCES reports (id),
  content   TEXT NOT NULL CHECK (json_valid(content)),
  saved_at  TEXT NOT NULL,
  saved_by  TEXT NOT NULL,
  change    TEXT
) STRICT;

CREATE TABLE advisory_revisions (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  revision  INTEGER NOT NULL CHECK (revision >= 1),
  at        TEXT NOT NULL,
  change    TEXT NOT NULL,
  content   TEXT NOT NULL CHECK (json_valid(content)),
  PRIMARY KEY (report_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE history_with_advisories (
  id        INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  at        TEXT NOT NULL,
  who       TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN
    ('acknowledged', 'status', 'assigned', 'severity', 'disclosure-date', 'note', 'purged', 'advisory')),
  detail    TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
INSERT INTO history_with_advisories SELECT id, report_id, at, who, kind, detail FROM history;
DROP TRIGGER history_is_not_changed;
DROP TRIGGER history_is_not_removed;
DROP TRIGGER history_is_not_replaced;
DROP TABLE history;
ALTER TABLE history_with_advisories RENAME TO history;
CREATE INDEX history_by_report ON history (report_id);

CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
WHEN NEW.id IS NOT OLD.id OR NEW.report_id IS NOT OLD.report_id OR NEW.at IS NOT OLD.at OR NEW.who IS NOT OLD.who
  OR NEW.kind IS NOT OLD.kind OR NEW.detail IS NOT json_remove(OLD.detail, '$.reason', '$.text')
  OR NOT EXISTS (SELECT 1 FROM reports WHERE id = OLD.report_id AND purged_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;

CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;

CREATE TRIGGER history_is_not_replaced BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;

CREATE TRIGGER advisory_revisions_are_not_changed BEFORE UPDATE ON advisory_revisions
BEGIN SELECT RAISE(ABORT, 'what was published is only added to'); END;
`;
