/**
 * The web form: what a browser sends → one mail, taken in, and a page that says so.
 *
 * Takes hostile requests from anybody. Promises that what it answers "received" to is on record; that nobody learns from it more
 * than a mail's sender would; that what looks like a machine's is asked for once more and never dropped unsaid; that what a person
 * wrote goes back to them with every refusal, and what a page elsewhere wrote for them with none; that nothing of it is in a log,
 * a file or an address; and that nobody takes the form from the others by what they send, or how slowly.
 */
import type { ReadableStream } from 'node:stream/web';
import { type Context, Hono } from 'hono';
import type { FormConfig } from '../config/config.js';
import { GROWTH } from '../config/load-form.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { isPlainAddress, plainAddress } from '../message/address.js';
import { answerHeaders } from '../serving/headers.js';
import type { Admission } from './admission.js';
import { networkAddress } from './admission.js';
import { isCheck, lengthOf, wantsJson } from './asked.js';
import type { Assets } from './assets.js';
import { readBody, type SentForm } from './body.js';
import { mailOf, outsideOf } from './composing.js';
import type { Desk, Taken } from './desk.js';
import { languageOf } from './language.js';
import type { OfferedKey } from './offered-key.js';
import { formPage, type PlainSite, receivedPage, type SentBack, TRAP_FIELD, wordlessPage } from './page.js';
import { type Place, type Reading, readings } from './readings.js';
import { senderOf } from './same-site.js';
import { STATUS, type Status, WAIT } from './status.js';
import { FORM_LANGUAGES, type FormLanguage, isEmpty, lackingOf, submissionFrom } from './submission.js';
import type { FormTokens } from './token.js';
import { FORM_WORDS, type Refusal } from './words.js';

/** What the form works with. */
export interface FormParts {
  readonly config: FormConfig;
  readonly site: PlainSite;
  /** Lower-case addresses that are ours: nobody reports from them by a form that anybody fills in. */
  readonly ownAddresses: readonly string[];
  /** The disclosure key that is offered at an instant. */
  readonly keyAt: (now: Date) => Promise<OfferedKey | null>;
  readonly assets: Assets;
  readonly tokens: FormTokens;
  readonly admission: Admission;
  /** Forms that are read already, also by another one of these that has been replaced. */
  readonly reading: Set<Reading>;
  readonly desk: Desk;
  /** Called when a report is on record. */
  readonly onTaken: () => void;
  /** Called when a form goes back. */
  readonly onSentBack: (because: Refusal) => void;
  readonly log: Log;
  readonly now: () => Date;
}

/** Milliseconds in which nobody fills in a form. */
const SHORTEST = 3_000;

/** The fields that say who is answered and thanked. */
const CONTACT: readonly string[] = ['name', 'email', 'creditName'];

/** Bytes of a body beside the files. */
const WORDS = 1_048_576;

