import { amountIn, earningsChart, earningsWords } from '../../../../lib/charts/index.ts';
import type { BoundedMoney, MarketEarnings } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { Picture } from '../picture.tsx';
import { addressOf } from '../place.ts';
import { DecisionLines } from './decision-lines.tsx';

type Props = { market: HomedMarket; month: string | undefined };

/** What Tradewind earns in a market: the month against people, the year replayed, and the decisions behind it. */
export function EarningsPage({ market, month }: Props) {
  const { words } = useLanguage();
  const earnings = useLoaded(`earnings ${market.market} ${month ?? ''}`, async () => {
    const query = { month };
    const { body } = await market.region.client.call('GET /v1/earnings', { query });
    return body;
  });
  return (
    <Loaded state={earnings} what={words.worth.statement}>
      {({ month: shown, items }) => {
        const own = items.find((one) => one.market === market.market);
        return own === undefined ? (
          <p>{words.worth.none}</p>
        ) : (
          <Statement market={market} month={shown} earnings={own} />
        );
      }}
    </Loaded>
  );
}

function Statement(props: { market: HomedMarket; month: string; earnings: MarketEarnings }) {
  const { market, month, earnings } = props;
  const { words: all, format } = useLanguage();
  const words = all.worth;
  const monthName = format.month;
  const before = monthBefore(month);
  return (
    <>
      <section class="panel" aria-label={words.statement}>
        <h2>{`${words.statement}, ${monthName(month)}`}</h2>
        <p>
          <a href={addressOf(market.market, 'worth', before)}>{`← ${monthName(before)}`}</a>
        </p>
        <Picture
          draw={(options) => earningsChart(earnings, options)}
          file={`earnings-${market.market}-${month}`}
        />
        <Figures earnings={earnings} />
      </section>
      {earnings.month.kind === 'measured' && earnings.month.pages > 0 && (
        <DecisionLines market={market} month={month} />
      )}
    </>
  );
}

/** The same figures as a table, for whoever reads rather than looks. */
function Figures({ earnings: { year, month } }: { earnings: MarketEarnings }) {
  const { tag, words: all } = useLanguage();
  const words = all.worth;
  const { rows, month: monthTitle } = earningsWords(tag);
  const figures: [string, BoundedMoney][] = [
    ...(month.kind === 'measured' ? [[monthTitle, month.total] as [string, BoundedMoney]] : []),
    ...(year?.kind === 'measured'
      ? ([
          [rows.margin, year.stockOutsAvoided.margin],
          [rows.holding, year.holdingSaved],
          [rows.ordering, year.orderingSaved],
          ...(year.prices === null ? [] : [[rows.prices, year.prices] as [string, BoundedMoney]]),
          [rows.total, year.total],
          [rows.stock, year.stockFreed],
        ] satisfies [string, BoundedMoney][])
      : []),
  ];
  if (figures.length === 0) return null;
  const money = amountIn(tag);
  return (
    <details>
      <summary>{words.asTable}</summary>
      <table>
        <thead>
          <tr>
            <Heading name={words.what} />
            <Heading name={words.amount} numbers />
            <Heading name={words.atLeast} numbers />
            <Heading name={words.atMost} numbers />
          </tr>
        </thead>
        <tbody>
          {figures.map(([name, { amount, lower, upper }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{money(amount)}</td>
              <td class="number">{lower === null ? '–' : money(lower)}</td>
              <td class="number">{upper === null ? '–' : money(upper)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function monthBefore(month: string): string {
  const [year = 0, place = 1] = month.split('-').map(Number);
  return place === 1 ? `${year - 1}-12` : `${year}-${String(place - 1).padStart(2, '0')}`;
}
