/**
 * The web form: what a browser sends → one mail, taken in, and a page that says so.
 *
 * Takes hostile requests from anybody. Promises that what it answers "received" to is on record; that nobody learns from it more
 * than a mail's sender would; that what looks like a machine's is asked for once more and never dropped unsaid; and that nothing of
 * what people write is in a log, a file or an address.
 */
import type { ReadableStream } from 'node:stream/web';
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { bodyLimit } from 'hono/body-limit';
import type { FormConfig } from '../config/config.js';
import { GROWTH } from '../config/load-form.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { isPlainAddress, plainAddress } from '../message/address.js';
import { answerHeaders } from '../serving/headers.js';
import type { Admission } from './admission.js';
import { networkAddress } from './admission.js';
import type { Assets } from './assets.js';
import { readBody, type SentForm } from './body.js';
import type { Desk, Taken } from './desk.js';
import { clearMail, encryptedMail, type Outside, readArmor } from './mail.js';
import { formPage, receivedPage, type SentBack, type Site, TRAP_FIELD } from './page.js';
import { type Asking, isFromOurPage } from './same-site.js';
import {
  type FormLanguage,
  isEmpty,
  lackingOf,
  type Submission,
  type SubmittedFile,
  submissionFrom,
} from './submission.js';
import type { FormTokens, OpenedForm } from './token.js';
import { FORM_WORDS, type Refusal } from './words.js';

/** What the form works with. */
export interface FormParts {
  readonly config: FormConfig;
  readonly site: Site;
  /** Lower-case addresses that are ours: nobody reports from them by a form that anybody fills in. */
  readonly ownAddresses: readonly string[];
  /** Armored disclosure key; null where there is none. */
  readonly key: string | null;
  readonly assets: Assets;
  readonly tokens: FormTokens;
  readonly admission: Admission;
  readonly desk: Desk;
  /** Called when a report is on record. */
  readonly onTaken: () => void;
  readonly log: Log;
  readonly now: () => Date;
}

/** Milliseconds in which nobody fills in a form. */
const SHORTEST = 3_000;

/** Forms that are received or taken in at the same time: each is in memory, whole. */
const MOST_AT_ONCE = 8;

/** Bytes of a body beside the files. */
const WORDS = 1_048_576;

