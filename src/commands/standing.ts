/**
 * How it stands with each mailbox that a daemon watches, in a line for who asks the service manager.
 */
import type { Configs } from '../config/config.js';
import type { FailureCode } from '../failure.js';

export interface Standing {
  /** @returns whether that is news */
  works(mailbox: string): boolean;
  /** @returns whether that is news */
  fails(mailbox: string, code: FailureCode): boolean;
  /** Whether each mailbox was reached, or failed to be, since the beginning. */
  isMet(): boolean;
  /** One line. */
  text(): string;
}

/** @param configs - of the mailboxes; none was tried yet */
export function standingOf(configs: Configs): Standing {
  const names = configs.map(({ name }) => name);
  const known = new Map<string, FailureCode | null>();
  const note = (mailbox: string, code: FailureCode | null) => {
    const isNews = known.get(mailbox) !== code;
    known.set(mailbox, code);
    return isNews;
  };
  return {
    works: mailbox => note(mailbox, null),
    fails: note,
    isMet: () => known.size === names.length,
    text() {
      const failing = [...known].flatMap(([name, code]) => (code === null ? [] : [`${name} (${code})`]));
      const watching = `Watching ${names.join(', ')}.`;
      return failing.length === 0
        ? watching
        : `${watching} Out of reach, and tried again: ${failing.join(', ')}.`;
    },
  };
}
