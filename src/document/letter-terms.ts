/**
 * The words around a report: how letters open and close, how clients write that a mail was forwarded or answered, and
 * what companies' servers put below. English, German, French, Spanish; folded as `foldWords` does.
 */

/** How a mail opens. */
export const GREETINGS: readonly string[] = [
  ...[
    'hi',
    'hello',
    'hey',
    'dear',
    'good morning',
    'good day',
    'good afternoon',
    'good evening',
    'greetings',
  ],
  ...['to whom it may concern', 'howdy', 'security team', 'dear sirs', 'dear all', 'all', 'team'],
  ...[
    'moin',
    'servus',
    'gruezi',
    'guten tag',
    'guten morgen',
    'guten abend',
    'hallo',
    'liebe',
    'lieber',
    'liebes',
  ],
  ...['sehr geehrte', 'sehr geehrter', 'sehr geehrtes', 'werte', 'gruess gott', 'tag zusammen', 'moin moin'],
  ...['bonjour', 'bonsoir', 'salut', 'madame', 'monsieur', 'mesdames', 'messieurs', 'chere', 'cher', 'chers'],
  ...['hola', 'buenos dias', 'buenas', 'buenas tardes', 'estimado', 'estimada', 'estimados', 'muy buenas'],
  ...['estimadas', 'muy senores', 'senores'],
];

/** How a mail closes, without final punctuation. */
export const FAREWELLS: ReadonlySet<string> = new Set([
  ...[
    'best',
    'best regards',
    'regards',
    'kind regards',
    'warm regards',
    'many thanks',
    'thanks',
    'thank you',
  ],
  ...[
    'thanks and regards',
    'thanks & regards',
    'thank you and regards',
    'cheers',
    'sincerely',
    'yours sincerely',
  ],
  ...[
    'yours',
    'all the best',
    'best wishes',
    'with best regards',
    'with kind regards',
    'yours faithfully',
    'br',
  ],
  ...[
    'respectfully',
    'thanks a lot',
    'thanks in advance',
    'take care',
    'kr',
    'greetings',
    'bye',
    'thx',
    'ta',
  ],
  ...['thank you very much', 'many thanks and best regards', 'thanks for your time', 'yours truly', 'greets'],
  ...[
    'thank you for your time',
    'thanks for looking into this',
    'with regards',
    'rgds',
    'warmly',
    'cordially',
  ],
  ...[
    'best greetings',
    'with friendly greetings',
    'kindest regards',
    'thanks for reading',
    'thank you in advance',
  ],
  ...[
    'mit freundlichen gruessen',
    'mfg',
    'vg',
    'mit freundlichem gruss',
    'freundliche gruesse',
    'viele gruesse',
  ],
  ...['beste gruesse', 'gruesse', 'gruss', 'lg', 'liebe gruesse', 'schoene gruesse', 'herzliche gruesse'],
  ...['vielen dank', 'besten dank', 'danke', 'hochachtungsvoll', 'mit besten gruessen', 'mit bestem gruss'],
  ...['schoenen gruss', 'vielen dank und freundliche gruesse', 'freundlichen gruss', 'viele liebe gruesse'],
  ...['vielen dank im voraus', 'dank und gruss', 'danke und gruss', 'im auftrag', 'i.a', 'gruesse aus'],
  ...[
    'danke und viele gruesse',
    'vielen dank und viele gruesse',
    'freundlich gruesst',
    'es gruesst',
    'bis dann',
  ],
  ...['cordialement', 'bien cordialement', 'merci', 'salutations', 'bien a vous', 'sinceres salutations'],
  ...[
    'merci et bonne journee',
    'merci beaucoup',
    "merci d'avance",
    'tres cordialement',
    'bonne journee',
    'cdt',
  ],
  ...['merci et cordialement', 'salutations distinguees', 'a bientot', 'respectueusement', 'amicalement'],
  ...[
    'saludos',
    'un saludo',
    'atentamente',
    'gracias',
    'cordialmente',
    'saludos cordiales',
    'muchas gracias',
  ],
  ...['gracias y saludos', 'un cordial saludo', 'un abrazo', 'gracias de antemano', 'saludos y gracias'],
  ...['atentos saludos', 'quedo a la espera', 'reciba un cordial saludo'],
]);

