import type { Outlook as MarketOutlook } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import type { Part } from './analysis-page.tsx';

/** The spans that are told, in days: the next week, four weeks, eight. */
const SPANS = [7, 28, 56];

type Total = MarketOutlook['market'];

/** What will be sold: of the market and of its categories, with the sums' own quantiles. */
export function Outlook({ analysis: { outlook } }: Part) {
  const language = useLanguage();
  if (outlook === undefined) return null;
  const { words, say, format, count } = language;
  const told = words.market.outlook;
  const rows: [string, Total][] = [
    [told.all, outlook.market],
    ...outlook.categories.map((one): [string, Total] => [categoryName(one, language), one]),
  ];
  const spans = SPANS.filter((days) => outlook.market.cumulative.some((one) => one.days === days));
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      <div class="scroll">
        <table>
          <caption class="quiet">{told.caption}</caption>
          <thead>
            <tr>
              <Heading name={words.market.positioning.category} />
              {spans.map((days) => (
                <Heading key={days} name={count(told.days, days)} numbers />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, total]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {spans.map((days) => (
                  <Units key={days} total={total} days={days} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {outlook.direct !== undefined && <p>{secondOpinion(outlook.direct, language)}</p>}
      {outlook.lacking.series > 0 && (
        <p class="quiet">
          {say(told.lacking, {
            series: format.units(outlook.lacking.series),
            share: format.share(outlook.lacking.share),
          })}
        </p>
      )}
    </section>
  );
}

/** The middle, and between what four of five such spans end. */
function Units({ total, days }: { total: Total; days: number }) {
  const { words, say, format } = useLanguage();
  const sum = total.cumulative.find((one) => one.days === days);
  if (sum === undefined) return <td class="number">–</td>;
  return (
    <td class="number">
      {format.units(sum.p50)}
      <span class="quiet evidence">
        {say(words.compare.range, { low: format.units(sum.p10), high: format.units(sum.p90) })}
      </span>
    </td>
  );
}

const categoryName = (
  { category, smaller = 0 }: MarketOutlook['categories'][number],
  { words, count }: Language,
): string => {
  const name = category ?? words.market.positioning.unnamed;
  return smaller === 0 ? name : count(words.market.outlook.smaller, smaller, { name });
};

function secondOpinion(
  { days, mean, p10, p90, difference }: NonNullable<MarketOutlook['direct']>,
  { words, say, format }: Language,
): string {
  return say(words.market.outlook.direct, {
    ...{ days: format.units(days), mean: format.units(mean) },
    ...{ low: format.units(p10), high: format.units(p90), difference: format.change(difference) },
  });
}
