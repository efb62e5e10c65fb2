import type { Analysis, Segmentation } from '../../../lib/domain/index.ts';
import type { Api, HomedMarket } from './api.ts';
import { money, share, units } from './format.ts';
import { Loaded, useLoaded } from './load.tsx';
import { SkuView } from './sku-view.tsx';
import { Worklist } from './worklist.tsx';

type Props = { api: Api; market: HomedMarket; sku: string | undefined };

/** One market: its worklist, the chosen SKU, its buyers and its figures. */
export function MarketView({ api, market, sku }: Props) {
  const worklist = useLoaded(`worklist ${market.market}`, () => api.worklist(market));
  const segments = useLoaded(`segments ${market.market}`, () => api.segments(market));
  const analysis = useLoaded(`analysis ${market.market}`, () => api.analysis(market));
  const hrefOf = (name: string) => `#/${market.market}/${encodeURIComponent(name)}`;
  return (
    <>
      <Loaded state={worklist} what="worklist">
        {({ items }) => {
          const chosen = sku ?? items[0]?.sku;
          return (
            <div class="columns">
              <section class="panel" aria-label="Worklist">
                <h2>What needs you first</h2>
                <Worklist items={items} selected={chosen} hrefOf={hrefOf} />
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
