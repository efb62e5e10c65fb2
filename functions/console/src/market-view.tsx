import type { Analysis, Segmentation } from '../../../lib/domain/index.ts';
import type { Api, HomedMarket } from './api.ts';
import { money, share, units } from './format.ts';
import { Loaded, useLoaded, usePages } from './load.tsx';
import { SkuView } from './sku-view.tsx';
import { Worklist } from './worklist.tsx';

type Props = { api: Api; market: HomedMarket; sku: string | undefined };

/** One market: its worklist, the chosen SKU, its buyers and its figures. */
export function MarketView({ api, market, sku }: Props) {
  const worklist = usePages(`worklist ${market.market}`, (cursor) => api.worklist(market, cursor));
  const segments = useLoaded(`segments ${market.market}`, () => api.segments(market));
  const analysis = useLoaded(`analysis ${market.market}`, () => api.analysis(market));
  const hrefOf = (name: string) => `#/${market.market}/${encodeURIComponent(name)}`;
  return (
    <>
      <p class="quiet">{meaningOf(market)}</p>
      <Loaded state={worklist.first} what="worklist">
        {(items) => {
          const chosen = sku ?? items[0]?.sku;
          return (
            <div class="columns">
              <section class="panel" aria-label="Worklist">
                <h2>What needs you first</h2>
                <Worklist items={[...items, ...worklist.further]} selected={chosen} hrefOf={hrefOf} />
                {worklist.failure !== undefined && (
                  <p class="alert" role="alert">
                    {worklist.failure}
                  </p>
                )}
                {worklist.more !== undefined && (
                  <button type="button" onClick={worklist.more}>
                    Show more
                  </button>
                )}
              </section>
              {chosen !== undefined && <SkuView api={api} market={market} sku={chosen} />}
            </div>
          );
        }}
      </Loaded>
      <div class="columns">
        <section class="panel" aria-label="Market">
          <h2>{`${market.name} in figures`}</h2>
          <Loaded state={analysis} what="analysis">
            {(value) =>
              value.kind === 'ready' ? <Figures analysis={value} /> : <p class="quiet">{value.detail}</p>
            }
          </Loaded>
        </section>
        <section class="panel" aria-label="Buyers">
          <h2>Buyers</h2>
          <Loaded state={segments} what="segments">
            {(value) =>
              value.kind === 'ready' ? <Segments segmentation={value} /> : <p class="quiet">{value.detail}</p>
            }
          </Loaded>
        </section>
      </div>
    </>
  );
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

function Figures({ analysis }: { analysis: Analysis }) {
  const growth = analysis.growth.yearOnYear;
  return (
    <dl class="facts">
      <div>
        <dt>Revenue</dt>
        <dd id="market-revenue">{money(analysis.revenue)}</dd>
      </div>
      <div>
        <dt>Orders</dt>
        <dd>{units(analysis.orders)}</dd>
      </div>
      <div>
        <dt>Active buyers</dt>
        <dd>{units(analysis.buyers.active)}</dd>
      </div>
      <div>
        <dt>Average order</dt>
        <dd>{money(analysis.averageOrder)}</dd>
      </div>
      <div>
        <dt>Growth in a year</dt>
        <dd>{growth === null ? '–' : share(growth)}</dd>
      </div>
      <div>
        <dt>Ten largest buyers</dt>
        <dd>
          {analysis.concentration.topTenBuyersShare === null
            ? '–'
            : share(analysis.concentration.topTenBuyersShare)}
        </dd>
      </div>
    </dl>
  );
}

function Segments({ segmentation }: { segmentation: Segmentation }) {
  return (
    <ul class="reasons">
      {segmentation.segments.map((segment) => (
        <li key={segment.segment}>
          <strong>{segment.name}</strong>{' '}
          {`${units(segment.buyers)} buyers, ${share(segment.revenueShare)} of revenue. `}
          <span class="quiet">{segment.description}</span>
        </li>
      ))}
    </ul>
  );
}
