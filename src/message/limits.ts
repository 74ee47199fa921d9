/**
 * How much of a hostile mail is looked at. Each constant is far above what a person sends and far below what
 * hurts; beyond it a mail is kept raw for a person instead of being read.
 */

/** Bytes of header read; mailparser's own limit for one part is the same. */
export const MAX_HEADER_BYTES = 1_048_576;

/** Bytes of the headers of all parts of an entity; a hundred thousand parameters in each take a second to read. */
export const MAX_HEADERS_BYTES = 4_194_304;

/** Multipart/signed in one another that are looked for: each is one more reading of what it holds. */
export const MAX_SIGNED_DEPTH = 3;

/** MIME parts; more make mailsplit refuse the mail. */
export const MAX_PARTS = 1000;

/** Forwarded messages inside forwarded messages; what lies deeper stays a file. */
export const MAX_FORWARD_DEPTH = 4;

/** Forwarded messages taken apart in one mail; each may have parts of its own. */
export const MAX_FORWARDED = 20;

/** OpenPGP messages opened in one mail. */
export const MAX_OPENPGP_MESSAGES = 20;

/** Encryption inside encryption. */
export const MAX_OPENPGP_DEPTH = 3;

/**
 * Recipients of one OpenPGP message. Each wildcard recipient costs a trial with each of our keys: a thousand
 * of them on RSA-4096 block a core for 45 seconds.
 */
export const MAX_RECIPIENTS = 32;

/**
 * Packets of one OpenPGP message: recipients, the data, and padding. A megabyte of the smallest ones would keep the
 * library busy for minutes.
 */
export const MAX_PACKETS = 2000;

/** Keys taken from one mail. */
export const MAX_SENDER_KEYS = 10;

/** Bytes of one certificate, binary; well-connected ones have some 100,000. */
export const MAX_CERTIFICATE_BYTES = 262_144;

/** User IDs, subkeys, and signatures by its own key on each, of one certificate: every one may cost a check. */
export const MAX_CERTIFICATE_PARTS = 64;

/** Bits of an RSA key; checking a signature of a larger one costs more than it tells. */
export const MAX_RSA_BITS = 8192;

/** Places in one mail where a signature is checked. */
export const MAX_SIGNED_CONTENTS = 10;

/** Signatures checked in one place. */
export const MAX_SIGNATURES = 5;

/** Bytes of an Autocrypt header's key; Autocrypt 1.1 §2.1.1 asks for far less. */
export const MAX_AUTOCRYPT_BYTES = 65_536;

/** Bytes an OpenPGP message may inflate to. */
export const MAX_DECOMPRESSED_BYTES = 134_217_728;

/** Characters of HTML turned into text. */
export const MAX_HTML_LENGTH = 2_000_000;

/** The same of all HTML in one mail, where each part is within its limit: two million may take two seconds. */
export const MAX_HTML_IN_MAIL = 6_000_000;

/** Elements inside elements; what lies deeper is left out. */
export const MAX_HTML_DEPTH = 500;

/** Characters kept of one value in a protected header; no subject phrase stands beyond (`subject.ts`). */
export const MAX_PROTECTED_LENGTH = 4096;

/** Recipients kept of a protected header. */
export const MAX_PROTECTED_RECIPIENTS = 100;

/** Characters of a text whose flowed lines are joined (RFC 3676); millions of them fill the heap, and nobody wrote any. */
export const MAX_FLOWED_LENGTH = 4_194_304;

/** Bytes of an attached text file that count as the reporter's words. */
export const MAX_TEXT_FILE_BYTES = 1_048_576;

/**
 * Bytes of text and files that one mail may come to, or twice its own where that is more: decoding makes a mail
 * smaller, and only what inflates grows. A kilobyte must not fill the disk.
 */
export const MAX_CONTENT_BYTES = 67_108_864;

/** Characters of a file's name that are kept. */
export const MAX_FILE_NAME_LENGTH = 255;

/** Attached documents whose text is drawn out, in one mail. */
export const MAX_DOCUMENTS = 10;

/** Bytes of a document whose text is drawn out. */
export const MAX_DOCUMENT_BYTES = 20_971_520;

/** Pages of a PDF whose text is drawn out. */
export const MAX_DOCUMENT_PAGES = 200;

/** Bytes the files in a .docx may inflate to, all together. */
export const MAX_DOCUMENT_INFLATED_BYTES = 52_428_800;
