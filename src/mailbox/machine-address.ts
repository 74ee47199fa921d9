/**
 * Addresses behind which no person sits.
 */

/** RFC 3834 §2 names the families owner-, -request and MAILER-DAEMON; the rest are what responders add. */
const MACHINE_LOCAL_PART =
  /^(?:mailer-daemon|postmaster|listserv|majordomo|bounces?|owner-.*|.*-(?:owner|request|errors?|bounces?))$/;

/** noreply, no_reply, do-not-reply, alone, numbered, or as a word of a longer name. */
const NO_REPLY = /(?:^|[._-])(?:no|do[._-]?not)[._-]?reply(?:$|[\d._=-])/;

/** @param localPart - what stands before the @, lower-case and without a tag */
export function isMachineLocalPart(localPart: string): boolean {
  return MACHINE_LOCAL_PART.test(localPart) || NO_REPLY.test(localPart);
}