/** Longer closings begin with one of these. */
export const LONG_FAREWELLS =
  /^(?:(?:veuillez|je vous prie d')\s?agreer\b|sent from my\b|sent via\b|von meinem .{1,40}gesendet|gesendet mit\b|diese nachricht wurde von meinem\b|envoye (?:de|depuis)\b|enviado desde\b|get outlook for\b|outlook fuer\b|gesendet von\b|obtenez outlook\b)/;

/** Dashes and one of these open a forwarded mail. */
export const FORWARD_MARKERS: readonly string[] = [
  ...[
    'original message',
    'forwarded message',
    'begin forwarded message',
    'forwarded mail',
    'original appointment',
  ],
  ...['start of forwarded message', 'original mail', 'forwarded by', 'forwarded message follows'],
  ...['original-nachricht', 'originalnachricht', 'urspruengliche nachricht', 'weitergeleitete nachricht'],
  ...[
    'anfang der weitergeleiteten nachricht',
    'weitergeleitete e-mail',
    'anfang der weitergeleiteten e-mail',
  ],
  ...[
    'message transfere',
    "message d'origine",
    'debut du message transfere',
    'message original',
    'debut du message reexpedie',
  ],
  ...[
    'mensaje reenviado',
    'mensaje original',
    'inicio del mensaje reenviado',
    'comienzo del mensaje reenviado',
  ],
];

/** The header fields that clients write into the text. */
export const FORWARD_FIELDS: Readonly<Record<string, 'from' | 'date' | 'to' | 'subject' | 'replyTo'>> = {
  from: 'from',
  von: 'from',
  de: 'from',
  expediteur: 'from',
  absender: 'from',
  sent: 'date',
  gesendet: 'date',
  date: 'date',
  datum: 'date',
  envoye: 'date',
  enviado: 'date',
  'enviado el': 'date',
  fecha: 'date',
  to: 'to',
  an: 'to',
  a: 'to',
  pour: 'to',
  para: 'to',
  cc: 'to',
  kopie: 'to',
  subject: 'subject',
  betreff: 'subject',
  objet: 'subject',
  sujet: 'subject',
  asunto: 'subject',
  'reply-to': 'replyTo',
  'antwort an': 'replyTo',
  'repondre a': 'replyTo',
  'responder a': 'replyTo',
};

/** "On Monday, X wrote:" above a quotation. */
export const ATTRIBUTION = /\b(?:wrote|writes|schrieb|a ecrit|escribio|geschrieben)\b.{0,100}:$/;

/** What such a footer says, and a report may be about. */
export const WORDS_OF_FOOTERS =
  /\b(?:disclaimer\b|unsubscribe|privacy (?:policy|notice)|datenschutz(?:hinweis|erklaerung|informationen))/;

/** What a company's server puts below every mail. */
export const DISCLAIMER =
  /\b(?:(?:this|the) (?:(?:e-?)?mail|message|communication|transmission)\b.{0,120}\b(?:confidential|intended|privileged|recipient)|intended (?:recipient|only for|solely for)|confidentiality notice|please consider the environment|registered (?:office|in england)|company (?:number|no)\b|scanned for (?:viruses|malware)|virus-free|diese (?:(?:e-?)?mail|nachricht)\b.{0,120}\b(?:vertraulich|bestimmt|adressat|empfaenger)|vertrauliche informationen|amtsgericht|geschaeftsfuehr|handelsregister|\bhrb \d|ust-?id|ce (?:message|courriel|mail)\b.{0,120}\b(?:confidentiel|destinataire|destine)|avis de confidentialite|este (?:mensaje|correo)\b.{0,120}\b(?:confidencial|destinatario)|aviso (?:legal|de confidencialidad)|mailing list\b.{0,60}\bhttps?:|to unsubscribe from)/;
