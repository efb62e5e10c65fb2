import { earningsChart, earningsWords } from '../../../../lib/charts/index.ts';
import type { BoundedMoney, MarketEarnings } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';
import { fileName } from '../save-file.ts';
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
  const language = useLanguage();
  const { words: all, format } = language;
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
          file={fileName(market.market, 'earnings', month)}
          figures={figuresOf(earnings, language)}
        />
      </section>
      {earnings.month.kind === 'measured' && earnings.month.pages > 0 && (
        <DecisionLines market={market} month={month} />
      )}
    </>
  );
}

type Line = { what: string; money: BoundedMoney };

function figuresOf({ year, month, currency }: MarketEarnings, language: Language): Figures<Line> {
  const { rows, month: monthTitle } = earningsWords(language.tag);
  const told = language.words.worth;
  const columns = columnsOf(language);
  return {
    caption: told.statement,
    columns: [
      columns.words(told.what, ({ what }) => what),
      columns.money(told.amount, currency, ({ money }) => money.amount),
      columns.money(told.atLeast, currency, ({ money }) => money.lower),
      columns.money(told.atMost, currency, ({ money }) => money.upper),
    ],
    rows: [
      ...(month.kind === 'measured' ? [{ what: monthTitle, money: month.total }] : []),
      ...(year?.kind === 'measured'
        ? [
            { what: rows.margin, money: year.stockOutsAvoided.margin },
            { what: rows.holding, money: year.holdingSaved },
            { what: rows.ordering, money: year.orderingSaved },
            ...(year.prices === null ? [] : [{ what: rows.prices, money: year.prices }]),
            { what: rows.total, money: year.total },
            { what: rows.stock, money: year.stockFreed },
          ]
        : []),
    ],
  };
}

function monthBefore(month: string): string {
  const [year = 0, place = 1] = month.split('-').map(Number);
  return place === 1 ? `${year - 1}-12` : `${year}-${String(place - 1).padStart(2, '0')}`;
}
