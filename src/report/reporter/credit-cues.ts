/**
 * What a sentence says about being credited: the words for it, by language. Patterns run on folded words (`foldWords`)
 * of at most `MAX_CUE_LENGTH` characters; every repetition is bounded.
 */
import { anyOf } from '../patterns.js';

type Language = 'en' | 'de' | 'fr' | 'es';
type ByLanguage = Readonly<Record<Language, readonly string[]>>;

/** "Credit" that is money: taken out before anything else is asked. */
const MONEY =
  /\b(?:api |account |user )?credits? ?(?:cards?|balance|limit|notes?|accounts?|amount|rating|points)\b|\b(?:carte|tarjeta|tarjetas) de credito?\b|\bkreditkarten?\b/g;

/** People a wish may be about. */
const WHO =
  "(?:i|we|me|us|myself|i'd|we'd|i'm|researchers?|reporters?|finders?|discoverers?|authors?|colleagues?|client|customer|student)";
const NAMED =
  '(?:mentioned|named|listed|acknowledged|credited|thanked|cited|unnamed|anonymous|nameless|identified|unmentioned|uncredited)';
const NICK = '(?:names?|handle|nick(?:name)?|alias|pseudonym|moniker|pen name|username|identity)';
const PLACE =
  '(?:hall of fame|wall of fame|thanks page|acknowledge?ments?|advisor(?:y|ies)|bulletin|release notes?|change ?log|credits?|cve|website|public|publicly|publication|published)';

