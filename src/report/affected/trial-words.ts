/**
 * Words around a version that say it was tried, and what came of it: English, German, French, Spanish. Folded, one word
 * each.
 */
const words = (list: string) => list.split(' ');

/** A version that follows these was tried or is in use, though nobody calls it a version. */
export const TRIED = words(
  'reproduce see confirm verify test check observe tested seen checked verified reproduced confirmed observed found tried looked happens occurs exists present affects affected ' +
    'run running runs use using uses used installed have has got ' +
    'nachstellen reproduzieren nachvollziehen sehe beobachte nachvollzogen getestet gesehen geprueft reproduziert nachgestellt beobachtet probiert ausprobiert verifiziert bestaetigt ' +
    'gefunden aufgefallen betroffen betrifft besteht passiert auftritt nachvollziehbar reproduzierbar laeuft nutze nutzen verwende ' +
    'verwenden benutze benutzen setze setzen installiert ' +
    'reproduire constater observer verifier tester teste testee testees verifie verifiee constate constatee reproduit reproduite observe observee vu vue confirme confirmee essaye ' +
    "concerne utilise utilisons j'utilise tourne tournent installee " +
    'reproducir comprobar verificar probar probado probada probe comprobado comprobada verificado visto vista reproducido observado confirmado ocurre pasa sucede afecta ' +
    'uso usamos utilizo utilizamos tengo tenemos corre instalada instalado reproduje comprobe detectado detectada',
);

/** Between such a word, or "version", and the number. */
export const LINKS = words(
  'into is was we i number installed running tested affected the a an with on in at against under using both also same here it this that ' +
    'have has been be by me my our one currently now e.g only at least to be is are were would for ' +
    'ist war die der den das dem wir ich es mit unter auf bei gegen an am im in auch hier so habe haben hat wurde wurden sich noch zur ' +
    'zurzeit derzeit aktuell mein meine meiner unsere unserer eingesetzte nutze nutzen verwende verwenden sowohl mir uns ' +
    "que la le les est sont nous avec sur dans en sous chez moi j'ai avons ai a ete utilisons utilise utilisee installee testee " +
    "j'utilise c'est aussi seulement actuellement ce probleme defaut " +
    'es el los las con sobre bajo contra he hemos ha sido se tengo tenemos uso usamos instalada probada tambien solo actualmente lo ' +
    'genauso ebenfalls auch gleichfalls zudem likewise equally shown says displayed below egalement igualmente figure affichee ' +
    'aparece abajo arriba pone muestra indica indique angezeigt angezeigte steht unten steht as well can could able to kann konnte ' +
    'koennen konnten puedo pude pudimos peux pu pouvons like seit since gibt vorhanden present ' +
    'problem issue bug behaviour flaw fehler luecke verhalten problema fallo error',
);

/** The same behind a version, or a list of them: what is no verb of the version's own. */
export const TRIED_BEHIND = words(
  'tested verified checked reproduced confirmed affected vulnerable installed tried ' +
    'nachstellen reproduzieren nachvollziehen beobachten beobachtet getestet gesehen geprueft reproduziert nachgestellt nachvollzogen ' +
    'probiert ausprobiert verifiziert bestaetigt betroffen verwundbar anfaellig einsatz installiert verwendet ' +
    'teste testee testees verifiee constate reproduit concernee concernees affectee affectees touchee touchees vulnerables installee ' +
    'probada probadas probado comprobado comprobada reproducido afectada afectadas instalada',
);

/** What a version stands beside, where the name itself was told before: "the client (1.4.0)". */
export const THINGS = words(
  'client tool plugin plug-in scanner app application server library package image cli agent werkzeug programm paket bibliothek ' +
    'outil programme greffon extension paquet bibliotheque logiciel herramienta cliente paquete programa biblioteca complemento',
);

/** After these a decimal is an amount. */
export const UNITS = words(
  'gb mb kb gib mib kib tb ms s sec secs seconds second sekunden sekunde secondes segundos min minutes minuten minutos hours hour ' +
    'stunden heures horas days tage jours dias million millions millionen millones percent prozent % euro eur usd x times mal fois veces',
);

/** Labels of what is not affected, right before a version. */
export const GOOD = words('good ok okay safe clean gut sicher sauber sain saine bueno limpio segura seguro');

/** All there is in a clause that only says whether it happened. */
export const LIGHT_WORDS = words(
  'i we it this that these they he the a an do does did done has have had is was were been be being yet still there here for me us at all ' +
    'show shows showed shown happen happens happened occur occurs occurred appear appears appeared reproduce reproduced see seen saw ' +
    'test tested check checked try tried look looked at problem issue bug fault flaw behaviour behavior vulnerability affected ' +
    'vulnerable seem seems seemed to so in one ones any more longer itself releases release versions version older which also ' +
    'ihn ihm sie denselben desselben davon ich wir es das dies diese dieser den der die dem hat habe haben hatte tut tat macht machte ist war wird wurde noch bei mir uns ' +
    'problem fehler luecke verhalten schwachstelle gezeigt zeigt zeigte auf aufgetreten tritt trat passiert getestet geprueft ' +
    'probiert ausprobiert nachgestellt betroffen verwundbar anfaellig scheint zu sein allerdings aber mehr selbst auch dort da hier ' +
    "je j'ai nous on il elle ce cela ca c'est le la les l'a a ai avons ete est etait etaient se chez moi encore toujours plus defaut " +
    'probleme faille comportement bug montre montrait presente presentait produit produisait reproduit teste testee testees verifie ' +
    "essaye concernee concernees touchee touchees vulnerable affectee affectees semble etre fait faisait arrive arrivait y n'y qui " +
    'yo lo la el los las esto eso se me nos ha he hemos habia es era esta estaba estan todavia aun ya problema fallo error ' +
    'vulnerabilidad comportamiento mostraba muestra pasa pasaba ocurre ocurria sucede sucedia aparece aparecia hace hacia probado ' +
    'probada probe comprobado verificado afectada afectadas vulnerable parece ser tiene tenia que',
);

export const NEGATIONS = words(
  "not no never none neither nor don't doesn't didn't hasn't haven't hadn't isn't wasn't aren't weren't cannot can't couldn't " +
    "nicht kein keine keinen nie niemals weder pas jamais n'est n'a n'etait ne non nunca tampoco ni",
);
