/** A person at the terminal, asked by @inquirer/prompts. Loaded only when somebody is asked. */
import { confirm, input, password, select } from '@inquirer/prompts';
import type { Person } from './asking.js';

export const terminalPerson: Person = {
  text: (message, fallback, mistakeIn) =>
    input({
      message,
      ...(fallback === undefined ? {} : { default: fallback }),
      validate: text => mistakeIn(text) ?? true,
    }),
  secret: message =>
    password({ message, mask: '*', validate: text => (text === '' ? 'must not be empty' : true) }),
  choice: (message, choices) => select({ message, choices: [...choices] }),
  confirm: message => confirm({ message, default: true }),
};

/** Whether a person ended the questions with Ctrl-C or Ctrl-D. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}
