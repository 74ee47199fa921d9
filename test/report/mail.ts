/** Builds the words of an invented mail. */
import type { TextBody } from '../../src/message/message.js';
import { EMPTY_CATALOGUE } from '../../src/report/affected/catalogue.js';
import { explainExtraction, type ReportWords } from '../../src/report/extract.js';

/** A cleartext text/plain body. */
export function plain(text: string): TextBody {
  return { origin: 'cleartext', kind: 'plain', text, filename: null };
}

/** An attached text file. */
export function file(filename: string, text: string): TextBody {
  return { origin: 'cleartext', kind: 'attachment', text, filename };
}

/** Extracts from a mail of one body, with a sender of its own. */
export function extract(text: string, words: Partial<ReportWords> = {}) {
  return explainExtraction(
    {
      subject: 'Security Alert: open redirect in login',
      from: { name: 'Ada Quill', address: 'ada@quill.example' },
      replyTo: null,
      bodies: [plain(text)],
      attachments: [],
      ...words,
    },
    { subjectTrigger: 'Security Alert', ownAddresses: ['security@acme.example'], catalogue: EMPTY_CATALOGUE },
  ).report;
}
