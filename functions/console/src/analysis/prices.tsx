import type { ElasticityAnswer, PricePosition } from '../../../../lib/domain/index.ts';
import { type Language, useLanguage } from '../language/language.tsx';
import type { Part } from './analysis-page.tsx';

/** How prices stand against the other markets, and what they do to demand. */
export function Prices({ analysis: { pricePosition, elasticity } }: Part) {
  const language = useLanguage();
  const told = language.words.market.prices;
  if (pricePosition === undefined && elasticity === undefined) return null;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {pricePosition !== undefined && <p>{positionWords(language, pricePosition)}</p>}
      {elasticity !== undefined && <p>{elasticityWords(language, elasticity.market)}</p>}
    </section>
  );
}

function positionWords({ words, say, format: { change, units } }: Language, position: PricePosition): string {
  const told = words.market.prices;
  if (position.kind === 'unknown') return say(told.unknown, { detail: position.detail });
  const { value, low, high } = position.index;
  return say(told.position, {
    middle: change(value - 1),
    low: change(low - 1),
    high: change(high - 1),
    articles: units(position.skus),
  });
}

function elasticityWords({ words, say, format: { decimal } }: Language, answer: ElasticityAnswer): string {
  const told = words.market.prices;
  if (answer.kind === 'unsaid') return say(told.unsaid, { detail: answer.detail });
  const { value, low, high } = answer.elasticity;
  return say(told.elasticity, { middle: decimal(value), low: decimal(low), high: decimal(high) });
}
