import { revenueChart } from '../../../../lib/charts/index.ts';
import { Fact } from '../fact.tsx';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** How much the market sells, to how many, and whether it grows. */
export function KeyFigures({ analysis, market }: Part) {
  const { words, say, format } = useLanguage();
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
      <Picture draw={(options) => revenueChart(months, options)} file={`revenue-${market.market}`} />
      <Months months={months} />
    </section>
  );
}

function Months({ months }: Pick<Part['analysis'], 'months'>) {
  const { words, say, format } = useLanguage();
  const told = words.market;
  return (
    <details>
      <summary>{told.asTable}</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <Heading name={told.month} />
              <Heading name={told.revenue} numbers />
              <Heading name={told.orders} numbers />
              <Heading name={told.buyers} numbers />
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((one) => (
              <tr key={one.month}>
                <th scope="row">
                  {one.partial
                    ? say(told.partial, { month: format.month(one.month) })
                    : format.month(one.month)}
                </th>
                <td class="number">{format.money(one.revenue)}</td>
                <td class="number">{format.units(one.orders)}</td>
                <td class="number">{one.buyers == null ? told.suppressed : format.units(one.buyers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
