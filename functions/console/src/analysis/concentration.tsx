import { lorenzChart } from '../../../../lib/charts/index.ts';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** On how few buyers and articles the market hangs. */
export function Concentration({ analysis: { concentration }, market }: Part) {
  const { words, format } = useLanguage();
  const told = words.market.concentration;
  const { lorenz, buyerGini } = concentration;
  const orNothing = (value: number | null | undefined) => (value == null ? '–' : format.share(value));
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      <dl class="facts">
        <Fact name={told.buyers}>{orNothing(concentration.topTenBuyersShare)}</Fact>
        <Fact name={told.articles}>{format.share(concentration.topTenSkusShare)}</Fact>
      </dl>
      {lorenz !== undefined && buyerGini !== null ? (
        <Picture
          draw={(options) => lorenzChart({ lorenz, gini: buyerGini }, options)}
          file={`concentration-${market.market}`}
        />
      ) : (
        <p class="quiet">{told.tooFew}</p>
      )}
    </section>
  );
}
