import { figuresAsCsv } from '../chart/figure-table.tsx';
import { columnsOf } from '../chart/figures.ts';
import { SaveMenu } from '../chart/save-menu.tsx';
import { type SortableFigures, SortableTable } from '../chart/sortable-table.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { fileName, saveFile } from '../save-file.ts';
import { isSureSeason } from './comparison-words.ts';
import type { Joined, Side } from './join-comparisons.ts';

/** Markets side by side, a row each, sorted by any figure; the largest first. */
export function ComparisonTable({ joined }: { joined: Joined }) {
  const language = useLanguage();
  const figures = sidesAsFigures(joined, language);
  const newest = joined.sides
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1);
  const file = fileName('markets', 'compared', newest);
  return (
    <div class="savable">
      <SortableTable figures={figures} nameOf={({ market }) => market} first={2} />
      <SaveMenu
        of={figures.caption}
        kinds={[{ kind: 'csv', save: () => saveFile(`${file}.csv`, 'text/csv', figuresAsCsv(figures)) }]}
      />
    </div>
  );
}

const seasonStrength = ({ season }: Side) => (season?.kind === 'measured' ? season.strength : null);

/** Amounts in markets' own currencies are sorted by the common one: unlike ones have no order. */
function sidesAsFigures({ sides, currency }: Joined, language: Language): SortableFigures<Side> {
  const { words, say, format } = language;
  const told = words.compare;
  const columns = columnsOf(language);
  const own = columns.money<Side>(words.market.revenue, '', ({ revenue }) => revenue);
  const order = columns.money<Side>(words.market.averageOrder, '', ({ averageOrder }) => averageOrder);
  const inOwn = told.ownCurrency;
  return {
    caption: told.title,
    rows: sides,
    columns: [
      {
        ...columns.words(told.market, ({ name }) => name),
        cell: ({ market, name }) => <a href={addressOf(market, 'market')}>{name}</a>,
      },
      { ...own, unit: inOwn, by: ({ commonRevenue }) => commonRevenue?.minor ?? null },
      columns.money(say(told.revenueIn, { currency }), currency, ({ commonRevenue }) => commonRevenue),
      columns.share(told.share, ({ commonShare }) => commonShare),
      {
        ...columns.change<Side>(told.growth, ({ growth }) => growth.trailingYear?.value),
        cell: ({ growth: { trailingYear: year } }) =>
          year == null ? undefined : (
            <>
              {format.change(year.value)}
              <span class="quiet evidence">
                {say(told.range, { low: format.change(year.low), high: format.change(year.high) })}
              </span>
            </>
          ),
      },
      {
        ...columns.share<Side>(told.season, seasonStrength),
        cell: (side) => {
          const strength = seasonStrength(side);
          if (strength === null || isSureSeason(side.season)) return undefined;
          return (
            <>
              {format.share(strength)}
              <span class="quiet evidence">{told.chance}</span>
            </>
          );
        },
      },
      columns.share(words.market.concentration.buyers, (side) => side.concentration.topTenBuyersShare),
      columns.count(words.market.buyers, ({ buyers }) => buyers.active),
      columns.count(words.market.newBuyers, ({ buyers }) => buyers.new),
      { ...order, unit: inOwn, by: ({ commonOrder }) => commonOrder?.minor ?? null },
      columns.share(words.market.returned, ({ returnsShare }) => returnsShare),
    ],
  };
}
