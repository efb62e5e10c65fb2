import type { Difference } from '../../../../lib/domain/index.ts';
import { share, units } from '../format.ts';
import { sentence } from '../words.ts';
import type { Part } from './analysis-page.tsx';

const MOST = 6;

/** What sells here and not in the merchant's other markets of the region, and the other way round. */
export function Differences({ analysis: { differences }, market }: Part) {
  if (differences === undefined) return null;
  return (
    <section class="panel" aria-label="Differences">
      <h3>What sells here and not elsewhere</h3>
      {differences.kind === 'unknown' ? (
        <p>{sentence(differences.detail)}</p>
      ) : (
        <>
          <p class="quiet">
            {`Against ${differences.against.map(({ market: other, buyers }) => `${other} (${units(buyers)} buyers)`).join(', ')}: ` +
              `${units(differences.testedSkus)} articles compared by who buys them.`}
          </p>
          <Told title={`More in ${market.name}`} differences={differences.skusMore} />
          <Told title={`Less in ${market.name}`} differences={differences.skusLess} />
        </>
      )}
    </section>
  );
}

function Told({ title, differences }: { title: string; differences: readonly Difference[] }) {
  return (
    <>
      <h4>{title}</h4>
      {differences.length === 0 && <p class="quiet">Nothing that chance would not make.</p>}
      <ul class="reasons">
        {differences.slice(0, MOST).map(({ name, label, reachHere, reachElsewhere }) => (
          <li key={name}>
            <bdi>{label ?? name}</bdi>
            <span class="quiet evidence">{`${share(reachHere)} of the buyers here, ${share(reachElsewhere)} elsewhere.`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
