/**
 * `security-inbox report explain`: how a mail is read. For every field what was taken and by which rule, where it
 * stands, and what was not taken. Records and sends nothing.
 */
import { type Explanation, explainedFields } from '../digest/explanation.js';
import { explanationText } from '../digest/explanation-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import type { LogLevel } from '../log-levels.js';
import type { ExplainedReading } from '../reading/reading.js';
import { readingState } from '../reading/report-of.js';
import { dryReader, messagesOf } from './dry-reading.js';
import { logOf } from './options.js';

export interface ExplainOptions {
  readonly config: string;
  readonly json: boolean;
  /** The name of the mailbox that the mail is read for, where there are several. */
  readonly mailbox?: string;
  readonly logLevel: LogLevel;
}

/** Cells of a line where nobody says how wide it is. */
const WIDTH = 120;

/**
 * Reads and explains every message of the paths.
 * @param paths - files, Maildirs, folders of .eml files, or `-`
 * @throws {Failure} `no-input`, or `config`
 */
export async function explain(paths: readonly string[], options: ExplainOptions): Promise<void> {
  const log = logOf({ quiet: false, logLevel: options.logLevel });
  const reader = await dryReader(options.config, options.mailbox, sentence =>
    log.warn({ message: sentence }, 'config.warning'),
  );
  const width = process.stdout.columns ?? WIDTH;
  let between = '';
  try {
    for (const { name, raw } of messagesOf(paths)) {
      const explanation = explanationOf(name, await reader.explain(raw));
      process.stdout.write(
        options.json ? `${jsonForTerminal(explanation)}\n` : between + explanationText(explanation, width),
      );
      between = '\n';
    }
  } finally {
    await reader.stop();
  }
}

function explanationOf(file: string, { reading, candidates }: ExplainedReading): Explanation {
  const isRead = reading.kind === 'read';
  return {
    schema: 'security-inbox/explanation@1',
    file,
    trigger: reading.trigger,
    ...readingState(reading),
    encryption: isRead ? reading.message.encryption.state : 'cleartext',
    fields: explainedFields(candidates, isRead ? reading.message.bodies : []),
    ranges: isRead ? reading.report.ranges : [],
    missing: isRead ? reading.report.missing : [],
  };
}
