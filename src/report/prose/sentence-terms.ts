/**
 * What sentences say without a heading, by language. Each entry is a pattern on folded words (`foldWords`), tried
 * anywhere in the sentence unless it begins with "^"; a word ends where a letter or digit does not follow. `strong` decides alone, `good` where
 * nothing speaks against it, `weak` only tips the scale. To teach a way of putting it, add it here and nowhere else.
 */

/** What a sentence of loose prose is there for. */
export type Purpose =
  /** What is wrong. */
  | 'description'
  /** What was done, or is to be done, to see it. */
  | 'steps'
  | 'impact'
  | 'mitigations'
  | 'environment'
  /** Which versions, which product. */
  | 'affected'
  /** Scores, vectors, identifiers. */
  | 'severity'
  /** Who writes, why, and that a report follows. */
  | 'intro'
  | 'other';

export interface Terms {
  readonly strong: readonly string[];
  readonly good: readonly string[];
  readonly weak: readonly string[];
}

/** What leads to steps and is none itself: "To reproduce:", "Nachstellen ist einfach.". */
export const STEP_OPENINGS: readonly string[] = [
  '^lo (?:comprobamos|comprobe|reproduje|reprodujimos|probe|probamos|hicimos|hice)\\b.{0,50}$',
  '^(?:this|here) is (?:how|what) (?:i|we)\\b.{0,40}$',
  '^(?:so|folgendermassen) (?:habe ich|haben wir)\\b.{0,40}$',
  ...[
    '^what i (?:did|have done|tried)\\b.{0,30}$',
    '^(?:here is |this is )?how (?:to (?:see|reproduce|test|trigger|verify|check|do|get|make)|i (?:did|got|found|tested))\\b.{0,40}$',
  ],
  ...[
    '^i did (?:the following|this|it like this|as follows)',
    '^(?:the )?steps?(?: to reproduce)?\\b.{0,30}:$',
    '^(?:to|you can|one can|anybody can|easy to|it can be|i can|can be|it is easy to|this can be|this is easy to|simple to) (?:be )?(?:reproduced?|replicated?|repeat(?:ed)?|triggere?d?|see it|try it|verify|demonstrated?)\\b.{0,60}$',
  ],
  ...[
    '^reproduc(?:e|ing|tion) (?:it |this )?(?:is|was) (?:easy|simple|trivial)',
    '^(?:to|for) (?:reproduce|test|see|try|verify|check|trigger) (?:it|this|that)?(?: yourself)?:?$',
    '^(?:my|the|our) test was\\b.{0,30}$',
    '^it goes like this',
    '^(?:do|try) (?:the following|this|as follows)\\b.{0,10}$',
  ],
  ...[
    '^nachstellen\\b.{0,60}$',
    '^so (?:kann man|laesst|koennen sie|koennt ihr|kommt man|geht es|geht)\\b.{0,60}:?$',
    '^(?:zum|um es) nachstell',
    '^reproduzier(?:en|bar|t)\\b.{0,60}$',
    '^(?:das|es) laesst sich (?:einfach|leicht|so|wie folgt|recht einfach)?.{0,20}(?:nachstellen|reproduzieren|nachvollziehen)\\b.{0,30}$',
    '^(?:mein|unser) (?:vorgehen|test)\\b.{0,40}$',
    '^(?:ich bin|wir sind) (?:so|wie folgt|folgendermassen) vorgegangen',
    '^(?:folgendes|das) habe ich (?:gemacht|getan|probiert)',
    '^wie ich (?:es )?(?:gemacht|getestet) habe',
  ],
  ...[
    '^pour (?:le |la |les )?(?:reproduire|verifier|voir|tester)\\b.{0,50}:?$',
    '^(?:voici|voila) (?:comment|ce que|la manip|les etapes|la marche)\\b.{0,50}$',
    '^(?:voici )?(?:mes|les) (?:essais|etapes)\\b.{0,30}$',
    "^(?:c'est|cela est) (?:facile|simple) a (?:reproduire|verifier|voir)\\b.{0,30}$",
    '^on peut (?:le |facilement |aisement )?reproduire\\b.{0,40}$',
    "^j'ai (?:fait|procede) (?:ainsi|comme suit|comme cela|ceci)",
    '^la reproduction est\\b.{0,40}$',
  ],
  ...[
    '^(?:para|se puede) (?:reproducir(?:lo)?|comprobar(?:lo)?|ver(?:lo)?|probar(?:lo)?)\\b.{0,50}:?$',
    '^(?:los )?pasos\\b.{0,40}:?$',
    '^(?:esto es )?(?:lo que|como lo) (?:hice|he hecho|probe)\\b.{0,40}$',
    '^es (?:facil|sencillo) (?:de )?(?:reproducir|comprobar|ver)(?:lo)?\\b.{0,30}$',
    '^reproducirlo es\\b',
    '^(?:hice|he hecho) lo siguiente',
  ],
];

