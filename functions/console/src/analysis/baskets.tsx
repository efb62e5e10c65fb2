import type { BasketPair } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import type { Part } from './analysis-page.tsx';

const MOST = 8;

/** What is ordered together more often than chance makes. */
export function Baskets({ analysis: { baskets } }: Part) {
  const { words, say, format } = useLanguage();
  if (baskets === undefined) return null;
  const told = words.market.baskets;
  const pairs = [...baskets.categories.pairs.slice(0, MOST / 2), ...baskets.skus.pairs.slice(0, MOST)];
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {pairs.length === 0 ? (
        <p class="quiet">{say(told.none, { orders: format.units(baskets.orders) })}</p>
      ) : (
        <ul class="reasons">
          {pairs.map((pair) => (
            <li key={`${pair.first} ${pair.second}`}>
              <Pair pair={pair} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Pair({ pair }: { pair: BasketPair }) {
  const { words, say, format } = useLanguage();
  const told = words.market.baskets;
  const { lift } = pair;
  return (
    <>
      <bdi>{pair.firstName ?? pair.first}</bdi>
      {` ${told.and} `}
      <bdi>{pair.secondName ?? pair.second}</bdi>
      <span class="quiet evidence">
        {say(told.evidence, {
          times: format.decimal(lift.value),
          low: format.decimal(lift.low),
          high: format.decimal(lift.high),
          together: format.units(pair.together),
          share: format.share(pair.confidence),
        })}
      </span>
    </>
  );
}
