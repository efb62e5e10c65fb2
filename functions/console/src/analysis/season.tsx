import { seasonChart } from '../../../../lib/charts/index.ts';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** When in the year the market buys. */
export function Season({ analysis: { season }, market }: Part) {
  return (
    <section class="panel" aria-label="Season">
      <h3>When it buys</h3>
      {season === undefined ? (
        <p class="quiet">The next night works the season out.</p>
      ) : season.kind === 'tooShort' ? (
        <p>{`No season can be told yet: ${season.detail}.`}</p>
      ) : (
        <Picture draw={(options) => seasonChart(season, options)} file={`season-${market.market}`} />
      )}
    </section>
  );
}
