/** The words of the configuration for what is told and how. */

/** What there is to be told, as `events` names it. */
export const NOTICE_NAMES = ['new-report', 'due-soon', 'overdue', 'days', 'disclosure'] as const;
export type NoticeName = (typeof NOTICE_NAMES)[number];

/** In what form a webhook takes it. */
export const WEBHOOK_SHAPES = ['json', 'slack', 'mattermost', 'teams'] as const;
export type WebhookShape = (typeof WEBHOOK_SHAPES)[number];
