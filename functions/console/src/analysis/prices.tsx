import type { ElasticityAnswer, PricePosition } from '../../../../lib/domain/index.ts';
import { change, decimal } from '../format.ts';
import type { Part } from './analysis-page.tsx';

/** How prices stand against the other markets, and what they do to demand. */
export function Prices({ analysis: { pricePosition, elasticity } }: Part) {
  if (pricePosition === undefined && elasticity === undefined) return null;
  return (
    <section class="panel" aria-label="Prices">
      <h3>How prices stand</h3>
      {pricePosition !== undefined && <p>{positionWords(pricePosition)}</p>}
      {elasticity !== undefined && <p>{elasticityWords(elasticity.market)}</p>}
    </section>
  );
}

function positionWords(position: PricePosition): string {
  if (position.kind === 'unknown') return `Against other markets: ${position.detail}.`;
  const { value, low, high } = position.index;
  return (
    `${change(value - 1)} against the median of the other markets (${change(low - 1)} to ${change(high - 1)}), ` +
    `from ${position.skus} articles sold in both.`
  );
}

function elasticityWords(answer: ElasticityAnswer): string {
  if (answer.kind === 'unsaid') return `What prices do to demand: ${answer.detail}.`;
  const { value, low, high } = answer.elasticity;
  return `A price 1 % higher changes units by ${decimal(value)} % (${decimal(low)} to ${decimal(high)}).`;
}
