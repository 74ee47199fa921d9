/**
 * Every openpgp.js setting that decides what hostile mail can do, in one place. Set globally in the reading
 * thread, because the limit on inflation holds only where both readMessage and decrypt are given it.
 *
 * For signatures on Brainpool curves openpgp.js requires the package eckey-utils without bringing it along, which is why
 * it stands among our dependencies.
 */
import { config } from 'openpgp';
import { MAX_DECOMPRESSED_BYTES } from './limits.js';

/** Applies the settings to this thread's openpgp.js. */
export function applyOpenPgpSettings(): void {
  config.maxDecompressedMessageSize = MAX_DECOMPRESSED_BYTES;
  // EFAIL (USENIX Security 2018): a message without integrity protection can be made to leak its text.
  config.allowUnauthenticatedMessages = false;
  config.allowUnauthenticatedStream = false;
  config.allowInsecureDecryptionWithSigningKeys = false;
  // Mail is decrypted without a person asking, so a difference in time would be an oracle (Bleichenbacher).
  config.constantTimePKCS1Decryption = true;
  // 2^21 KiB; the default admits messages that ask for a tebibyte.
  config.maxArgon2MemoryExponent = 21;
  // RFC 9580 §10.3, and all of it: what else a message holds is how signatures were forged (CVE-2025-47934).
  config.enforceGrammar = true;
  config.ignoreMalformedPackets = false;
  config.showVersion = false;
  config.showComment = false;
}
