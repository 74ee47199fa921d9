/**
 * The words reports are written in. To teach the extraction a heading, add it here and nowhere else.
 * Case, umlauts, accents and final colons do not matter: they are folded before the comparison.
 */

/** A part of a report that a heading or label can open. */
export type SectionName =
  | 'title'
  | 'summary'
  | 'description'
  | 'steps'
  | 'affected'
  | 'product'
  | 'version'
  | 'environment'
  | 'mitigations'
  | 'impact'
  | 'severity'
  | 'identifiers'
  | 'references'
  | 'credit'
  | 'contact'
  | 'reporter'
  /** Known, and of no field: ends the section before it. */
  | 'ignored';

/** Headings and labels of each section: English, German, French, Spanish. */
export const SECTION_TERMS: Readonly<Record<SectionName, readonly string[]>> = {
  title: ['title', 'titel', 'report title', 'vulnerability title', 'titre', 'titulo', 'subject', 'betreff'],
  summary: [
    ...['summary', 'overview', 'abstract', 'synopsis', 'tl;dr', 'tldr', 'executive summary', 'short summary'],
    ...['zusammenfassung', 'kurzfassung', 'überblick', 'kurzbeschreibung'],
    ...['résumé', 'resumen', 'aperçu'],
  ],
  description: [
    ...['description', 'details', 'detail', 'technical details', 'vulnerability', 'vulnerability details'],
    ...['vulnerability description', 'technical description', 'issue', 'the issue', 'issue description', 'problem'],
    ...['the problem', 'finding', 'analysis', 'root cause', 'root cause analysis', 'bug', 'bug description'],
    ...['background', 'explanation', 'what happens', 'weakness', 'detailed description', 'what is wrong'],
    ...['beschreibung', 'schwachstelle', 'fehlerbeschreibung', 'problembeschreibung', 'technische details'],
    ...['einzelheiten', 'ursache', 'sachverhalt', 'analyse', 'befund', 'beschreibung der schwachstelle'],
    ...['détails', 'vulnérabilité', 'problème', 'descripción', 'detalles', 'vulnerabilidad', 'problema'],
  ],
  steps: [
    ...['steps to reproduce', 'steps', 'reproduction', 'reproduction steps', 'how to reproduce', 'reproducing'],
    ...['to reproduce', 'poc', 'proof of concept', 'proof-of-concept', 'exploit', 'exploitation', 'repro'],
    ...['reproduce', 'steps to reproduce the issue', 'how to see it', 'how to trigger', 'attack scenario'],
    ...['how to reproduce it', 'how to exploit', 'reproducer', 'step by step', 'steps for reproduction'],
    ...['replication steps', 'steps to replicate', 'poc steps', 'reproducibility', 'test case', 'demonstration'],
    ...['schritte zur reproduktion', 'schritte', 'reproduktion', 'nachstellung', 'so lässt es sich nachstellen'],
    ...['schritte zum nachstellen', 'nachvollziehen', 'machbarkeitsnachweis', 'reproduktionsschritte'],
    ...['so lässt es sich nachvollziehen', 'vorgehen', 'ablauf', 'nachstellen', 'schritte zum reproduzieren'],
    ...['étapes', 'étapes de reproduction', 'étapes pour reproduire', 'reproduire', 'preuve de concept'],
    ...['comment reproduire', 'pasos', 'pasos para reproducir', 'reproducción', 'prueba de concepto'],
    ...['cómo reproducir', 'pasos de reproducción'],
  ],
  affected: [
    ...['affected', 'affected versions', 'affected version', 'affected products', 'affected product', 'versions'],
    ...['affected software', 'affected components', 'affected component', 'affected packages', 'affected package'],
    ...['affected product(s)', 'affected version(s)', 'vulnerable versions', 'vulnerable version', 'vulnerable'],
    ...['vulnerable product', 'vulnerable component', 'versions affected', 'products affected', 'affects'],
    ...['affected system', 'affected systems', 'affected asset', 'affected endpoint', 'affected url', 'scope'],
    ...['image tags', 'affected images', 'product and version', 'product / version', 'where', 'affected service'],
    ...['betroffen', 'betroffene version', 'betroffene versionen', 'betroffenes produkt', 'betroffene produkte'],
    ...['betroffene software', 'betroffene komponente', 'betroffene komponenten', 'betroffene systeme'],
    ...['betroffenes system', 'versionen', 'verwundbare versionen', 'verwundbare version', 'betroffener dienst'],
    ...['versions affectées', 'version affectée', 'versions concernées', 'produit affecté', 'produits concernés'],
    ...['versiones afectadas', 'versión afectada', 'producto afectado', 'productos afectados', 'afectado'],
  ],
  product: [
    ...['product', 'software', 'component', 'package', 'target', 'application', 'project', 'module', 'repository'],
    ...['asset', 'produkt', 'komponente', 'paket', 'anwendung', 'projekt', 'produit', 'composant', 'producto'],
    ...['componente', 'tool', 'werkzeug', 'product name'],
  ],
  version: ['version', 'version(s)', 'product version', 'versión', 'tested version', 'getestete version'],
  environment: [
    ...['environment', 'test environment', 'tested on', 'tested with', 'setup', 'test setup', 'system', 'platform'],
    ...['my environment', 'configuration', 'environment details', 'tested environment', 'os', 'operating system'],
    ...['umgebung', 'testumgebung', 'getestet auf', 'getestet mit', 'getestet unter', 'systemumgebung', 'plattform'],
    ...['betriebssystem', 'environnement', 'environnement de test', 'testé sur', 'entorno', 'entorno de prueba'],
    ...['probado en'],
  ],
  mitigations: [
    ...['mitigation', 'mitigations', 'workaround', 'workarounds', 'work-around', 'remediation', 'recommendation'],
    ...['recommendations', 'fix', 'suggested fix', 'proposed fix', 'solution', 'patch', 'patches', 'possible fix'],
    ...['recommended fix', 'suggested remediation', 'suggestion', 'suggestions', 'how to fix', 'countermeasures'],
    ...['mitigation / fix', 'mitigations and workarounds', 'suggested mitigation', 'fix suggestion'],
    ...['gegenmaßnahmen', 'gegenmaßnahme', 'abhilfe', 'lösung', 'lösungsvorschlag', 'empfehlung', 'behebung'],
    ...['empfehlungen', 'umgehung', 'maßnahmen', 'vorschlag zur behebung', 'behelfslösung', 'abhilfemaßnahmen'],
    ...['atténuation', 'contournement', 'correctif', 'recommandation', 'recommandations', 'remédiation', 'mitigación'],
    ...['solución', 'recomendación', 'recomendaciones', 'mitigaciones', 'solution de contournement'],
  ],
  impact: [
    ...['impact', 'security impact', 'consequences', 'consequence', 'risk', 'effect', 'business impact', 'effects'],
    ...['attack impact', 'potential impact', 'impact assessment', 'what an attacker can do', 'risks'],
    ...['auswirkung', 'auswirkungen', 'folgen', 'risiko', 'konsequenzen', 'mögliche auswirkungen', 'gefahr', 'impakt'],
    ...['conséquences', 'risque', 'impacto', 'consecuencias', 'riesgo'],
  ],
  severity: [
    ...['severity', 'cvss', 'cvss score', 'cvss vector', 'score', 'rating', 'risk rating', 'severity rating'],
    ...['cvss v3', 'cvss v3.1', 'cvss 3.1', 'cvss 4.0', 'cvss v4.0', 'base score', 'vector', 'priority'],
    ...['classification', 'severity assessment', 'my rating', 'severity / cvss', 'cvss base score'],
    ...['schweregrad', 'einstufung', 'bewertung', 'kritikalität', 'klassifizierung', 'einschätzung', 'vektor'],
    ...['gravité', 'sévérité', 'criticité', 'gravedad', 'severidad', 'clasificación'],
  ],
  identifiers: ['cwe', 'cve', 'cwe id', 'cve id', 'weakness type', 'vulnerability type', 'type', 'category', 'typ'],
  references: [
    ...['references', 'reference', 'links', 'link', 'see also', 'supporting material', 'resources', 'sources'],
    ...['supporting materials', 'further reading', 'additional information', 'related', 'more information'],
    ...['referenzen', 'quellen', 'verweise', 'weitere informationen', 'weiterführende links', 'siehe auch'],
    ...['références', 'liens', 'referencias', 'enlaces'],
  ],
  credit: [
    ...['credit', 'credits', 'acknowledgement', 'acknowledgements', 'acknowledgment', 'attribution', 'credit to'],
    ...['hall of fame', 'acknowledgments', 'credit line', 'credit wish'],
    ...['danksagung', 'nennung', 'namensnennung', 'würdigung', 'crédit', 'crédits', 'remerciements'],
    ...['créditos', 'crédito', 'agradecimientos', 'reconocimiento'],
  ],
  contact: [
    ...['contact', 'contact information', 'contact details', 'my contact', 'email', 'e-mail', 'mail', 'reply to'],
    ...['contact email', 'contact address', 'reporter email', 'email address'],
    ...['kontakt', 'kontaktdaten', 'kontaktadresse', 'erreichbar unter', 'e-mail-adresse', 'rückfragen an'],
    ...['contacto', 'courriel', 'correo', 'correo electrónico', 'coordonnées'],
  ],
  reporter: [
    ...['reporter', 'reported by', 'researcher', 'discovered by', 'found by', 'discoverer', 'finder', 'author'],
    ...['melder', 'gemeldet von', 'entdeckt von', 'gefunden von', 'rapporteur', 'découvert par', 'descubierto por'],
  ],
  ignored: [
    ...['timeline', 'disclosure', 'disclosure timeline', 'disclosure policy', 'attachments', 'attachment', 'date'],
    ...['embargo', 'notes', 'note', 'pgp key', 'disclaimer', 'thanks', 'screenshots', 'screenshot', 'expected'],
    ...['disclosure plan', 'next steps', 'legal', 'about us', 'about me', 'prerequisites', 'preconditions'],
    ...['zeitplan', 'zeitablauf', 'veröffentlichung', 'offenlegung', 'anhang', 'anhänge', 'anlagen', 'datum'],
    ...['hinweis', 'hinweise', 'voraussetzungen', 'chronologie', 'pièces jointes', 'cronología', 'adjuntos', 'fecha'],
  ],
};