const ABOUT: ByLanguage = {
  en: [
    "\\bcredit(?:s|ed)? (?:me|us|my|our|myself|as|to|goes?|belongs?|line|should|would|will|is|are|isn't|needed|required|necessary|wanted|desired|appreciated|welcome|please|if|where|when|and thanks|for (?:the|this|finding|reporting|discovering))\\b",
    '\\bcredit (?:this|it|these|both)\\b|\\bcredit (?:the |this )?(?:finding|discovery|bug|vulnerability|issue|report|discoverer|finder|reporter|researcher|following|team|"|„|“|\'|@)',
    '\\b(?:please|kindly|to|you (?:can|may|could|should|might)|do|just|either|can you|could you|feel free to|happy for you to) (?:\\w{1,12} )?(?:credit|acknowledge) (?!receipt|receiving|this|that|the (?:receipt|report|mail|email|message|issue)|my (?:report|mail|email|message))',
    '\\b(?:be|being|get|getting|receive|like|love|want|wanting|need|take|expect|ask for|asking for|appreciate|no|any|without|public|give|given|proper|due|my|preferred|about|for|as|in|take) (?:(?:public|the|your|any|some|a|full|proper|due|personal) )?credits?\\b(?! to the (?:librar|account))',
    '\\b(?:be|being|get|am|are) credited\\b|\\b(?:neither|nor) credits?\\b|(?:^|[,:;] )(?:(?:please|then|just) )?credit (?:@|\\w)',
    '\\b(?:mention|name|list|thank|cite|feature|naming|mentioning|listing|crediting|acknowledge|acknowledging|thanking|citing) (?:me|us|myself|both of us|all of us)\\b',
    `\\b(?:use|using|publish|publishing|print|include|including|show|put|add|keep|leave|share|disclose|disclosing|reveal|revealing|withhold|omit|remove|mention|mentioning|list|name|pass on|give|attach|drop) (?:(?:only|just|out|please) )?(?:my|our|his|her|the reporter's|the researcher's) (?:(?:full|real|own|first|last|company|team|legal) )?(?:${NICK}|employer|company|affiliation)\\b`,
    `\\b${WHO}\\b.{0,80}\\b(?:be|being|been|am|are|is|stay|remain|appear|get|was|were) (?:(?:publicly|openly|not|fully|kept|completely|only|by|just|also) ){0,2}${NAMED}\\b`,
    `\\b(?:happy|glad|like|love|wants?|wish(?:es)?|prefers?|rather|mind|care|honou?red|fine|ok|okay) (?:(?:with|about|not|to|if i|if we) ){0,3}(?:be|being|stay|remain|get|staying|remaining|am|are) (?:(?:publicly|not|completely) )?${NAMED}\\b`,
    '\\b(?:like|want|love|wish|prefer|may|can|happy|should|allowed) (?:not )?(?:to )?appear\\b',
    `\\b(?:my|our) (?:full |real |own )?${NICK}\\b.{0,60}\\b(?:${PLACE}|appear|appears|out of|nowhere|mention(?:ed)?|private|confidential|secret|to yourselves?|not be|should be|may be|can be)\\b`,
    `\\b(?:no|without|any) (?:names?|naming|mention|attribution|acknowledge?ments?)\\b.{0,40}\\b(?:${PLACE}|please|needed|necessary|required|wanted|of (?:me|us|my|our))\\b`,
    "\\b(?:mention|name|list|credit) neither\\b|\\b(?:listed?|reported|credited|published) (?:as )?(?:reported )?anonymously\\b|\\bnames? for (?:publication|credits?|the (?:credits?|advisor|acknowledg))|\\b(?:can|could|must|may|should)(?:not|n't| not) be (?:named|identified|credited)\\b|\\bhall of fame\\b|\\bwall of fame\\b|\\bthanks page\\b|\\bshout-?out\\b|\\bkudos (?:to|for)\\b",
    '\\b(?:about|for|like|appreciate|enjoy|welcome|expect|need|want|no|a|short|brief|public|honourable|honorable) (?:a |any |the |public )?mention\\b(?! of (?:the|this|it|a))',
    '\\bthank-you\\b.{0,30}\\b(?:name|page|note|note with|welcome|nice)\\b|\\b(?:thank|thanks) (?:to )?(?:me|us|my team|our team)\\b',
    '\\b(?:remain(?:s|ing)?|stay(?:s|ing)?|be kept|kept|keep (?:me|us|this|it|my name|the (?:reporter|finder|researcher)|him|her|them)|prefers?(?: to be)?|(?:want|like|wish|wants|wishes|rather|prefer|choose) (?:to )?be|i am|please|treated|listed as|credited as|(?:handle|report(?:ing|ed)?|submit(?:ting|ted)?|publish|treat) (?:this|it|me|us|my|the)(?: report| mail| finding)?) (?:(?:strictly|completely|fully|entirely|as) )?(?:anonym(?:ous|ously)|unnamed|nameless|incognito)\\b',
    '\\b(?:prefer|value|appreciate|request|ask for|keep my|respect my|want|wish|insist on|like) (?:full |complete |my )?anonymity\\b',
    '\\b(?:please|should be|be|can be|may be|is) attribut(?:e|ed)\\b.{0,40}\\b(?:to|as)\\b|\\b(?:no|public|any|for) attribution\\b|\\battribution (?:to|as|should|would|is not|please|not|wanted|if)\\b',
    '\\backnowledge?ments?\\b.{0,30}\\b(?:to|as|for|should|would|not|please|welcome|needed|necessary)\\b',
    `\\b(?:identify|refer to|call) (?:me|us) (?:only |just |simply )?(?:as|by)\\b`,
    '\\bnot my (?:real|full|own|legal) name\\b|\\bby (?:my )?(?:full |real )?name\\b.{0,30}\\b(?:fine|ok|okay|please)\\b',
    '^(?:public |named )?credits?\\b ?(?:[:,]|if\\b)|\\bcrediting\\b|\\b(?:for|in|to) (?:the|your|any) (?:public )?acknowledge?ments?\\b(?! of)|\\b(?:about|for|appreciate|like|welcome) an? (?:public )?acknowledge?ment\\b(?! of (?:receipt|this|my))',
    '\\bput (?:me|us) (?:down|in)\\b|^acknowledge?ments? ?:|^attribution ?:|\\bknow my name\\b|\\b(?:kept|consider|keep|treat) (?:me|us) (?:as )?anonymous\\b|\\b(?:is|as) the (?:reporter|finder|discoverer)\\b.{0,40}\\b(?:public|advisory|bulletin)\\b|\\bname to credit\\b|\\bname \\W.{1,60} in (?:the|your) (?:bulletin|advisory|changelog|release notes)\\b|\\b(?:leave|keep) (?:me|us) out\\b|\\bpublic(?:ly)? thank',
    '\\b(?:mention|name|thank|list|credit|acknowledge)(?:ing)? (?:anybody|anyone|somebody|someone|people|reporters|names|finders|researchers)\\b',
    '\\b(?:named?|list(?:ed)?|mention(?:ed)?|thank|acknowledged?)\\b.{0,80}\\bas (?:the |its )?(?:co-)?(?:discoverers?|finders?)\\b',
    `^being ${NAMED}\\b|\\b(?:cool|nice|great|lovely|fun|fine|good|honou?r|pleasure|happy|pleased) (?:to|if i (?:could|would)|if we (?:could|would)) (?:be|get) ${NAMED}\\b`,
    `\\b(?:need|want|see|have|having|find|finding|prefer) (?:my|our) (?:(?:full|real|own) )?${NICK}\\b(?! (?:server|space))`,
    `\\b(?:my|our) (?:(?:full|real|own) )?${NICK} (?:did|does|do|would|will|should|must|can|could|may)(?:n't)? (?:not )?(?:show|appear|turn|be|stay|go|come)\\b`,
    '\\b(?:publish|tell|disclose|reveal|share|say)\\b.{0,20}\\bwho (?:reported|found|sent|discovered|i am|we are)\\b',
  ],
  de: [
    '\\b(?:nennen|nennt|nenne|benennen|erwaehnen|erwaehnt|auffuehren|auffuehrt|aufzufuehren|listen|danken|wuerdigen|zitieren|crediten|creditet|kreditieren|genannt|erwaehnt|aufgefuehrt|gelistet|gewuerdigt)\\b.{0,80}\\b(?:mich|uns|(?:als )?(?:entdecker|finder|melder)(?:in|innen)?|mein(?:e[nmrs]?)?|unser(?:e[nmrs]?)?)\\b(?! (?:fehler|befund))',
    '\\b(?:mich|uns|mein(?:e[nms]?)? (?:\\w{1,16} )?name(?:ns?)?|unser(?:e[nms]?)? name(?:ns?)?|als (?:entdecker|finder|melder)(?:in|innen)?)\\b.{0,80}\\b(?:nennen|nennt|benennen|erwaehnen|erwaehnt|auffuehren|aufzufuehren|auffuehrt|fuehren|listen|danken|genannt|aufgefuehrt|gelistet|aufnehmen|veroeffentlichen|veroeffentlicht|verwenden|weitergeben|preisgeben|angeben|heraushalten|weglassen|weg|raus|zitieren)\\b',
    '\\bnamentlich|\\bnamensnennung\\b|\\bnennung\\b|\\bdanksagung(?:en)?\\b|\\bdankesseite\\b|\\bdankesliste\\b|\\bruhmeshalle\\b',
    '\\bcredits? (?:an|fuer|gern|gerne|bitte|gehen|gehoert|geht|als|nicht|sind|waeren|waere|brauche|moechte)\\b|\\b(?:keine?n?|ohne|um|die|auf|ueber) credits?\\b',
    '\\b(?:ich|wir|mich|uns|melder(?:in)?|finder(?:in)?|entdecker(?:in)?|mein name|mein(?:en)? arbeitgeber|person)\\b.{0,80}\\b(?:genannt|erwaehnt|aufgefuehrt|gelistet|ungenannt|unerwaehnt)\\b',
    '\\b(?:anonym|ungenannt|unerwaehnt) (?:zu )?(?:bleiben|bleibe|behandeln|halten|gehalten|behandelt|melden)\\b|\\b(?:moechte|will|bitte|lieber|gern|gerne|wuerde|bleibe|bleiben|bevorzuge)\\b.{0,50}\\b(?:anonym|anonymitaet)\\b',
    '\\bmein(?:e[nms]?)? (?:\\w{1,16} )?name(?:ns?)?\\b.{0,60}\\b(?:nirgend(?:s|wo)|nicht|darf|kann|soll|sollte|duerfen|erscheinen|auftauchen|stehen|bitte|gern|gerne|heraus|raus|advisory|veroeffentlichung|oeffentlich|vertraulich)\\b',
    '\\b(?:veroeffentlichung|nennung|weitergabe|angabe|verwendung|erwaehnung) (?:des|der|meines|meiner|unseres|unserer) (?:\\w{1,16} )?(?:namens|identitaet|person|melderin|melders|arbeitgebers|bearbeiterin|bearbeiters)\\b',
    '\\b(?:erwaehnung|namentliche)\\b.{0,40}\\b(?:freuen|gern|gerne|nicht|brauche|wuensche|gewuenscht|noetig|als|waere)\\b',
    '\\b(?:klarnamen?|realnamen?|pseudonym|spitznamen?|nicknamen?|kuerzel)\\b.{0,60}\\b(?:nennen|nennt|genannt|erwaehn\\w{1,4}|auffuehren|aufgefuehrt|veroeffentlich\\w{1,5})\\b',
    '\\b(?:jemanden|wen|namen|personen|melder|finder)\\b.{0,30}\\b(?:nennen|nennt|erwaehnen|erwaehnt)\\b|\\bfuehr(?:en|t) (?:sie |ihr |bitte ){0,2}(?:mich|uns)\\b.{0,100}\\bauf\\b|\\bgeb(?:en|t) (?:sie |ihr |bitte ){0,2}(?:mich|uns|als)\\b.{0,100}\\ban\\b|\\b(?:entdeckung|fund)\\b.{0,80}\\bzu(?:zu)?schreiben\\b',
    '\\b(?:nennen|erwaehnen|nennt|erwaehnt) (?:sie |ihr )?(?:dann |bitte |gern |gerne )|\\bdanken (?:duerft|koennt|duerfen|koennen)\\b|\\b(?:meldung|hinweis|bericht|ich melde)\\b.{0,30}\\banonym$|\\b(?:meldung|hinweis)\\b.{0,20}\\banonym\\b',
    '\\b(?:fuer|bei|die) credits\\b|\\b(?:nichts|kein problem|einverstanden)\\b.{0,40}\\b(?:nennung|erwaehnung|genannt|erwaehnt)\\b|\\bbitte\\b.{0,80}\\bals (?:entdecker|finder|melder)(?:in)?\\b|\\bschreib(?:en|t) (?:sie |bitte )?die entdeckung\\b|\\bals .{1,60} in erscheinung\\b|\\b(?:lassen sie|lasst) (?:mich|uns) aussen vor\\b|\\bmein name tut nichts zur sache\\b|\\b(?:melder|finder|entdecker|namen) auflist\\w{1,3}\\b|\\bals (?:entdecker|finder|melder)(?:in)?\\b.{0,60}\\b(?:an|angeben|nennen)\\b',
    '\\bohne (?:meinen |unseren )?namen\\b.{0,30}\\b(?:veroeffentlich|bitte|nennen|meldung|advisory)',
    '\\b(?:ich|wir) (?:moechte|wuerde|wuerden|moechten)\\b.{0,60}\\b(?:erscheinen|auftauchen)\\b|\\bgern(?:e)? als .{1,60} (?:erscheinen|auftauchen|genannt|erwaehnt)\\b',
  ],
  fr: [
    "\\bsi vous (?:remerciez|citez|mentionnez|nommez|creditez)\\b|^(?:a )?(?:credit(?:s|er)?|attribution) ?[:,]|\\bje (?:ne )?(?:veux|souhaite|desire|prefere|voudrais)\\b.{0,24}\\b(?:apparaitre|figurer|paraitre)\\b|\\b(?:remerciez|creditez|citez|mentionnez|nommez)\\b|\\bmentionner que c'est moi\\b|\\bau credit d|\\b(?:taire|garder|cacher|omettre|retirer|masquer|afficher|indiquer) (?:mon|notre) (?:nom|identite)\\b",
    "\\b(?:me|m'|nous|moi|mon nom|notre nom|le nom de|la decouverte|cette decouverte|le merite|ma trouvaille|mon employeur)\\b.{0,60}\\b(?:crediter|credite[esz]{0,2}|citer|cite[esz]{0,2}|citiez|mentionner|mentionne[esz]{0,2}|mentionniez|nommer|nomme[esz]{0,2}|remercier|remercie[esz]{0,2}|attribuer|attribue[esz]{0,2}|publier|divulguer|reveler|apparaitre|apparaisse|figurer|figure|paraitre)\\b",
    "\\bm'(?:attribuer|identifier|y nommer|y citer)\\b|\\b(?:crediter|creditez|citer|citez|mentionner|mentionnez|nommer|nommez|remercier|remerciez|publier|publiez|divulguer|divulguez|attribuer|attribuez)(?:[- ](?:me|moi|nous|mon nom|notre nom|notre equipe|ma|la decouverte|cette decouverte|la faille|le signalement)\\b)",
    '\\b(?:merci de|veuillez|vous pouvez|priere de|il faut|je vous prie de|svp) (?:bien |me |nous |ne pas )?(?:crediter|citer|remercier|creditez)\\b',
    '\\b(?:etre|soit|sois|soyons|suis|serais|serai|serions) (?:\\w{1,14} )?(?:credite|cite|mentionne|nomme|remercie)e?s?\\b',
    "\\b(?:je|j'|nous|mon nom|notre nom|le chercheur|la chercheuse|l'auteur)\\b.{0,60}\\b(?:apparaitre|apparaisse|figurer|figure)\\b.{0,40}\\b(?:comme|sous|dans|en tant que|nulle part)\\b",
    "\\bremerciements?\\b|\\bcredits? (?:a|pour|au|aux|comme|souhaite|svp|inutile|n'est)\\b|\\b(?:aucun|pas de|sans|le|un) credit\\b(?! agricole)",
    '\\b(?:sans|aucune|pas de|une|la) mention\\b.{0,40}\\b(?:nom|moi|necessaire|nominative|souhaite|publique|plaisir|utile|serait|me ferait|comme)',
    '\\b(?:rester|reste|demeurer|demeure|restera|resterai|garder|conserver|preserver|prefere|souhaite)\\b.{0,30}\\b(?:anonymes?|anonymat)\\b|\\banonymat\\b',
    '\\b(?:ni|pas|sans|que) mon nom\\b|\\bmon (?:pseudo(?:nyme)?)\\b.{0,40}\\b(?:est|:|suffit|dans)',
    "\\btableau d'honneur\\b|(?:^|[,:;] )(?:(?:veuillez|alors|merci de) )?(?:citez|creditez|mentionnez|remerciez|crediter|citer) ",
  ],
  es: [
    '\\b(?:se|me|nos) reconoz\\w{1,4}\\b|\\b(?:se|me|nos) reconocier\\w{1,3}\\b|\\bcomo (?:descubridor|autor|investigador)a?\\b.{0,40}\\b(?:citar|mencionar|nombrar|citen|mencionen)\\b|\\bpubliquen quien\\b|\\b(?:me|nos) (?:pueden?|podrian?) (?:citar|mencionar|nombrar|acreditar|incluir)\\b|\\b(?:dan|den|dar) las gracias a\\b|\\bque (?:me|nos|se) (?:cit|mencion|nombr|acredit)\\w{1,8}\\b|\\bque se (?:publique|atribuya|divulgue) (?:mi|nuestro|el) (?:nombre|hallazgo)\\b|\\b(?:necesito|quiero|pido|darme|dar|deseo|busco|recibir|necesitamos) (?:el |ningun )?credito\\b',
    '\\b(?:acreditar(?:me|nos|lo|la)?|acredit(?:en|e|ad)(?:me|nos)?|acreditad[oa]s?)\\b.{0,60}\\b(?:a|al|como|me|nos|hallazgo|descubrimiento|nombre|bajo|con|publicamente|no|en)\\b',
    '\\b(?:mencionar|citar|nombrar|incluir|agradecer|acreditar|atribuir)(?:me|nos|melo)\\b|\\b(?:mencionen|citen|nombren|incluyan|acrediten|mencione|cite|nombre|atribuyan|atribuyanlo)(?:me|nos)\\b',
    '\\b(?:me|nos) (?:mencionen|mencione|mencionan|citen|cite|citan|nombren|nombre|nombran|acrediten|acredite|acreditan|incluyan|incluyen|atribuyan|identifiquen)\\b',
    '\\bser (?:\\w{1,14} )?(?:mencionad|citad|nombrad|acreditad|reconocid)[oa]s?\\b',
    '\\b(?:gustaria|quiero|quisiera|prefiero|queremos|preferimos|deseo|pueden|puede|encantaria|quisieramos)\\b.{0,30}\\b(?:aparecer|figurar)\\b|\\b(?:aparecer|figurar|aparezca|figure) (?:como|con|bajo|en los (?:creditos|agradecimientos))\\b',
    '\\bcreditos? (?:a|al|para|como|por|no|seria|publico)\\b|\\b(?:el|los|sin|ningun|de) creditos?\\b(?! de la (?:cuenta|tarjeta))',
    '^creditos?\\b|\\b(?:acrediten|mencionen|citen|nombren) a\\b|\\bagradecimientos?\\b|\\breconocimiento\\b.{0,40}\\b(?:a|para|publico|no|como|gustaria)\\b|\\bsalon de la fama\\b',
    '\\bmi nombre\\b(?! (?:es|de usuario)\\b)|\\bnuestro nombre\\b(?! es\\b)|\\bmi (?:alias|apodo|seudonimo)\\b',
    '\\b(?:permanecer|seguir|quedar|mantener(?:me|nos)?|mantengan|guardar|prefiero|preferimos|deseo|quiero|conservar|preservar|ser)\\b.{0,30}\\b(?:anonim[oa]s?|anonimato)\\b|\\banonimato\\b',
    '\\bmencion\\b.{0,40}\\b(?:agradec|gustaria|necesari|publica|nombre|hace falta|como)|\\b(?:una|sin|ninguna) mencion\\b',
    '\\batribuyan(?:lo|la)\\b|\\batribu(?:ir|yan|ya)\\b.{0,40}\\b(?:hallazgo|descubrimiento|fallo|vulnerabilidad)\\b|\\b(?:hallazgo|descubrimiento)\\b.{0,40}\\b(?:atribu|acredit)',
  ],
};

