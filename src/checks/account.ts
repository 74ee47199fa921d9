/**
 * What each mailbox of a configuration has for itself: its logins, its keys and its policy. What it shares with one that
 * was checked before is not tried again.
 */
import type { Config } from '../config/config.js';
import { httpsAsk } from '../directory/https.js';
import { mailboxName } from '../mailbox/position.js';
import type { FolderPosition } from '../store/positions.js';
import { compareClocks, timeIn } from './clock.js';
import { checkKnownKeys, checkOwnKeys } from './keys.js';
import { checkMailbox } from './mailbox.js';
import { checkOnline, judgePolicy } from './policy.js';
import { checkPublished, judgePublication } from './publication.js';
import type { CheckResult } from './result.js';
import { checkSmtp } from './smtp.js';
import { checkTemplates } from './templates.js';
import { sendTestMail } from './test-mail.js';

/** Whether something is asked about for the first time. */
export type IsNew = (what: string, ...settings: readonly unknown[]) => boolean;

export function onceEach(): IsNew {
  const seen = new Set<string>();
  return (...all) => {
    const key = JSON.stringify(all);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
}

export interface Account {
  readonly config: Config;
  /** Of all folders on record. */
  readonly positions: readonly FolderPosition[];
  /** Whether refresh tokens that come are kept. */
  readonly keepsTokens: boolean;
  readonly isNew: IsNew;
}

/** What of the command's options concerns a mailbox. */
export interface AccountSettings {
  /** Where a trial mail goes; true for the operator's address, or the identity's; null for none. */
  readonly sendTest: string | true | null;
  /** Whether the policy's page and what is published are asked for, and the host of the sign of life connected to. */
  readonly online: boolean;
}

/** Seconds that any server may take here, whatever a poll gives it: somebody waits for the answer. */
const LONGEST_WAIT = 30;

/** @returns seconds that a server may take while somebody waits for the answer of `check` */
export function patienceOf({ serverSeconds }: Config['limits']): number {
  return Math.min(LONGEST_WAIT, serverSeconds);
}

/** Checks it. */
export async function* checkAccount(
  { config, positions, keepsTokens, isNew }: Account,
  { sendTest, online }: AccountSettings,
  now: Date,
): AsyncGenerator<CheckResult> {
  const { mailbox, smtp, identity, policy, publication, privateKeys, signReceipts, knownKeys, answering } =
    config;
  const seconds = patienceOf(config.limits);
  if (isNew('keys', privateKeys, signReceipts, identity.address)) yield* checkOwnKeys(config, now);
  if (isNew('known', knownKeys)) yield await checkKnownKeys(knownKeys);
  if (isNew('templates', answering.templates, identity, policy, config.reportIdPrefix)) {
    yield checkTemplates(config, now);
  }
  if (isNew('policy', policy)) yield* judgePolicy(policy, now);
  if (isNew('publication', publication, policy.expires, policy.url)) yield* judgePublication(config, now);
  if (online && isNew('online', policy.url)) {
    const { result, date } = await checkOnline(policy, seconds);
    yield result;
    if (date !== null) yield compareClocks(new URL(policy.url).host, date, new Date());
  }
  if (online && isNew('published', publication, privateKeys[0], identity.address)) {
    yield* checkPublished(config, httpsAsk({}), now);
  }
  const account = mailboxName(mailbox);
  yield* checkMailbox(
    mailbox,
    { ...config.limits, serverSeconds: seconds },
    {
      keepsTokens,
      positionOf: folder =>
        positions.find(({ key }) => key.mailbox === account && key.folder === folder)?.position ?? null,
    },
    now,
  );
  if (isNew('smtp', smtp, identity.address)) {
    const clocks: CheckResult[] = [];
    yield* checkSmtp(smtp, identity.address, seconds, { keepsTokens, now }, (server, greeting) => {
      const said = timeIn(greeting);
      if (said !== null) clocks.push(compareClocks(server, said, new Date()));
    });
    yield* clocks;
  }
  const recipient = sendTest === true ? (config.monitoring.operator ?? identity.address) : sendTest;
  if (recipient !== null && isNew('trial', smtp, identity.address, recipient)) {
    yield await sendTestMail(config, recipient, seconds, now);
  }
}
