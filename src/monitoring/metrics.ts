/**
 * Every number that is told to Prometheus, by the conventions of prometheus.io/docs/practices/naming: a closed list.
 * Names and labels stay within a major version. Nothing in it comes from a mail.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import { STATUSES } from '../life/status.js';
import type { KeptPass } from '../store/kept-passes.js';
import type { ReceiptStatus } from '../store/receipt-status.js';
import { version } from '../version.js';
import type { Snapshot } from './snapshot.js';

/** A number, and the values of its labels in their order. */
type Sample = readonly [value: number, ...labels: readonly string[]];

export interface Metric {
  /** A counter only grows. */
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (snapshot: Snapshot) => readonly Sample[];
}

const RECEIPT_STATES: readonly ReceiptStatus['state'][] = [
  'queued',
  'held',
  'sent',
  'refused',
  'bounced',
  'withheld',
];

const UNOPENED = ['undecryptable', 'quarantined'] as const;

export const METRICS: Readonly<Record<string, Metric>> = {
  security_inbox_info: {
    kind: 'gauge',
    help: 'Always 1; the version is a label.',
    labels: ['version'],
    samples: () => [[1, version]],
  },
  security_inbox_mailbox_up: {
    kind: 'gauge',
    help: 'Whether the last pass read the mailbox to its end.',
    labels: ['mailbox'],
    samples: ofMailboxes(({ outage }) => (outage === null ? 1 : 0)),
  },
  security_inbox_last_good_pass_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the mailbox was last read to its end.',
    labels: ['mailbox'],
    samples: ofMailboxes(({ lastGood }) => (lastGood === null ? null : seconds(lastGood.at))),
  },
  security_inbox_last_pass_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the last pass over the mailbox ended, good or bad.',
    labels: ['mailbox'],
    samples: ofMailboxes(({ attemptedAt }) => seconds(attemptedAt)),
  },
  security_inbox_pass_duration_seconds: {
    kind: 'gauge',
    help: 'How long the last good pass took.',
    labels: ['mailbox'],
    samples: ofMailboxes(({ lastGood }) => (lastGood === null ? null : lastGood.milliseconds / 1000)),
  },
  security_inbox_passes_total: {
    kind: 'counter',
    help: 'Passes over the mailbox, by whether they read it to its end: good or failed.',
    labels: ['mailbox', 'outcome'],
    samples: ({ mailboxes }) =>
      mailboxes.flatMap(({ name, kept }): Sample[] => [
        [kept?.good ?? 0, name, 'good'],
        [kept?.failed ?? 0, name, 'failed'],
      ]),
  },
  security_inbox_messages_looked_at_total: {
    kind: 'counter',
    help: 'Messages looked at in good passes, reports or not.',
    labels: ['mailbox'],
    samples: ({ mailboxes }) => mailboxes.map(({ name, kept }): Sample => [kept?.lookedAt ?? 0, name]),
  },
  security_inbox_reports: {
    kind: 'gauge',
    help: 'Reports on record, by status.',
    labels: ['status'],
    samples: ({ figures }) => STATUSES.map((status): Sample => [figures.reports.get(status) ?? 0, status]),
  },
  security_inbox_unopened_reports: {
    kind: 'gauge',
    help: 'Open reports that could not be decrypted or read.',
    labels: ['state'],
    samples: ({ figures }) => UNOPENED.map((state): Sample => [figures.unopened.get(state) ?? 0, state]),
  },
  security_inbox_receipts: {
    kind: 'gauge',
    help: 'Receipts, questions and other mails to reporters, by what became of them.',
    labels: ['state'],
    samples: ({ figures }) =>
      RECEIPT_STATES.map((state): Sample => [figures.receipts.get(state) ?? 0, state]),
  },
  security_inbox_oldest_queued_receipt_age_seconds: {
    kind: 'gauge',
    help: 'How long the oldest of the queued ones has waited; 0 where none waits.',
    labels: [],
    samples: ({ figures: { oldestQueued }, now }) => [
      [oldestQueued === null ? 0 : Math.max(0, seconds(now) - seconds(oldestQueued))],
    ],
  },
  security_inbox_acknowledgements_due: {
    kind: 'gauge',
    help: "Reports that wait for a person's answer, the overdue ones too.",
    labels: [],
    samples: ({ figures }) => [[figures.acknowledgements.due]],
  },
  security_inbox_acknowledgements_overdue: {
    kind: 'gauge',
    help: 'Those of them whose promised time is over.',
    labels: [],
    samples: ({ figures }) => [[figures.acknowledgements.overdue]],
  },
  security_inbox_disclosures_due: {
    kind: 'gauge',
    help: 'Open reports, each with its day of disclosure, the overdue ones too.',
    labels: [],
    samples: ({ figures }) => [[figures.disclosures.due]],
  },
  security_inbox_disclosures_overdue: {
    kind: 'gauge',
    help: 'Those of them whose day of disclosure is over.',
    labels: [],
    samples: ({ figures }) => [[figures.disclosures.overdue]],
  },
  security_inbox_unread_messages: {
    kind: 'gauge',
    help: 'Messages that the mail server lists and does not give.',
    labels: [],
    samples: ({ figures }) => [[figures.unreadMessages]],
  },
  security_inbox_near_misses: {
    kind: 'gauge',
    help: "Mails that look like a report's, lack the phrase, and wait for a person.",
    labels: [],
    samples: ({ figures }) => [[figures.nearMisses]],
  },
};

/** The media type of what follows. */
export const EXPOSITION_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** All of them in the text format that Prometheus reads. */
export function exposition(snapshot: Snapshot): Promise<string> {
  const registry = new Registry();
  for (const [name, { kind, help, labels, samples }] of Object.entries(METRICS)) {
    const settings = { name, help, labelNames: labels, registers: [registry] };
    if (kind === 'counter') {
      const counter = new Counter(settings);
      for (const [value, ...values] of samples(snapshot)) counter.labels(...values).inc(value);
    } else {
      const gauge = new Gauge(settings);
      for (const [value, ...values] of samples(snapshot)) gauge.labels(...values).set(value);
    }
  }
  return registry.metrics();
}

/** One for each mailbox of which it is known. */
function ofMailboxes(value: (kept: KeptPass) => number | null): Metric['samples'] {
  return ({ mailboxes }) =>
    mailboxes.flatMap(({ name, kept }): Sample[] => {
      const known = kept === null ? null : value(kept);
      return known === null ? [] : [[known, name]];
    });
}

function seconds(instant: Date): number {
  return instant.getTime() / 1000;
}
