/** The words that lead to the name in a wish to be credited, in four languages; all repetitions are bounded. */

const NICK_WORDS =
  '(?:full |real |my |own |)?(?:names?|handle|nick(?:name)?|alias|pseudonym|moniker|username|namen?s?|nicknamen?|pseudonyms?|kürzel|spitznamen?|noms?|pseudo(?:nyme)?|nombres?|seudónimo|apodo)';

/**
 * The words that lead to a name, on the text as written. A name that is no proper one ("sable finch", "hedgerow") is
 * taken only after those that are `strong`: what else follows "as" is mostly prose.
 */
export const LEADS: readonly { readonly pattern: RegExp; readonly isStrong: boolean }[] = [
  {
    pattern:
      /(?<![\p{L}\d])(?:credit(?:ed|s)?|mention(?:ed)?|acknowledged?|list(?:ed)?|named?|thank(?:ed)?|cited?|appear|known|call|identify|refer to|attribut(?:ed?|ion)|me|us)(?: [\p{L}']{1,14}){0,8}?,? as(?: simply| just| only)?[:,]? /giu,
    isStrong: true,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:cr[ée]dit\p{L}{0,4}|mention\p{L}{0,4}|cit\p{L}{1,4}|nomm\p{L}{1,4}|figurer|apparaître)(?: [\p{L}']{1,16}){0,6}? (?:comme|en tant que|simplement)[:,]? /giu,
    isStrong: true,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:acredit\p{L}{1,8}|mencion\p{L}{1,8}|cit\p{L}{1,6}|nombr\p{L}{1,6}|figurar|aparecer)(?: [\p{L}']{1,16}){0,6}? como[:,]? /giu,
    isStrong: true,
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:under|as|unter|als|sous|comme|bajo|como)(?: (?:the|my|our|dem|den|meinem|le|mon|el|mi))?(?: ${NICK_WORDS})(?: (?:of|de|von) | d['’]|[:,]? )`,
      'giu',
    ),
    isStrong: true,
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:by|with|mit|par|avec|con)(?: (?:the|my|our|dem|den|meinem|le|mon|el|mi))?(?: ${NICK_WORDS})(?: (?:of|de|von) | d['’]|[:,]? )`,
      'giu',
    ),
    isStrong: false,
  },
  {
    // "My handle is copperwren"; "my name" may be followed by any word.
    pattern:
      /(?<![\p{L}\d])(?:my|our|mein(?:en|em)?|mon|mi|the|den|dem|le|el) (?:\p{L}{1,12} )?(?:handle|nick(?:name[nm]?)?|alias|pseudo(?:nym[es]?|nyme)?|moniker|username|kürzel|spitznamen?|seudónimo|apodo)(?:,? (?:on|bei|auf|sur|en|for|für|pour|para|in)(?: \p{L}{1,20}){1,4}? ?(?::|is|ist|est|es|lautet)|,? (?:is|ist|est|es|lautet))?[:,]? /giu,
    isStrong: true,
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:my|our|mein(?:en|em)?|mon|mi) (?:\\p{L}{1,12} )?${NICK_WORDS}(?:,? (?:is|ist|est|es|lautet))?[:,]? `,
      'giu',
    ),
    isStrong: false,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:als|as|comme|como) (?:entdecker|finder|melder|discoverer|reporter|découvreur|découvreuse|descubridora?|autora?)(?:in|innen)?(?: (?:können|dürfen|könnt|dürft|bitte|gern|gerne|sie|ihr|nennen|nennt|geben|gebt|führen|führt|vous|pouvez|citer|pueden|citar|mencionar|a|you|can|may|name|list)){0,5}[:,]? /giu,
    isStrong: false,
  },
  {
    pattern: /(?<![\p{L}\d])(?:als|as|under|unter|comme|sous|como|bajo|en tant que|by)[:,]? /giu,
    isStrong: false,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:credits?|kudos|thanks|attribut\p{L}{1,4}|acknowledge?ments?|danksagung|nennung|dank|cr[ée]dits?|cr[ée]ditos?|remerciements?|agradecimientos?|reconocimiento|mérite|hallazgo|descubrimiento|finding|discovery|découverte|acredit\p{L}{1,4}|atrib[uú]\p{L}{1,6}|it|this|thank[- ]you|thanks|merci|gracias|given|assigned|goes|go|belongs?|gehen|geht|gebührt|revient|corresponde|sea|mencionara|mencione|cite|bitte)(?:[,:]? [\p{L}']{1,16}){0,6}?,?(?<! links?| mail| write| reply| answer| due) (?:to|an|für|for|à|a|al|para|pour)[:,]? /giu,
    isStrong: false,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:credit|acknowledge|mention|named?|list|thank|cite|crediting|named|mentioned|listed|credited|nennen|nennt|erwähnen|erwähnt|créditer|créditez|citer|citez|mentionner|mentionnez|remercier|remerciez|nommez|creditez|danken|würdigen|acreditar|acrediten|mencionar|mencionen|citar|citen|atribúyanl[oa])(?:-moi|me|nos)?(?: (?:sie|ihr|you|bitte|please|me|us|mich|uns|both|nous|only|nur|simply|einfach)){0,3}[:,]? /giu,
    isStrong: false,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:found|discovered|reported|gefunden|entdeckt|gemeldet|trouvée?|découverte?|signalée?|encontrado|descubierto|hallado|reportado)(?: and (?:reported|disclosed))? (?:by|von|par|por)[:,]? /giu,
    isStrong: false,
  },
  {
    // "My credit line is ...", "please use ...", "put ... in the credits"
    pattern:
      /(?<![\p{L}\d])(?:credit(?: line)?,? (?:is|reads?|reading|should read|should be|to read|to be|would be)|(?:please|kindly|bitte|just|then|to) (?:use|put|say|write|take|verwenden|nehmen)|use|put|usen|utilicen|utilisez|indiquez|d['’]indiquer|entdeckung(?: bitte)?|fund(?: bitte)?|au crédit d[e'’])[:,]? ?/giu,
    isStrong: false,
  },
  {
    pattern: /(?<![\p{L}\d])(?:mention|nennung|erwähnung|mención) (?:of |von |de |d['’])/giu,
    isStrong: false,
  },
  {
    pattern:
      /(?<![\p{L}\d])(?:wenn|dass|können|könnt|dürfen|dürft|danken|dankt) (?:(?:dürfen|dürft|können|könnt) )?(?:sie|ihr) (?:bitte |gerne? )?(?=[^,.;]{3,100} (?:als (?:finder|entdecker|melder)|erwähnen|nennen|danken|aufführen)|\p{Lu}\p{Ll}{1,30} \p{Lu})/giu,
    isStrong: false,
  },
  {
    pattern: /(?<![\p{L}\d])(?:nennt|nennen sie|call|name) (?:mich|me) (?:einfach|bitte|simply|just) /giu,
    isStrong: true,
  },
  {
    // "My colleague Jane Doe found it, please credit her."
    pattern:
      /(?<![\p{L}\d])(?:finder|discoverer|student|colleague|researcher|kollege|kollegin|studentin|entdecker|entdeckerin|finderin|collègue|étudiante?|compañer[oa]|colega|alumn[oa])(?: is| was| ist| war| est| es)?,? (?=.{0,200}\b(?:him|her|them|accordingly|ihn|ihm|l[ae] (?:citer|créditer|mentionner)|acreditarl[oa]|mencionarl[oa])\b)/giu,
    isStrong: false,
  },
];
/** "My name (Jane Doe)". */
export const IN_PARENTHESES =
  /(?<![\p{L}\d])(?:name|namens?|namen|nom|nombre|handle|nick|nickname|alias|pseudonym|pseudo|kürzel|apodo|me|us|mich|uns|moi|team) \(/giu;
/** "I would like to be named as finder: Jane Doe", where nothing else follows. */
export const COLON = /\p{L}\s{0,2}:\s{1,3}/gu;
