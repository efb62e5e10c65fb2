import { cohortChart } from '../../../../lib/charts/index.ts';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** Who comes back after a first order. */
export function Loyalty({ analysis: { cohorts }, market }: Part) {
  return (
    <section class="panel" aria-label="Loyalty">
      <h3>Who comes back</h3>
      {cohorts === undefined || cohorts.cohorts.length === 0 ? (
        <p class="quiet">No month has enough new buyers to follow yet.</p>
      ) : (
        <Picture
          draw={(options) =>
            cohortChart(cohorts, { ...options, title: 'Buyers by the month of their first order' })
          }
          file={`cohorts-${market.market}`}
        />
      )}
    </section>
  );
}
