/**
 * The words version expressions are made of: English, German, French, Spanish. To teach the reading a wording, add it
 * here. All are folded as `foldWords` does; a phrase is words with one space between.
 */

/** Upper bounds that take the version in. */
export const UP_TO = [
  ...[
    'prior to and including',
    'before and including',
    'earlier than and including',
    'up to and including',
    'up to',
    'up through',
    'through',
    'until',
    'till',
    'no later than',
    'upto',
  ],
  ...[
    'bis einschliesslich',
    'bis inklusive',
    'bis inkl',
    'bis einschl',
    'bis incl',
    'bis und mit',
    'bis zu',
    'bis zur',
  ],
  ...['bis', "jusqu'a la", "jusqu'a", "jusqu'au", "jusqu'aux", "jusqu'en", 'hasta e incluyendo', 'hasta'],
  ...['hasta e incluida'],
];

/** Upper bounds that leave the version out. */
export const BEFORE = [
  ...[
    'before',
    'prior to',
    'earlier than',
    'older than',
    'lower than',
    'less than',
    'below',
    'under',
    'previous to',
  ],
  ...['bis vor', 'up to but not including', 'up to but excluding', 'prior'],
  ...['vor', 'unter', 'unterhalb', 'unterhalb von', 'kleiner als', 'kleiner', 'aelter als', 'frueher als'],
  ...['niedriger als', 'avant', 'plus anciennes que', 'plus ancienne que', 'strictement inferieures a'],
  ...['antes de', 'menores que', 'menor que', 'menores a', 'mas antiguas que', 'bis ausschliesslich'],
];

/** Upper bounds that are adjectives of "versions", which belongs to the expression. */
export const BEFORE_ADJECTIVES = [
  ...[
    'anterieures a',
    'anterieure a',
    'anterieurs a',
    'anterieur a',
    'inferieures a',
    'inferieure a',
    'inferieur a',
    'inferieurs a',
  ],
  ...['precedant', 'anteriores a', 'anterior a', 'inferiores a', 'inferior a', 'previas a', 'previa a'],
];

/** Lower bounds that take the version in. */
export const FROM = [
  ...[
    'from',
    'since',
    'starting with',
    'starting from',
    'starting at',
    'starting in',
    'beginning with',
    'as of',
  ],
  ...[
    'at least',
    'ab',
    'seit',
    'von',
    'beginnend mit',
    'mindestens',
    'a partir de',
    'depuis',
    'des',
    'de',
    'du',
  ],
  ...['au moins', 'desde'],
];

/** Lower bounds that leave the version out. */
export const AFTER = [
  ...['after', 'above', 'newer than', 'later than', 'higher than', 'greater than', 'neuer als', 'hoeher als'],
  ...[
    'groesser als',
    'posterieures a',
    'superieures a',
    'ulterieures a',
    'superieure a',
    'superieur a',
    'posteriores a',
  ],
  ...['superiores a', 'superior a', 'mayores que', 'despues de'],
];

/** Between two versions, whatever opened the range. */
export const TO = ['to', 'thru', 'a', 'au', 'al', 'to and including', 'a la'];

export const BETWEEN = ['between', 'zwischen', 'entre', 'any version between'];
export const AND = ['and', 'und', 'et', 'y', 'e', '&', 'or', 'oder', 'ou', 'o', 'u', 'sowie', 'but', 'mais'];

/** "2.0 and …" */
export const LOWER = [
  ...[
    'earlier',
    'older',
    'lower',
    'below',
    'prior',
    'before',
    'previous',
    'less',
    'aelter',
    'aeltere',
    'aelteren',
  ],
  ...[
    'frueher',
    'fruehere',
    'frueheren',
    'darunter',
    'niedriger',
    'niedrigere',
    'kleiner',
    'vorherige',
    'davor',
  ],
  ...['anterieure', 'anterieures', 'anterieurs', 'anterieur', 'inferieure', 'inferieures', 'plus ancienne'],
  ...['plus anciennes', 'plus anciens', 'precedentes', 'precedente', 'avant', 'anterior', 'anteriores'],
  ...['inferior', 'inferiores', 'previas', 'previa', 'menores', 'menor', 'mas antiguas'],
];
export const HIGHER = [
  ...[
    'later',
    'newer',
    'above',
    'up',
    'higher',
    'greater',
    'onwards',
    'onward',
    'upwards',
    'neuer',
    'neuere',
  ],
  ...[
    'neueren',
    'hoeher',
    'hoehere',
    'spaeter',
    'spaetere',
    'aufwaerts',
    'darueber',
    'ulterieure',
    'ulterieures',
  ],
  ...['superieure', 'superieures', 'posterieures', 'suivantes', 'plus recente', 'plus recentes', 'posterior'],
  ...['posteriores', 'superior', 'superiores', 'mayores', 'mayor', 'siguientes', 'mas recientes'],
];
/** "2.0 onwards": no "and" before it. */
export const ONWARDS = ['onwards', 'onward', 'upwards', 'aufwaerts'];