/** Column heads of a table of affected versions. Columns of any other name are not read. */
export const TABLE_COLUMNS = {
  product: ['package', 'product', 'component', 'name', 'software', 'image', 'module', 'paket', 'produkt', 'modul'],
  productRomance: ['produit', 'paquet', 'composant', 'producto', 'paquete', 'componente', 'komponente', 'artifact'],
  versions: ['affected', 'affected versions', 'versions', 'version', 'vulnerable', 'vulnerable versions', 'tags'],
  versionsGerman: ['betroffen', 'betroffene versionen', 'versionen', 'betroffene version', 'affected version'],
  versionsRomance: ['versions affectées', 'affecté', 'versiones', 'versiones afectadas', 'afectado', 'range'],
} as const;

/** Words of severity, folded, in the order they win when a text holds several. */
export const RATING_TERMS = {
  critical: ['critical', 'kritisch', 'kritische', 'kritischer', 'critique', 'critica', 'critico'],
  high: ['high', 'severe', 'hoch', 'hohe', 'hoher', 'elevee', 'eleve', 'haute', 'alta', 'alto'],
  medium: ['medium', 'moderate', 'mittel', 'mittlere', 'mittlerer', 'moyenne', 'moyen', 'moderee', 'media', 'medio'],
  low: ['low', 'minor', 'niedrig', 'niedrige', 'gering', 'geringe', 'faible', 'basse', 'baja', 'bajo'],
  none: ['none', 'informational', 'informativ', 'keine', 'aucune', 'ninguna'],
} as const;

