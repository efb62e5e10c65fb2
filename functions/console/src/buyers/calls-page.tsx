import { type TargetOrder, targetOrders } from '../../../../lib/domain/target-list.ts';
import type { Api, HomedMarket } from '../api.ts';
import { day, units } from '../format.ts';
import { Loaded, More, useLoaded, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { TargetTable } from './target-table.tsx';

const orderWords: Record<TargetOrder, string> = {
  spend: 'who will spend most in 90 days',
  chance: 'who will most likely order within 30 days',
  due: 'who orders next',
  risk: 'whose leaving would cost most',
};

type Props = { api: Api; market: HomedMarket; order: string | undefined; segment: string | undefined };

/** The buyers to act on, best first: in the order that a person asks for, of one segment or of all. */
export function CallsPage({ api, market, order: asked, segment }: Props) {
  const order = targetOrders.find((one) => one === asked) ?? 'spend';
  const list = usePages(`targets ${market.market} ${order} ${segment ?? ''}`, (cursor) =>
    api.targets(market, { order, segment }, cursor),
  );
  const segments = useLoaded(`segments ${market.market}`, () => api.segments(market));
  const known = segments.kind === 'loaded' && segments.value.kind === 'ready' ? segments.value.segments : [];
  const go = (nextOrder: string, nextSegment: string) => {
    location.hash = addressOf(
      market.market,
      'calls',
      nextOrder,
      ...(nextSegment === '' ? [] : [nextSegment]),
    );
  };
  return (
    <section class="panel" aria-label="Who to call">
      <h2>Who to call</h2>
      <div class="choices">
        <label>
          First{' '}
          <select value={order} onChange={(event) => go(event.currentTarget.value, segment ?? '')}>
            {targetOrders.map((one) => (
              <option key={one} value={one}>
                {orderWords[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Of{' '}
          <select value={segment ?? ''} onChange={(event) => go(order, event.currentTarget.value)}>
            <option value="">all buyers</option>
            {known.map((one) => (
              <option key={one.segment} value={one.segment}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Loaded state={list.first} what="buyers">
        {({ items, buyers, asOf, detail }) =>
          items.length === 0 ? (
            <p>{detail === undefined ? 'No buyer belongs in this list.' : `The list is empty: ${detail}.`}</p>
          ) : (
            <>
              <p class="quiet">{`${units(buyers)} ${buyers === 1 ? 'buyer' : 'buyers'}, as of ${day(asOf)}.`}</p>
              <TargetTable targets={[...items, ...list.further]} market={market} />
              <More pages={list} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
