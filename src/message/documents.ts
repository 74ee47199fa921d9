/**
 * The words in attached documents, PDF and .docx, drawn out by kept libraries. The files themselves stay as they are.
 * The libraries are loaded only where a mail brings such a file, and given it only where it can't inflate beyond what
 * `limits.ts` allows; what they can't read is noted, and costs the mail nothing.
 */
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES, MAX_DOCUMENTS, MAX_TEXT_FILE_BYTES } from './limits.js';
import type { Attachment, TextBody } from './message.js';
import { inflatesWithin } from './pdf-size.js';
import { manyLines } from './printable.js';
import { unzipsWithin } from './zip-size.js';

export interface DocumentWords {
  /** One for every document that was read and holds words. */
  readonly bodies: readonly TextBody[];
  /** At least one document could not be read, or was not looked at. */
  readonly someUnread: boolean;
}

type Kind = 'pdf' | 'docx';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * Reads the documents among a mail's files.
 * @param files - in the order they stand in the mail
 * @param read - false where reading them ended the thread before: they are noted as unread
 */
export async function readDocuments(files: readonly Attachment[], read: boolean): Promise<DocumentWords> {
  const documents = files.flatMap(file => {
    const kind = kindOf(file);
    return kind === null ? [] : [{ file, kind }];
  });
  const bodies: TextBody[] = [];
  let unread = documents.length > MAX_DOCUMENTS;
  for (const { file, kind } of documents.slice(0, MAX_DOCUMENTS)) {
    const text = read ? await textOf(file.content, kind) : null;
    if (text === null) unread = true;
    else if (text.trim() !== '') {
      bodies.push({ origin: file.origin, kind: 'attachment', text, filename: file.filename });
    }
  }
  return { bodies, someUnread: unread };
}

/** By type or name, and by the bytes that begin such a file: a name alone promises nothing. */
function kindOf({ contentType, filename, content }: Attachment): Kind | null {
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 1024));
  if ((contentType === 'application/pdf' || isNamed(filename, '.pdf')) && start.includes('%PDF-'))
    return 'pdf';
  if ((contentType === DOCX || isNamed(filename, '.docx')) && start.toString('latin1', 0, 2) === 'PK')
    return 'docx';
  return null;
}

function isNamed(filename: string | null, extension: string): boolean {
  return filename?.toLowerCase().endsWith(extension) ?? false;
}

async function textOf(content: Uint8Array, kind: Kind): Promise<string | null> {
  if (content.byteLength > MAX_DOCUMENT_BYTES) return null;
  try {
    const text = kind === 'pdf' ? await textOfPdf(content) : await textOfDocx(content);
    return text === null ? null : manyLines(text.slice(0, MAX_TEXT_FILE_BYTES));
  } catch {
    return null;
  }
}

async function textOfPdf(content: Uint8Array): Promise<string | null> {
  if (!inflatesWithin(content)) return null;
  const { extractText, getDocumentProxy } = await import('unpdf');
  // pdf.js takes the buffer it is given for its own.
  const pdf = await getDocumentProxy(Uint8Array.from(content), { verbosity: 0, stopAtErrors: false });
  try {
    if (pdf.numPages > MAX_DOCUMENT_PAGES) return null;
    const { text } = await extractText(pdf);
    return text.join('\n\n');
  } finally {
    await pdf.destroy();
  }
}

async function textOfDocx(content: Uint8Array): Promise<string | null> {
  if (!unzipsWithin(content)) return null;
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(content) });
  return value;
}
