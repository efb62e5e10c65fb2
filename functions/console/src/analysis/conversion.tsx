import { Fact } from '../fact.tsx';
import { day, share, units } from '../format.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 8;

/** What becomes of looks and quotes, where those are uploaded. */
export function Conversion({ analysis: { conversion } }: Part) {
  if (conversion === undefined) return null;
  const { looks, quotes, lookedAt } = conversion;
  const least = lookedAt.toSorted((one, other) => one.share.value - other.share.value).slice(0, MOST);
  return (
    <section class="panel" aria-label="Conversion">
      <h3>What becomes of looks and quotes</h3>
      <dl class="facts">
        {looks !== null && (
          <Fact name="Ordered after a look">
            {`${share(looks.share.value)} of ${units(looks.looked)} buyers`}
          </Fact>
        )}
        {quotes !== null && (
          <Fact name="Quotes won">{`${share(quotes.share.value)} of ${units(quotes.quoted)} products`}</Fact>
        )}
      </dl>
      <p class="quiet">{`Looks from ${day(conversion.from)} to ${day(conversion.to)}, each followed for 30 days.`}</p>
      {least.length > 0 && (
        <>
          <h4>Looked at and not ordered</h4>
          <ul class="reasons">
            {least.map(({ sku, looked, ordered }) => (
              <li key={sku}>{`${sku}: ${units(ordered)} of ${units(looked)} who looked ordered it`}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
