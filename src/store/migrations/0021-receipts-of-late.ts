/**
 * The rates of receipts are looked up for every mail, over all receipts of a day, and answered by the index alone.
 */
export const receiptsOfLate = `
DROP INDEX receipts_by_time;
CREATE INDEX receipts_by_time ON receipts (created_at, state, recipient);
`;
