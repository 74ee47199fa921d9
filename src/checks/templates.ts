/**
 * The templates of every mail we send: that they can be read, and make a mail with made-up facts that says its number.
 */
import type { Config } from '../config/config.js';
import { followUpWords, type ReportFacts, wordsFor } from '../receipt/compose.js';
import { type Responder, responderOf } from '../receipt/responder.js';
import { loadTemplates, type ReceiptLanguage, type Templates } from '../receipt/templates.js';
import { type CheckResult, failed, ok, warning } from './result.js';

const LANGUAGES: readonly ReceiptLanguage[] = ['en', 'de'];

/** Loads and fills all of them. */
export function checkTemplates(
  config: Pick<Config, 'answering' | 'identity' | 'policy' | 'calendar' | 'reportIdPrefix'>,
  now: Date,
): CheckResult {
  const id = 'templates';
  const folder = config.answering.templates ?? null;
  try {
    const templates = loadTemplates(folder);
    const number = `${config.reportIdPrefix}-${now.getUTCFullYear()}-0001`;
    const filled = LANGUAGES.flatMap(language =>
      fillAll(number, language, responderOf(config, '0'.repeat(40)), templates, now),
    );
    const silent = filled.find(({ text, html }) => !text.includes(number) || !html.includes(number));
    if (silent) {
      return warning(
        id,
        `The ${silent.name} made from your templates does not say the report's number in its text and its HTML.`,
        "Put {{number}} into both: by it the reporter's next mail is known.",
      );
    }
    return ok(
      id,
      `${filled.length} mails were made from ${folder ?? 'the built-in templates'}; "security-inbox receipt preview" shows one.`,
    );
  } catch (error) {
    return failed(id, error);
  }
}

function fillAll(
  number: string,
  language: ReceiptLanguage,
  responder: Responder,
  templates: Templates,
  now: Date,
) {
  const facts: ReportFacts = {
    number,
    receivedAt: now,
    acknowledgeBy: now,
    discloseBy: now,
    missing: ['steps', 'affected'],
    language,
    adviseEncryption: true,
    isLate: false,
  };
  return [
    { name: `receipt (${language})`, ...wordsFor('receipt', facts, responder, templates) },
    { name: `question (${language})`, ...wordsFor('question', facts, responder, templates) },
    { name: `follow-up (${language})`, ...followUpWords(number, language, responder, templates) },
  ];
}
