/**
 * Receipts that belong to no mailbox yet, which every start looks for. There are none but in a database from before there
 * could be several mailboxes, so that the index is empty.
 */
export const receiptsOfNoMailbox = `
CREATE INDEX receipts_of_no_mailbox ON receipts (id) WHERE mailbox_id IS NULL;
`;
