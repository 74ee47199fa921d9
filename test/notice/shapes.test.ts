import { describe, expect, it } from 'vitest';
import { WEBHOOK_SHAPES } from '../../src/config/notice-words.js';
import { bodyOf } from '../../src/notice/shapes.js';
import type { ReportNumber } from '../../src/store/reports.js';
import { notice } from './sample.js';

const POST = { id: 'a1b2', notices: [notice()], timeZone: 'Europe/Berlin', sender: 'Example Security' };

/** What a number could hold at worst, were the prefix anything. */
const HOSTILE = '<!channel> & <@U1> @all @here *b* [x](http://e)' as ReportNumber;

const hostile = (shape: (typeof WEBHOOK_SHAPES)[number]) =>
  bodyOf(shape, { ...POST, notices: [notice({ number: HOSTILE })], sender: '@channel' });

describe('the body of a post', () => {
  it('in our own form has fields that stay', () => {
    expect(bodyOf('json', { ...POST, notices: [notice({ kind: 'days', days: 60 })] })).toEqual({
      schema: 'security-inbox/notice@1',
      id: 'a1b2',
      count: 1,
      notices: [
        {
          report: 'TS-2026-0001',
          kind: 'days',
          days: 60,
          at: '2026-11-24T11:00:00.000Z',
          receivedAt: '2026-11-24T11:00:00.000Z',
          acknowledgeBy: '2026-11-25T11:00:00.000Z',
          discloseBy: '2027-02-22T11:00:00.000Z',
        },
      ],
    });
  });

  it('for Slack says it in text and in blocks, and mentions nobody', () => {
    const body = hostile('slack') as {
      text: string;
      blocks: { text: { type: string; text: string; verbatim?: boolean } }[];
    };
    const marked = body.blocks.filter(({ text }) => text.type === 'mrkdwn').map(({ text }) => text);
    expect(marked).toHaveLength(1);
    for (const text of [body.text, ...marked.map(one => one.text)]) {
      expect(text).toContain('&lt;!channel&gt; &amp; &lt;@U1&gt;');
      expect(text).not.toMatch(/[<>]/);
    }
    // Otherwise Slack looks for names by itself.
    expect(marked[0]?.verbatim).toBe(true);
  });

  it('for Mattermost says it in text, and mentions nobody', () => {
    const body = hostile('mattermost') as { text: string; username: string };
    expect(body.text).not.toMatch(/@(?:all|here|channel|U1)/);
    expect(body.text).not.toMatch(/<[!@]/);
    expect(body.text).not.toContain('[x](');
    expect(body.username).not.toContain('@channel');
  });

  it('for Teams is a message with one Adaptive Card of plain runs', () => {
    expect(bodyOf('teams', POST)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: { type: 'AdaptiveCard', version: '1.4' },
        },
      ],
    });
    const card = JSON.stringify(hostile('teams'));
    expect(card).not.toContain('"TextBlock"');
    expect(card).not.toContain('entities');
  });

  it.each(WEBHOOK_SHAPES.filter(shape => shape !== 'json'))(
    'for %s stays short however much is due',
    shape => {
      const notices = Array.from({ length: 1000 }, (_, index) =>
        notice({ number: `TS-2026-${1000 + index}` as ReportNumber, kind: 'days', days: 60 }),
      );
      const body = JSON.stringify(bodyOf(shape, { ...POST, notices }));
      expect(body.length).toBeLessThan(3500);
      expect(body).toContain('And 985 more');
    },
  );

  it.each(WEBHOOK_SHAPES)('for %s names the report and when its answer is due', shape => {
    const body = JSON.stringify(bodyOf(shape, POST));
    expect(body).toContain('TS-2026-0001');
    expect(body).toMatch(/12:00|11:00:00/);
  });
});
