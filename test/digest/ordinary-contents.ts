/** An ordinary morning, for tests and for the pictures of the README; all of it is invented. */
import type { Acknowledgement, DigestContents, ToDo } from '../../src/digest/contents.js';
import { emptyContents, hoursFromNow, sampleDigestReport } from './sample-contents.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function acknowledgement(index: number, hours: number): Acknowledgement {
  const received = -24 - index * 9;
  return {
    id: `EX-2026-${String(40 - index).padStart(4, '0')}`,
    receivedAt: hoursFromNow(received),
    acknowledgeBy: hoursFromNow(received + 24),
    acknowledgedAt: hoursFromNow(received + hours),
  };
}

/** An ordinary morning of a small team; all of it is invented. */
export function ordinaryContents(): DigestContents {
  const overdue = sampleDigestReport('EX-2026-0014', 94, {
    summary: 'Path traversal when ts-scan unpacks a crafted archive',
    reporter: 'Ines Halloran',
    severity: 'high 8.2',
    status: 'remediated',
    assignedTo: 'tomas',
  });
  const waiting = sampleDigestReport('EX-2026-0041', 2, {
    summary: 'Stored cross-site scripting in the project notes of the web app',
    reporter: 'Ada Quill',
    severity: 'high 7.6',
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(-19),
  });
  const near = sampleDigestReport('EX-2026-0017', 83, {
    summary: 'REST API lists the members of another organisation',
    reporter: 'Jonah Birch',
    severity: 'medium 6.5',
  });
  const today = sampleDigestReport('EX-2026-0043', 0, {
    summary: 'Session of the web app outlives a password change',
    reporter: 'Priya Anand',
    severity: 'medium 5.4',
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(7),
    related: [{ id: 'EX-2026-0039', because: 'similar' }],
  });
  const locked = sampleDigestReport('EX-2026-0042', 0, {
    summary: null,
    reporter: 'samuel@reedbank.example',
    severity: null,
    status: 'received',
    assignedTo: null,
    acknowledgedAt: null,
    acknowledgeBy: hoursFromNow(5),
    foundIn: 'junk',
  });
  const talking = sampleDigestReport('EX-2026-0036', 12, {
    summary: 'ts-maven-plugin writes its access token into the build log',
    reporter: 'Lena Okafor',
    severity: 'medium 5.9',
    assignedTo: 'tomas',
  });
  const others = [
    sampleDigestReport('EX-2026-0019', 71, {
      summary: 'ts-npm-plugin follows symbolic links out of the project',
      reporter: 'Marcus Thorne',
      severity: 'low 3.7',
    }),
    sampleDigestReport('EX-2026-0025', 52, {
      summary: 'Invitation to a project can be accepted twice',
      reporter: 'Ada Quill',
      severity: 'low 3.1',
      assignedTo: 'tomas',
    }),
    sampleDigestReport('EX-2026-0029', 38, {
      summary: 'ts-deepscan runs out of memory on a nested licence file',
      reporter: 'Wren Castellan',
    }),
    sampleDigestReport('EX-2026-0033', 21, {
      summary: 'Export of a report ignores the role of its reader',
      reporter: 'Jonah Birch',
      severity: 'medium 6.1',
    }),
    sampleDigestReport('EX-2026-0039', 6, {
      summary: 'Password reset link stays valid for a week',
      reporter: 'Owen Marsh',
      severity: 'medium 4.8',
      status: 'acknowledged',
    }),
  ];
  const toDo: ToDo[] = [
    { report: overdue, reasons: [{ kind: 'disclosure-overdue', at: overdue.discloseBy }] },
    {
      report: waiting,
      reasons: [
        { kind: 'answer-overdue', at: waiting.acknowledgeBy },
        { kind: 'incomplete', missing: ['affected'] },
      ],
    },
    { report: today, reasons: [{ kind: 'answer-due-today', at: today.acknowledgeBy }] },
    {
      report: locked,
      reasons: [
        { kind: 'answer-due-today', at: locked.acknowledgeBy },
        { kind: 'undecryptable', reason: 'encrypted to a key that we do not have' },
        {
          kind: 'receipt-bounced',
          recipient: 'samuel@reedbank.example',
          reason: '5.2.2 mailbox full',
        },
      ],
    },
    { report: near, reasons: [{ kind: 'disclosure-near', at: near.discloseBy }] },
    {
      report: talking,
      reasons: [{ kind: 'follow-up', count: 2, lastAt: hoursFromNow(-14), filled: ['steps'], notRead: 0 }],
    },
  ];
  const open = [...toDo.map(({ report }) => report), ...others].sort((a, b) => b.ageDays - a.ageDays);
  const hours = [2, 3.5, 19, 5, 8, 26, 4, 11, 6.5, 22, 1.5, 13];
  return emptyContents({
    toDo,
    nearMisses: [
      {
        id: 3,
        receivedAt: hoursFromNow(-9),
        from: 'Ruth Pell <ruth@pellworks.example>',
        subject: 'Vulnerability in your dashboard?',
        folder: 'INBOX',
      },
    ],
    new: [today, locked],
    open,
    closed: [
      {
        ...sampleDigestReport('EX-2026-0011', 88, {
          summary: 'ts-python-client accepts any certificate behind a proxy',
          reporter: 'Wren Castellan',
          severity: 'high 7.4',
          status: 'disclosed',
        }),
        closedAt: hoursFromNow(-16),
        reason: 'advisory published',
      },
      {
        ...sampleDigestReport('EX-2026-0040', 4, {
          summary: 'Missing security header on the status page',
          reporter: 'Owen Marsh',
          severity: null,
          status: 'out-of-scope',
        }),
        closedAt: hoursFromNow(-20),
        reason: null,
      },
    ],
    numbers: {
      days: 7,
      timingDays: 90,
      received: 4,
      acknowledged: 12,
      closed: 2,
      disclosed: 1,
      open: open.length,
      overdue: 2,
      timeToAcknowledge: { count: 13, median: 6.5 * HOUR, percentile90: 22 * HOUR, shareInTime: 11 / 13 },
      timeToDisclose: { count: 2, median: 79 * DAY, percentile90: 88 * DAY, shareInTime: 0.5 },
      acknowledgements: hours.map((taken, index) => acknowledgement(index, taken)),
    },
  });
}
