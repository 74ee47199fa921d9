/**
 * The document of CSAF that each revision of an advisory went out as, by its hash: what everybody has under a version is never
 * written otherwise under the same.
 */
export const publishedDocuments = `
CREATE TABLE published_documents (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  revision  INTEGER NOT NULL CHECK (revision >= 1),
  sha256    TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (report_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER published_documents_are_not_changed BEFORE UPDATE ON published_documents
BEGIN SELECT RAISE(ABORT, 'what was published is only added to'); END;
`;
