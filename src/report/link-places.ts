/** What the words around an address, or the address itself, say it is there for, where it is no reference. */

/**
 * In what is sent or executed: an entity of a DTD, a source in markup, a value of a request's body, a redirect's
 * target, a proxy. Tested on what stands right before the address, as written.
 */
export const PAYLOAD =
  /(?:\b(?:SYSTEM|PUBLIC(?: {1,3}["'][^"'\n]{0,80}["'])?)\s{1,3}["']|\b(?:src|href|data|background|poster|xmlns(?::\w{1,20})?|schemaLocation)\s?=\s?["'\\]{0,2}|<[\w:.-]{1,40}>\s{0,3}|["'](?:\w{0,20}(?:url|uri|link)|callback|webhook|target|redirect\w{0,12}|next|location|host|proxy|dest\w{0,10}|image|avatar|schemas?|\$schema)["']\s?:\s?["']|^\s{0,8}Location:\s?|\\nLocation:\s?|\burl\(["']?|\b(?:fetch|open|import|setFeature|setProperty|setAttribute)\(\s?["'`]|\blocation(?:\.href)?\s?=\s?["']|_proxy=["']?|\s(?:-x|--proxy)[ =])$/i;

/**
 * A server that plays the attacker's part, by the words before an address. Only a possessive tells it from the
 * endpoint that "an attacker calls". Folded.
 */
export const ATTACKERS_OWN = new RegExp(
  [
    "\\battacker(?:'s|s'|-controlled|-owned| (?:controlled|owned|server|host|site|page|domain|machine))\\b|\\bof (?:the|an) attacker\\b",
    '\\b(?:my|own|foreign|rogue|that|malicious|prepared|crafted) (?:(?:own|poc|test|demo|private|proof of concept) )?(?:web ?)?(?:server|host|listener|domain|vps|webhook|page|site|link)\\b',
    '\\b(?:server|host|domain|site|page|url|machine|listener) (?:of (?:mine|yours?|ours)|(?:that )?(?:i|you|we) (?:control|own|run)|under (?:my|your|our) control)\\b',
    '\\b(?:des|eines) angreifers\\b|\\bangreifer(?:-?server|-?seite|-?host|-?domain)',
    '\\b(?:eigene|fremde|meine|kontrollierte|praeparierte|boesartige|manipulierte)[nrms]? (?:web-?)?(?:server|host|domain|seite|rechner|webseite|link)s?\\b|\\bmeinem? (?:web-?)?server\\b',
    "\\bde l'attaquant\\b|\\b(?:mon|votre|leur) (?:propre )?(?:serveur|domaine|hote)\\b|\\b(?:serveur|site|page|hote) (?:controlee?|malveillante?|piegee?|a moi|de test a moi|tiers)\\b",
    '\\bdel atacante\\b|\\b(?:mi|su|tu) (?:propio )?(?:servidor|dominio)\\b|\\b(?:servidor|sitio|pagina) (?:propi[oa]|controlad[oa]|malicios[oa]|mi[oa]|ajen[oa])\\b',
    '\\bcall-?backs? (?:server|host|url|to|at|on)\\b|\\b(?:burp )?collaborator\\b|\\binteractsh\\b',
  ]
    .map(part => `(?:${part}).{0,60}$`)
    .join('|'),
);

/** Names of formats and switches that only look like addresses. */
export const FORMAT_NAME =
  /^https?:\/\/(?:www\.w3\.org\/(?:\d{4}|XML|TR\/(?:x?html|REC-html))|(?:www\.)?xml\.org\/sax\/|apache\.org\/xml\/(?:features|properties)|xml\.apache\.org\/xslt|java\.sun\.com\/|javax\.xml|xmlns\.|schemas\.|maven\.apache\.org\/(?:POM|xsd|SETTINGS)|json-schema\.org\/|cyclonedx\.org\/schema|spdx\.org\/(?:rdf|spdxdocs)|purl\.org\/)/i;

/** A line with one of these carries a link that is no part of the report. Folded. */
export const NO_PART_OF_REPORT = new RegExp(
  [
    'disclaimer|privacy policy|unsubscribe|datenschutz(?:erkl|hinweis)|get outlook',
    '\\b(?:e-?mail|mail|message|nachricht|courriel|correo|mensaje)\\b.{0,80}(?:confidential|vertraulich|confidentiel|confidencial)',
    // The line a program puts below a mail.
    '^\\W{0,4}(?:sent (?:with|from|using|via|by)|gesendet (?:mit|von|ueber)|envoye (?:de|depuis|avec|a partir|via)|enviado (?:con|desde|por))\\b',
    // The footer of a help desk and of a list.
    '\\b(?:view|open|see) (?:the|this|your|my) (?:ticket|request|case)\\b|\\bthis e-?mail is a service from\\b|\\bticket (?:anzeigen|ansehen|aufrufen|oeffnen)\\b|\\b(?:voir|consulter|ouvrir) (?:le|votre|ce) (?:ticket|demande)\\b|\\bver (?:el|su|este) (?:ticket|caso)\\b|\\bmailing list\\b|\\bmanage your (?:subscription|preferences)\\b',
    // Terms of disclosure, ours or the reporter's.
    '\\b(?:disclosure|reporting|vulnerability) polic(?:y|ies)\\b|\\boffenlegungs(?:richtlinie|politik)|\\b(?:richtlinie|regeln) (?:zur|fuer die) (?:offenlegung|veroeffentlichung)\\b|\\bpolitique de (?:divulgation|confidentialite|protection)\\b|\\bpolitica de (?:divulgacion|privacidad|proteccion)\\b|\\bejercer sus derechos\\b',
  ].join('|'),
);

/** Addresses of a subscription, or of a ticket in a help desk. */
export const DESK =
  /unsubscribe|optout|opt-out|abmelden|desabonn|\/mailman\/|\/listinfo\/|^https?:\/\/(?:help-?desk|support|service-?desk|desk|tickets?)\.[^/]{1,250}\/.{0,80}(?:tickets?|requests?|cases?)\/./i;

/** Words that lead to what someone has written on the matter. Folded. */
export const LEADS_TO_READING =
  /\b(?:advisor(?:y|ies)|details?|more|write-?up|reports?|blog|article|paper|post|poc|video|see|described|published|references?|links?|einzelheiten|mehr|weitere|siehe|bericht|beschrieben|artikel|voir|avis|plus|decrit|publie|ver|vease|mas|aviso|publicad[oa]|informe)\b/;
