import { seasonChart } from '../../../../lib/charts/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** When in the year the market buys. */
export function Season({ analysis: { season }, market }: Part) {
  const { words, say } = useLanguage();
  const told = words.market.season;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {season === undefined ? (
        <p class="quiet">{told.next}</p>
      ) : season.kind === 'tooShort' ? (
        <p>{say(told.tooShort, { detail: season.detail })}</p>
      ) : (
        <Picture draw={(options) => seasonChart(season, options)} file={`season-${market.market}`} />
      )}
    </section>
  );
}
