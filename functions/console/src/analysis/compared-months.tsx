import { marketsChart } from '../../../../lib/charts/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import type { Side } from './join-comparisons.ts';

/** Each market's months against its own mean month, on one scale. */
export function ComparedMonths({ sides }: { sides: readonly Side[] }) {
  const language = useLanguage();
  const told = language.words.compare;
  const newest = sides
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1);
  const plotted = sides.map(({ name, currency, months }) => ({
    ...{ name, currency },
    months: months.map(({ month, revenue }) => ({ month, revenueMinor: revenue?.minor ?? null })),
  }));
  const { months: title, monthsSubtitle: subtitle, noMonths: nothing } = told;
  return (
    <section class="panel" aria-label={title}>
      <Picture
        draw={(options) => marketsChart(plotted, { ...options, title, subtitle, nothing })}
        file={fileName('markets', 'months', newest)}
        figures={monthsAsFigures(sides, language)}
      />
    </section>
  );
}

type Month = { month: string; revenues: ReadonlyMap<string, Side['months'][number]['revenue']> };

function monthsAsFigures(sides: readonly Side[], language: Language): Figures<Month> {
  const columns = columnsOf(language);
  const months = new Set(sides.flatMap((side) => side.months.map(({ month }) => month)));
  const byMarket = sides.map((side) => ({
    side,
    revenues: new Map(side.months.map(({ month, revenue }) => [month, revenue])),
  }));
  return {
    caption: language.words.market.months,
    columns: [
      columns.month(language.words.market.month, ({ month }) => month),
      ...sides.map(({ market, name, currency }) =>
        columns.money<Month>(name, currency, ({ revenues }) => revenues.get(market)),
      ),
    ],
    rows: [...months].toSorted().map((month) => ({
      month,
      revenues: new Map(byMarket.map(({ side, revenues }) => [side.market, revenues.get(month) ?? null])),
    })),
  };
}