/** How a mail opens. A first line that begins so, and is short, is a greeting. Folded. */
export const GREETINGS = [
  ...['hi', 'hello', 'hey', 'dear', 'good morning', 'good day', 'good afternoon', 'good evening', 'greetings'],
  ...['to whom it may concern', 'howdy', 'moin', 'servus', 'gruezi', 'guten tag', 'guten morgen', 'hallo', 'liebe'],
  ...['lieber', 'liebes', 'sehr geehrte', 'sehr geehrter', 'sehr geehrtes', 'werte', 'bonjour', 'bonsoir', 'salut'],
  ...['madame', 'monsieur', 'mesdames', 'chere', 'cher', 'hola', 'buenos dias', 'buenas', 'buenas tardes'],
  ...['estimado', 'estimada', 'estimados', 'security team'],
] as const;

/** How a mail closes. Folded, without final punctuation. */
export const FAREWELLS = [
  ...['best', 'best regards', 'regards', 'kind regards', 'warm regards', 'many thanks', 'thanks', 'thank you'],
  ...['thanks and regards', 'thanks & regards', 'thank you and regards', 'cheers', 'sincerely', 'yours sincerely'],
  ...['yours', 'all the best', 'best wishes', 'with best regards', 'with kind regards', 'yours faithfully', 'br'],
  ...['respectfully', 'thanks a lot', 'thanks in advance', 'take care', 'mit freundlichen gruessen', 'mfg', 'vg'],
  ...['mit freundlichem gruss', 'freundliche gruesse', 'viele gruesse', 'beste gruesse', 'gruesse', 'gruss', 'lg'],
  ...['liebe gruesse', 'schoene gruesse', 'herzliche gruesse', 'vielen dank', 'besten dank', 'danke', 'hochachtungsvoll'],
  ...['mit besten gruessen', 'mit bestem gruss', 'schoenen gruss', 'vielen dank und freundliche gruesse'],
  ...['cordialement', 'bien cordialement', 'merci', 'salutations', 'bien a vous', 'sinceres salutations'],
  ...['saludos', 'un saludo', 'atentamente', 'gracias', 'cordialmente', 'saludos cordiales', 'muchas gracias'],
] as const;

