/**
 * The frame of a page: one file that runs nothing and loads nothing. Its policy (Content Security Policy Level 3) allows
 * its own style by hash and nothing else, should a word ever get out of place.
 */
import { STYLE, STYLE_SOURCE } from './html-style.js';
import { type Markup, markup, verbatim } from './markup.js';

const POLICY = ["default-src 'none'", `style-src ${STYLE_SOURCE}`, "img-src 'none'", "base-uri 'none'"];

/**
 * Puts a page together.
 * @param isPublic - whether search engines may list it
 * @param body - all that stands in it, its last line ended
 * @param options - `hasForm`: whether a form in it may be sent to where it came from; to nowhere else in any case; `feeds`:
 * media types and addresses, by which feed readers find them
 */
export function htmlPage(
  title: string,
  isPublic: boolean,
  body: Markup,
  {
    hasForm = false,
    feeds = [],
  }: { readonly hasForm?: boolean; readonly feeds?: readonly (readonly [string, string])[] } = {},
): string {
  const policy = [...POLICY, `form-action ${hasForm ? "'self'" : "'none'"}`].join('; ');
  const robots = isPublic ? null : markup`<meta name="robots" content="noindex">\n`;
  const alternates = feeds.map(
    ([type, href]) => markup`<link rel="alternate" type="${type}" href="${href}">\n`,
  );
  return `${markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${robots}${alternates}<title>${title}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
${body}</body>
</html>
`}`;
}
