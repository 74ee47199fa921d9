/**
 * How much of a hostile text becomes a report. Each constant is far above what a person writes; what is
 * beyond stays in the mail, which is kept whole elsewhere.
 */

/** UTF-8 bytes of one text field: a database row and a terminal cope with this. */
export const MAX_FIELD_BYTES = 65_536;

/** Characters read over all bodies of a mail together. */
export const MAX_TEXT_LENGTH = 1_048_576;

/** Steps, references, affected products, identifiers and attachments, each. */
export const MAX_ITEMS = 200;

/** Version expressions of one product. */
export const MAX_VERSIONS = 50;

/** Sentences of one paragraph; what is beyond stays unsplit. */
export const MAX_SENTENCES = 5000;

/** Sentences, items and pieces of code that are judged one by one: a book has fewer to a chapter. */
export const MAX_UNITS = 3000;

/** Characters of one URL: what browsers and proxies in use still take. */
export const MAX_URL_LENGTH = 2048;

/** Characters of a sentence that are searched for cues, so that one endless sentence costs no more than a long one. */
export const MAX_CUE_LENGTH = 1000;

/** Characters of a heading or of the words before a label's colon. */
export const MAX_HEADING_LENGTH = 80;
