/** The shape of what config.json says of what is published. */
import { z } from 'zod';

const ROOT = 'must be https:// and a host alone, as "https://security.example.com"';

/**
 * The root of a host: security.txt (RFC 9116 §3), the metadata of CSAF (2.0 §7.1.8) and a Web Key Directory are looked for
 * nowhere else.
 */
function isRoot(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const url = new URL(written);
  return (
    url.protocol === 'https:' &&
    [url.username, url.password, url.search, url.hash].every(part => part === '') &&
    url.pathname === '/'
  );
}

const LANGUAGE = 'must be tags of languages, as "en" or "pt-BR"';

/** RFC 5646 §2.1 */
const language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, LANGUAGE)
  .refine(isLanguage, LANGUAGE);

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const publicationSchema = z.strictObject({
  url: z
    .url({ error: ROOT })
    .max(500)
    .refine(isRoot, ROOT)
    .describe('where the folder that `publish` writes is served: the root of a host, over https'),
  name: z.string().min(1).max(200).optional().describe('who publishes; without it `identity.name`'),
  namespace: z
    .url({ protocol: /^https$/, error: 'must be an https address that is yours' })
    .max(500)
    .optional()
    .describe(
      'an https address of yours by which advisories tell you from others (CSAF); without it that of `url`. Leave it as it is once something is published',
    ),
  languages: z
    .array(language)
    .min(1)
    .max(20)
    .default(['en'])
    .describe('languages that reports may be written in, for security.txt'),
});
