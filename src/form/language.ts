/** Which of its languages a page is in. */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { FormLanguage } from './submission.js';

/** By the link, else by what the browser prefers, else the first. */
export function languageOf(context: Context, languages: readonly FormLanguage[]): FormLanguage {
  const [first = 'en'] = languages;
  const asked = languages.find(one => one === context.req.query('lang'));
  if (asked !== undefined) return asked;
  const preferred = accepts(context, {
    header: 'Accept-Language',
    supports: [...languages],
    default: first,
    // RFC 4647 §3.4: "de-AT" is served by "de".
    match: named =>
      [...named]
        .sort((a, b) => b.q - a.q)
        .map(({ type }) => type.split('-')[0]?.toLowerCase() ?? '')
        .find(type => languages.some(one => one === type)) ?? first,
  });
  return languages.find(one => one === preferred) ?? first;
}
