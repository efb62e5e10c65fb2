import type { BasketPair } from '../../../../lib/domain/index.ts';
import { decimal, share, units } from '../format.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 8;

/** What is ordered together more often than chance makes. */
export function Baskets({ analysis: { baskets } }: Part) {
  if (baskets === undefined) return null;
  const pairs = [...baskets.categories.pairs.slice(0, MOST / 2), ...baskets.skus.pairs.slice(0, MOST)];
  return (
    <section class="panel" aria-label="Baskets">
      <h3>What goes together</h3>
      {pairs.length === 0 ? (
        <p class="quiet">{`In ${units(baskets.orders)} orders no two things go together more often than by chance.`}</p>
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
  const { lift } = pair;
  return (
    <>
      <bdi>{pair.firstName ?? pair.first}</bdi>
      {' and '}
      <bdi>{pair.secondName ?? pair.second}</bdi>
      <span class="quiet evidence">
        {`${decimal(lift.value)} times as often as by chance (${decimal(lift.low)} to ${decimal(lift.high)}): together in ` +
          `${units(pair.together)} orders; ${share(pair.confidence)} of the orders with the first.`}
      </span>
    </>
  );
}