/** Words that, together in a sentence, make it one on credit: what is given, and that somebody wants or does not want it. */
const PAIRS: Readonly<Record<Language, { readonly what: string; readonly wish: string }>> = {
  en: {
    what: '\\b(?:credit(?:s|ed|ing)?|acknowledge?ments?(?! of)|attribution|thank(?:s|[- ]you) (?:to|page)|hall of fame|(?:my|our) (?:full |real )?names?(?! (?:is|server)\\b)|anonymi[sz]e)\\b',
    wish: "\\b(?:please|would|like|want|need(?:ed|n't)?|wish|happy|glad|appreciated?|no|not|if|fine|welcome|care|bother|spare|interested|tiens|grateful|should|may|anywhere|public|for you)\\b|n't\\b",
  },
  de: {
    what: '\\b(?:credits?|nennung|namensnennung|danksagung(?:en)?|erwaehnung|namentlich\\w{0,2}|mein(?:en?|em|es)? (?:\\w{1,16} )?name(?:ns?)?(?! ist)|meine identitaet|nick(?:name)?|pseudonym)\\b',
    wish: '\\b(?:bitte|ich|wir|gerne?|mich|mir|uns|moechte\\w{0,1}|wuerde\\w{0,1}|wuensch\\w{1,3}|brauch\\w{1,3}|keine?\\w{0,1}|nicht|wenn|falls|darf|duerfen|duerft|soll|muss)\\b',
  },
  fr: {
    what: '\\b(?:credit(?:s|er|ez)?|remerciements?|remerciez|mention(?:ner)?|anonymat|pseudo(?:nyme)?|mon nom(?! est)|mon identite)\\b',
    wish: "\\b(?:je|nous|merci|veuillez|svp|souhait\\w{1,5}|voudr\\w{1,5}|vous|mon|moi|aucune?|si|me|serait|possible|renonce|toute)\\b|\\bj'|^a crediter",
  },
  es: {
    what: '\\b(?:creditos?|agradecimientos?|reconocimiento|mencion|acredit\\w{1,6}|anonimato|mi nombre(?! (?:es|de usuario)\\b)|mi identidad|mi (?:alias|apodo|seudonimo))\\b',
    wish: '\\b(?:por favor|me|nos|quiero|quisiera|queremos|gustaria|prefer\\w{1,5}|prefier\\w{1,3}|deseo|necesit\\w{1,4}|no|sin|si|pueden?|les|manten\\w{1,5}|para|renuncio|cualquier)\\b',
  },
};

