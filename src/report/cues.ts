/**
 * Sentences that tell what they are without a heading. Patterns run on folded words (`foldWords`) of at most
 * `MAX_CUE_LENGTH` characters, and none repeats without a bound, so each costs a constant.
 */
import { disguisedAddressesIn } from '../document/addresses.js';
import { beginningOf } from './beginning.js';
import { MAX_CUE_LENGTH } from './limits.js';
import { isAboutContact } from './reporter/contact-cues.js';
import { isAboutCredit } from './reporter/credit-cues.js';

/** What a sentence is about, when its first words or a fixed phrase say so. */
export type Cue =
  /** A wish about being named. */
  | 'credit'
  /** Where to answer to; it counts only with an address in it. */
  | 'contact'
  /** What the reporter ran it on. */
  | 'environment'
  /** "Please find my report below": words about the mail itself. */
  | 'intro'
  /** "Let me know if you have questions", and plans for publication. */
  | 'courtesy'
  | 'steps'
  | 'impact'
  | 'mitigations'
  | 'affected';

/** "I am writing to report an SSRF in the API that exposes the metadata" tells what is wrong. */
const TELLS =
  /\b(?:report|disclose|notify|inform|melden?|mitteilen|signale[rz]?|signalons|reportar|informar|comunicar)\b.{10,200}\b(?:that|which|where|whereby|allowing|because|in which|durch die|bei der|mit der|wodurch|qui permet|par laquelle|que permite|donde|por la que)\b/;

const CUES: readonly (readonly [Cue, RegExp])[] = [
  [
    'environment',
    /^(?:i |we |this was |it was |ich habe |all )?(?:have )?(?:tested|verified|reproduced|confirmed) (?:this |it |that )?(?:on|with|under|using)\b|^getestet (?:wurde |habe ich )?(?:auf|mit|unter)\b|^(?:j'ai )?teste (?:sur|avec)\b|^probado (?:en|con)\b/,
  ],
  [
    'intro',
    /^(?:(?:i|we)(?: am|'m| are| would like to| want to| wish to|'d like to)? (?:hereby )?(?:reporting|report)\b|please find\b|(?:attached|below)(?: you will find| please find| is| are)\b|hiermit (?:melde|moechte|melden)\b|ich moechte (?:ihnen |hiermit )?.{0,40}melden\b|anbei\b|im anhang\b|my name is\b|i am an? (?:independent )?(?:security )?researcher\b|i (?:have )?(?:found|discovered) a (?:security )?(?:vulnerability|issue|bug) in your (?:website|software|tools?|products?)\.?$|je (?:vous )?(?:signale|souhaite)\b|les (?:informo|escribo)\b|i hope (?:this|you)\b)|\b(?:is|are|see|in) (?:in )?the attach(?:ed|ment)\b|\b(?:siehe|im) anhang\b/,
  ],
  [
    'courtesy',
    /^(?:please )?(?:do not hesitate|don't hesitate|feel free|let me know|let us know|looking forward|i look forward|we look forward|please (?:let me know|confirm|acknowledge)|if you (?:have|need) (?:any )?(?:further |more )?(?:questions|information|details)|thank you|thanks|many thanks|i (?:will|intend to|plan to) (?:publish|disclose)|we (?:will|intend to|plan to) (?:publish|disclose)|(?:i am|i'm) happy to|happy to help|bei (?:rueckfragen|fragen)|fuer rueckfragen|vielen dank|ich freue mich|sent from my|von meinem .{0,30}gesendet|gesendet von|get outlook|envoye de mon|enviado desde)/,
  ],
  [
    'steps',
    /^(?:what i did|to reproduce\b|(?:you|one) can reproduce|it can be reproduced|reproduc(?:e|ing) (?:it|this)|here is how|how to reproduce|zum nachstellen|nachstellen laesst|so laesst es sich|pour reproduire|para reproducir)/,
  ],
  [
    'impact',
    /^(?:(?:the )?impact\b|(?:an |any |every )?(?:unauthenticated |remote |local |authenticated )?attackers? (?:can|could|may|might)\b|this (?:allows|lets|enables|means)\b|as a (?:result|consequence)\b|in the worst case\b|with this\b|ein angreifer (?:kann|koennte)\b|dadurch (?:kann|koennte|ist)\b|angreifer koenn(?:en|ten)\b|damit (?:kann|koennte)\b|un attaquant (?:peut|pourrait)\b|un atacante (?:puede|podria)\b)|\bis (?:quite |really )?a (?:big |serious |severe |real )?(?:problem|risk) (?:because|since|for)\b|\bkonsequenz\b/,
  ],
  [
    'mitigations',
    /^(?:(?:as )?(?:a )?workaround\b|(?:a |one |the )?(?:possible |simple |quick )?(?:fix|mitigation|solution|workaround) (?:is|would be|could be|for)\b|(?:i|we) (?:would )?(?:recommend|suggest|advise)\b|for now\b|until (?:then|this|it|a fix|the fix)\b|in the meantime\b|to (?:fix|mitigate|prevent) (?:this|it)\b|please (?:rotate|remove|revoke|disable|update|upgrade|validate|sanitise|sanitize|block|restrict|patch|escape|filter|fix)\b|als (?:abhilfe|workaround|gegenmassnahme)\b|abhilfe\b|bis (?:dahin|zur behebung)\b|(?:ich|wir) (?:empfehle|empfehlen|schlage|wuerde)\b|bitte (?:entfernen|deaktivieren|sperren|pruefen|aktualisieren)\b|(?:je|nous) recommand|(?:recomiendo|recomendamos)\b)/,
  ],
];

/**
 * What a sentence is about, or null where nothing in it says so. The first cue of the list wins.
 * @param sentence - white space folded
 */
export function cueOf(sentence: string): Cue | null {
  const words = beginningOf(sentence);
  if (isAboutCredit(words)) return 'credit';
  if (isAboutContact(words) && disguisedAddressesIn(sentence.slice(0, MAX_CUE_LENGTH)).length > 0)
    return 'contact';
  const cue = CUES.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
  return cue === 'intro' && TELLS.test(words) ? null : cue;
}
