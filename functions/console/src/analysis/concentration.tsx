import { lorenzChart } from '../../../../lib/charts/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { Fact } from '../fact.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import type { Part } from './analysis-page.tsx';

/** Pixels: it is as high as it is wide, and tells no more where it is larger. */
const WIDEST = 440;

/** On how few buyers and articles the market hangs. */
export function Concentration({ analysis: { asOf, concentration }, market }: Part) {
  const language = useLanguage();
  const { words, format } = language;
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
          draw={({ width = WIDEST, ...options }) =>
            lorenzChart({ lorenz, gini: buyerGini }, { ...options, width: Math.min(width, WIDEST) })
          }
          file={fileName(market.market, 'concentration', asOf)}
          figures={curveOf(lorenz, language)}
        />
      ) : (
        <p class="quiet">{told.tooFew}</p>
      )}
    </section>
  );
}

type Point = { buyersShare: number; revenueShare: number };

function curveOf(rows: readonly Point[], language: Language): Figures<Point> {
  const columns = columnsOf(language);
  const told = language.words.market.concentration;
  return {
    caption: told.caption,
    columns: [
      columns.share(told.buyersShare, ({ buyersShare }) => buyersShare),
      columns.share(told.revenueShare, ({ revenueShare }) => revenueShare),
    ],
    rows,
  };
}
