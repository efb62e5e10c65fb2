import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 8;

/** What becomes of looks and quotes, where those are uploaded. */
export function Conversion({ analysis: { conversion }, market }: Part) {
  const { words, say, format } = useLanguage();
  if (conversion === undefined) return null;
  const { units, share, day } = format;
  const told = words.market.conversion;
  const { looks, quotes, lookedAt } = conversion;
  const least = lookedAt.toSorted((one, other) => one.share.value - other.share.value).slice(0, MOST);
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      <dl class="facts">
        {looks !== null && (
          <Fact name={told.afterLook}>
            {say(told.ofBuyers, { share: share(looks.share.value), many: units(looks.looked) })}
          </Fact>
        )}
        {quotes !== null && (
          <Fact name={told.quotesWon}>
            {say(told.ofProducts, { share: share(quotes.share.value), many: units(quotes.quoted) })}
          </Fact>
        )}
      </dl>
      <p class="quiet">{say(told.span, { from: day(conversion.from), to: day(conversion.to) })}</p>
      {least.length > 0 && (
        <>
          <h4>{told.notOrdered}</h4>
          <ul class="reasons">
            {least.map(({ sku, looked, ordered }) => (
              <li key={sku}>
                <a href={addressOf(market.market, 'stock', sku)}>{sku}</a>{' '}
                <span class="quiet">
                  {say(told.lookedAt, { ordered: units(ordered), looked: units(looked) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
