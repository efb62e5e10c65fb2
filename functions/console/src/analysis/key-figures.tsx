import { revenueChart } from '../../../../lib/charts/index.ts';
import type { Analysis } from '../../../../lib/domain/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { Fact } from '../fact.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import type { Part } from './analysis-page.tsx';

/** How much the market sells, to how many, and whether it grows. */
export function KeyFigures({ analysis, market }: Part) {
  const language = useLanguage();
  const { words, say, format } = language;
  const { money, units, share, change, day } = format;
  const told = words.market;
  const { buyers, growth, months } = analysis;
  const year = growth.trailingYear;
  return (
    <section class="panel" aria-label={told.title}>
      <h2>{say(told.inFigures, { market: market.name })}</h2>
      <p class="quiet">{say(told.span, { from: day(analysis.from), to: day(analysis.asOf) })}</p>
      <dl class="facts">
        <Fact name={told.revenue} id="market-revenue">
          {money(analysis.revenue)}
        </Fact>
        <Fact name={told.orders}>{units(analysis.orders)}</Fact>
        <Fact name={told.averageOrder}>{money(analysis.averageOrder)}</Fact>
        <Fact name={told.buyers}>{units(buyers.active)}</Fact>
        <Fact name={told.newBuyers}>{units(buyers.new)}</Fact>
        <Fact name={told.returned}>{share(analysis.returnsShare)}</Fact>
        <Fact name={told.monthGrowth}>{growth.yearOnYear === null ? '–' : change(growth.yearOnYear)}</Fact>
        <Fact name={told.yearGrowth}>
          {year == null
            ? '–'
            : say(told.range, {
                middle: change(year.value),
                low: change(year.low),
                high: change(year.high),
              })}
        </Fact>
      </dl>
      <Picture
        draw={(options) => revenueChart(months, options)}
        file={fileName(market.market, 'revenue', analysis.asOf)}
        figures={monthsOf(analysis, language)}
      />
    </section>
  );
}

type Month = Analysis['months'][number];

function monthsOf({ months, currency }: Analysis, language: Language): Figures<Month> {
  const { words, say, format } = language;
  const told = words.market;
  const columns = columnsOf(language);
  const tooFew = { shown: ({ buyers }: Month) => (buyers == null ? told.suppressed : format.units(buyers)) };
  return {
    caption: told.months,
    columns: [
      {
        ...columns.month(told.month, ({ month }) => month),
        shown: ({ month, partial }) =>
          partial ? say(told.partial, { month: format.month(month) }) : format.month(month),
      },
      columns.money(told.revenue, currency, ({ revenue }) => revenue),
      columns.count(told.orders, ({ orders }) => orders),
      { ...columns.count(told.buyers, ({ buyers }) => buyers), ...tooFew },
      columns.words(told.known, ({ partial }) => (partial ? told.inPart : told.whole)),
    ],
    rows: months.toReversed(),
  };
}
