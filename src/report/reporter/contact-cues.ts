/**
 * What a sentence says about where to answer to: the words for it, by language. Patterns run on folded words
 * (`foldWords`) of at most `MAX_CUE_LENGTH` characters; every repetition is bounded.
 */
import { anyOf } from '../patterns.js';

type Language = 'en' | 'de' | 'fr' | 'es';
type ByLanguage = Readonly<Record<Language, readonly string[]>>;

const ABOUT: ByLanguage = {
  en: [
    '\\b(?:reach|contact|e-?mail|mail|write|answer|reply|respond|ping|message|get (?:hold of|in touch with|back)|talk|drop|send|forward)\\b (?:to )?(?:me|us|back|a (?:mail|line|note) to (?:me|us))\\b',
    '\\b(?:way|address|mailbox|channel|place) (?:to|for) (?:reach|contact|repl|answer|question|get in touch)',
    '\\b(?:repl(?:y|ies)|questions?|answers?|responses?|correspondence|communication|follow-?ups?|updates?|feedback|inquiries|enquiries|mails?|anything else|everything else)\\b.{0,60}\\b(?:to|via|at|through|under)\\b',
    '\\b(?:reply|answer|write|respond|mail|send mail|e-?mail) (?:please |only |directly |rather |instead |back )?(?:to|at|via|under)\\b',
    '\\b(?:use|prefer|take) (?:\\w{1,12} ){0,4}(?:address|mailbox|e-?mail|inbox)\\b|\\b(?:please|kindly|rather|better|instead|just) use\\b|\\buse \\S{1,64}@\\S{1,99} (?:instead|rather|for (?:repl|question|answer|contact|all|any))',
    '\\b(?:my|our) (?:(?:private|personal|work|new|other|direct|secure|preferred|correct|real|main|group|team|shared|contact) )?(?:e-?mails?|address|mailbox|inbox|contact|mail)\\b',
    '\\breachable\\b|\\b(?:reached|contacted|available) (?:\\w{1,12} )?(?:at|under|via|by|on|through)\\b',
    '\\bcontact (?:address|person|point|details|information|is|at|for|via)\\b|\\bpoint of contact\\b|\\bi (?:only )?(?:read|check|monitor)\\b',
  ],
  de: [
    '\\berreich(?:en|bar|st|t)\\b|\\bkontakt(?:adresse|ieren|iert|e|aufnahme)?\\b|\\bansprechpartner(?:in)?\\b|\\b(?:funktions|sammel|gruppen)?postfach\\b',
    '\\b(?:antwort(?:en|et)?|rueckfragen|rueckmeldung(?:en)?|rueckantwort|fragen|nachrichten?|mitteilung(?:en)?|mails?|zuschriften|weiteres|korrespondenz)\\b.{0,60}\\b(?:an|unter|auf|ueber|per)\\b',
    '\\b(?:schreiben sie|schreibt|schreib|mailen sie|mailt|antworten sie|antwortet|(?:melden|wenden) sie sich|meldet euch)\\b',
    '\\b(?:meine|unsere)[nmrs]? (?:\\w{1,16} )?(?:e-?mail(?:-?adresse)?|adresse|mail(?:adresse)?)\\b|\\b(?:verwenden|benutzen|nutzen|nehmen) sie\\b|\\b(?:verwendet|benutzt|nutzt|nehmt) (?:bitte|lieber)?\\b',
  ],
  fr: [
    "\\b(?:me|m'|nous) ?(?:contacter|joindre|ecrire|repondre|envoyer)\\b|\\b(?:contactez|ecrivez|repondez|joignez|envoyez)(?:[- ](?:moi|nous|a|plutot|directement|svp))?\\b",
    '\\b(?:contacter|contact|joignable|contactable)s?\\b|\\b(?:reponses?|questions?|repondre|echanges|correspondance|suites?|retours?|ecrire)\\b.{0,60}\\b(?:a|au|sur|via|vers)\\b',
    "\\b(?:mon|notre) (?:\\w{1,16} )?(?:adresse|e-?mail|mail|mel|courriel)\\b|\\b(?:utiliser|utilisez) (?:plutot |de preference |svp )?(?:l'|cette |mon )?(?:adresse|\\S{1,64}@)",
  ],
  es: [
    '\\bcontact(?:ar|arme|arnos|enme|eme|o|en|e)\\b|\\b(?:escrib(?:ir|irme|irnos|anme|ame|an|anos)|localizar(?:me|nos)|responder(?:me|nos)?|respondan(?:me)?|responda(?:me)?|dirijan?se|dirigirse)\\b',
    '\\b(?:respuestas?|preguntas|dudas|consultas|comunicaciones?|correspondencia)\\b.{0,60}\\b(?:a|al|en|por)\\b',
    '\\b(?:mi|nuestro|nuestra) (?:\\w{1,16} )?(?:correo|direccion|e-?mail|buzon)\\b|\\b(?:usen|utilicen|usar|utilizar) (?:mejor |por favor |el |la |esta |este )?(?:direccion|correo|buzon|\\S{1,64}@)',
  ],
};

