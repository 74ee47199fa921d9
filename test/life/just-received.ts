import type { Life } from '../../src/life/life.js';

/** Of a report just recorded. */
export const JUST_RECEIVED: Life = {
  status: 'received',
  acknowledgedAt: null,
  closedAt: null,
  disclosedAt: null,
  assignedTo: null,
  severity: null,
  duplicateOf: null,
  purged: null,
};
