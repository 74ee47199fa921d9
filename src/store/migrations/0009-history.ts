/**
 * The life of a report: how far it is dealt with, by whom, and every change with who made it. Reports from before are
 * `received`. `disclose_by` is from now on the present date; an entry of the history holds the one before. The history
 * is only ever added to, save that a purge takes the words out of it. `message_id` of a purged mail is a hash, as is
 * `purged_body`; `purge_unfinished` until the file was written anew.
 */
export const history = `
ALTER TABLE reports ADD COLUMN status TEXT NOT NULL DEFAULT 'received' CHECK (status IN
  ('received', 'acknowledged', 'accepted', 'rejected', 'duplicate', 'out-of-scope', 'remediated', 'disclosed'));
ALTER TABLE reports ADD COLUMN acknowledged_at TEXT;
ALTER TABLE reports ADD COLUMN closed_at TEXT CHECK ((closed_at IS NOT NULL) =
  (status IN ('rejected', 'duplicate', 'out-of-scope', 'disclosed')));
ALTER TABLE reports ADD COLUMN disclosed_at TEXT CHECK ((disclosed_at IS NOT NULL) = (status = 'disclosed'));
ALTER TABLE reports ADD COLUMN assigned_to TEXT;
ALTER TABLE reports ADD COLUMN severity_set TEXT;
ALTER TABLE reports ADD COLUMN severity_set_rank INTEGER CHECK (severity_set_rank BETWEEN 0 AND 4);
ALTER TABLE reports ADD COLUMN duplicate_of INTEGER REFERENCES reports (id)
  CHECK ((duplicate_of IS NOT NULL) = (status = 'duplicate'));
ALTER TABLE reports ADD COLUMN purged_at TEXT CHECK (purged_at IS NULL OR closed_at IS NOT NULL);
ALTER TABLE reports ADD COLUMN purged_by TEXT CHECK ((purged_by IS NOT NULL) = (purged_at IS NOT NULL));
ALTER TABLE reports ADD COLUMN purge_unfinished INTEGER NOT NULL DEFAULT 0 CHECK (purge_unfinished IN (0, 1));
CREATE INDEX reports_by_closing ON reports (closed_at) WHERE closed_at IS NOT NULL;

ALTER TABLE messages ADD COLUMN purged_body TEXT;

CREATE TABLE history (
  id        INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  at        TEXT NOT NULL,
  who       TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN
    ('acknowledged', 'status', 'assigned', 'severity', 'disclosure-date', 'note', 'purged')),
  detail    TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
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
`;