/** Makes it; nothing listens yet. */
export function formApp(parts: FormParts): Hono {
  const { config, site, assets, tokens, now } = parts;
  const app = new Hono();
  const mostBytes = Math.ceil(config.bytes * GROWTH) + WORDS;
  const reading = readings(mostBytes, () => performance.now(), parts.reading);

  app.use(
    answerHeaders({
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      workerSrc: ["'self'"],
      requireTrustedTypesFor: ["'script'"],
      // Of the script that starts its worker by it; once.
      trustedTypes: ['form-worker'],
    }),
  );
  const page = (context: Context, text: string, status: 200 | Status = 200) => {
    context.header('Cache-Control', 'no-store');
    return context.html(text, status);
  };

  const key = () => parts.keyAt(now());
  const form = async (language: FormLanguage, token: string, back: SentBack | null = null) =>
    formPage({ ...site, fingerprint: (await key())?.fingerprint ?? null }, language, token, back);

  app.get(site.path, async context => {
    const language = languageOf(context, site.languages);
    return page(context, await form(language, tokens.issue(now())));
  });
  if (site.path !== '/') app.get(site.path.slice(0, -1), context => context.redirect(site.path, 308));
  const asset = (name: string, type: string, present: () => Promise<string | null>) => {
    app.get(`${site.path}${name}`, async context => {
      const content = await present();
      if (content === null) return context.notFound();
      // Of this version: it has to fit the page, which is asked for anew each time.
      context.header('Cache-Control', 'no-cache');
      return context.body(content, 200, { 'Content-Type': type });
    });
  };
  asset('form.css', 'text/css; charset=utf-8', async () => assets.style);
  asset('form.js', 'text/javascript; charset=utf-8', async () => assets.script);
  asset('encrypting.js', 'text/javascript; charset=utf-8', async () => assets.worker);
  asset('openpgp.js', 'text/javascript; charset=utf-8', async () => assets.openpgp);
  asset('key.asc', 'application/pgp-keys', async () => (await key())?.armored ?? null);

  const senderIn = (context: Context) =>
    senderOf(
      { origin: context.req.header('Origin'), fetchSite: context.req.header('Sec-Fetch-Site') },
      config.url.origin,
    );

  /** What stays where a form is shown again. The same token where it is good: a try that did reach the record is then known. */
  const kept = (context: Context, sent: SentForm | null) => {
    const sentFields = sent?.fields ?? (() => '');
    const language =
      FORM_LANGUAGES.find(one => one === sentFields('language')) ?? languageOf(context, site.languages);
    const given = sentFields('token');
    const token = tokens.read(given, now()) === null ? tokens.issue(now()) : given;
    // Who may be somebody else fills in for nobody who is answered, or thanked.
    const isContactKept = senderIn(context) !== 'unknown' || CONTACT.every(name => sentFields(name) === '');
    const fields = (name: string) => (isContactKept || !CONTACT.includes(name) ? sentFields(name) : '');
    return { fields, language, token, isContactKept };
  };

  /** The form once more, with what was written; for the page's script the reason alone. */
  const sendBack = async (context: Context, because: Refusal, sent: SentForm | null) => {
    parts.onSentBack(because);
    const status = STATUS[because];
    const wait = WAIT[because];
    if (wait !== undefined) context.header('Retry-After', wait);
    if (because === 'other-site')
      return page(context, await wordlessPage(site, languageOf(context, site.languages), because), status);
    const { fields, language, token, isContactKept } = kept(context, sent);
    if (wantsJson(context)) {
      const says = FORM_WORDS[language].refusals[because](site.address);
      return context.json({ because, says, token }, status);
    }
    const written = submissionFrom(fields);
    const isLost = sent === null || sent.state === 'too-slow';
    if (isLost || (sent.state !== 'whole' && isEmpty(written, [])))
      return page(context, await wordlessPage(site, language, because), status);
    const back = { because, written, hadFiles: sent.hadFiles, isContactKept };
    return page(context, await form(language, token, back), status);
  };

  /** The form once more, and what is missing in it. */
  const showLacking = async (context: Context, sent: SentForm) => {
    const { fields, language, token, isContactKept } = kept(context, sent);
    const written = submissionFrom(fields);
    const lacking = lackingOf(submissionFrom(sent.fields));
    const back = { because: { lacking }, written, hadFiles: sent.hadFiles, isContactKept };
    return page(context, await form(language, token, back));
  };

  /** Reads what is sent; the words alone where it is clear by now that it goes back. */
  const receive = async (context: Context, place: Place, address: string) => {
    const sender = senderIn(context);
    const isTaken = sender === 'our-page' || sender === 'unknown';
    const refusal: Refusal | null = !isTaken
      ? sender
      : parts.admission.isOpen(address, now())
        ? null
        : 'too-many';
    const sent = await readBody(
      context.req.raw.body as ReadableStream<Uint8Array> | null,
      context.req.header('Content-Type') ?? '',
      lengthOf(context),
      { place, mostBytes, wordsAlone: refusal !== null || isCheck(context) },
    );
    place.arrived();
    const isThere = sent.state !== 'broken-off' && sent.state !== 'too-slow';
    // Whatever else is wrong with it: what it says is shown for no other reason either.
    if (refusal === 'other-site' && isThere) return { sent, refusal };
    if (sent.state !== 'whole') return { sent, refusal: sent.state };
    return { sent, refusal: refusal ?? (isCheck(context) ? null : refusalOf(sent)) };
  };

  /** Looks at what costs nothing first: nothing is made of a form that goes back. */
  const refusalOf = ({ fields, files }: SentForm): Refusal | null => {
    const opened = tokens.read(fields('token'), now());
    if (opened === null) return 'too-old';
    if (fields(TRAP_FIELD) !== '') return 'machine';
    if (now().getTime() - opened.at.getTime() < SHORTEST) return 'too-fast';
    if (files.reduce((sum, { content }) => sum + content.byteLength, 0) > config.bytes) return 'too-large';
    const email = fields('email').trim();
    if (email !== '' && !isPlainAddress(email)) return 'email-unusable';
    if (parts.ownAddresses.some(own => plainAddress(own) === plainAddress(email))) return 'email-ours';
    return null;
  };

  const record = async (context: Context, sent: SentForm, address: string) => {
    const opened = tokens.read(sent.fields('token'), now());
    if (opened === null) return sendBack(context, 'too-old', sent);
    const submission = submissionFrom(sent.fields);
    const isSomething = sent.ciphertext !== null || !isEmpty(submission, sent.files);
    if (!isSomething) return sendBack(context, 'empty', sent);
    // Before the mail is made, which takes as much memory again.
    if (!parts.admission.admit(address, now())) return sendBack(context, 'too-many', sent);
    const mail = mailOf(sent, submission, outsideOf(opened, submission, site));
    if (mail === null) return sendBack(context, 'unreadable', sent);
    let taken: Taken;
    try {
      taken = await parts.desk.take(mail.raw, mail.isEncrypted);
    } catch (error) {
      const { code, message } =
        error instanceof Failure ? error : new Failure('internal', 'A defect of ours.');
      parts.log.error({ code, message }, 'form.failed');
      parts.admission.withdraw(address);
      return sendBack(context, 'failed', sent);
    }
    parts.log.info({ encrypted: mail.isEncrypted }, 'form.received');
    parts.onTaken();
    const lacking = mail.isEncrypted ? [] : lackingOf(submission);
    const { language, email } = submission;
    if (wantsJson(context)) return context.json(receivedWords(language, taken, email));
    return page(context, await receivedPage(site, language, taken.number, email !== '', lacking));
  };

  app.post(site.path, async context => {
    const address = networkAddress(context.req.header('X-Forwarded-For') ?? '', config.proxies);
    const place = reading.enter(address);
    // Nothing more of it is read.
    if (place === null) return leaving(await sendBack(context, 'busy', null));
    try {
      const { sent, refusal } = await receive(context, place, address);
      switch (refusal) {
        case null:
          return isCheck(context) ? await showLacking(context, sent) : await record(context, sent, address);
        case 'broken-off':
          // Nobody is there any more who could be answered.
          return context.body(null, 400);
        case 'too-slow':
          return leaving(await sendBack(context, refusal, sent));
        default:
          return await sendBack(context, refusal, sent);
      }
    } finally {
      place.leave();
    }
  });

  app.notFound(context => context.text('Not found.\n', 404));
  app.onError((error, context) => {
    // What a library says of a body may hold words of it.
    parts.log.error({ code: 'internal', message: `A defect of ours: ${error.name}.` }, 'form.failed');
    return sendBack(context, 'failed', null);
  });
  return app;
}

/** The rest of what is sent is not waited for. */
function leaving(response: Response): Response {
  response.headers.set('Connection', 'close');
  return response;
}

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
