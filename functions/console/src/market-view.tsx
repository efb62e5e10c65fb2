import { useEffect, useRef } from 'preact/hooks';
import { AnalysisPage } from './analysis/analysis-page.tsx';
import type { Api, HomedMarket } from './api.ts';
import { BuyerPage } from './buyers/buyer-page.tsx';
import { BuyersPage } from './buyers/buyers-page.tsx';
import { CallsPage } from './buyers/calls-page.tsx';
import { addressOf, type Page, type Place, pages } from './place.ts';
import { StockPage } from './stock/stock-page.tsx';
import { EarningsPage } from './worth/earnings-page.tsx';

type Props = { api: Api; market: HomedMarket; place: Place };

const titles: Record<Page, string> = {
  stock: 'Stock and prices',
  buyers: 'Buyers',
  calls: 'Who to call',
  analysis: 'The market',
  earnings: 'What it earns',
};

/** One market: what holds in it, the way to its pages, and the page that the address names. */
export function MarketView({ api, market, place: { page, names } }: Props) {
  const content = useRef<HTMLDivElement>(null);
  const shown = page === 'stock' ? page : [page, ...names].join('/');
  const before = useRef(shown);
  useEffect(() => {
    document.title = `${titles[page]}, ${market.name} – Tradewind`;
    // whoever follows a link by keyboard goes on from the page that it opened
    if (before.current !== shown) content.current?.focus();
    before.current = shown;
  }, [shown, page, market.name]);
  return (
    <>
      <p class="quiet">{meaningOf(market)}</p>
      <nav class="pages" aria-label={`Pages of ${market.name}`}>
        {pages.map((one) => (
          <a key={one} href={addressOf(market.market, one)} aria-current={one === page ? 'page' : undefined}>
            {titles[one]}
          </a>
        ))}
      </nav>
      <div ref={content} tabIndex={-1} class="page">
        <PageOf api={api} market={market} page={page} names={names} />
      </div>
    </>
  );
}

function PageOf({
  api,
  market,
  page,
  names,
}: {
  api: Api;
  market: HomedMarket;
  page: Page;
  names: string[];
}) {
  const [name, second] = names;
  switch (page) {
    case 'stock':
      return <StockPage api={api} market={market} sku={name} />;
    case 'buyers':
      return name === undefined ? (
        <BuyersPage api={api} market={market} />
      ) : (
        <BuyerPage api={api} market={market} customer={name} />
      );
    case 'calls':
      return <CallsPage api={api} market={market} order={name} segment={second} />;
    case 'analysis':
      return <AnalysisPage api={api} market={market} />;
    case 'earnings':
      return <EarningsPage api={api} market={market} month={name} />;
  }
}

/** Say what the market's mode means for whoever reads on. */
function meaningOf({ mode, killed }: HomedMarket): string {
  if (killed) return 'Stopped: the kill switch is on. Prices stay as they are and nothing is proposed.';
  switch (mode) {
    case 'off':
      return 'Off: prices stay as they are and nothing is proposed.';
    case 'suggest':
      return 'Suggestions only: nothing is charged or ordered until a person approves.';
    case 'automatic':
      return 'Automatic: proposed prices are charged within their limits; a person still places the orders.';
  }
}
