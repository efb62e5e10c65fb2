import { cohortChart } from '../../../../lib/charts/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** Who comes back after a first order. */
export function Loyalty({ analysis: { cohorts }, market }: Part) {
  const told = useLanguage().words.market.loyalty;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {cohorts === undefined || cohorts.cohorts.length === 0 ? (
        <p class="quiet">{told.none}</p>
      ) : (
        <Picture
          draw={(options) => cohortChart(cohorts, { ...options, title: told.picture })}
          file={`cohorts-${market.market}`}
        />
      )}
    </section>
  );
}