/** The commonest words of each language, folded; none stands in two lists. */
export const STOP_WORDS = {
  en: ['the', 'and', 'is', 'of', 'to', 'that', 'with', 'this', 'which', 'from', 'it', 'are', 'can', 'be', 'by', 'not'],
  de: ['der', 'die', 'das', 'und', 'ist', 'nicht', 'ein', 'eine', 'mit', 'auf', 'wird', 'den', 'dem', 'ich', 'zu', 'von'],
  fr: ['le', 'les', 'des', 'est', 'dans', 'une', 'et', 'pour', 'qui', 'sur', 'pas', 'avec', 'du', 'au', 'ce', 'sont'],
  es: ['el', 'los', 'las', 'una', 'del', 'por', 'con', 'para', 'se', 'y', 'como', 'puede', 'esta', 'este', 'al', 'lo'],
} as const;

/** Parts of hyphenated words that are English, not a name: a token made of these only is no product. */
export const ORDINARY_PARTS = [
  ...['access', 'account', 'admin', 'after', 'alert', 'allow', 'and', 'api', 'arbitrary', 'attacker', 'auth', 'back'],
  ...['based', 'bit', 'blind', 'bounds', 'box', 'build', 'built', 'by', 'bypass', 'case', 'check', 'checked', 'click'],
  ...['client', 'code', 'coded', 'command', 'concept', 'content', 'controlled', 'created', 'cross', 'day', 'deep'],
  ...['default', 'defined', 'denial', 'depth', 'disclosure', 'dom', 'double', 'down', 'end', 'file', 'first', 'flight'],
  ...['follow', 'following', 'for', 'forgery', 'format', 'found', 'free', 'full', 'generated', 'group', 'hard', 'high'],
  ...['host', 'id', 'in', 'injection', 'input', 'integrity', 'known', 'last', 'length', 'level', 'line', 'link', 'list'],
  ...['local', 'log', 'long', 'low', 'machine', 'malicious', 'man', 'master', 'memory', 'meta', 'middle', 'mode', 'multi'],
  ...['name', 'network', 'new', 'no', 'non', 'null', 'of', 'off', 'old', 'on', 'one', 'only', 'open', 'origin', 'other'],
  ...['out', 'output', 'over', 'pass', 'path', 'plain', 'plugin', 'point', 'pointer', 'post', 'pre', 'privilege', 'proof'],
  ...['public', 'pull', 'quoted', 're', 'read', 'real', 'remote', 'request', 'reset', 'response', 'run', 'safe', 'same'],
  ...['sandbox', 'script', 'scripting', 'security', 'self', 'sensitive', 'server', 'service', 'session', 'set', 'setup'],
  ...['side', 'sign', 'single', 'site', 'so', 'source', 'space', 'step', 'stored', 'sub', 'super', 'supplied', 'system'],
  ...['tenant', 'text', 'third', 'party', 'time', 'to', 'token', 'traversal', 'trusted', 'two', 'factor', 'type', 'un'],
  ...['unauthenticated', 'up', 'update', 'use', 'user', 'valid', 'validated', 'wide', 'world', 'write', 'x', 'xss', 'zero'],
  ...['escalation', 'check', 'follow', 'well', 'work', 'around', 'worker', 'run', 'term', 'short', 'half', 'three', 'all'],
  ...['application', 'case', 'insensitive', 'dependent', 'independent', 'root', 'rate', 'limit', 'limited', 'key', 'value'],
] as const;
