/**
 * Everything that is checked, in the order that one thing needs another, each result as it comes.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { loadConfig, loadServed } from '../config/load.js';
import { Failure } from '../failure.js';
import { jsonOf } from '../json-of.js';
import type { Log } from '../log.js';
import { applyOpenPgpSettings } from '../message/openpgp-settings.js';
import { keepRefreshTokens } from '../passes/refresh-tokens.js';
import type { DatabaseFile } from '../store/connecting.js';
import { type Connection, openDatabase } from '../store/database.js';
import { type KeptPass, keptPass } from '../store/kept-passes.js';
import { allPositions, type FolderPosition } from '../store/positions.js';
import { newestRecord } from '../store/undelivered.js';
import { type AccountSettings, checkAccount, onceEach, patienceOf } from './account.js';
import { checkCalendar } from './calendar.js';
import { checkSynchronised, judgeClock } from './clock.js';
import { checkDatabase } from './database.js';
import { checkDisk } from './disk.js';
import { believedFiles, checkFiles, guardedFiles } from './files.js';
import { checkEngineers } from './keys.js';
import { checkMonitoring } from './monitoring.js';
import { judgeNode } from './node.js';
import { judgePasses } from './passes.js';
import { type CheckResult, failed, failure, ok, skippedAfter, warning } from './result.js';
import { checkServing } from './serving.js';
import { judgeWebhooks } from './webhooks.js';

export interface CheckSettings extends AccountSettings {
  /** Path of config.json. */
  readonly file: string;
}

/** A result, and which mailbox it is about; null where it is about all. What several share is said for the first. */
export interface NamedResult extends CheckResult {
  readonly mailbox: string | null;
  /** Whether there are others, so that it has to be said which. */
  readonly isOneOfSeveral: boolean;
}

/** Tries everything. Throws nothing: what fails is a result. @param log - told where a new refresh token can't be kept */
export async function* runChecks(settings: CheckSettings, log: Log): AsyncGenerator<NamedResult> {
  const now = new Date();
  applyOpenPgpSettings();
  yield* named(null, [judgeNode(process.versions.node)]);
  const { results, configs } = loadAll(settings.file);
  yield* named(null, results);
  const [first] = configs;
  const file = resolve(settings.file);
  yield* named(
    null,
    checkFiles(
      [...guardedFiles(file, writtenIn(file)), ...configs.flatMap(believedFiles)],
      first?.database ?? null,
    ),
  );
  if (first === undefined) {
    yield* named(
      null,
      skippedAfter(
        ['database.open', 'mailbox.connect', 'smtp.connect', 'keys.unlock', 'templates', 'calendar'],
        'the configuration can not be used',
      ),
    );
    yield* named(null, [judgeClock(now, null), await checkSynchronised()]);
    return;
  }
  yield* checkInstallation(first, configs, settings, now, log);
}

function loadAll(file: string): {
  readonly results: CheckResult[];
  readonly configs: readonly Config[];
} {
  const id = 'config';
  const warnings: CheckResult[] = [];
  try {
    const configs = loadConfig(file, sentence => warnings.push(warning(id, sentence)));
    return { results: [ok(id, `${resolve(file)} has no mistakes.`), ...warnings], configs };
  } catch (error) {
    return { results: [...warnings, ...mistakesOf(id, error)], configs: [] };
  }
}

/** One result for each mistake: a configuration is refused with all of them, a line each. */
function mistakesOf(id: string, error: unknown): CheckResult[] {
  if (!(error instanceof Failure)) return [failed(id, error)];
  const [head = '', ...mistakes] = error.message.split('\n  - ');
  if (mistakes.length === 0) {
    return error.message.split('\n').map(line => failure(id, error.code, line));
  }
  const file = head.replace(/ has mistakes:$/, '');
  return mistakes.map(mistake =>
    failure(
      id,
      error.code,
      `${file}: ${mistake}${mistake.endsWith('?') ? '' : '.'}`,
      'docs/configuration.md explains every key.',
    ),
  );
}

function writtenIn(file: string): unknown {
  try {
    return jsonOf(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function* checkInstallation(
  first: Config,
  configs: readonly Config[],
  settings: CheckSettings,
  now: Date,
  log: Log,
): AsyncGenerator<NamedResult> {
  const record: Looked = { newest: null, positions: [], passes: new Map(), isCurrent: false };
  yield* named(
    null,
    checkDatabase(first, now, connection => Object.assign(record, lookInto(connection, configs))),
  );
  const messageBytes = Math.max(...configs.map(({ limits }) => limits.messageBytes));
  yield* named(null, [
    checkDisk(first.database, messageBytes),
    judgeClock(now, record.newest),
    await checkSynchronised(),
    checkCalendar(first.calendar, now),
    judgeWebhooks(first.webhooks),
  ]);
  yield* named(null, checkEngineers(first.engineers, now));
  yield* named(null, checkMonitoring(first.monitoring, settings.online, patienceOf(first.limits), now));
  const page = () => loadServed(settings.file).page;
  yield* named(null, checkServing(first.form, page, settings.online, patienceOf(first.limits)));
  const tokens = record.isCurrent ? keepTokens(configs, first, log) : null;
  try {
    const isNew = onceEach();
    for (const config of configs) {
      const several = configs.length > 1;
      yield* named(config.name, [judgePasses(record.passes.get(config.name) ?? null, now)], several);
      const account = { config, positions: record.positions, keepsTokens: tokens !== null, isNew };
      yield* named(config.name, checkAccount(account, settings, now), several);
    }
  } finally {
    tokens?.close();
  }
}

/** What of the record is needed when the database is closed again. */
interface Looked {
  newest: Date | null;
  positions: readonly FolderPosition[];
  /** By the mailbox's name. */
  passes: ReadonlyMap<string, KeptPass | null>;
  /** Whether the database is there and of the present schema. */
  isCurrent: boolean;
}

function lookInto(connection: Connection, configs: readonly Config[]): Looked {
  return {
    newest: newestRecord(connection),
    positions: allPositions(connection),
    passes: new Map(configs.map(({ name }) => [name, keptPass(connection, name)])),
    isCurrent: true,
  };
}

/** A login may bring a new refresh token, and the old one be worth nothing then: it is kept, as a poll keeps it. */
function keepTokens(configs: readonly Config[], database: DatabaseFile, log: Log): Connection | null {
  const isRefreshed = ({ mailbox, smtp }: Config) =>
    [mailbox.oauth, smtp.login?.oauth].some(oauth => oauth?.grant.kind === 'refresh-token');
  if (!configs.some(isRefreshed)) return null;
  try {
    const connection = openDatabase(database);
    for (const config of configs) keepRefreshTokens(config, connection, log);
    return connection;
  } catch {
    // What ails the database was said above.
    return null;
  }
}

async function* named(
  mailbox: string | null,
  results: Iterable<CheckResult> | AsyncIterable<CheckResult>,
  isOneOfSeveral = false,
): AsyncGenerator<NamedResult> {
  for await (const result of results) yield { ...result, mailbox, isOneOfSeveral };
}
