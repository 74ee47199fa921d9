/** How much of a hostile text becomes a document. Each constant is far above what a person writes. */

/** Lists inside lists; what is deeper is read as the text of the deepest. */
export const MAX_LIST_DEPTH = 20;

/** Columns of a table; the rest of a row is not read as cells. */
export const MAX_COLUMNS = 20;

/** Forwards inside a forward that are followed to the original sender. */
export const MAX_FORWARDS = 5;

/** Lines of the header that a client writes above a mail that is forwarded. */
export const MAX_HEADER_LINES = 20;

/** Characters of a line that can be a greeting, a farewell or a title; longer ones are prose. */
export const MAX_TITLE_LENGTH = 80;

/** Lines of a body in which blocks are told apart: some hundred printed pages. What is below is read as plain paragraphs. */
export const MAX_LINES = 20_000;
