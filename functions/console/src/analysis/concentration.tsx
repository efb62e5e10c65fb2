import { lorenzChart } from '../../../../lib/charts/index.ts';
import { Fact } from '../fact.tsx';
import { share } from '../format.ts';
import { Picture } from '../picture.tsx';
import type { Part } from './analysis-page.tsx';

/** On how few buyers and articles the market hangs. */
export function Concentration({ analysis: { concentration }, market }: Part) {
  const { lorenz, buyerGini } = concentration;
  const orNothing = (value: number | null | undefined) => (value == null ? '–' : share(value));
  return (
    <section class="panel" aria-label="Concentration">
      <h3>On whom it hangs</h3>
      <dl class="facts">
        <Fact name="Ten largest buyers">{orNothing(concentration.topTenBuyersShare)}</Fact>
        <Fact name="Ten best articles">{share(concentration.topTenSkusShare)}</Fact>
      </dl>
      {lorenz !== undefined && buyerGini !== null ? (
        <Picture
          draw={(options) => lorenzChart({ lorenz, gini: buyerGini }, options)}
          file={`concentration-${market.market}`}
        />
      ) : (
        <p class="quiet">There are too few buyers to say more.</p>
      )}
    </section>
  );
}