export const INCLUDED = [
  ...['inclusive', 'inclusively', 'included', 'including', 'einschliesslich', 'inklusive', 'inkl', 'incl'],
  ...[
    'eingeschlossen',
    'inclus',
    'incluse',
    'incluses',
    'compris',
    'comprise',
    'incluido',
    'incluida',
    'incluidas',
  ],
];
export const EXCLUDED = [
  ...[
    'exclusive',
    'excluded',
    'excluding',
    'ausschliesslich',
    'exklusive',
    'ausgeschlossen',
    'exclu',
    'exclue',
  ],
  ...['exclus', 'excluido', 'excluida'],
];

export const ALL = [
  'all',
  'everything',
  'anything',
  'alles',
  'tout',
  'todo',
  'any',
  'every',
  'alle',
  'saemtliche',
  'jede',
  'toutes les',
  'toutes',
  'todas las',
  'todas',
];
/** May stand between "all" and "versions". */
export const ALL_ADJECTIVES = [
  ...['built', 'shipped', 'gebaute', 'gebaut'],
  ...[
    'released',
    'published',
    'current',
    'supported',
    'known',
    'available',
    'existing',
    'previous',
    'the',
    'bisherigen',
  ],
  ...['bisher', 'veroeffentlichten', 'verfuegbaren', 'unterstuetzten', 'aktuellen', 'der'],
];
/** Stands before a number, and says nothing but that it is a version. */
export const VERSION_WORDS = [
  ...[
    'version',
    'versions',
    'versionen',
    'versiones',
    'release',
    'releases',
    'ver',
    'vers',
    'v',
    'rev',
    'revision',
  ],
  ...[
    'la version',
    'les versions',
    'las versiones',
    'der version',
    'den versionen',
    'die version',
    'the version',
  ],
  ...[
    'the',
    'la',
    'der',
    'den',
    'die',
    'release number',
    'versionsnummer',
    'softwareversion',
    'branch',
    'tag',
    'the release',
  ],
];
/** Of those, the ones after which even a bare "5" is a version. */
export const CERTAIN_VERSION_WORD =
  /^(?:.{0,6} )?(?:v(?:er)?(?:sion(?:s|en|es)?)?|(?:vor|vorgaenger|programm|produkt|plugin|haupt|app|tool|client|server)-?version(?:en)?|releases?|versionsnummer|softwareversion)$/;
export const PLURAL_VERSIONS = [
  'versions',
  'les versions',
  'versiones',
  'las versiones',
  'version',
  'la version',
  'versionen',
];

/** A moving target: a version only where one is asked for. */
export const LATEST = [
  ...[
    'latest master',
    'latest main',
    'latest nightly',
    'latest commit',
    'aktueller master',
    'latest stable version',
    'latest stable release',
    'latest version',
    'latest release',
    'latest stable',
    'latest',
  ],
  ...[
    'current version',
    'current release',
    'current stable version',
    'current master',
    'current main',
    'current',
  ],
  ...[
    'newest version',
    'newest',
    'most recent version',
    'master branch',
    'main branch',
    'master',
    'trunk',
    'head',
  ],
  ...[
    'nightly',
    'aktuelle version',
    'aktuellste version',
    'neueste version',
    'neuste version',
    'aktuell',
    'aktueller stand',
  ],
  ...[
    'derniere version',
    'la derniere version',
    'version actuelle',
    'ultima version',
    'la ultima version',
    'version actual',
  ],
];

