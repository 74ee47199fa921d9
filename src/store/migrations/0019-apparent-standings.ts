/**
 * What each mail is to those who hold no key of ours: the number that its sender was told, or would be, and whether it
 * began that number's thread, goes on with it or repeats it. Under which number each receipt went out. Which ciphertexts
 * were found inside others.
 *
 * Of mails from before, the number of the receipt that answered them counts, else their report's own.
 */
export const apparentStandings = `
CREATE TABLE apparent_standings (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id),
  number     TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('report', 'follow-up', 'copy'))
) STRICT;
CREATE INDEX apparent_standings_by_number ON apparent_standings (number);

ALTER TABLE receipts ADD COLUMN told_number TEXT;
CREATE INDEX receipts_by_reply ON receipts (in_reply_to);
UPDATE receipts SET told_number = (
    SELECT further_numbers.number FROM further_numbers
    WHERE further_numbers.report_id = receipts.report_id
      AND substr(subject, 1, length(further_numbers.number) + 2) = '[' || further_numbers.number || ']')
  WHERE kind = 'receipt' AND report_id IN (SELECT report_id FROM further_numbers);
UPDATE receipts SET told_number = (
    SELECT awaited_copies.number FROM awaited_copies WHERE awaited_copies.receipt_id = receipts.id)
  WHERE id IN (SELECT receipt_id FROM awaited_copies);

ALTER TABLE ciphertexts ADD COLUMN inside INTEGER NOT NULL DEFAULT 0 CHECK (inside IN (0, 1));

INSERT INTO apparent_standings
  SELECT messages.id, coalesce(told.number, reports.number), CASE WHEN told.number IS NULL THEN role ELSE 'report' END
  FROM messages JOIN reports ON reports.id = report_id LEFT JOIN (
    SELECT messages.id, min(receipts.told_number) AS number
    FROM receipts LEFT JOIN awaited_copies ON receipt_id = receipts.id
      JOIN messages ON messages.report_id = receipts.report_id
        AND messages.message_id = coalesce(in_reply_to, awaited_copies.message_id)
    WHERE receipts.told_number IN (SELECT number FROM further_numbers) GROUP BY messages.id
  ) AS told ON told.id = messages.id;
`;
