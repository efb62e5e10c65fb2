import type { Difference } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 6;

/** What sells here and not in the merchant's other markets of the region, and the other way round. */
export function Differences({ analysis: { differences }, market }: Part) {
  const { words, say, format } = useLanguage();
  if (differences === undefined) return null;
  const told = words.market.differences;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {differences.kind === 'unknown' ? (
        <p>{sentence(differences.detail)}</p>
      ) : (
        <>
          <p class="quiet">
            {say(told.against, {
              markets: format.list(
                differences.against.map(({ market: other, buyers }) =>
                  say(told.other, { market: other, buyers: format.units(buyers) }),
                ),
              ),
              articles: format.units(differences.testedSkus),
            })}
          </p>
          <Told title={say(told.more, { market: market.name })} differences={differences.skusMore} />
          <Told title={say(told.less, { market: market.name })} differences={differences.skusLess} />
        </>
      )}
    </section>
  );
}

function Told({ title, differences }: { title: string; differences: readonly Difference[] }) {
  const { words, say, format } = useLanguage();
  const told = words.market.differences;
  return (
    <>
      <h4>{title}</h4>
      {differences.length === 0 && <p class="quiet">{told.none}</p>}
      <ul class="reasons">
        {differences.slice(0, MOST).map(({ name, label, reachHere, reachElsewhere }) => (
          <li key={name}>
            <bdi>{label ?? name}</bdi>
            <span class="quiet evidence">
              {say(told.reach, { here: format.share(reachHere), elsewhere: format.share(reachElsewhere) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
