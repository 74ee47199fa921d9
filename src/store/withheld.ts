/**
 * Why no receipt goes to a machine, in the words that the outbox keeps: whoever reads them there knows that nobody waits
 * for an answer.
 */
export const SENT_BY_MACHINE = {
  'auto-submitted': 'sent by a machine (Auto-Submitted)',
  'null-return-path': 'sent by a machine (null return path)',
  'machine-report': 'a delivery or read report',
  'machine-address': 'sent from an address that nobody reads',
} as const;

/** All of them. */
export const MACHINE_REASONS: readonly string[] = Object.values(SENT_BY_MACHINE);

/** Whether a receipt was withheld because no person sent the mail. @param reason - as the outbox keeps it */
export function isOfMachine(reason: string): boolean {
  return MACHINE_REASONS.includes(reason);
}