/** "4.2 RC 1", "4.2 build 4711": goes on with what stood before. */
export const STAGES = [
  'rc',
  'beta',
  'alpha',
  'build',
  'sp',
  'hotfix',
  'patch',
  'update',
  'preview',
  'snapshot',
];
/** "build 4711", "commit abc1234": a version without points. */
export const BUILDS = ['build', 'commit', 'revision', 'rev'];

/** After these words nothing is affected, up to the end of the clause. */
export const FIXED = [
  ...[
    'fixed',
    'fixes',
    'fix',
    'patched',
    'resolved',
    'unaffected',
    'not affected',
    'not vulnerable',
    'corrected',
    'remediated',
  ],
  ...[
    'does not affect',
    'not in',
    'not with',
    'not on',
    'nicht in',
    'nicht mit',
    'nicht bei',
    'pas dans',
    'pas avec',
    'pas sur',
    'passer a',
    'pasar a',
    'no en',
    'not reproducible',
    'could not reproduce',
    "couldn't reproduce",
    'cannot reproduce',
    "can't reproduce",
  ],
  ...[
    'behoben',
    'gefixt',
    'gepatcht',
    'korrigiert',
    'nicht betroffen',
    'nicht anfaellig',
    'nicht nachstellen',
    'behebt',
  ],
  ...[
    'corrige',
    'corrigee',
    'corriges',
    'corrigees',
    'non affecte',
    'non affectee',
    'non affectees',
    'pas affectee',
  ],
  ...[
    'pas affectees',
    'pas touchee',
    'pas touchees',
    'pas concernee',
    'pas concernees',
    'pas vulnerable',
    'non concernees',
  ],
  ...[
    'non vulnerable',
    'correctif',
    'corregido',
    'corregida',
    'corregidos',
    'corregidas',
    'solucionado',
    'solucionada',
  ],
  ...[
    'no afectada',
    'no afectadas',
    'no esta afectada',
    'no estan afectadas',
    'no es vulnerable',
    'no vulnerable',
    'corrige',
  ],
  ...[
    'no afecta',
    'upgrade to',
    'update to',
    'upgrading to',
    'updating to',
    'aktualisieren auf',
    'mettre a jour vers',
    'actualizar a',
  ],
];
/** After a version, these say the same of it. */
export const NOT_AFFECTED_AFTER = [
  ...[
    'not tested',
    'was not tested',
    'were not tested',
    'untested',
    'nicht getestet',
    'ungetestet',
    'non testee',
    'non testees',
    'no probada',
    'no probadas',
    'seems not to be affected',
    'seem not to be affected',
    'does not seem',
    'do not seem',
    'seems unaffected',
    'not to be affected',
    'scheint nicht betroffen',
    'scheinen nicht betroffen',
    'ne semble pas',
    'no parece',
    'does not reproduce',
    'is fixed',
    'are fixed',
    'has the fix',
    'contains the fix',
    'contains a fix',
    'fixes',
    'is not affected',
    'are not affected',
  ],
  ...[
    'was not affected',
    'not affected',
    'is not vulnerable',
    'are not vulnerable',
    'not vulnerable',
    'unaffected',
    'is safe',
  ],
  ...[
    'is unaffected',
    'are unaffected',
    "isn't affected",
    "aren't affected",
    'is fine',
    'are fine',
    'was fine',
    'is patched',
  ],
  ...[
    'seems fixed',
    'seems to be fixed',
    'fixed',
    'patched',
    'does not have',
    'is ok',
    'works correctly',
    'no longer',
  ],
  ...[
    'ist nicht betroffen',
    'sind nicht betroffen',
    'nicht betroffen',
    'nicht anfaellig',
    'behebt',
    'ist behoben',
  ],
  ...['ist nicht anfaellig', 'ist das problem behoben', 'ist der fehler behoben', 'behoben', 'ist sicher'],
  ...[
    "n'est pas affectee",
    'ne sont pas affectees',
    "n'est pas concernee",
    'ne sont pas concernees',
    "n'est pas touchee",
  ],
  ...["n'est pas vulnerable", 'corrige', 'ne sont pas touchees', 'non affectee', 'non affectees'],
  ...[
    'no esta afectada',
    'no estan afectadas',
    'no es vulnerable',
    'no son vulnerables',
    'no se ve afectada',
    'corrige',
  ],
  ...['lo corrige', 'no afectada', 'no afectadas'],
];