export const PURPOSE_TERMS: Readonly<Record<Exclude<Purpose, 'description'>, Terms>> = {
  steps: {
    strong: [
      ...[
        '^(?:and |so )?(?:first(?:ly)?|then|next|after (?:that|this|which|a while|a few|some|the|i|having)|afterwards|finally|second(?:ly)?|third(?:ly)?|lastly|in the end|at the end|now (?:log|open|go|run|start|send|call|the|as|with|i|we|you|press|click|do|scan|use|upload)|at last|last step|as a last step|to start)\\b',
      ],
      ...[
        '^(?:und )?(?:zuerst|zunaechst|als erstes|erst (?:habe|einmal|mal|dann)|dann|danach|anschliessend|schliesslich|zuletzt|am (?:ende|schluss)|zum (?:schluss|schluss|abschluss)|nun|daraufhin|als naechstes|im (?:naechsten|zweiten|letzten) schritt|hinterher|jetzt)\\b',
      ],
      ...[
        "^(?:et )?(?:d'abord|tout d'abord|ensuite|puis|enfin|apres (?:cela|ca|quoi|avoir)|finalement|pour finir|en premier|dans un (?:premier|second|deuxieme) temps|pour commencer|au final)\\b",
      ],
      ...[
        '^(?:y )?(?:primero|en primer lugar|luego|despues|a continuacion|finalmente|por ultimo|al final|entonces|seguidamente|acto seguido|tras (?:eso|ello|esto))\\b',
      ],
    ],
    good: [
      '^(?:i|we) (?:then |also |just |simply |only )?(?:created?|made|generated|deleted|removed|opened|clicked|called|logged|sent|took|put|started|ran|run|installed|uploaded|scanned|changed|replaced|entered|registered|added|wrote|set|copied|downloaded|intercepted|used|pasted|got|saw|waited|looked|checked|pointed|pushed|cloned|built|configured|replayed|requested|invited|edited|committed|switched|signed|typed|stopped|killed|counted|repeated|received|tried)\\b',
      '^(?:please |now |just |simply )?(?:create|make|open|click|call|log(?: in| out| on)?|login|sign(?: in| out| up)|send|take|put|start|run|execute|install|upload|scan|change|replace|enter|register|add|write|set|copy|download|intercept|use|paste|wait|look|check|observe|point|push|clone|build|configure|replay|request|invite|edit|commit|switch|type|stop|repeat|search|place|prepare|serve|host|visit|browse|go|navigate|submit|save|remove|delete|grab|unpack|compile|publish|listen|feed|import|export|craft|issue|press|select|choose|see|watch|give|authenticate|attach|append|access|activate|adjust|analy[sz]e|apply|ask|assign|bring|bump|capture|clear|close|compare|connect|convert|count|decode|define|deploy|disconnect|drag|drop|echo|encode|examine|expand|extract|fetch|fill|find|follow|forge|fork|generate|get|grep|hit|inject|insert|inspect|invoke|join|kill|launch|leave|let|link|list|load|locate|lure|mark|mirror|modify|monitor|mount|move|name|notice|obtain|overwrite|pack|parse|pick|ping|poll|post|proxy|pull|query|read|receive|record|refresh|reload|rename|reopen|resend|reset|restart|resubmit|retrieve|return|review|scroll|share|simulate|sniff|spawn|specify|spin|stage|store|supply|swap|tail|tamper|touch|trigger|try|turn|uncheck|unzip|verify|view|wrap|zip)\\b',
      '^(?:with|as|in|on|under) [^.,]{1,60},? (?:i|we) (?:created|opened|called|logged|sent|ran|started|could|then)',
      '^(?:ich|wir|man) (?:habe?n?|bin|legte?|oeffnete?|startete?|rief|ruft|legt|meldete?|setzte?|sendete?|nimmt|startet|sieht|lud|laedt|gab|gibt)\\b',
      '\\b(?:habe ich|haben wir) .{1,160}(?:angelegt|geoeffnet|gestartet|aufgerufen|gesendet|gesetzt|eingetragen|hochgeladen|ausgefuehrt|geschickt|installiert|kopiert|geaendert|gescannt|angemeldet|abgemeldet|abgefangen|eingegeben|erzeugt|geloescht)\\b',
      '^(?:eine?n? |die |das |den |der |im |in der |als |mit |bei |unter |auf )?(?:[^ ]{1,40} ){0,12}(?:anlegen|oeffnen|starten|aufrufen|senden|setzen|eintragen|hochladen|ausfuehren|schicken|installieren|kopieren|aendern|scannen|anmelden|abmelden|abfangen|eingeben|erzeugen|loeschen|pruefen|abwarten|suchen|laufen lassen|einloggen|ausloggen|einfuegen|ablegen|klicken|auswaehlen|wiederholen|beobachten|ansehen|anschauen|packen|speichern)(?:[ ,.;:(]|$)',
      "^(?:j'ai|nous avons|on) (?:cree|ouvert|appele|envoye|pris|mis|lance|installe|charge|modifie|remplace|saisi|ajoute|ecrit|copie|telecharge|intercepte|utilise|colle|attendu|regarde|verifie|clone|supprime|invite|obtenu|vu|recu|crees?|ouvre|appelle|envoie|lance|prend|met|ajoute|modifie|colle|voit)\\b",
      '^(?:je me suis (?:connecte|deconnecte)|creer|ouvrir|appeler|envoyer|lancer|installer|charger|modifier|remplacer|saisir|ajouter|ecrire|copier|telecharger|intercepter|utiliser|coller|attendre|regarder|verifier|cloner|supprimer|se connecter|executer|cliquer|observer|constater|mettre|placer|preparer|deposer|creez|ouvrez|lancez|envoyez|ajoutez|executez|connectez-vous|cliquez|modifiez|placez)\\b',
      '^(?:cree|abri|llame|envie|tome|puse|inicie|instale|subi|cambie|reemplace|introduje|anadi|escribi|copie|descargue|intercepte|use|pegue|espere|mire|comprobe|clone|borre|invite|obtuve|vi|recibi|entre|reenvie|ejecute|lance|hice|accedi|modifique|analice|acepte)\\b',
      '^(?:crear|abrir|llamar|enviar|tomar|poner|iniciar|instalar|subir|cambiar|reemplazar|introducir|anadir|escribir|copiar|descargar|interceptar|usar|pegar|esperar|mirar|comprobar|clonar|borrar|invitar|obtener|ejecutar|lanzar|hacer|acceder|modificar|analizar|observar|repetir|colocar|preparar|se (?:crea|abre|envia|ejecuta|lanza)|cree|abra|envie|ejecute|inicie sesion|entre en|anada|copie|suba|modifique|pulse|haga clic)\\b',
      '^(?:to (?:see|test|try|reproduce|verify|trigger|check) (?:it|this|that)(?: for yourself| yourself)?,? (?:i|we|you|open|log|create|run|send|put|just|take|start|use|go))',
      '^(?:once|when|as soon as|while) (?:i|we|you|alice|bob|mallory|the (?:scan|build|job|client|server|page|user|admin))\\b',
      '^(?:during|in|for|as part of) (?:our|my|the|this) (?:assessment|test|tests|audit|pentest|review|experiment|analysis),? ',
      '\\b(?:was|were) (?:then |also |first |subsequently )?(?:created|sent|used|opened|called|started|scanned|uploaded|requested|replaced|changed|intercepted|replayed|registered|logged in|set up|installed|prepared|placed|submitted|answered|returned|displayed|executed|deleted|removed|issued|invited)\\b',
      '\\bwurden?\\b.{1,160}\\b(?:angelegt|abgesetzt|erstellt|gesendet|geoeffnet|aufgerufen|gestartet|gescannt|hochgeladen|ersetzt|geaendert|abgefangen|registriert|installiert|vorbereitet|ausgefuehrt|geloescht|beantwortet|angezeigt|verwendet|uebermittelt|eingetragen|platziert|abgelegt)\\b',
      '\\b(?:a|ont) ete (?:ensuite )?(?:cree|envoye|ouvert|appele|lance|utilise|remplace|modifie|intercepte|installe|execute|supprime|depose)e?s?\\b',
      '\\b(?:se (?:creo|crearon|envio|abrio|llamo|lanzo|ejecuto|modifico|intercepto|instalo|crea|envia|abre|llama|lanza)|fue (?:creado|enviado|ejecutado)|hay que (?:crear|abrir|enviar|llamar|entrar|poner|lanzar|ejecutar))\\b',
      '^(?:il (?:faut|suffit) (?:de )?(?:creer|ouvrir|envoyer|appeler|lancer|mettre|se connecter|placer|deposer|modifier))\\b',
      '^(?:just|simply|you (?:can )?(?:just|only need to|have to|need to|can)) (?:create|open|send|call|run|start|put|log|go|upload|scan|take|use|try|set|add|click|change|ask)\\b',
      '^(?!(?:usamos|utilizamos|hemos|somos|queremos|podemos|tenemos|debemos|creemos|recomendamos|sugerimos|estamos|vamos|sabemos|vimos)\\b)[a-z]{3,20}(?:amos|emos|imos) ',
      '\\b(?:habe|haben) .{3,160}\\b(?:ge|ein|aus|auf|an|ab|zu|um|hoch|er|ver)[a-z]{2,24}(?:t|en)[.:]?$',
      '^(?:he|she|they|the (?:colleague|user|tester|student|other user|second user)|alice|bob|mallory|my (?:colleague|student)) (?:then |also )?[a-z]{3,20}ed\\b',
      '^.{0,40}\\b(?:j.ai|nous avons|on a) [a-z]{2,20}(?:e|i|u|is|it|ert) ',
      '^pour (?:le |la |les |s.en |vous )?(?:verifier|voir|reproduire|tester|convaincre)\\b.{0,30}, ',
      // Infinitives and imperatives tell what to do, whatever the verb.
      '^(?:se |s.)?(?!(?:hier|cher|premier|dernier|leger|particulier)\\b)[a-z]{2,20}(?:er|ir|dre|tre)\\b (?!que\\b)',
      '^[a-z]{3,20}ez(?:-[a-z]+)?\\b',
      '^(?!(?:ayer|lugar|similar|mujer)\\b)[a-z]{2,20}(?:ar|er|ir)(?:se|lo|la|los|las)?\\b (?:un|una|el|la|los|las|en|con|al|a|de|como|desde|y|otra|otro|por|dos)\\b',
      '^(?:me )?[a-z]{2,20}[ei] (?:un|una|el|los|las|en|con|al|otra|otro|dos|lo)\\b',
      '^(?!.*\\b(?:ist|sind|wird|werden|kann|koennen|hat|haben|muss|muessen|soll|sollte|sollten|darf|laesst|war|waren|wuerde|empfehlen|empfehle)\\b)(?:\\S+ ){2,30}[a-z]{3,20}(?:en|ern|eln)[.:]?$',
      '^(?:sobald|wenn|als) (?:ich|man|wir) .{1,80}(?:gestartet|geoeffnet|aufgerufen|angemeldet)',
    ],
    weak: [
      '\\b(?:was|were|has been|had been|wurde|wurden|a ete|ont ete|fue|fueron) \\w+',
      '\\bstatus (?:code )?(?:200|201|401|403|500)\\b',
      '\\b(?:with|using|via) (?:burp|curl|postman|wireshark|mitmproxy|devtools|the developer tools)\\b',
      '^(?:the )?(?:response|answer|output|result|server|page|browser|scan|scanner|build|process|popup|request|file|token|calculator|job|console|log|upload|download|command|alert)\\b.{0,60}\\b(?:contains?|contained|shows?|showed|appears?|appeared|returns?|returned|comes|came|pops|popped|is (?:written|created|executed|there|shown)|was (?:written|created|executed|there|shown)|started|starts|answered|answers|arrived|has|had|is|was)\\b',
      '^(?:der|die|das) (?:antwort|ausgabe|server|browser|seite|scan|build|datei|prozess|befehl|upload)\\b',
      "^(?:la|le|l')\\s?(?:reponse|serveur|page|navigateur|fichier|sortie|commande|resultat)\\b",
      '^(?:la|el) (?:respuesta|servidor|pagina|navegador|archivo|fichero|salida|comando|resultado)\\b',
      '^(?:in|im|dans|en) .{0,40}\\b(?:suchen|steht|find|search|sieht man|on voit|se ve|aparece|erscheint)\\b',
      '^(?:i|we) (?:could|was able to|were able to|managed to)\\b',
      '\\b(?:a|one|two|five|ten|some) (?:minutes?|seconds?|hours?) later\\b',
    ],
  },
  impact: {
    strong: [
      '\\ban? (?:rogue|disgruntled|former|curious|nosy|bored|hostile|malicious|compromised|dishonest|clever) (?:\\w+ ){0,2}?(?:employee|colleague|admin|user|tenant|maintainer|package|repo|repository|dependency|pull request|project|developer|competitor|contributor|intern|insider)\\b|\\ba competitor\\b|\\bit only takes\\b|\\b(?:get|gets|got) hold of\\b|\\bat risk\\b|\\bgdpr\\b|\\bdata protection\\b|\\b(?:is|are|was|were) (?:down|unavailable|offline)\\b|\\bgoes down\\b|\\bnobody (?:can|could)\\b|\\bwhat(?:.s| is) worse\\b|^worse\\b|^imagine\\b',
      '\\b(?:neugierige|boeswillige|unzufriedene|ehemalige)[rn]? \\w+|\\bkonkurrent|\\bdsgvo\\b|\\bdatenschutz(?:vorfall|problem|rechtlich)|\\b(?:faellt|fiel) .{0,30}aus\\b|\\b(?:waere|ist) fatal\\b|\\bsteht still\\b',
      '\\bun (?:concurrent|employe (?:malveillant|mecontent|curieux)|ancien (?:employe|salarie|collegue))\\b|\\brgpd\\b|\\b(?:hors service|indisponible)\\b',
      '\\bun (?:competidor|empleado (?:descontento|curioso)|antiguo empleado|ex empleado)\\b|\\brgpd\\b|\\bfuera de servicio\\b',
      '\\b(?:hence|thus|thereby|therefore) (?:\\w+ ){0,6}?(?:get|gets|take|read|cover|become|possible|enough|fetch|steal|change|run|execute|lose|control|be)\\b|\\b(?:is|are|can|could|may) (?:hence|thus|thereby|therefore)\\b',
      '\\b(?:kann|koennen|koennte|koennten|reicht|laesst sich|genuegt)\\b.{0,80}\\b(?:also|somit|dann|dadurch|so)\\b|\\b(?:damit|dadurch|so) (?:reicht|genuegt)\\b',
      '\\b(?:peut|peuvent|suffit|pourrait) donc\\b|\\bdonc (?:peut|possible|lire|prendre)\\b',
      '\\bbasta (?:con )?.{1,80}\\bpara\\b|\\bpor (?:lo )?tanto\\b',
      '^(?:it|this|that) is (?:perfect|ideal|all one needs|a gift)\\b|\\bsuffers?\\b|\\bis enough to\\b',
      ...[
        '^(?:for us|fuer uns|pour nous|para nosotros|in our case|bei uns|chez nous)\\b.{0,40}\\b(?:means?|bedeutet|heisst|signifie|significa|problem|probleme|problema)\\b',
        '^(?:und )?(?:if|when|falls|wenn|si|cuando) (?:somebody|someone|an? (?:attacker|thief|colleague|employee|malicious)|anybody|anyone|jemand|ein (?:angreifer|dieb|boeswilliger)|quelqu.un|un attaquant|alguien|un atacante)\\b',
        '\\bmakes?\\b.{0,80}\\beasier\\b',
        '\\btakes? over (?:the|an?|any|every|all)\\b',
        '\\bwhich is (?:bad|a problem|dangerous|serious|critical|not good|terrible)\\b',
        '^(?:en nuestro caso|dans notre cas|in unserem fall)\\b',
      ],
      ...[
        '^(?:the )?(?:impact|consequence|result|risk|danger|damage) (?:is|of|for|would|could|are)\\b',
        '^(?:so |thus |hence |therefore |this way |with (?:this|that) |in (?:this|that) way |that way )?,?\\s?(?:an?|any|every|the|some)? ?(?:unauthenticated |remote |local |authenticated |malicious |external |network |unprivileged |logged[- ]in |low[- ]privileged |anonymous )*attackers?\\b.{0,60}\\b(?:can|could|may|might|would|is able|gains?|gets?|needs?|has|obtains?)\\b',
      ],
      ...[
        '^(?:so|thus|hence|therefore|that way|this way|with this|with that|by this|in effect|effectively|basically|which means|this means|that means|meaning|in practice|in other words|as a (?:result|consequence)|consequently|in (?:the )?worst case|at worst|in the end),? (?:that )?(?:anyone|anybody|everyone|everybody|any|every|all|each|a|an|the|one|someone|somebody|you|they|it|whoever|people|we|our|your)\\b',
      ],
      ...[
        '^(?:anyone|anybody|everyone|everybody|whoever|someone|somebody|any (?:user|person|visitor|customer|developer|employee|member|tenant|process|local user|other)|every (?:user|customer|developer|tenant|member|local user)|a (?:normal|former|malicious|local|remote|regular|simple|low) [a-z]{2,20}(?: [a-z]{2,20})?)\\b.{0,80}\\b(?:can|could|may|might|would|is able|gets|gains)\\b',
        '\\b(?:allows?|lets?|enables?|permits?) (?:an?|any|every|the|remote|local|other)? ?(?:attacker|user|anyone|anybody|everyone|malicious|unauthenticated|person)',
      ],
      ...[
        '\\b(?:is|was|it is|this is) (?:quite |really |clearly |rather )?(?:a )?(?:big |serious |severe |real |huge |large )?(?:problem|risk|danger|issue) (?:for|because|since|as|when)\\b',
        '\\b(?:compromise of|full compromise|take ?over|loss of|leak of|theft of|disclosure of|denial of service|data breach)\\b.{0,40}$',
        '\\bin the wrong hands\\b',
        '^(?:this|that|it) (?:would |could |can |may |might )?(?:allow|let|enable|lead|result|cause|give|mean|expose|compromise|block|leak|break|affect)s?\\b',
      ],
      ...[
        '^(?:ein|jeder|der|die|externe|lokale|entfernte)? ?(?:nicht angemeldeter |angemeldeter |lokaler |entfernter |externer |beliebiger )?angreifer\\b',
        '\\bangreifer (?:kann|koennte|koennen|koennten)\\b',
        '^(?:damit|dadurch|so|somit|folglich|infolgedessen|auf diese weise|hierdurch|hiermit) (?:kann|koennte|koennen|koennten|ist|sind|laesst|wird|werden|hat|haben|waere|waeren|kommt)\\b',
        '\\bist das (?:bloed|schlimm|kritisch|gefaehrlich|ein problem|heikel|fatal)\\b',
        '^(?:schlimm|kritisch|gefaehrlich|problematisch|bloed|heikel|unschoen|das (?:problem|schlimme|risiko|gefaehrliche)|die (?:folge|gefahr|auswirkung))\\b',
        '^(?:jeder|jede|jedermann|alle|wer|irgendwer|beliebige)\\b.{0,100}\\b(?:kann|koennte|koennen|koennten|hat|bekommt)\\b',
        '\\b(?:im schlimmsten fall|schlimmstenfalls)\\b',
      ],
      ...[
        "^(?:un|tout|l'|une?) ?(?:attaquant|utilisateur malveillant|personne malveillante|pirate)\\b",
        '\\battaquants? (?:peut|pourrait|peuvent|pourraient)\\b',
        '^(?:ainsi|donc|du coup|de cette facon|cela|ceci|ca|par consequent|en consequence|resultat)\\b.{0,40}\\b(?:peut|peuvent|pourrait|permet|donne|expose|permettrait|entraine|signifie)\\b',
        "^(?:n'importe (?:qui|quel)|tout le monde|toute personne|quiconque|chaque utilisateur)\\b",
        "\\bpermet(?:trait)? (?:a|d'|de)\\b.{0,80}\\b(?:attaquant|utilisateur|tiers|n'importe|lire|executer|modifier|acceder|prendre|voler)\\b",
        '\\b(?:dans le pire des cas|au pire)\\b',
        '^(?:la )?consequence\\b',
      ],
      ...[
        '^(?:un|cualquier) ?(?:atacante|usuario malicioso)\\b',
        '\\batacantes? (?:puede|podria|pueden|podrian)\\b',
        '^(?:asi|por tanto|por lo tanto|de este modo|de esta forma|con eso|con esto|con ello|esto|eso|en consecuencia|es decir)\\b.{0,60}\\b(?:puede|pueden|podria|podrian|permite|significa|implica|expone|permitiria|se puede)\\b',
        '^(?:cualquiera|cualquier (?:usuario|persona|empleado|proceso)|todo el mundo|quien)\\b.{0,100}\\b(?:puede|podria|tiene|consigue)\\b',
        '\\b(?:en el peor de los casos|en el peor caso)\\b',
        '\\bpermit(?:e|iria) (?:a|que)\\b.{0,60}\\b(?:atacante|usuario|cualquier|tercero|leer|ejecutar|modificar|acceder|tomar|robar)',
        '^(?:la )?consecuencia\\b',
      ],
    ],
    good: [
      ...[
        '\\b(?:can|could|may|might|would) (?:therefore |thus |then |so |also |easily |simply |most likely |still |now )?(?:be )?(?:read|steal|stolen|overwrite|overwritten|execute|executed|run (?:code|commands|arbitrary)|take over|access|delete|modify|replace|become|impersonate|inject|escalate|forge|leak|exfiltrate|abuse|abused|obtain|gain|see (?:what|all|everything|the (?:data|key|password|secrets))|crash|block|download|log in as|act as|change|upload|manipulate|tamper)\\b',
        '\\bas (?:the|any) (?:other |admin|user|root|build user|owner)',
        '\\b(?:i assume|i think|i guess|i fear|we fear|in my (?:understanding|opinion|view)|to my mind)\\b.{0,80}\\b(?:serious|critical|could|can|affect|problem|only one|severe)\\b',
        '\\b(?:with the (?:rights|privileges|permissions) of|all (?:customers|tenants|users|projects|data|secrets|credentials))\\b',
        '\\bis enough (?:to|for)\\b',
        '\\b(?:blocks?|blocked|crash(?:es|ed)?|fills?|takes? down|took down|hangs?|kills?|stops?) (?:the|a|every|all|our|any|their)\\b',
        '\\bleads? to\\b',
        '\\bexposes?\\b',
        '^for us (?:this|it|that)\\b',
        '\\bhas access to\\b.{0,40}\\b(?:secrets|credentials|keys|tokens|data)\\b',
      ],
      ...[
        '\\b(?:kann|koennte|koennen|koennten|lassen sich|laesst sich)\\b.{0,120}\\b(?:lesen|auslesen|ueberschreiben|ausfuehren|uebernehmen|loeschen|aendern|einsehen|stehlen|abgreifen|hochladen|mitlesen|manipulieren|einschleusen|faelschen|abrufen|zugreifen|missbrauchen|betreiben|schreiben|umleiten|anmelden)\\b',
        '\\bda kann (?:also )?jeder\\b',
        '\\b(?:mit den rechten (?:des|der)|zugriff auf (?:alle|saemtliche|fremde))\\b',
        '\\bfuehrt (?:zu|dazu)\\b',
        '\\bhat damit\\b',
        '\\b(?:das|dies) (?:betrifft|heisst|bedeutet)\\b',
      ],
      ...[
        '\\b(?:peut|peuvent|pourrait|pourraient|on peut)\\b.{0,120}\\b(?:lire|voler|ecraser|executer|prendre|acceder|supprimer|modifier|usurper|injecter|falsifier|recuperer|obtenir|telecharger|voir|se connecter|bloquer|consulter)\\b',
        '\\bavec les (?:droits|privileges) (?:de|du)\\b',
        '\\b(?:conduit|mene|aboutit) a\\b',
        '\\b(?:ce qui|cela) (?:permet|expose|revele|donne)\\b',
      ],
      ...[
        '\\b(?:puede|pueden|podria|podrian|se puede|se pueden)\\b.{0,120}\\b(?:leer|robar|sobrescribir|ejecutar|tomar|acceder|borrar|modificar|suplantar|inyectar|falsificar|obtener|descargar|ver|bloquear|cambiar|eliminar|consultar|escribir)\\b',
        '\\bcon los (?:permisos|privilegios) (?:de|del)\\b',
        '\\b(?:conduce|lleva) a\\b',
        '\\blo que (?:permite|expone|da)\\b',
      ],
    ],
    weak: [
      '\\b(?:serious|severe|dangerous|critical|sensitive|confidential|secrets?|credentials?|personal data)\\b',
      '\\b(?:gefaehrlich|vertraulich|personenbezogen|sensibel|zugangsdaten)\\b',
      '\\b(?:grave|dangereux|sensibles?|confidentiel|donnees personnelles)\\b',
      '\\b(?:grave|peligroso|sensibles?|confidencial|datos personales)\\b',
    ],
  },
  mitigations: {
    strong: [
      '^(?:could|can|would|may) you (?:please |perhaps |maybe |not )*(?:add|escape|check|validate|limit|remove|hash|encrypt|use|set|restrict|rotate|sign|drop|disable|block|quote|pin|verify|sanitize|filter|bind|revoke|turn|switch|make|change|replace)\\b',
      '^(?:why not|how about|what about|maybe|perhaps) (?:you |just |simply |a |an |the |it )*(?:check|escape|add|use|limit|hash|sign|drop|quote|pin|validate|allow|[a-z]+ing)\\b',
      '\\b(?:it would|it.d|would) be (?:good|nice|better|best|wise|safer|great|enough)\\b|^(?:i.d|i would|we would) (?:rather |simply |just )?(?:escape|check|use|add|hash|limit|drop|quote|pin|validate|sign|encrypt|remove|store|move|put|ask|require|restrict|disable)\\b',
      '\\b(?:goes|went|go) away\\b|\\b(?:does|do|did|will) (?:not|n.t) (?:happen|occur|work|show|appear)\\b.{0,40}\\b(?:with|when|if|once|without|after)\\b|\\bon the safe side\\b|\\b(?:no|any) (?:known )?(?:work-?around|fix|patch)\\b.{0,30}\\b(?:known|exists?|found|available|yet)\\b|\\b(?:know of no|there is no|found no) (?:work-?around|fix|patch)\\b',
      '^(?:we|i) (?:now|have since|since then|have now|went back|moved|told|asked|stay|keep|therefore)\\b|^(?:since then|everyone here|everybody here|our people|my colleagues) ',
      '\\b(?:all it takes is|it needs|you only have to|a simple \\w+ would|an? (?:allow ?list|check|limit|whitelist|random|longer|signed)\\b.{0,60}\\bwould)\\b',
      '\\b(?:inzwischen|seitdem|seither|mittlerweile|vorsichtshalber|sicherheitshalber)\\b|\\b(?:man|sie|ihr) koennte\\b|\\bwuerde (?:reichen|genuegen|helfen|schon)\\b|\\btritt (?:es|der fehler|das problem)? ?(?:dann )?nicht (?:mehr )?auf\\b|\\b(?:es )?waere (?:gut|schoen|besser|sinnvoll|sicherer)\\b|^mein (?:rat|vorschlag|tipp)\\b|\\bworkaround ist (?:mir |uns )?(?:nicht|keiner)\\b',
      '\\b(?:depuis|entre-temps),? (?:nous|j|on)\\b|\\bon pourrait\\b|\\bpar precaution\\b|\\b(?:le probleme|cela|ca) (?:disparait|ne se produit (?:pas|plus))\\b|\\b(?:mieux vaudrait|une solution serait|le plus simple serait)\\b|^pourriez-vous (?:filtrer|verifier|limiter|ajouter|supprimer|chiffrer|echapper|invalider)\\b',
      '\\bdesde entonces\\b|\\bse podria\\b|\\bpor precaucion\\b|\\b(?:no ocurre|no pasa|el problema desaparece|deja de (?:ocurrir|pasar))\\b|\\b(?:una solucion seria|lo mejor seria|lo mas sencillo seria)\\b|^.?podrian (?:filtrar|comprobar|limitar|anadir|quitar|cifrar|escapar|invalidar)\\b',
      '\\b(?:koennten|koennte) (?:sie|man|ihr)\\b|^vielleicht\\b|^wir (?:selbst )?\\w+ (?:jetzt|derzeit|vorerst|nun)\\b',
      '^(?:as long as|solange|tant qu|mientras no)\\b|\\bsuffirait\\b|^(?:ohne|without|sans|sin) .{1,60}\\b(?:passiert|happens|nothing|nichts|rien|nada|does not|not affected)\\b',
      '\\b(?:who|wer|qui|quien) (?:cannot|can.t|nicht) .{0,20}(?:should|sollte|warten)\\b|\\bshould (?:pass|use|set|add|check|start|call|be (?:checked|validated|escaped|encoded|removed|disabled|limited|bound|signed|hashed))\\b',
      ...[
        '\\b(?:and you.re done|would do(?: it)?|will do(?: it)?|at the very least|(?:it|that|this) (?:is|would be) enough (?:when|if|to)|our (?:recommendation|advice|suggestion)|unsere empfehlung|mein vorschlag|notre recommandation|nuestra recomendacion|my (?:two cents|suggestion|advice|proposal))\\b',
        '^(?:until|till|bis|hasta|jusqu) .{1,60}\\b(?:we|i|wir|ich|nous|je)\\b',
      ],
      ...[
        '\\b(?:work-?arounds?|stopgap|mitigat(?:e|ion|ions|es|ed)|remedy|countermeasure)\\b',
        '^(?:for now|until (?:then|this|it|that|there|a|the|you)|in the meantime|meanwhile|as (?:a|an) (?:interim|temporary|quick|first|short)|temporarily|for the time being|right now we|at the moment we|currently we|so far we)\\b',
        '^(?:to|my|our|a|the|one|another|the (?:right|proper|obvious|real)|possible|proposed|suggested|simple|quick|easy|an? (?:easy|obvious|simple|possible|proper|better|quick)) ?(?:fix|solution|mitigat|prevent|remed|patch|correction|advice|recommendation|suggestion|proposal)',
        "\\b(?:i|we) (?:would |'d |strongly |also )*(?:recommend|suggest|advise|propose)\\b",
        '\\b(?:the|a|your|this|that|it|they|you|one|which|values?|keys?|input|names?|files?|scanner|plugin|client|server|api) (?:should|ought to|needs? to|must|shall) (?:not |only |never |always |at least |rather |better |also |be |simply )*[a-z]+',
        '\\b(?:would|could|should) (?:fix|solve|prevent|help|close|stop|be (?:enough|better|sufficient|solved|fixed|avoided|prevented))\\b',
        '^please (?:rotate|remove|revoke|renew|move|return|store|send|switch|turn|encrypt|hash|drop|reject|bind|mark|put|disable|update|upgrade|validate|saniti[sz]e|block|restrict|patch|escape|filter|fix|change|consider|make|use|add|delete|replace|check that|do not|stop|set|limit|pin|sign|encode|ensure|invalidate)\\b',
        '\\bhelps?(?: (?:until|against|for|here|a bit|too))?\\b.{0,40}$',
        '\\bis (?:closed|fixed|gone|solved)\\b',
        "^(?:only )?(?:allow|restrict|limit|validate|escape|filter|sanitize|sanitise|disable|block|pin|rotate|invalidate|reject|verify|update|upgrade|avoid|never|do not|don't|use|switch|set|mark|marking|check|bind|remove|delete|add|start|quote|encode|require|enforce|run|turn off|store|replace|mount|deactivate|revoke) .{0,120}\\b(?:until|instead|before|fix(?:ed|es)?|solves?|helps?|avoids?|prevents?|closes?|hole|problem|issue)\\b",
        '\\b(?:protects?|avoids? (?:it|this|the)|prevents? (?:it|this|the)|closes? the hole|solves? (?:it|the|this)|fixes (?:it|this|the))\\b',
      ],
      ...[
        '\\b(?:abhilfe|notloesung|behelf|behelfen|beholfen|umgehen laesst|umgehung|gegenmassnahmen?|workaround|zwischenloesung|uebergangsweise|vorlaeufig)\\b',
        '^(?:bis (?:dahin|zur|zu|es|das|ein)|einstweilen|derzeit haben wir|im moment|momentan|vorerst|solange|fuer den moment)\\b',
        '\\b(?:ich|wir) (?:wuerden?|schlage|schlagen|empfehlen?|rate|raten|rege|regen)\\b.{0,80}(?:\\bvor\\b|empfehl|raten|vorschlagen|\\ban\\b|dass|zu\\b)',
        '\\b(?:empfehle|empfehlen|empfohlen|empfehlenswert|angeregt|vorschlag|schlage vor)\\b',
        '\\b(?:sollte|sollten|muesste|muessten|waere besser|besser waere|waere es (?:besser|sinnvoll|gut))\\b',
        '\\b(?:hilft|helfen|hat geholfen|beheben|behebt|behoben|verhindert|schuetzt|schliesst die luecke)\\b',
        '^bitte (?:entfernen|deaktivieren|sperren|pruefen|aktualisieren|aendern|maskieren|filtern|setzen|validieren|rotieren|tauschen)\\b',
        '\\b(?:abgeschaltet|deaktiviert|gesperrt|abgestellt|ausgeschaltet|weggenommen|entzogen)\\b.{0,30}$',
      ],
      ...[
        "^(?:en attendant|pour l'instant|dans l'immediat|pour le moment|d'ici la|provisoirement|jusqu'a|a titre provisoire|tant que|entre-temps)\\b",
        '\\b(?:contournement|contourner|palliatif|remedier|remede|correctif|mesure provisoire)\\b',
        '\\b(?:je|nous|on) (?:vous )?(?:recommand|conseill|sugger|propos|preconis)',
        '\\b(?:il faudrait|il suffit|il suffirait|il faut|il vaudrait mieux|il conviendrait|devrait|devraient|il serait (?:bon|preferable|souhaitable))\\b',
        '\\b(?:corrige|corrigerait|resout|resoudrait|evite|empeche|suffit|protege|aide)\\b.{0,60}$',
        '^(?:merci (?:de |d.)|veuillez )(?:invalider|ne plus|retirer|chiffrer|ajouter|remplacer|corriger|desactiver|supprimer|revoquer|filtrer|mettre a jour|changer|limiter|verifier)\\b',
        '\\bnous avons (?:desactive|coupe|bloque|retire|supprime|limite|interdit)\\b',
      ],
      ...[
        '^(?:de momento|por ahora|por el momento|mientras(?: tanto)?|hasta (?:que|entonces)|provisionalmente|entretanto|temporalmente)\\b',
        '\\b(?:solucion (?:temporal|provisional|alternativa)|mitigar|mitigacion|remedio|contramedida|parche|apano)\\b',
        '\\b(?:recomiendo|recomendamos|sugiero|sugerimos|aconsejo|propongo|proponemos|recomendaria|se recomienda)\\b',
        '\\b(?:deberia|deberian|habria que|convendria|bastaria|basta con|seria (?:mejor|conveniente|bueno)|hay que)\\b',
        '\\b(?:soluciona|solucionaria|resuelve|resolveria|evita|evitaria|impide|protege|ayuda)\\b.{0,60}$',
        '^(?:por favor,? )?(?:desactiven|eliminen|revoquen|filtren|actualicen|cambien|limiten|validen)\\b',
        '\\bhemos (?:desactivado|quitado|bloqueado|eliminado|limitado|apagado)\\b',
      ],
    ],
    good: [
      ...[
        '\\b(?:upgrade|update|release candidate|newer version|latest version)\\b',
        '\\binstead of\\b',
        '\\bit is better to\\b|\\bbetter to\\b',
        '\\b(?:we|i) (?:have |had |now )?(?:disabled|blocked|removed|turned off|switched off|took away|restricted|set|pinned|revoked|rotated|forbade|stopped using|went back)\\b',
        '\\b(?:disabling|removing|setting|upgrading|updating|pinning|blocking|restricting|quoting|escaping|validating|using)\\b.{0,80}\\b(?:helps|works|fixes|solves|prevents|avoids|is enough)',
      ],
      ...[
        '\\b(?:statt|stattdessen|anstatt|lieber)\\b',
        '\\b(?:haben wir|habe ich)\\b.{0,120}\\b(?:abgeschaltet|deaktiviert|gesperrt|entfernt|umgestellt|eingeschraenkt|beholfen|gesetzt)\\b',
        '\\b(?:update auf|aktualisieren auf)\\b',
      ],
      ...['\\b(?:plutot que|au lieu de|a la place)\\b', '\\b(?:mettre a jour|mise a jour)\\b'],
      ...['\\b(?:en lugar de|en vez de)\\b', '\\b(?:actualizar a|actualizacion)\\b'],
    ],
    weak: [
      '\\b(?:fix|fixed|patched|patch|validate|escape|sanitize|whitelist|allowlist|rotate)\\b',
      '\\bmaskier',
      '\\bfilter',
    ],
  },
  environment: {
    strong: [
      ...[
        '\\b(?:tested|verified|reproduced|confirmed|observed|seen|tried|checked|done|happens|happened|runs?|running|ran)\\b.{0,60}\\b(?:on|with|under|in|using)\\b',
        '^(?:my|our|the|test|used) (?:environment|setup|machine|system|test (?:system|machine|environment)|box|laptop|server|runner|platform|browser|os|workstation|build server)\\b',
        '^(?:environment|setup|platform|system)\\b',
      ],
      ...[
        '\\b(?:getestet|reproduziert|nachgestellt|gelaufen|laeuft|lief|ausprobiert|geprueft|beobachtet|gesehen)\\b.{0,60}\\b(?:auf|mit|unter|in)\\b',
        '\\b(?:bei (?:mir|uns) laeuft|meine umgebung|unsere umgebung|mein system|testumgebung|testsystem|meine maschine|als umgebung)\\b',
      ],
      ...[
        '\\b(?:teste|testee|reproduit|verifie|constate|essaye|observe|tourne)e?s?\\b.{0,60}\\b(?:sur|avec|sous|dans)\\b',
        '\\b(?:mon|notre) (?:environnement|poste|systeme|machine|serveur|navigateur)\\b',
        '^(?:environnement|configuration)\\b',
      ],
      ...[
        '\\b(?:probado|probe|reproducido|comprobado|verificado|observado|visto|funciona|corre)\\b.{0,60}\\b(?:en|con|sobre|bajo)\\b',
        '\\b(?:mi|nuestro) (?:entorno|equipo|sistema|maquina|servidor|navegador|ordenador|portatil)\\b',
        '^(?:entorno|sistema)\\b',
      ],
    ],
    good: [],
    weak: [
      '\\b(?:i|we) (?:use|used|am using|are using|run)\\b',
      '\\b(?:ich|wir) (?:nutze|nutzen|verwende|verwenden|benutze)\\b',
      "\\b(?:j'utilise|nous utilisons)\\b",
      '\\b(?:uso|usamos|utilizo|utilizamos)\\b',
    ],
  },
  affected: {
    strong: [
      '^\\S+ v?\\d+(?:\\.\\d+)+ (?:up to|to|through|-|–|bis|a|hasta|and|und|et|y|is)\\b',
      '^(?:it|this|das|es|esto|cela|ca) (?:happens|occurs|affects|betrifft|passiert|tritt|concerne|ocurre|pasa|arrive)\\b.{0,40}\\d+\\.\\d',
      '^(?:es geht um|it is about|it concerns|this concerns|il s.agit d|se trata de|we are talking about)\\b',
      '\\b\\d+\\.(?:x|\\d+)\\b.{0,80}\\b(?:line|did not|not yet|there was no|not there|noch nicht|kein problem|pas encore|todavia no|aun no)\\b',
      '^(?:nachvollzogen|getestet|gesehen|geprueft|reproduziert|reproduced|confirmed|verified|tested|seen|checked|constate|teste|verifie|probado|comprobado|visto)\\b.{0,60}\\d+\\.\\d',
      '^(?:the )?(?:affected|vulnerable)\\b',
      '\\b(?:is|are|sind|ist|est|sont|esta|estan) (?:also )?(?:affected|vulnerable|betroffen|anfaellig|verwundbar|concernee?s?|affectee?s?|touchee?s?|afectad[ao]s?)\\b',
      '^(?:betroffen|affects|afecta|concerne|sont concernees?|versiones? afectadas?)\\b',
      '^(?:the )?versions? (?:is|was|are|were|:|ist|war|est|es|i |we |que|tested)',
      '^(?:la version|die version|la mia|meine version|unsere version)\\b',
      '\\b(?:installed|current|running|used) version\\b',
      '\\b(?:not affected|nicht betroffen|unaffected|no afecta)\\b',
      '\\b(?:is|are|sind|ist) (?:fine|safe|ok|not affected|in ordnung)\\b',
    ],
    good: [
      '\\b(?:i|we) (?:looked at|checked|tested|tried|have checked|have tested|use|used|am on|are on|have|saw it in|found it in)\\b.{0,40}\\d+\\.\\d+',
      '^seen (?:in|with)\\b.{0,40}\\d',
      '\\bversion(?:en|es|s)? .{0,20}\\d',
      '\\b(?:older|earlier|newer|previous|other) (?:ones|versions|releases)\\b',
      '\\b(?:aeltere|neuere|andere|fruehere) versionen\\b',
      '\\b(?:gesehen|getestet) (?:in|mit)\\b.{0,30}\\d+\\.\\d',
      '\\b(?:versions? (?:anterieures?|plus anciennes?)|versiones (?:anteriores|antiguas))\\b',
    ],
    weak: ['\\d+\\.\\d+\\.\\d+'],
  },
  severity: {
    strong: [
      '\\b(?:classified|rated|scored|ranked|classify|eingestuft|eingeordnet|classe|classons|clasificad[oa]|clasificamos)\\b.{0,40}\\b(?:as|als|comme|como)\\b',
      '^(?:for me|in my opinion|in my eyes|fuer mich|meiner meinung nach|aus meiner sicht|pour moi|a mon avis|a nos yeux|para mi|en mi opinion|a mi juicio)\\b.{0,60}\\b(?:high|medium|low|critical|hoch|mittel|kritisch|niedrig|eleve|elevee|moyen|moyenne|critique|faible|alta|alto|media|medio|critico|critica|baja|bajo)\\b',
      '\\b\\d[.,]\\d\\b.{0,12}\\b(?:high|medium|low|critical|hoch|mittel|kritisch|niedrig|elevee?|moyenne?|critique|alta|media|critica)\\b',
      '^(?:so |not (?:a |that |too )?(?:huge|big|bad|serious|critical)).{0,60}\\b(?:low|medium|high|critical|deal|severe)\\b',
      '^(?:i.d|i would|we.d|we would) (?:put|rate|say|score|call|guess|place|class)\\b',
      '\\bcvss\\b',
      '\\bav:[nalp]/',
      '\\bcw[e]-\\d',
      "^(?:i|we) (?:would |'d )?(?:rate|score|call|say|guess|estimate|consider|see)\\b.{0,80}\\b(?:high|medium|low|critical|moderate|severe)\\b",
      '\\b(?:severity|schweregrad|gravite|gravedad|severidad|criticite)\\b',
      '\\b(?:ich|wir|man) (?:schaetzen?|wuerden?|stufen?|bewerten?|halten?)\\b.{0,80}\\b(?:hoch|mittel|kritisch|niedrig|gering)\\b',
      '\\b(?:schwere|einstufung|bewertung) .{0,40}(?:hoch|mittel|kritisch|niedrig)\\b',
      "\\b(?:j'estime|je considere|je dirais|nous estimons)\\b.{0,80}\\b(?:eleve|moyen|critique|faible|haute)",
      '\\b(?:considero|diria|estimo|creo que)\\b.{0,80}\\b(?:alta|media|critica|baja)\\b',
    ],
    good: ['\\b(?:score|rating|base score|owasp)\\b', '\\bcve-\\d{4}-\\d+\\b'],
    weak: [],
  },
  intro: {
    strong: [
      ...[
        '\\b(?:submitted|sent) (?:through|via|the|by) (?:the |a )?(?:contact |web )?form\\b|\\bcontact form\\b|\\bkontaktformular\\b|\\bformulaire de contact\\b|\\bformulario de contacto\\b',
        '^(?:i am|i.m) (?:sending|writing)\\b',
        '^you asked (?:me|us)\\b|^as (?:discussed|agreed|promised)\\b|^wie (?:gewuenscht|besprochen|vereinbart|telefonisch)\\b|^comme (?:convenu|demande)\\b|^como (?:acordamos|quedamos)\\b',
        '^topic:',
      ],
      ...[
        '^(?:on behalf of|in the name of|this is (?:the|my|our) (?:second|third|fourth|first|last)|quick one|short one|just a quick|fyi|heads up|bring .{1,60}to your attention|with reference to|further to|following up|a (?:user|customer|member|colleague|friend) of (?:ours|our|mine|my)|one of our|the first (?:two )?mails?|not amused|thank god)\\b',
        '\\b(?:to your attention|asked us to pass|did not leave a name|what follows|the following (?:issue|matter|finding|problem|weakness|vulnerability|report))\\b',
        '\\b(?:nachfolgend|folgend|nachstehend)\\w* (?:beschriebene? )?(?:befund|schwachstelle|problem|punkt|sachverhalt|fehler|auffaelligkeit|luecke)\\b',
        '^im auftrag\\b|^im namen\\b',
        '^(?:au nom de|pour le compte de|suite a)\\b',
        '^en nombre de\\b',
        '\\b(?:hab ich|habe ich|haben wir|j.ai|he|hemos) .{0,20}\\b(?:gebeten|demande|pedido)\\b',
      ],
      ...[
        "^(?:(?:i|we)(?: am| are|'m|'re| would like to| want to| wish to|'d like to| hereby| have to)? ?(?:reporting|report|writing|write|submit|submitting|contacting|notify|inform|disclose|disclosing)\\b)",
        '^please find\\b',
        '^(?:attached|below|enclosed|here)(?: you)?(?: will find| can find| please find| find| is (?:my|our|a|the)| are| comes)\\b',
        '^the first (?:such |of )?',
        '^(?:my|our) (?:name|company|team) is\\b',
        "^(?:i am|i'm|we are|we're) (?:an? |the |your |happy |long[- ]?time |currently |just )?(?:independent |security |freelance |software |professional |paying |new |small )?(?:researchers?|developers?|engineers?|pentesters?|students?|users?|customers?|admins?|administrators?|consultants?|team|company|group|no security|not a security|cert|analysts?|using|evaluating|building|working|testing|sysadmin|phd|doctoral)\\b",
        '^(?:long[- ]time|first[- ]time) (?:user|reporter|customer)',
        '^(?:i|we) (?:have |just |recently |accidentally |think (?:i|we) |believe (?:i|we) )*(?:found|discovered|noticed|identified|stumbled|came across|spotted|detected)(?: what (?:seems|looks|appears).{0,40}| something| an?| some| the following| one)? ?(?:security |serious |critical |possible |potential )*(?:vulnerabilit(?:y|ies)|issue|bug|problem|flaw|hole|weakness|something|thing)?(?: in (?:one of )?(?:your|the) [a-z ]{2,40}| with your [a-z ]{2,30})?[.:]?$',
        '^(?:sorry|excuse|apologies|forgive)\\b',
        '^(?:this|it) (?:came|comes|landed|arrived|reached|is about|was found|mail|report|message)\\b.{0,120}\\b(?:through|in our|to us|by|following|concerns|your)\\b',
        '^(?:last|this|two|some|a few|during|while|when|yesterday|recently|today) .{0,60}\\b(?:audit|pentest|engagement|assessment|review|project)\\b.{0,80}$',
        '^(?:i|we) (?:took a look|had a look|looked at|reviewed|audited|tested|were asked|was asked|use|have been using|started using)\\b.{0,120}$',
        '^(?:hope|i hope|thanks for|thank you for)\\b',
        '\\b(?:encrypted|pgp)\\b.{0,60}\\b(?:key|mail|report|details)\\b',
        '^(?:as|per) (?:requested|your policy|described|asked)',
      ],
      ...[
        '^hiermit\\b',
        '^(?:ich|wir) (?:moechten?|wollen?|wuerden? gerne?)\\b.{0,80}\\b(?:melden|mitteilen|hinweisen|informieren|berichten)\\b',
        '^(?:anbei|im anhang|nachfolgend|nachstehend|untenstehend|unten)\\b',
        '^mein name ist\\b',
        '^(?:ich bin|wir sind|als) (?:langjaehrige?r? |neue?r? |kein )?(?:ein |eine )?(?:entwickler|administrator|admin|student|kunde|kundin|nutzer|sicherheitsforscher|pentester|systemadministrator|unternehmen|team|hobby)',
        '^(?:ich|wir) (?:nutze|nutzen|verwende|verwenden|setze|setzen|betreibe|betreiben|teste|testen|benutze)\\b',
        '^(?:im rahmen|bei (?:einer|einem|der|unserer)|im zuge|waehrend)\\b.{0,120}\\b(?:pruefung|pentests?|tests?|audits?|analyse|untersuchung|auftrag)\\b',
        '^nach hiesiger\\b',
        '^(?:entschuldig|sorry)',
        '\\b(?:ist|sind) (?:mir|uns) (?:etwas|folgendes|eine? [a-z]+|was) aufgefallen[.:]?$',
        '^(?:ich|wir) (?:habe?n?) (?:eine?|etwas|folgende|was)\\b.{0,60}(?:gefunden|entdeckt|festgestellt|bemerkt)[.:]?$',
      ],
      ...[
        '^(?:je|nous) (?:vous )?(?:signale|signalons|ecris|ecrivons|souhaite|souhaitons|voudrais|tiens|informe|informons|contacte|contactons|transmets|transmettons|fais part|rapporte)\\b',
        '^(?:veuillez trouver|vous trouverez|ci-joint|ci-dessous|par la presente|en piece jointe)\\b',
        '^(?:je suis|nous sommes)\\b.{0,80}\\b(?:developpeu|administrat|etudiant|client|utilisat|chercheu|consultant|entreprise|equipe|ingenieur|pentest)',
        "^(?:je m'appelle|mon nom est)\\b",
        "^(?:j'utilise|nous utilisons|je teste)\\b",
        '^(?:lors d|dans le cadre|au cours d|pendant)\\b.{0,120}\\b(?:audit|test|mission|revue|analyse|projet)',
        '^(?:desole|excusez|pardon)\\b',
        "^(?:j'ai|nous avons) (?:trouve|decouvert|identifie|remarque)\\b.{0,20}\\b(?:une?|quelque chose|un souci|ceci)\\b.{0,50}[.:]$",
      ],
      ...[
        '^(?:les|le|os) (?:informo|informamos|escribo|escribimos|comunico|comunicamos|reporto|notifico|hago llegar|paso)\\b',
        '^(?:adjunto|a continuacion|por la presente|mediante)\\b.{0,60}\\b(?:informe|reporte|detalle|encontraran|envio|remito|describo|comunico)',
        '^(?:soy|somos)\\b',
        '^me llamo\\b',
        '^(?:uso|usamos|utilizo|utilizamos)\\b',
        '^(?:durante|en el marco|en nombre|en el transcurso)\\b',
        '^(?:perdon|disculpen|lo siento)\\b',
        '^(?:quiero|quisiera|queria|queremos)\\b.{0,30}\\b(?:comentar|informar|reportar|avisar|comunicar|notificar)',
        '^(?:he|hemos) (?:encontrado|descubierto|detectado|notado|visto) (?:una?|algo|lo siguiente|un)\\b.{0,50}[.:]$',
      ],
    ],
    good: [
      '\\b(?:details|report|pdf|write-?up|everything) (?:is|are) (?:in the )?(?:attached|below|attachment)',
      '\\b(?:see|siehe|voir|ver) (?:the )?(?:attach|anhang|piece jointe|adjunt)',
      '^(?:i|we) (?:have|own|run|maintain) (?:an? )?(?:account|company|instance|project)\\b',
      '^(?:in|for|at) our (?:company|team|project|ci|build)\\b.{0,80}\\bwe (?:use|run)\\b',
      '^(?:we|i) are customers?\\b',
      '\\bour (?:client|customer|help ?desk|support)\\b',
    ],
    weak: [],
  },
  other: {
    strong: [
      '^questions?\\b.{0,60}$|^repondez|^(?:small|short|quick) one\\b|^have a (?:good|nice)|^one (?:observation|finding|remark)\\b.{0,40}$',
      '\\?$',
      "^(?:i|we) (?:stopped|did not (?:go|test|try|download|access|look|read|do|use|check)|didn't|have not|haven't|deleted (?:the|all|everything)|only (?:did|used|tested)|was not able|could not test)\\b",
      '^(?:can|could|would|will|do|may) you\\b',
      '^(?:please )?(?:let me|let us|tell me|tell us|keep me|confirm|write me|give me|forward|reply|answer|acknowledge|note that we|treat)\\b',
      '^(?:no idea|not sure|i have no idea|i do not know|i don.t know|feel free|looking forward|happy to|glad to|i can|i will|we will|i am happy|i hope|thank|thanks|many thanks|sent |cheers|regards)\\b',
      '^(?:more|further|additional|full) (?:info(?:rmation)?|details?)\\b',
      '\\b(?:do not|don.t|please not|not to) (?:reply|answer|respond)\\b|\\b(?:not read|not monitored|unattended)\\b|\\bplease type your reply\\b|\\bshared with you\\b|^(?:this is an? )?automatic(?:ally)?\\b',
      '\\b(?:90|30|60|120) days\\b|\\b(?:publish(?:ing|ed)? (?:this|it|our|my|a (?:blog|paper|post|write|report|advisory)|details|anything|until|on|in|the (?:details|report|advisory|finding))|disclosure (?:date|policy|timeline|deadline|plan|on|in)\\b|coordinated disclosure|disclose|embargo|bounty|reward|publication)\\b',
      '^(?:bitte )?(?:bestaetigen|melden sie|geben sie|teilen sie|antworten sie|leiten sie|sagen sie|schreiben sie)\\b',
      '\\b(?:weitere|naehere) (?:hinweise|informationen|details|einzelheiten)\\b.{0,60}\\b(?:unter|finden|siehe|gern)',
      '^(?:um (?:mitteilung|rueckmeldung|bestaetigung)|ich freue|wir freuen|ich kann|wir koennen|gerne|gern|fuer rueckfragen|bei (?:rueck)?fragen|vielen dank|danke|koennen sie|koennt ihr|gibt es|ich hoffe)\\b',
      '\\b(?:veroeffentlich|bug-?bounty|praemie|belohnung|sachstand)',
      "^(?:merci de (?:me|nous|bien)|pouvez-vous|pourriez-vous|je reste|nous restons|n'hesitez|dans l'attente|je vous remercie|je peux|a votre disposition)\\b",
      '\\b(?:prime|recompense|publier|publication|divulgation|divulguer)\\b',
      '^(?:por favor,? (?:confirmen|avisen|indiquen|diganme)|quedo|quedamos|pueden|podrian|gracias|espero|no duden|agradeceria)\\b',
      '\\b(?:recompensa|publicar|publicacion|divulgacion)\\b',
      '\\b(?:cve (?:has been|was|is) (?:reserved|assigned|requested)|not the same as|similar to|unlike|comparable)\\b',
    ],
    good: [
      '\\b(?:colleague|boss|manager|collegue|chef|kollege|collegue|jefe)\\b',
      '^(?:yesterday|today|last (?:week|month|night)|gestern|heute|letzte woche|hier|ayer)\\b.{0,100}\\b(?:i|we|my|me|one of|ich|wir|je|nous|me)\\b',
    ],
    weak: ['^(?:i|we|ich|wir|je|nous) \\w+'],
  },
};

