import type { Api, HomedMarket } from '../api.ts';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { SkuView } from './sku-view.tsx';
import { Worklist } from './worklist.tsx';

type Props = { api: Api; market: HomedMarket; sku: string | undefined };

/** What to act on first, and the SKU that is chosen. */
export function StockPage({ api, market, sku }: Props) {
  const worklist = usePages(`worklist ${market.market}`, (cursor) => api.worklist(market, cursor));
  return (
    <Loaded state={worklist.first} what="worklist">
      {({ items }) => {
        const chosen = sku ?? items[0]?.sku;
        return (
          <div class="columns">
            <section class="panel" aria-label="Worklist">
              <h2>What needs you first</h2>
              <Worklist
                items={[...items, ...worklist.further]}
                selected={chosen}
                hrefOf={(name) => addressOf(market.market, 'stock', name)}
              />
              <More pages={worklist} />
            </section>
            {chosen !== undefined && <SkuView api={api} market={market} sku={chosen} />}
          </div>
        );
      }}
    </Loaded>
  );
}
