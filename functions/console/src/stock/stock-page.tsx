import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { SkuView } from './sku-view.tsx';
import { Worklist } from './worklist.tsx';

type Props = { market: HomedMarket; sku: string | undefined };

/** The market's SKUs, most money at risk first, and the one that is chosen. */
export function StockPage({ market, sku }: Props) {
  const { words } = useLanguage();
  const worklist = usePages(`worklist ${market.market}`, async (cursor) => {
    const query = { limit: 100, cursor };
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/skus', { path, query });
    return body;
  });
  return (
    <>
      <p class="quiet">{words.modes[market.killed ? 'killed' : market.mode]}</p>
      <Loaded state={worklist.first} what={words.stock.worklist}>
        {({ items }) => {
          const chosen = sku ?? items[0]?.sku;
          return (
            <div class="columns">
              <section class="panel" aria-label={words.stock.worklist}>
                <h2>{words.stock.title}</h2>
                <Worklist
                  items={[...items, ...worklist.further]}
                  selected={chosen}
                  hrefOf={(name) => addressOf(market.market, 'stock', name)}
                />
                <More pages={worklist} />
              </section>
              {chosen !== undefined && <SkuView market={market} sku={chosen} />}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
