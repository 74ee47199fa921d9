/**
 * The body of a post, in the form that the receiver reads. Numbers, kinds and instants alone; what stands in it came
 * from no mail. Names of people and of groups are still made harmless, because a prefix or a name in the configuration
 * may be anything. Pure.
 */
import type { WebhookShape } from '../config/notice-words.js';
import type { Notice } from '../store/dispatches.js';
import { sentence, subjectOf } from './words.js';

/** A post to be written. */
export interface Post {
  /** The same at every attempt. */
  readonly id: string;
  readonly notices: readonly Notice[];
  readonly timeZone: string;
  /** Our name, as a chat shows it. */
  readonly sender: string;
}

/** Lines that a chat shows; `json` holds all. */
const MOST_LINES = 15;

/** The body as an object for JSON. */
export function bodyOf(shape: WebhookShape, post: Post): object {
  switch (shape) {
    case 'json':
      return jsonBody(post);
    case 'slack':
      return slackBody(post);
    case 'mattermost':
      return mattermostBody(post);
    case 'teams':
      return teamsBody(post);
  }
}

/** `security-inbox/notice@1`: its fields keep their names and meaning. */
function jsonBody({ id, notices }: Post): object {
  return {
    schema: 'security-inbox/notice@1',
    id,
    count: notices.length,
    notices: notices.map(({ number, kind, days, at, receivedAt, acknowledgeBy, discloseBy }) => ({
      report: number,
      kind,
      days,
      at: at.toISOString(),
      receivedAt: receivedAt.toISOString(),
      acknowledgeBy: acknowledgeBy.toISOString(),
      discloseBy: discloseBy.toISOString(),
    })),
  };
}

/** Slack, "Formatting text": of what it reads as marks, `&`, `<` and `>` have to be escaped; all mentions need `<`. */
function slackBody({ notices, timeZone }: Post): object {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const title = escaped(subjectOf(notices));
  return {
    text: title,
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: subjectOf(notices), emoji: false } },
      {
        type: 'section',
        // A section's text may hold 3000 characters.
        text: { type: 'mrkdwn', text: lines(notices, timeZone).map(escaped).join('\n'), verbatim: true },
      },
    ],
  };
}

/** Mattermost reads `@all`, `@channel` and `@here` anywhere in Markdown, and Slack's `<!channel>` too. */
function mattermostBody({ notices, timeZone, sender }: Post): object {
  const text = [`**${harmless(subjectOf(notices))}**`, ...lines(notices, timeZone).map(harmless)].join('\n');
  return { text, username: harmless(sender) };
}

/** A word joiner after `@` and `<!` parts what would be a mention; what Markdown reads as marks is escaped. */
function harmless(text: string): string {
  return text.replace(/[\\`*_{}[\]#~|>]/g, '\\$&').replace(/@|<(?=!)|<(?=@)/g, '$&\u2060');
}

/** What a Teams workflow takes: a message with one Adaptive Card, whose texts are no Markdown where they are runs. */
function teamsBody({ notices, timeZone }: Post): object {
  const run = (text: string, bold: boolean) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, ...(bold ? { weight: 'Bolder' } : {}) }],
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [run(subjectOf(notices), true), ...lines(notices, timeZone).map(line => run(line, false))],
        },
      },
    ],
  };
}

function lines(notices: readonly Notice[], timeZone: string): string[] {
  const left = notices.length - MOST_LINES;
  return [
    ...notices.slice(0, MOST_LINES).map(notice => `${notice.number}: ${sentence(notice, timeZone)}`),
    ...(left > 0 ? [`And ${left} more: "security-inbox digest" lists them.`] : []),
  ];
}
