import { revenueChart } from '../../../../lib/charts/index.ts';
import { Fact } from '../fact.tsx';
import { change, day, money, month, share, units } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** How much the market sells, to how many, and whether it grows. */
export function KeyFigures({ analysis, market }: Part) {
  const { buyers, growth, months } = analysis;
  const year = growth.trailingYear;
  return (
    <section class="panel" aria-label="Market">
      <h2>{`${market.name} in figures`}</h2>
      <p class="quiet">{`From ${day(analysis.from)} to ${day(analysis.asOf)}.`}</p>
      <dl class="facts">
        <Fact name="Revenue" id="market-revenue">
          {money(analysis.revenue)}
        </Fact>
        <Fact name="Orders">{units(analysis.orders)}</Fact>
        <Fact name="Average order">{money(analysis.averageOrder)}</Fact>
        <Fact name="Buyers">{units(buyers.active)}</Fact>
        <Fact name="New in 90 days">{units(buyers.new)}</Fact>
        <Fact name="Returned goods">{share(analysis.returnsShare)}</Fact>
        <Fact name="Newest month on a year ago">
          {growth.yearOnYear === null ? '–' : change(growth.yearOnYear)}
        </Fact>
        <Fact name="Newest year on the one before">
          {year == null ? '–' : `${change(year.value)} (${change(year.low)} to ${change(year.high)})`}
        </Fact>
      </dl>
      <Picture draw={(options) => revenueChart(months, options)} file={`revenue-${market.market}`} />
      <details>
        <summary>Months as a table</summary>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <Heading name="Month" />
                <Heading name="Revenue" numbers />
                <Heading name="Orders" numbers />
                <Heading name="Buyers" numbers />
              </tr>
            </thead>
            <tbody>
              {months.toReversed().map((one) => (
                <tr key={one.month}>
                  <th scope="row">{`${month(one.month)}${one.partial ? ', in part' : ''}`}</th>
                  <td class="number">{money(one.revenue)}</td>
                  <td class="number">{units(one.orders)}</td>
                  <td class="number">{one.buyers == null ? 'too few to show' : units(one.buyers)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
