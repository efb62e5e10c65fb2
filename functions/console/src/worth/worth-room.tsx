import type { HomedMarket } from '../api.ts';
import { ExperimentPage } from '../experiments/experiment-page.tsx';
import { ExperimentsPage } from '../experiments/experiments-page.tsx';
import { SetUpPage } from '../experiments/set-up-page.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { EarningsPage } from './earnings-page.tsx';

type Props = { market: HomedMarket; markets: readonly HomedMarket[]; names: readonly string[] };

/** What Tradewind is worth: `#/{market}/worth/{month}`, `…/experiments`, `…/experiments/new`, `…/experiments/{id}`. */
export function WorthRoom({ market, markets, names: [first, second] }: Props) {
  const { words } = useLanguage();
  const page = first === 'experiments' ? 'experiments' : 'statement';
  const link = (one: typeof page, address: string) => (
    <a href={address} aria-current={one === page ? 'page' : undefined}>
      {words.worth.pages[one]}
    </a>
  );
  return (
    <>
      <nav class="pages" aria-label={words.worth.pages.title}>
        {link('statement', addressOf(market.market, 'worth'))}
        {link('experiments', addressOf(market.market, 'worth', 'experiments'))}
      </nav>
      {page === 'statement' ? (
        <EarningsPage market={market} month={first} />
      ) : second === undefined ? (
        <ExperimentsPage market={market} />
      ) : second === 'new' ? (
        <SetUpPage key={market.market} market={market} markets={markets} />
      ) : (
        <ExperimentPage key={second} market={market} markets={markets} experiment={second} />
      )}
    </>
  );
}
