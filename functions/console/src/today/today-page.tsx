import { useState } from 'preact/hooks';
import { type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { FirstSteps } from '../shell/first-steps.tsx';
import { Blocked } from './blocked.tsx';
import { MarketToday } from './market-today.tsx';
import { PurchaseOrders } from './purchase-orders.tsx';

/**
 * What needs a person today: first what keeps the nights from their work, then what waits to be decided, most money at risk first, market
 * after market since money of two currencies has no order, then the orders to suppliers.
 */
export function TodayPage({ markets }: { markets: readonly HomedMarket[] }) {
  const { words } = useLanguage();
  const [decided, setDecided] = useState(0);
  const onDone = () => setDecided((many) => many + 1);
  return (
    <>
      <h2 class="room-title">{words.today.title}</h2>
      <Blocked markets={markets} />
      {markets.map((market) =>
        market.lastRun === null ? (
          <FirstSteps key={market.market} market={market} room="today" />
        ) : (
          <MarketToday key={market.market} market={market} onDone={onDone} />
        ),
      )}
      {regionsOf(markets).map((region) => (
        <PurchaseOrders
          key={region.region}
          region={region}
          markets={markets.filter((one) => one.region === region)}
          decided={decided}
        />
      ))}
    </>
  );
}
