/**
 * The pages of the form, as HTML. Each works without its script, by keyboard alone and on a narrow screen; nothing in them comes
 * from elsewhere.
 */
import { html } from 'hono/html';
import {
  CREDIT_WISHES,
  type FormLanguage,
  type LackingPart,
  LINE_FIELDS,
  SEVERITIES,
  type Submission,
  TEXT_FIELDS,
} from './submission.js';
import { FORM_WORDS, type Refusal } from './words.js';

/** What all pages of a form have in common. */
export interface Site {
  /** The path of the form, which ends in a slash. */
  readonly path: string;
  /** Ours, that reports may be mailed to. */
  readonly address: string;
  /** That the policy asks for in the subject. */
  readonly phrase: string;
  readonly policyUrl: string;
  readonly products: readonly string[];
  readonly languages: readonly FormLanguage[];
  /** That its files may have. */
  readonly bytes: number;
  /** Of the disclosure key; null where there is none to encrypt to. */
  readonly fingerprint: string | null;
}

/** What is known of it whatever is offered at the moment. */
export type PlainSite = Omit<Site, 'fingerprint'>;

/** A form that was sent and is to be sent again, with all that was written in it. */
export interface SentBack {
  /** Or, where that alone was asked, what is missing. */
  readonly because: Refusal | { readonly lacking: readonly LackingPart[] };
  readonly written: Submission | null;
  /** Whether files came with it. */
  readonly hadFiles: boolean;
  /** Whether who wrote it is in `written`; left out where that may be a page elsewhere. */
  readonly isContactKept: boolean;
}

/** In the address that a form is sent to, where its author wants to know what is missing, and nothing is recorded. */
export const CHECK = 'check';

type Html = ReturnType<typeof html>;

/** A name that a machine fills in, and no browser does by itself. */
export const TRAP_FIELD = 'website2';

/**
 * The form.
 * @param token - from formTokens
 */