/** Who or what does the sending in a vulnerability; a sentence on them is no wish, unless the reporter speaks of "me". */
const TELLING =
  /\b(?:attackers?|victims?|server|application|endpoint|payload|password reset|the form|sends|enter|angreifers?|opfers?|anwendung|formular|eingeben|attaquant|victime|serveur|formulaire|envoie|atacante|victima|servidor|formulario|envia)\b/;
const FIRST_PERSON =
  /\b(?:me|my|us|our|i|mich|mir|meine?[nmrs]?|uns|unsere?[nmrs]?|ich|moi|mon|ma|nous|notre|mi|mis|nos|nuestr[oa]|escribirme|contactarme|responderme)\b|\bm'/;

/** Words before an address that say not to use it. */
const NOT_BEFORE =
  /(?:\b(?:not|never|no longer)|n't) (?:\w{1,12} ){0,1}(?:answer|reply|use|write|send|contact|e-?mail|respond|mail|read|to|at|via)\b[^,;]{0,60}$|\b(?:instead of|rather than|other than|statt|anstatt|anstelle|plutot que|au lieu de|en lugar de|en vez de)\b[^,;]{0,40}$|\b(?:nicht|keinesfalls) (?:mehr )?(?:\w{1,12} )?(?:an|unter|auf|ueber|per)\b[^,;]{0,40}$|\bne (?:\w{1,12} ){0,2}(?:pas|plus|jamais) (?:repondre|ecrire|utiliser|envoyer|a|sur)\b[^,;]{0,50}$|\b(?:no|nunca) (?:escrib|respond|contest|usen?|usar|utili[cz]|contact|envi|a)\w{0,10}\b[^,;]{0,50}$/;
/** Words behind an address that say the same. */
const NOT_BEHIND =
  /^[>)\].]{0,3},? ?(?:\([^()]{0,60}\) )?(?:(?:which |that |it |die |qui |que )?(?:is|are|will be|gets|wird|ist|est|n'est|no es|no se|no)) (?:\w{1,12} ){0,2}?(?:not|no longer|never|only for|just for|nicht|nur fuer|pas|plus|lee|lea|leida|solo para|unmonitored|unread|unattended|dead)\b/;
/** Words before an address of somebody or something else. */
const OTHERS =
  /\b(?:cc|bcc|copy|kopie|copie|copia|colleagues?|kolleg(?:e|en|in)|collegue|companer[oa]|compa|paypal|payments?|bank|users?|accounts?|victim|konto|benutzer|compte|utilisateur|cuenta|usuario|logged in as|sign(?:ed)? in as|registered|on behalf of|forwarded (?:to|from|by)|received from)\b[^,;.]{0,50}$/;
/** Local parts of examples. */
const SAMPLE =
  /^(?:victims?|attackers?|evil|hacker|foo|bar|test\d{0,3}|opfer|angreifer|victime|attaquant|victima|atacante|someone|nobody|your\.?name|rua|dmarc)@/i;

const about = anyOf(Object.values(ABOUT).flat());

/**
 * Whether a sentence that holds an address tells where to answer to.
 * @param words - folded
 */
export function isAboutContact(words: string): boolean {
  return about.test(words) && (!TELLING.test(words) || FIRST_PERSON.test(words));
}

/** What a sentence says of an address in it. */
export type AddressUse =
  /** Nothing against it. */
  | 'reachable'
  /** Not to be answered to. */
  | 'refused'
  /** Of a colleague, of an account, of an example. */
  | 'of others';

/**
 * What the words around an address say of it.
 * @param before - folded, what stands before it in its sentence
 * @param address - as written
 * @param behind - folded, what stands behind it
 */
export function useOf(before: string, address: string, behind: string): AddressUse {
  const clause =
    before
      .slice(-160)
      .split(/[;:]\s|,\s|\b(?:but|sondern|mais|sino|pero|and|und|et)\s/)
      .at(-1) ?? '';
  if (
    NOT_BEFORE.test(
      clause.replace(
        /\b(?:do not|don't) hesitate\b|\bn'hesitez pas\b|\bno duden?\b|\bzoegern sie nicht\b/g,
        ' ',
      ),
    )
  )
    return 'refused';
  if (NOT_BEHIND.test(behind.slice(0, 120))) return 'refused';
  return SAMPLE.test(address) || OTHERS.test(clause) ? 'of others' : 'reachable';
}
