import type { HomedMarket } from '../api.ts';
import { AnalysisPage } from './analysis-page.tsx';
import { ComparisonPage } from './comparison-page.tsx';

type Props = {
  markets: readonly HomedMarket[];
  chosen: HomedMarket | undefined;
  currency: string | undefined;
};

/** One market in figures, or all of them side by side: `#/all/market/{currency}`. */
export function MarketRoom({ markets, chosen, currency }: Props) {
  const [only] = markets;
  const shown = chosen ?? (markets.length === 1 ? only : undefined);
  return shown === undefined ? (
    <ComparisonPage markets={markets} asked={currency} />
  ) : (
    <AnalysisPage key={shown.market} market={shown} />
  );
}