export async function formPage(
  site: Site,
  language: FormLanguage,
  token: string,
  back: SentBack | null = null,
): Promise<string> {
  const words = FORM_WORDS[language];
  const { labels, groups } = words;
  const hints = { ...words.hints, files: words.filesHint(Math.floor(site.bytes / 1_000_000)) };
  const value = (name: keyof Submission) => back?.written?.[name] ?? '';
  const wrong = typeof back?.because === 'string' ? fieldOf(back.because) : null;
  const hint = (name: keyof typeof hints) =>
    hints[name] === undefined ? '' : html`<p class="hint" id="${name}-hint">${hints[name]}</p>`;
  const described = (name: keyof typeof hints) =>
    [
      ...(hints[name] === undefined ? [] : [`${name}-hint`]),
      ...(wrong === name ? ['mistake-text'] : []),
    ].join(' ');
  const aria = (name: keyof typeof hints) =>
    html`${described(name) === '' ? '' : html` aria-describedby="${described(name)}"`}${wrong === name ? html` aria-invalid="true"` : ''}`;
  const line = (name: keyof typeof LINE_FIELDS, more: Html | string = '') =>
    html`<div class="field"><label for="${name}">${labels[name]}</label>${hint(name)}<input id="${name}" name="${name}" maxlength="${LINE_FIELDS[name]}" value="${value(name)}"${aria(name)}${more}></div>`;
  const text = (name: keyof typeof TEXT_FIELDS, rows: number) =>
    html`<div class="field"><label for="${name}">${labels[name]}</label>${hint(name)}<textarea id="${name}" name="${name}" rows="${rows}" maxlength="${TEXT_FIELDS[name]}"${aria(name)}>
${value(name)}</textarea></div>`;
  const other = site.languages.find(one => one !== language);
  const script = JSON.stringify({
    words: words.script,
    lackingParts: words.lackingParts,
    phrase: site.phrase,
    empty: words.refusals.empty(site.address),
    tooLarge: words.refusals['too-large'](site.address),
    most: site.bytes,
  });
  return pageOf(
    site,
    language,
    words.title,
    html`${other === undefined ? '' : html`<p class="language"><a href="?lang=${other}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a></p>`}
<h1>${words.title}</h1>
${back === null ? '' : mistake(language, back, site.address)}
<p>${words.introduction}</p>
<p><a href="${site.policyUrl}">${words.policyLink}</a></p>
<p class="note" id="protection">${words.clear} <a href="mailto:${site.address}">${site.address}</a>.</p>
${site.fingerprint === null ? '' : html`<p class="note">${words.key}: <a href="${site.path}key.asc">${grouped(site.fingerprint)}</a></p>`}
<form id="report" method="post" action="${site.path}?lang=${language}" enctype="multipart/form-data" autocomplete="on" data-script="${script}" novalidate>
<input type="hidden" name="token" value="${token}"><input type="hidden" name="language" value="${language}">
<p>${words.nothingNeeded}</p>
<fieldset><legend>${groups.finding}</legend>${line('title')}${text('description', 8)}${text('steps', 8)}${text('impact', 4)}${text('mitigations', 3)}</fieldset>
<fieldset><legend>${groups.affected}</legend>${line('product', html` list="products" autocomplete="off"`)}<datalist id="products">${site.products.map(product => html`<option value="${product}"></option>`)}</datalist>${line('versions')}${text('environment', 3)}${line('tool')}</fieldset>
<fieldset><legend>${groups.severity}</legend><div class="field"><label for="severity">${labels.severity}</label><select id="severity" name="severity">${SEVERITIES.map(one => html`<option value="${one}"${one === value('severity') ? html` selected` : ''}>${words.severities[one]}</option>`)}</select></div>${line('vector', html` spellcheck="false"`)}</fieldset>
<fieldset><legend>${groups.files}</legend><div class="field"><label for="files">${labels.files}</label>${hint('files')}<input id="files" name="files" type="file" multiple${aria('files')}></div></fieldset>
<fieldset><legend>${groups.you}</legend>${line('name', html` autocomplete="name"`)}${line('email', html` type="email" autocomplete="email" spellcheck="false"`)}
<fieldset class="inner"><legend>${labels.credit}</legend>${CREDIT_WISHES.map(one => html`<div class="choice"><input type="radio" id="credit-${one || 'later'}" name="credit" value="${one}"${one === value('credit') ? html` checked` : ''}><label for="credit-${one || 'later'}">${words.credits[one]}</label></div>`)}</fieldset>${line('creditName')}</fieldset>
<div class="trap" aria-hidden="true"><label for="${TRAP_FIELD}">${words.trap}</label><input id="${TRAP_FIELD}" name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></div>
<div id="lacking" tabindex="-1" hidden></div>
<p><button type="submit">${words.send}</button> <button type="submit" id="check" class="second" formaction="${site.path}?lang=${language}&amp;${CHECK}">${words.check}</button></p>
<div id="status" role="status"></div>
</form>
${site.fingerprint === null ? '' : html`<script type="module" src="${site.path}form.js"></script>`}`,
  );
}

/**
 * What is said where nothing of what was written is shown: the words did not come, so that an empty form would look as if they
 * were lost; or a page of somebody else filled them in.
 */
export async function wordlessPage(
  site: PlainSite,
  language: FormLanguage,
  because: Refusal,
): Promise<string> {
  const words = FORM_WORDS[language];
  const next =
    because === 'other-site'
      ? html`<a href="${site.path}?lang=${language}">${words.openForm}</a>`
      : words.reload;
  return pageOf(
    site,
    language,
    words.mistake,
    html`<h1>${words.mistake}</h1>
<p>${words.refusals[because](site.address)}</p>
<p>${next}</p>`,
  );
}

/** What is said once a report is on record. */
export async function receivedPage(
  site: PlainSite,
  language: FormLanguage,
  number: string | null,
  hasAddress: boolean,
  lacking: readonly LackingPart[],
): Promise<string> {
  const words = FORM_WORDS[language];
  return pageOf(
    site,
    language,
    words.received,
    html`<h1>${words.received}</h1>
${number === null ? '' : html`<p>${words.number} <strong id="number">${number}</strong>. ${words.keepNumber}</p>`}
<p>${hasAddress ? words.confirmation : words.noConfirmation}</p>
${lacking.length === 0 ? '' : html`<p>${words.lacking}</p><ul>${lacking.map(part => html`<li>${words.lackingParts[part]}</li>`)}</ul>`}
<p><a href="${site.path}?lang=${language}">${words.another}</a></p>`,
  );
}

/** The field that a refusal is about; null where it is about none. */
function fieldOf(because: Refusal): 'email' | 'description' | 'files' | null {
  switch (because) {
    case 'email-unusable':
    case 'email-ours':
      return 'email';
    case 'empty':
      return 'description';
    case 'too-large':
      return 'files';
    default:
      return null;
  }
}

function mistake(
  language: FormLanguage,
  { because, hadFiles, isContactKept }: SentBack,
  address: string,
): Html {
  const words = FORM_WORDS[language];
  const again = html`${hadFiles ? html`<p>${words.filesAgain}</p>` : ''}${isContactKept ? '' : html`<p>${words.contactAgain}</p>`}`;
  if (typeof because !== 'string')
    return html`<div class="mistake" role="status" tabindex="-1" autofocus>${lackingWords(language, because.lacking)}${again}</div>`;
  const field = fieldOf(because);
  const says = words.refusals[because](address);
  return html`<div class="mistake" role="alert" tabindex="-1" autofocus><h2>${words.mistake}</h2><p id="mistake-text">${field === null ? says : html`<a href="#${field}">${says}</a>`}</p>${again}</div>`;
}

/** As the script says it, where one runs. */
function lackingWords(language: FormLanguage, lacking: readonly LackingPart[]): Html {
  const { script, lackingParts, nothingLacking } = FORM_WORDS[language];
  if (lacking.length === 0) return html`<h2>${nothingLacking}</h2>`;
  return html`<h2>${script.lackingTitle}</h2><ul>${lacking.map(part => html`<li><a href="#${part}">${lackingParts[part]}</a></li>`)}</ul><p>${script.lackingEnd}</p>`;
}

async function pageOf(site: PlainSite, language: FormLanguage, title: string, body: Html): Promise<string> {
  const page = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${site.path}form.css">
</head>
<body>
<main>
${await body}
</main>
</body>
</html>
`;
  return page.toString();
}

/** Four characters at a time, as people compare them. */
function grouped(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}
