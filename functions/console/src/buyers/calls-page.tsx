import { targetOrders } from '../../../../lib/domain/target-list.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { TakeAlong } from './take-along.tsx';
import { TargetTable } from './target-table.tsx';
import { useSegments } from './use-segments.ts';

type Props = { market: HomedMarket; order: string | undefined; segment: string | undefined };

/** The buyers to act on, best first: in the order that a person asks for, of one segment or of all. */
export function CallsPage({ market, order: asked, segment }: Props) {
  const { words, say, count, format, language, apiLanguage } = useLanguage();
  const told = words.buyers.targets;
  const order = targetOrders.find((one) => one === asked) ?? 'spend';
  const list = usePages(`targets ${market.market} ${order} ${segment ?? ''} ${language}`, async (cursor) => {
    const query = {
      ...{ limit: 50, order },
      segment,
      cursor,
      ...apiLanguage,
    };
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/customers', { path, query });
    return body;
  });
  const segments = useSegments(market);
  const known = segments.kind === 'loaded' && segments.value.kind === 'ready' ? segments.value.segments : [];
  const go = (nextOrder: string, nextSegment: string) => {
    const names = nextSegment === '' ? [nextOrder] : [nextOrder, nextSegment];
    location.hash = addressOf(market.market, 'buyers', 'calls', ...names);
  };
  const shown = list.first.kind === 'loaded' ? list.first.value : undefined;
  return (
    <>
      <section class="panel" aria-label={told.title}>
        <h2>{told.title}</h2>
        <div class="choices">
          <label>
            {told.first}{' '}
            <select value={order} onChange={(event) => go(event.currentTarget.value, segment ?? '')}>
              {targetOrders.map((one) => (
                <option key={one} value={one}>
                  {told.orders[one]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {told.of}{' '}
            <select value={segment ?? ''} onChange={(event) => go(order, event.currentTarget.value)}>
              <option value="">{told.all}</option>
              {known.map((one) => (
                <option key={one.segment} value={one.segment}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Loaded state={list.first} what={told.buyers}>
          {({ items, buyers, asOf, detail }) =>
            items.length === 0 ? (
              <p>{detail === undefined ? told.none : say(told.empty, { detail })}</p>
            ) : (
              <>
                <p class="quiet">{count(told.counted, buyers, { day: format.day(asOf) })}</p>
                <TargetTable targets={[...items, ...list.further]} market={market} segments={known} />
                <More pages={list} />
              </>
            )
          }
        </Loaded>
      </section>
      {shown !== undefined && shown.items.length > 0 && (
        <TakeAlong
          market={market}
          list={{ order, segment }}
          asOf={shown.asOf}
          mayIdentify={shown.items.some(({ customerCode }) => customerCode !== undefined)}
        />
      )}
    </>
  );
}