/** Makes it; nothing listens yet. */
export function formApp(parts: FormParts): Hono {
  const { config, site, assets, key, tokens, now } = parts;
  const app = new Hono();
  const mostBytes = Math.ceil(config.bytes * GROWTH) + WORDS;
  let underWay = 0;

  app.use(
    answerHeaders({
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    }),
  );
  const page = (
    context: Context,
    text: string,
    status: 200 | 400 | 403 | 413 | 422 | 429 | 500 | 503 = 200,
  ) => {
    context.header('Cache-Control', 'no-store');
    return context.html(text, status);
  };

  app.get(site.path, async context => {
    const language = languageOf(context, site.languages);
    return page(context, await formPage(site, language, tokens.issue(now())));
  });
  if (site.path !== '/') app.get(site.path.slice(0, -1), context => context.redirect(site.path, 308));
  const asset = (name: string, type: string, content: string | null) => {
    app.get(`${site.path}${name}`, context => {
      if (content === null) return context.notFound();
      // Of this version: it has to fit the page, which is asked for anew each time.
      context.header('Cache-Control', 'no-cache');
      return context.body(content, 200, { 'Content-Type': type });
    });
  };
  asset('form.css', 'text/css; charset=utf-8', assets.style);
  asset('form.js', 'text/javascript; charset=utf-8', assets.script);
  asset('openpgp.js', 'text/javascript; charset=utf-8', assets.openpgp);
  asset('key.asc', 'application/pgp-keys', key);

  /** The form once more, with what was written; for the page's script the reason alone. */
  const sendBack = async (
    context: Context,
    because: Refusal,
    status: 400 | 403 | 413 | 422 | 429 | 500 | 503,
    { written, hadFiles, token }: Returned = NOTHING,
  ) => {
    parts.log.info({ because }, 'form.sent-back');
    const language = written?.language ?? languageOf(context, site.languages);
    // The same token where it is good: a try that did reach the record is then known again.
    const kept = token ?? tokens.issue(now());
    if (wantsJson(context)) {
      const says = FORM_WORDS[language].refusals[because](site.address);
      return context.json({ because, says, token: kept }, status);
    }
    return page(context, await formPage(site, language, kept, { because, written, hadFiles }), status);
  };

  app.post(
    site.path,
    async (context, next) => {
      if (underWay >= MOST_AT_ONCE) {
        context.header('Retry-After', '10');
        return sendBack(context, 'busy', 503);
      }
      underWay += 1;
      try {
        return await next();
      } finally {
        underWay -= 1;
      }
    },
    bodyLimit({
      maxSize: mostBytes,
      onError: context => sendBack(context, 'too-large', 413),
    }),
    async context => {
      const asking: Asking = {
        origin: context.req.header('Origin'),
        fetchSite: context.req.header('Sec-Fetch-Site'),
      };
      if (!isFromOurPage(asking, config.url.origin)) return sendBack(context, 'elsewhere', 403);
      const sent = await readBody(
        context.req.raw.body as ReadableStream<Uint8Array> | null,
        context.req.header('Content-Type') ?? '',
        mostBytes,
      );
      if (sent === null) return sendBack(context, 'unreadable', 400);
      const { fields, files } = sent;
      const submission = submissionFrom(fields);
      const opened = tokens.read(fields('token'), now());
      const refuse = (because: Refusal, status: 400 | 422 | 429 | 500) =>
        sendBack(context, because, status, {
          written: submission,
          hadFiles: files.length > 0,
          token: opened === null ? null : fields('token'),
        });
      if (opened === null) return refuse('too-old', 422);
      if (fields(TRAP_FIELD) !== '') return refuse('machine', 422);
      if (now().getTime() - opened.at.getTime() < SHORTEST) return refuse('too-fast', 422);
      if (files.reduce((sum, { content }) => sum + content.byteLength, 0) > config.bytes)
        return refuse('too-large', 422);
      const { email } = submission;
      if (email !== '' && !isPlainAddress(email)) return refuse('email-unusable', 422);
      if (parts.ownAddresses.some(own => plainAddress(own) === plainAddress(email)))
        return refuse('email-ours', 422);
      const mail = mailOf(fields, submission, files, outsideOf(opened, submission, site));
      if (mail === null) return refuse('unreadable', 400);
      if (mail === 'empty') return refuse('empty', 422);
      const address = networkAddress(context.req.header('X-Forwarded-For') ?? '', config.proxies);
      if (!parts.admission.admit(address, now())) {
        context.header('Retry-After', '3600');
        return refuse('too-many', 429);
      }
      let taken: Taken;
      try {
        taken = await parts.desk.take(mail.raw, mail.isEncrypted);
      } catch (error) {
        const { code, message } =
          error instanceof Failure ? error : new Failure('internal', 'A defect of ours.');
        parts.log.error({ code, message }, 'form.failed');
        return refuse('failed', 500);
      }
      parts.log.info({ encrypted: mail.isEncrypted }, 'form.received');
      parts.onTaken();
      const lacking = mail.isEncrypted ? [] : lackingOf(submission);
      const { language } = submission;
      if (wantsJson(context)) return context.json(receivedWords(language, taken, email));
      return page(context, await receivedPage(site, language, taken.number, email !== '', lacking));
    },
  );

  app.notFound(context => context.text('Not found.\n', 404));
  app.onError((error, context) => {
    // What a library says of a body may hold words of it.
    parts.log.error({ code: 'internal', message: `A defect of ours: ${error.name}.` }, 'form.failed');
    return sendBack(context, 'failed', 500);
  });
  return app;
}

/** What goes back with a form. */
interface Returned extends Pick<SentBack, 'written' | 'hadFiles'> {
  /** null for a new one. */
  readonly token: string | null;
}

const NOTHING: Returned = { written: null, hadFiles: false, token: null };

/** What the page's script shows in place of the form. */
function receivedWords(language: FormLanguage, { number }: Taken, email: string) {
  const words = FORM_WORDS[language];
  return {
    title: words.received,
    number: number === null ? null : { before: words.number, number, after: words.keepNumber },
    confirmation: email === '' ? words.noConfirmation : words.confirmation,
    another: words.another,
  };
}

function wantsJson(context: Context): boolean {
  return context.req.header('Accept') === 'application/json';
}

/** By the link, else by what the browser prefers, else the first. */
function languageOf(context: Context, languages: readonly FormLanguage[]): FormLanguage {
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

function outsideOf({ id, at }: OpenedForm, { language, email }: Submission, site: Site): Outside {
  return { id, date: at, to: site.address, phrase: site.phrase, language, email };
}

interface ComposedMail {
  readonly raw: Uint8Array;
  readonly isEncrypted: boolean;
}

/** @returns null where it claims to be encrypted and is not */
function mailOf(
  fields: SentForm['fields'],
  submission: Submission,
  files: readonly SubmittedFile[],
  outside: Outside,
): ComposedMail | 'empty' | null {
  const ciphertext = fields('encrypted');
  if (ciphertext !== '') {
    const armored = readArmor(ciphertext);
    return armored === null ? null : { raw: encryptedMail(armored, outside), isEncrypted: true };
  }
  if (isEmpty(submission, files)) return 'empty';
  return { raw: clearMail(submission, files, outside), isEncrypted: false };
}
