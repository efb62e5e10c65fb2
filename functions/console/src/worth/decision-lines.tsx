import { amountIn, earningsWords } from '../../../../lib/charts/index.ts';
import type { EarningsLine } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';

/** Every decision that a month is traced to, the largest first. */
export function DecisionLines({ market, month }: { market: HomedMarket; month: string }) {
  const words = useLanguage().words.worth;
  const pages = usePages(`earnings lines ${market.market} ${month}`, async (cursor) => {
    const query = { month, cursor };
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/earnings/lines', {
      path,
      query,
    });
    return body;
  });
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
  const { tag, format, words: all } = useLanguage();
  const { lines: names } = earningsWords(tag);
  const words = all.worth;
  const money = amountIn(tag);
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
            <td>{format.day(line.from)}</td>
            <td class="number">{line.days}</td>
            <td class="number">{money(line.expected)}</td>
            <td class="number">{money(line.earned)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
