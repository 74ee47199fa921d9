#!/usr/bin/env node
/**
 * The program: its commands by what they are for, and what it says and exits with where one fails. A command's code is
 * loaded only when it runs.
 */
import { Command, CommanderError } from 'commander';
import { addChecking } from './command-line/checking.js';
import { addCompleting } from './command-line/completing.js';
import { addDemo } from './command-line/demo.js';
import { addExamples } from './command-line/examples.js';
import { addLife } from './command-line/life.js';
import { addLooking } from './command-line/looking.js';
import { addOAuth } from './command-line/oauth.js';
import { addReading } from './command-line/reading.js';
import { addService } from './command-line/service.js';
import { addSettingUp } from './command-line/setting-up.js';
import { addStore } from './command-line/store.js';
import { addTakingIn } from './command-line/taking-in.js';
import { addWaiting } from './command-line/waiting.js';
import { addWatchingOver } from './command-line/watching-over.js';
import { EXIT_STATUS } from './commands/exit-status.js';
import { errorCode, Failure, kindAndPlace } from './failure.js';
import { version } from './version.js';

const program = new Command('security-inbox')
  .description('Finds security reports in a shared mailbox, records them, and sends each sender a receipt.')
  .version(version)
  .showHelpAfterError('Run with --help for what is possible.')
  .exitOverride();

addSettingUp(program);
addTakingIn(program);
addChecking(program);
addLooking(program);
addLife(program);
addReading(program);
addWaiting(program);
addStore(program);
addWatchingOver(program);
addService(program);
addOAuth(program);
addDemo(program);
addCompleting(program);
addExamples(program);

// "digest | head" closes the pipe early; that is no failure.
process.stdout.on('error', error => {
  if (errorCode(error) === 'EPIPE') process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong in a sentence and gives the exit code. */
function report(error: unknown): number {
  // Commander has printed its own sentence, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_STATUS.usage;
  if (error instanceof Failure) {
    process.stderr.write(`security-inbox: ${error.message}\n`);
    return EXIT_STATUS[error.code];
  }
  // A defect of ours.
  process.stderr.write(
    `security-inbox: an unexpected ${kindAndPlace(error)}. This is a defect; please report that line. Nothing that was committed is lost.\n`,
  );
  return EXIT_STATUS.internal;
}
