import type { BuyingGround, Language } from '../../domain/index.ts';
import { english } from './en.ts';
import { chinese } from './zh.ts';

type Named<Name extends BuyingGround['ground']> = Extract<BuyingGround, { ground: Name }>;

/** Says what predictions and offers rest on, in one language; set into other sentences, so without capital and full stop. */
export type GroundSentences = { [Name in BuyingGround['ground']]: (ground: Named<Name>) => string } & {
  /** Stands between two grounds. */
  between: string;
};

const sentences: Record<Language, GroundSentences> = { en: english, zh: chinese };

/** Say grounds in a language, the first first. */
export function sayGrounds(grounds: readonly BuyingGround[], language: Language): string {
  const words = sentences[language];
  return grounds.map((ground) => say(ground, words)).join(words.between);
}

/** What carries a reason in words, and what that says in figures. */
type Reasoned = { reason?: string | undefined; grounds?: readonly BuyingGround[] | undefined };

/** Say a stored reason in a language; what was stored without its figures stays as it was said. */
export const reasonedIn = <R extends Reasoned>(reasoned: R, language: Language): R =>
  reasoned.grounds === undefined || language === 'en'
    ? reasoned
    : { ...reasoned, reason: sayGrounds(reasoned.grounds, language) };

function say(ground: BuyingGround, words: GroundSentences): string {
  switch (ground.ground) {
    case 'orders':
      return words.orders(ground);
    case 'boughtOnce':
      return words.boughtOnce(ground);
    case 'rhythm':
      return words.rhythm(ground);
    case 'similarBuyers':
      return words.similarBuyers(ground);
    case 'market':
      return words.market(ground);
    case 'looks':
      return words.looks(ground);
    case 'quote':
      return words.quote(ground);
  }
}
