/**
 * The form's script: has what was written and the files encrypted to the disclosure key, here in the browser, and sends the ciphertext
 * alone, with the address to confirm to. Where that can't be, the form stays as it is without a script.
 */
import { reportText, subjectOf } from '../report-text.js';
import { isEmpty, type LackingPart, lackingOf, type Submission, submissionFrom } from '../submission.js';
import type { ScriptWords } from '../words.js';
import { encryptorBeside } from './beside.js';
import { type Encrypt, encryptor } from './encrypting.js';

/** What the page gives its script. */
interface Given {
  readonly words: ScriptWords;
  readonly lackingParts: Readonly<Record<LackingPart, string>>;
  readonly phrase: string;
  readonly empty: string;
  readonly tooLarge: string;
  /** Bytes of all files. */
  readonly most: number;
}

/** What the server answers. */
type Answer =
  | { readonly kind: 'received'; readonly words: Received }
  | { readonly kind: 'sent-back'; readonly says: string; readonly token: string }
  | { readonly kind: 'lost' };

interface Received {
  readonly title: string;
  readonly number: { readonly before: string; readonly number: string; readonly after: string } | null;
  readonly confirmation: string;
  readonly another: string;
}

const form = document.querySelector<HTMLFormElement>('#report');
const given = form?.dataset.script;
if (form !== null && given !== undefined) await begin(form, JSON.parse(given) as Given);

async function begin(form: HTMLFormElement, given: Given): Promise<void> {
  const encrypt = await encryptorBeside(new URL('encrypting.js', import.meta.url).href)
    .catch(encryptorHere)
    .catch(() => null);
  if (encrypt === null) return;
  byId('protection').textContent = given.words.encrypted;
  const button = form.querySelector('button');
  // What is missing is said here before it is sent.
  byId('check').remove();
  let isConfirmed = false;
  let isUnderWay = false;

  const send = async (written: Submission, files: readonly File[]): Promise<void> => {
    say(given.words.encrypting, progressOf(given.words.encrypting));
    const armored = await encrypt({
      text: reportText(written),
      subject: subjectOf(given.phrase, written),
      outer: given.phrase,
      files,
    });
    const body = new FormData();
    for (const name of ['token', 'language', 'email', 'website2']) body.set(name, valueIn(form, name));
    body.set('encrypted', armored);
    const answer = await post(form.action, body, given.words.sending);
    switch (answer.kind) {
      case 'received':
        return showReceived(answer.words, form);
      case 'sent-back':
        setToken(form, answer.token);
        return complain(answer.says);
      case 'lost':
        return complain(given.words.failed);
    }
  };

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (isUnderWay) return;
    const written = submissionFrom(name => valueIn(form, name));
    const chosen = new FormData(form).getAll('files').filter(isChosen);
    if (isEmpty(written, chosen)) return complain(given.empty);
    if (chosen.reduce((sum, { size }) => sum + size, 0) > given.most) return complain(given.tooLarge);
    const lacking = lackingOf(written);
    if (lacking.length > 0 && !isConfirmed) {
      isConfirmed = true;
      if (button !== null) button.textContent = given.words.sendAnyway;
      return showLacking(lacking, given);
    }
    isUnderWay = true;
    if (button !== null) button.disabled = true;
    send(written, chosen)
      .catch(() => complain(given.words.failed))
      .finally(() => {
        isUnderWay = false;
        if (button !== null) button.disabled = false;
      });
  });
}

/** In the page itself, which is busy for seconds where files are large: what it says has to be seen before that. */
async function encryptorHere(): Promise<Encrypt> {
  const encrypt = await encryptor(import.meta.url);
  return async written => {
    await drawn();
    return encrypt(written);
  };
}

function post(address: string, body: FormData, sending: string): Promise<Answer> {
  return new Promise(done => {
    // Not fetch, which tells nothing of how far an upload is.
    const request = new XMLHttpRequest();
    const bar = progressOf(sending);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) bar.value = loaded / total;
    });
    request.addEventListener('load', () => done(answerOf(request)));
    for (const failure of ['error', 'abort', 'timeout']) {
      request.addEventListener(failure, () => done({ kind: 'lost' }));
    }
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    say(sending, bar);
    request.send(body);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): Answer {
  try {
    const answer = JSON.parse(responseText);
    if (status === 200) return { kind: 'received', words: answer as Received };
    return typeof answer.says === 'string' ? { ...answer, kind: 'sent-back' } : { kind: 'lost' };
  } catch {
    return { kind: 'lost' };
  }
}

function showReceived({ title, number, confirmation, another }: Received, form: HTMLFormElement): void {
  const heading = element('h1', title);
  heading.tabIndex = -1;
  const told = element('p', '');
  if (number !== null) {
    const strong = element('strong', number.number);
    strong.id = 'number';
    told.append(`${number.before} `, strong, `. ${number.after}`);
  }
  const link = element('a', another);
  link.setAttribute('href', form.action);
  const further = element('p', '');
  further.append(link);
  document.title = title;
  document
    .querySelector('main')
    ?.replaceChildren(heading, ...(number === null ? [] : [told]), element('p', confirmation), further);
  heading.focus();
}

function showLacking(lacking: readonly LackingPart[], { words, lackingParts }: Given): void {
  const list = element('ul', '');
  for (const part of lacking) {
    const link = element('a', lackingParts[part]);
    link.setAttribute('href', `#${part}`);
    const item = element('li', '');
    item.append(link);
    list.append(item);
  }
  const box = byId('lacking');
  box.replaceChildren(element('h2', words.lackingTitle), list, element('p', words.lackingEnd));
  box.hidden = false;
  box.focus();
}

/** Resolves when what was changed on the page is on the screen, or at once where nobody looks at it. */
function drawn(): Promise<void> {
  return new Promise(done => {
    setTimeout(done, 100);
    requestAnimationFrame(() => setTimeout(done));
  });
}

function say(words: string, ...more: readonly Node[]): void {
  byId('status').replaceChildren(element('p', words), ...more);
}

function complain(words: string): void {
  const box = element('div', words);
  box.className = 'mistake';
  box.tabIndex = -1;
  byId('status').replaceChildren(box);
  box.focus();
}

function valueIn(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

function setToken(form: HTMLFormElement, token: string): void {
  const field = form.elements.namedItem('token');
  if (field instanceof HTMLInputElement) field.value = token;
}

function isChosen(value: FormDataEntryValue): value is File {
  return value instanceof File && (value.size > 0 || value.name !== '');
}

/** A bar that does not know yet how far it is; of 1. */
function progressOf(words: string): HTMLProgressElement {
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', words);
  return bar;
}

function element(name: string, words: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
}
