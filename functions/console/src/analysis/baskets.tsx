import type { BasketPair } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 8;

/** What is ordered together more often than chance makes. */
export function Baskets({ analysis: { baskets }, market }: Part) {
  const { words, say, format } = useLanguage();
  if (baskets === undefined) return null;
  const told = words.market.baskets;
  const addressOfSku = (sku: string) => addressOf(market.market, 'stock', sku);
  const categories = baskets.categories.pairs
    .slice(0, MOST / 2)
    .map((pair) => ({ pair, address: undefined }));
  const skus = baskets.skus.pairs.slice(0, MOST).map((pair) => ({ pair, address: addressOfSku }));
  const pairs = [...categories, ...skus];
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {pairs.length === 0 ? (
        <p class="quiet">{say(told.none, { orders: format.units(baskets.orders) })}</p>
      ) : (
        <ul class="reasons">
          {pairs.map(({ pair, address }) => (
            <li key={`${pair.first} ${pair.second}`}>
              <Pair pair={pair} address={address} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type PairProps = {
  pair: BasketPair;
  /** Where one of them is shown; categories have no page. */
  address: ((name: string) => string) | undefined;
};

function Pair({ pair, address }: PairProps) {
  const { words, say, format } = useLanguage();
  const told = words.market.baskets;
  const { lift } = pair;
  return (
    <>
      <One name={pair.firstName ?? pair.first} address={address?.(pair.first)} />
      {` ${told.and} `}
      <One name={pair.secondName ?? pair.second} address={address?.(pair.second)} />
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

function One({ name, address }: { name: string; address: string | undefined }) {
  const shown = <bdi>{name}</bdi>;
  return address === undefined ? shown : <a href={address}>{shown}</a>;
}
