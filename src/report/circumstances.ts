/** What extraction knows beside a mail's bodies. */
import type { Mailbox } from '../message/message.js';
import type { Catalogue } from './affected/catalogue.js';

/** What is known of a mail beside its bodies. */
export interface Header {
  readonly subject: string;
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
}

/** What is known of the receiving side. */
export interface Receiver {
  readonly isOwn: (address: string) => boolean;
  readonly subjectTrigger: string;
  readonly catalogue: Catalogue;
}
