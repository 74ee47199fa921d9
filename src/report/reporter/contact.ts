/** Where the reporter is to be reached. */
import { addressesIn, isMachineAddress, undisguised } from '../../document/addresses.js';
import { foldWords } from '../../document/words.js';
import type { Mailbox } from '../../message/message.js';
import type { Candidate } from '../candidate.js';
import { MAX_CUE_LENGTH } from '../limits.js';
import { type Passage, spansOf } from '../passage.js';
import type { FieldSource } from '../schema.js';
import { useOf } from './contact-cues.js';

/** The places an address may stand, best first. */
export interface ContactPlaces {
  /** Of sections for it: the title, how it was found, and the words. */
  readonly sections: readonly {
    readonly title: string;
    readonly source: FieldSource;
    readonly passages: readonly Passage[];
  }[];
  /** Sentences elsewhere that are about contact. */
  readonly sentences: readonly Passage[];
  readonly replyTo: Mailbox | null;
  readonly from: Mailbox | null;
  /** Below farewell and signature mark: asked only where the header gives no address of a person. */
  readonly signature: readonly Passage[];
}

/**
 * The contact addresses, best first: those given in the text, else Reply-To, else From. Addresses of our own never
 * count, those of others neither; those nobody reads and those the text asks not to answer to come last.
 * @param places - where to look
 * @param isOwn - whether an address is ours
 */
export function contactFrom(places: ContactPlaces, isOwn: (address: string) => boolean): Candidate<string>[] {
  const written = [
    ...places.sections.flatMap(({ title, source, passages }) =>
      passages.flatMap(passage => told(passage, source, `heading or label '${title}'`)),
    ),
    ...places.sentences.flatMap(passage =>
      told(passage, 'prose', 'a sentence that asks to be answered there'),
    ),
  ];
  const header = [
    ...fromHeader(places.replyTo, 'the Reply-To header field'),
    ...fromHeader(places.from, 'the From header field'),
  ];
  const signed = places.signature.flatMap(passage => told(passage, 'prose', 'the signature'));
  const passages = [...places.sections.flatMap(section => section.passages), ...places.sentences];
  const refused = new Set(passages.flatMap(refusedIn));
  const isRead = ({ value }: Candidate<string>) =>
    !isMachineAddress(value) && !refused.has(value.toLowerCase());
  const all = [...written, ...header, ...signed].filter(candidate => !isOwn(candidate.value));
  const last = header.filter(candidate => !isOwn(candidate.value) && !isRead(candidate));
  return [...all.filter(isRead), ...last];
}

interface Told {
  readonly address: string;
  readonly use: ReturnType<typeof useOf>;
}

/** The addresses of a passage, each with what the words around it say. */
function toldIn({ text }: Passage): Told[] {
  const plain = undisguised(text.slice(0, 4 * MAX_CUE_LENGTH));
  return addressesIn(plain).map(address => {
    const at = plain.indexOf(address);
    const before = foldWords(
      plain
        .slice(Math.max(0, at - 300), at)
        .split(/[.!?]\s/)
        .at(-1) ?? '',
    );
    const behind = foldWords(plain.slice(at + address.length, at + address.length + 200));
    return { address, use: useOf(before, address, behind) };
  });
}

function refusedIn(passage: Passage): string[] {
  return toldIn(passage).flatMap(({ address, use }) => (use === 'refused' ? [address.toLowerCase()] : []));
}

function told(passage: Passage, source: FieldSource, rule: string): Candidate<string>[] {
  return toldIn(passage)
    .filter(({ use }) => use === 'reachable')
    .map(({ address }) => ({ value: address, source, spans: spansOf([passage]), rule }));
}

function fromHeader(mailbox: Mailbox | null, rule: string): Candidate<string>[] {
  return mailbox === null ? [] : [{ value: mailbox.address, source: 'header', spans: [], rule }];
}

/** "@quill", also "@quill@fed.example": the name somebody goes by on a site, and no mail address. */
const HANDLE =
  /(?:^|[\s(,:|/])(@[A-Za-z0-9_]{2,30}(?:@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,40}){1,4})?)(?=$|[\s),.;|])/;

/**
 * The handle a reporter goes by, where one stands in words about them.
 * @param passages - signature, credit and contact
 */
export function handleIn(passages: readonly Passage[]): Candidate<string>[] {
  return passages.flatMap(passage => {
    const handle = HANDLE.exec(passage.text.slice(0, 4 * MAX_CUE_LENGTH))?.[1];
    if (handle === undefined || addressesIn(handle.slice(1)).length > 1) return [];
    return [
      {
        value: handle,
        source: 'prose' as const,
        spans: spansOf([passage]),
        rule: 'a name that begins with @',
      },
    ];
  });
}
