/**
 * What a form carries from when it was opened: an identity of its own, and when that was. Signed, so that neither can be
 * made up, and kept nowhere.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** A form as it was opened. */
export interface OpenedForm {
  readonly id: string;
  /** UTC instant, in whole seconds. */
  readonly at: Date;
}

export interface FormTokens {
  /** @param now - UTC instant */
  issue(now: Date): string;
  /** @returns null where it is none of ours, or too old */
  read(token: string, now: Date): OpenedForm | null;
}

/** Milliseconds that a form may stay open: somebody writes on it for days. */
const LONGEST_OPEN = 7 * 86_400_000;

/** Milliseconds that a clock may have been set back by. */
const CLOCK = 300_000;

/** Stays as it is where the configuration is read again. */
const OF_THIS_PROCESS = randomBytes(32);

/**
 * Makes and reads them.
 * @param secret - stays the same from one start to the next, so that a form that was open meanwhile is known; null where there
 *   is nothing of that kind, and forms last until the end of this process
 */
export function formTokens(secret: Uint8Array | null): FormTokens {
  const key = Buffer.from(
    hkdfSync('sha256', secret ?? OF_THIS_PROCESS, new Uint8Array(), 'security-inbox form token', 32),
  );
  const sign = (words: string) => createHmac('sha256', key).update(words).digest('base64url');
  return {
    issue(now) {
      const words = `${randomBytes(16).toString('hex')}.${Math.floor(now.getTime() / 1000)}`;
      return `${words}.${sign(words)}`;
    },
    read(token, now) {
      const [whole, words = '', id = '', seconds = '', signature = ''] =
        /^(([0-9a-f]{32})\.(\d{1,12}))\.([\w-]{43})$/.exec(token) ?? [];
      if (whole === undefined) return null;
      if (!timingSafeEqual(Buffer.from(sign(words)), Buffer.from(signature))) return null;
      const at = new Date(Number(seconds) * 1000);
      const age = now.getTime() - at.getTime();
      return age > LONGEST_OPEN || age < -CLOCK ? null : { id, at };
    },
  };
}
