import { amountIn, earningsWords } from '../../../../lib/charts/index.ts';
import type { EarningsLine } from '../../../../lib/domain/index.ts';
import type { Api, HomedMarket } from '../api.ts';
import { day } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { earningsPageWords } from './words.ts';

/** Every decision that a month is traced to, the largest first. */
export function DecisionLines({ api, market, month }: { api: Api; market: HomedMarket; month: string }) {
  const pages = usePages(`earnings lines ${market.market} ${month}`, (cursor) =>
    api.earningsLines(market, month, cursor),
  );
  const words = earningsPageWords(navigator.language);
  return (
    <section class="panel" aria-label={words.decisions}>
      <h3>{words.decisions}</h3>
      <Loaded state={pages.first} what={words.decisions}>
        {({ items }) => <Table lines={[...items, ...pages.further]} market={market} />}
      </Loaded>
      <More pages={pages} />
    </section>
  );
}

function Table({ lines, market }: { lines: readonly EarningsLine[]; market: HomedMarket }) {
  const { lines: names } = earningsWords(navigator.language);
  const words = earningsPageWords(navigator.language);
  const money = amountIn(navigator.language);
  return (
    <table>
      <thead>
        <tr>
          <Heading name={names.sku} />
          <Heading name={words.from} />
          <Heading name={names.days} numbers />
          <Heading name={names.expected} numbers />
          <Heading name={names.earned} numbers />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.decision} ${line.from}`}>
            <th scope="row">
              <a href={addressOf(market.market, 'stock', line.sku)}>{line.sku}</a>
            </th>
            <td>{day(line.from)}</td>
            <td class="number">{line.days}</td>
            <td class="number">{money(line.expected)}</td>
            <td class="number">{money(line.earned)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
