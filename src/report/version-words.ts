/** The shapes and words version expressions are made of: English, German, French, Spanish. */

/** "2.1", "v2.1.0-rc1", "2.x". */
export const NUMBER =
  /^[[(]?[vV]?\d{1,6}(?:\.(?:\d{1,6}|[xX*])){1,6}(?:[-+._]?[A-Za-z0-9]{1,20}){0,5}[\])]?$/;
/** "2": a version only beside other words of one. */
export const PLAIN_NUMBER = /^[vV]?\d{1,6}$/;
/** "<= 2.1", the sign and the number one word. */
export const COMPARED = /^(?:<=|>=|=<|<|>|=|==|≤|≥|\^|~)\s?[vV]?\d/;
/** A comparison or a dash that stands alone. */
export const SIGN = /^(?:<=|>=|=<|<|>|=|==|≤|≥|-|–|—|→|\.\.\.?)$/;
/** "trustsource/ts-scan:2.1.0": an image tag names its product. */
export const IMAGE_TAG = /^(?:[a-z0-9][a-z0-9._-]{0,60}\/){0,4}([a-z0-9][a-z0-9._-]{0,60}):v?\d[\w.-]{0,60}$/;
/** "ts-scan@1.2.3", as package managers write. */
export const AT_VERSION = /^(@?[a-z0-9][a-z0-9._/-]{0,80})@([\^~<>=]{0,2}v?\d[\w.-]{0,60})$/i;

/** Words that belong to an expression when a version stands beside them. Folded. */
export const BESIDE = new Set([
  ...[
    'to',
    'through',
    'thru',
    'until',
    'till',
    'up',
    'before',
    'prior',
    'below',
    'above',
    'since',
    'from',
    'and',
    'or',
  ],
  ...[
    'including',
    'inclusive',
    'included',
    'incl.',
    'earlier',
    'older',
    'later',
    'newer',
    'lower',
    'higher',
    'than',
  ],
  ...[
    'all',
    'versions',
    'version',
    'releases',
    'release',
    'any',
    'every',
    'latest',
    'between',
    'starting',
    'with',
  ],
  ...[
    'bis',
    'einschliesslich',
    'inklusive',
    'inkl.',
    'ab',
    'vor',
    'und',
    'oder',
    'aelter',
    'aeltere',
    'frueher',
  ],
  ...[
    'fruehere',
    'neuer',
    'neuere',
    'spaeter',
    'kleiner',
    'groesser',
    'als',
    'alle',
    'versionen',
    'von',
    'zu',
  ],
  ...['a', "jusqu'a", 'avant', 'anterieure', 'anterieures', 'depuis', 'et', 'toutes', 'les', 'de', 'ou'],
  ...[
    'hasta',
    'antes',
    'anteriores',
    'anterior',
    'desde',
    'y',
    'todas',
    'las',
    'inclusive',
    'versiones',
    'o',
    'la',
  ],
]);
/** Without a number these make an expression of their own when they stand together. */
export const WHOLE =
  /^(?:all (?:versions|releases)|any version|alle versionen|toutes les versions|todas las versiones|latest(?: version)?)\b/;
/** Beside these words nothing is affected any more. */
export const FIXED =
  /^(?:fixed|patched|resolved|behoben|gefixt|corrige|corrigee|corregido|corregida|unaffected)$/;
/** At the edges of an expression these say nothing. */
export const EDGE = new Set([
  'and',
  'or',
  'und',
  'oder',
  'et',
  'y',
  'version',
  'versions',
  'versionen',
  'de',
  'la',
  'les',
  'las',
  'with',
  'a',
  'von',
  '-',
  '–',
  '—',
  '=',
  'release',
  'in',
  'versiones',
  'o',
  'ou',
]);
/** Of those, the ones that open a range: "von 1.0 bis 2.0". */
export const KEEP_FIRST = new Set(['von', 'de']);

/** Words around a product that are no part of its name. Folded. */
export const FILLER = new Set([
  ...[
    'in',
    'the',
    'of',
    'is',
    'are',
    'on',
    'confirmed',
    'affected',
    'tested',
    'product',
    'package',
    'at',
    'least',
  ],
  ...[
    'software',
    'affects',
    'vulnerable',
    'this',
    'issue',
    'with',
    'for',
    'also',
    'our',
    'your',
    'its',
    'our',
    'das',
  ],
  ...[
    'der',
    'die',
    'dem',
    'den',
    'des',
    'betroffen',
    'ist',
    'sind',
    'im',
    'getestet',
    'mit',
    'vom',
    'le',
    'el',
    'est',
  ],
]);