/** Thanks or credit due to somebody or something else. */
const OTHERS =
  /\bwie (?:oben|unten|bereits|schon) (?:genannt|erwaehnt|aufgefuehrt)\b|\backnowledge within\b|\bname\b.{0,30}\bfor the (?:bounty|payment|reward|invoice)\b|\bcredit the (?:maintainers|authors|upstream|library)\b|\b(?:nennen|nennt) (?:sie |ihr )?(?:bitte )?(?:mir|uns) (?:bitte |doch )?(?:ein|den|die|das|ihre|eure|wann|bis)\w{0,2}\b|\b(?:mir|uns) (?:ein|den|die|das|ihre|eure)\w{0,2} (?:\w{1,24} )?(?:nennen|nennt)\b|\b(?:mentionner|mentionnez|citer|citez) (?:ce|cette|la|le|les|votre) (?:rapport|reference|numero|message|ticket|version)\b|\bcredits? (?:go|goes|is due|due|belongs?)? ?(?:to|for) (?:the|their|his|her|its) (?:\w{1,16} )?(?:library|tool|project|authors?|original|blog|paper|post|technique|idea|work|inspiration|maintainers?)\b|\b(?:give|gives|gave|giving) (?:full |due |proper )?credit to (?:the|a|their|other|third|open)\b|\bfor the (?:original )?(?:technique|idea|inspiration|blog post|research idea)\b|\b(?:file|software|notices?|page|licen[sc]e text|dialog|component)s? (?:does not |doesn't |fails? to )?(?:gives?|lists?|credits?|mentions?) /;

/** Neither wish. */
const INDIFFERENT: ByLanguage = {
  en: [
    "\\b(?:do not|don't|does not|doesn't|would not|wouldn't) (?:really )?(?:mind|care|matter)\\b",
    '\\bno (?:strong |particular |special )?(?:wish(?:es)?|preference|opinion|feelings)\\b|\\bup to you\\b|\\bat your discretion\\b|\\bas you (?:like|prefer|see fit|wish|please)\\b|\\b(?:leave|left) (?:it |that |this |the decision )?(?:entirely )?(?:up )?to you\\b',
    "\\beither way\\b|\\bwith or without\\b|\\bwhatever you\\b|\\bwhat you (?:like|want|will)\\b|\\b(?:i'm|we're|am|are) easy about\\b|\\b(?:not|isn't) (?:so |that |very |really )?important (?:to|for) (?:me|us)\\b|\\bindifferent\\b|\\bor not\\b|\\ball the same to\\b|\\bis optional\\b|\\byour (?:call|choice|decision)\\b|\\bwhichever you\\b|\\bcouldn't care less\\b",
  ],
  de: [
    '(?:^|: ?)egal\\b|\\b(?:ist|waere|sind) (?:mir|uns) (?:\\w{1,12} )?(?:egal|gleich|gleichgueltig|einerlei|wurst|wurscht|nicht (?:so )?wichtig|unwichtig|schnuppe)\\b|\\b(?:mir|uns) (?:ist|waere) (?:es |das )?(?:\\w{1,12} )?(?:egal|gleich|einerlei|wurst|nicht (?:so )?wichtig)\\b|\\bnicht wichtig\\b',
    '\\bspielt (?:fuer mich |fuer uns )?keine rolle\\b|\\b(?:ihre|eure) entscheidung\\b|\\bueberlasse ich\\b|\\bliegt (?:ganz )?bei (?:ihnen|euch)\\b|\\b(?:ihnen|euch) (?:ueberlassen|freigestellt)\\b|\\bwie (?:sie|ihr) (?:moegen|moegt|wollen|wollt|moechten)\\b|\\b(?:leidenschaftslos|gleichgueltig)\\b',
  ],
  fr: [
    "\\bm'importe(?:nt)? peu\\b|\\bpeu m'importe\\b|\\bpeu importe\\b|\\bm'est (?:bien |tout a fait |completement )?(?:egal|indifferent)\\b|\\bcomme (?:vous (?:voulez|preferez|le souhaitez|voudrez)|bon vous semble)\\b|\\ba vous de (?:voir|decider|choisir)\\b|\\bsans importance\\b|\\bpas (?:d'importance|important)\\b|\\bvous laisse (?:libre|le choix|decider|juge)\\b",
  ],
  es: [
    '\\bme (?:da|es|resulta) (?:igual|lo mismo|indiferente)\\b|\\bnos da igual\\b|\\bcomo (?:prefieran|prefiera|quieran|deseen|gusten)\\b|\\ba su (?:criterio|eleccion)\\b|\\bno (?:me importa|es importante|tiene importancia)\\b|\\bcomo ustedes\\b|\\bno tengo preferencia\\b',
  ],
};

/** Words that say no where no such wish is meant: taken out before the words of `NO` are looked for. */
const HARMLESS =
  /\b(?:do not|don't|please don't|never) (?:hesitate|forget)\b|\bno (?:problem|objections?|issue|worries|doubt)(?: (?:with|to|in|about|if))?\b|\bnot (?:a problem|only|just|yet|object|against)\b|\bnothing against\b|\bif not\b|\bwhy not\b|\b(?:do not|don't|would not|wouldn't) mind\b|\bno bounty\b|\b(?:not|n't) (?:\w{1,10} ){0,3}(?:a bounty|bount(?:y|ies)|money|paid|payment|reward)\b|\bnichts dagegen\b|\bkein(?:e|en)? (?:problem|einwaende|bedenken|bounty|praemie|belohnung|geld|verguetung)\b|\bnicht nur\b|\bwenn nicht\b|\bn'?(?:hesitez|oubliez|manquez) pas\b|\bpas (?:de probleme|d'objection|d'inconvenient|seulement|de prime|de recompense|opposee?)\b|\baucun(?:e)? (?:probleme|inconvenient|objection|recompense|prime)\b|\bsans (?:probleme|souci)\b|\bno (?:duden?|olviden?)\b|\bno (?:hay|tengo|tenemos|veo) (?:ningun )?(?:problema|inconveniente|objecion)\b|\bsin problemas?\b|\bno solo\b|\bno (?:busco|quiero|pido|espero) (?:\w{1,8} )?(?:recompensa|dinero|pago)\b/g;

/** Words that turn a sentence on credit into a refusal. */
const NO: ByLanguage = {
  en: [
    "\\b(?:no|not|never|nowhere|without|neither|none|nobody|cannot|refrain|waive|decline|omit|withhold|anonym\\w{0,6}|unnamed|nameless|unmentioned|uncredited|incognito|confidential|secret|private|avoid|skip)\\b|n't\\b|\\bout of\\b|\\b(?:kept|keep|stay) off\\b|\\b(?:leave|keep|left|kept)\\b.{0,30}\\bout\\b|\\b(?:unnecessary|unneeded|unwanted|needless)\\b|\\bremove\\b|\\bspare (?:me|us)\\b|\\banonymi[sz]e\\b|\\bto yoursel(?:f|ves)\\b",
  ],
  de: [
    '\\b(?:nicht|keine?[nmrs]?|nirgend(?:s|wo)|nie|niemals|ohne|weder|verzicht(?:e|en|et)|anonym|anonymitaet|ungenannt|unerwaehnt|raus|heraus|heraushalten|rauslassen|weglassen|weg|vertraulich|geheim|aussen vor|nichts zur sache|absehen|abzusehen|abgesehen|unterlassen|unnoetig|ueberfluessig)\\b|\\bsehen sie\\b.{0,60}\\bab\\b|\\blehnen? (?:ich|wir)\\b.{0,30}\\bab\\b|\\bunter uns\\b|\\bseht\\b.{0,60}\\bab\\b',
  ],
  fr: [
    '\\b(?:pas|aucune?|sans|jamais|nulle part|ni|anonymes?|anonymat|inutile|superflu|confidentiel(?:le)?|omettre|renonce|renoncons|taire|secret|eviter|evitez)\\b',
  ],
  es: [
    '\\b(?:no|sin|ningun[ao]?|nunca|jamas|tampoco|ni|anonim[oa]s?|anonimato|secreto|renuncio|renunciamos|omitan?|omitir|confidencial|reserva|reservad[oa]|innecesari[oa]|eviten?)\\b',
  ],
};

/** The reporter's own name, asked for without writing it. */
const OWN: ByLanguage = {
  en: [
    '\\bby (?:my |our )?(?:full |real |first )?names?\\b|\\b(?:my|our) (?:full |real |own )?names?\\b|\\b(?:credit|mention|name|list|acknowledge|thank|cite|feature) (?:me|us)\\b',
  ],
  de: [
    '\\bnamentlich|\\bmit (?:meinem |unserem |vollem |vollstaendigem )?namen\\b|\\b(?:mein|meinen|meines|meinem) (?:\\w{1,16} )?name(?:ns?)?\\b|\\b(?:nennen|nennt|erwaehnen|erwaehnt) (?:sie )?(?:mich|uns)\\b|\\bnamensnennung\\b',
  ],
  fr: [
    "\\b(?:par|avec|sous|de) mon (?:vrai |propre )?nom\\b|\\bmon (?:vrai |propre )?nom\\b|\\b(?:me|m') ?(?:crediter|citer|mentionner|nommer|remercier)\\b|\\b(?:citez|creditez|mentionnez|nommez)-moi\\b|\\bnommement\\b|\\bnominative(?:ment)?\\b",
  ],
  es: [
    '\\bmi (?:propio )?nombre\\b|\\b(?:mencionar|citar|nombrar|acreditar)me\\b|\\bme (?:mencionen|citen|nombren|acrediten)\\b|\\bpor (?:mi )?nombre\\b',
  ],
};

/** "The discoverer line", "the names above": the credit stands where the reporter is told. */
const ELSEWHERE =
  /\b(?:discoverers?|finders?|reporters?|researchers?|authors?|reported[- ]by|discovered[- ]by|found[- ]by) (?:line|field|entry|tag|header|section)\b|\b(?:lines?|names?) (?:above|below|at the top|given above|in the header)\b|\bas (?:listed |stated |given |named |written )?(?:above|in the header|at the top)\b|\bwie oben (?:genannt|angegeben|aufgefuehrt)\b|\boben genannten? namen?\b|\bci-dessus\b|\b(?:mas )?arriba\b/;

/** Words that name an employer only. */
const EMPLOYER_ONLY =
  /\b(?:my|our) (?:employer|company|client|customer|university)\b|\b(?:meinen?|unseren?) (?:arbeitgeber|firma|kunden)\b|\bmon (?:employeur|entreprise)\b|\bmi empresa\b|\bmi empleador\b/;
const SELF =
  /\b(?:me|us|myself|my name|my identity|credits?|credited|anonym\w{0,6}|unnamed|mich|uns|meinen? namen?|nennung|moi|mon nom|mi nombre|mencionar(?:me|nos)|citarme)\b/;

/** Where a clause ends, so that the "no" of one does not turn the wish of another. */
const CLAUSE_END =
  /[,;()–—]|\s-\s|\b(?:but|aber|sondern|mais|pero|sino)\b|\band (?=i |i'd |would|please|just|only|we )|\bund (?=ich |bitte |wuerde|freue)/;
const FIRST_PERSON =
  /\b(?:i|me|my|we|us|our|ich|mich|mir|mein\w{0,2}|wir|uns|je|me|mon|moi|nous|mi|nos|yo|mencionarme|citarme|acreditarme)\b/;

const about = anyOf(Object.values(ABOUT).flat());
const anyWhat = anyOf(Object.values(PAIRS).map(({ what }) => what));
const pairs = Object.values(PAIRS).map(({ what, wish }) => ({ what: anyOf([what]), wish: anyOf([wish]) }));
const indifferent = anyOf(Object.values(INDIFFERENT).flat());
const no = anyOf(Object.values(NO).flat());
const own = anyOf(Object.values(OWN).flat());

/**
 * Whether a sentence is about the reporter being credited, asked for, refused or left open.
 * @param words - folded
 */
export function isAboutCredit(words: string): boolean {
  const told = words.replace(MONEY, ' ');
  return (about.test(told) || isWished(told)) && !OTHERS.test(told);
}

function isWished(told: string): boolean {
  return anyWhat.test(told) && pairs.some(({ what, wish }) => what.test(told) && wish.test(told));
}

/**
 * Whether words say no. "I want no bounty" and "I do not mind" do not.
 * @param words - folded; a clause
 */
export function saysNo(words: string): boolean {
  return no.test(words.replace(HARMLESS, ' '));
}

/** What a sentence on credit says; `open` where it leaves the choice, or only asks whether there is such a thing. */
export type CreditWish = 'wants' | 'refuses' | 'open';

/**
 * The wish in a sentence on credit. It refuses where one of its clauses is about credit and says no.
 * @param words - folded
 */
export function creditWishIn(words: string): CreditWish {
  if (indifferent.test(words)) return 'open';
  const clauses = words.split(CLAUSE_END);
  const telling = clauses.filter(isAboutCredit);
  const denied = (telling.length === 0 ? [words] : telling).filter(saysNo);
  if (denied.some(clause => !isEmployersOnly(clause))) return 'refuses';
  if (denied.length === telling.length && denied.length > 0) return 'open';
  return words.endsWith('?') && !FIRST_PERSON.test(words) ? 'open' : 'wants';
}

function isEmployersOnly(clause: string): boolean {
  return EMPLOYER_ONLY.test(clause) && !SELF.test(clause.replace(EMPLOYER_ONLY, ' '));
}

/**
 * Whether a wish is for the reporter's own name, which it does not write.
 * @param words - folded, of a wish
 */
export function asksForOwnName(words: string): boolean {
  return own.test(words);
}

/**
 * Whether a wish points to the place where the reporter is told.
 * @param words - folded, of a wish
 */
export function asksForReporterLine(words: string): boolean {
  return ELSEWHERE.test(words);
}