/** What is wrong is told with these more than with others. */
export const DESCRIPTION_TERMS: Terms = {
  strong: [
    '\\b(?:the|your|its|main|actual|real|root) (?:problem|issue|cause|flaw|bug|reason|culprit|vulnerability|weakness|trouble)(?: of (?:this|it|that))?(?: here)? (?:is|lies|seems|was)\\b|^(?:problem|cause|reason) is\\b',
    '\\b(?:das problem|die ursache|ursache|der fehler|die schwachstelle|grund|der grund)(?: dafuer| hierfuer)? (?:ist|liegt|besteht)\\b',
    "\\b(?:le probleme|la cause|la faille|le souci|la raison|l'origine|l'erreur) (?:est|vient|provient)\\b",
    '\\b(?:el problema|la causa|el fallo|el motivo|la razon|la vulnerabilidad) (?:es|esta|viene|reside)\\b',
    "\\b(?:noticed|found out|discovered|realised|realized|observed|figured out|remarque|constate|decouvert|notado|visto|descubierto|observado|comprobado|aufgefallen|festgestellt|gemerkt|bemerkt|entdeckt),? (?:that|dass|que|qu')",
  ],
  good: [
    "\\b(?:does|do|did|is|are|was|were|can|will|has|have|should|could) ?(?:not|n't|never)\\b|\\b(?:doesn't|isn't|aren't|don't|cannot|never|without|fails? to|lacks?|missing|no (?:check|limit|validation|protection|escaping|verification))\\b",
    '\\b(?:nicht|kein|keine|keinen|ohne|ungeprueft|fehlt|ungefiltert|niemals|unverschluesselt)\\b',
    "\\b(?:ne|n'\\w+) .{1,60}\\b(?:pas|jamais|aucun|aucune)\\b|\\bsans\\b|\\bmanque\\b",
    '\\bno \\w+|\\bsin\\b|\\bfalta\\b|\\bnunca\\b',
    '\\b(?:vulnerab|injection|overflow|traversal|xss|csrf|ssrf|xxe|deserial|pickle|hard-?coded|plain ?text|in clear|unescaped|unsanitized|world[- ]readable|race condition|permissions? 0?\\d{3})',
    '\\b(?:klartext|luecke|schwachstelle|rechte \\d{3})',
  ],
  weak: [
    '\\b(?:writes?|reads?|stores?|passes|copies|expands?|executes?|runs?|accepts?|returns?|uses?|follows?|loads?|parses?|sends?|keeps?|creates?|trusts?|concatenates?|logs?|prints?|shows?|shown|rendered|puts?|checks?|builds?|unpacks?|downloads?|fetches)\\b',
    '\\b(?:schreibt|liest|speichert|uebergibt|kopiert|fuehrt|akzeptiert|liefert|nutzt|folgt|laedt|sendet|legt|erzeugt|vertraut|prueft|gibt|zeigt|steht|wird|baut|entpackt)\\b',
    '\\b(?:ecrit|lit|stocke|transmet|copie|execute|accepte|renvoie|utilise|suit|charge|envoie|cree|verifie|affiche|construit|decompresse|conserve)\\b',
    '\\b(?:escribe|lee|guarda|pasa|copia|ejecuta|acepta|devuelve|usa|sigue|carga|envia|crea|comprueba|muestra|construye|descomprime|almacena)\\b',
  ],
};
