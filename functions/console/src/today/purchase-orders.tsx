import type { PurchaseOrderSummary } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { OrderRow } from './order-row.tsx';
import { UnplacedOrders } from './unplaced-orders.tsx';

type Props = {
  region: Region;
  markets: readonly HomedMarket[];
  /** How many decisions a person has made here: orders are read anew after each. */
  decided: number;
};

/** Draft orders to the suppliers of a region, ready to approve and to send. */
export function PurchaseOrders({ region, markets, decided }: Props) {
  const { words } = useLanguage();
  const orders = usePages(`orders ${region.region} ${decided}`, async (cursor) => {
    const query = { limit: 100, cursor };
    const { body } = await region.client.call('GET /v1/purchase-orders', { query });
    return body;
  });
  const title = `orders-${region.region}`;
  return (
    <Loaded state={orders.first} what={words.orders.title}>
      {({ items }, again) => {
        const shown = [...items, ...orders.further].filter(
          (order) =>
            (order.status === 'draft' || order.status === 'approved') &&
            order.markets.some((market) => markets.some((one) => one.market === market)),
        );
        return shown.length === 0 && orders.more === undefined ? null : (
          <section class="panel" aria-labelledby={title}>
            <h2 id={title}>{words.orders.title}</h2>
            <Table orders={shown} region={region} again={again} />
            <More pages={orders} />
            <UnplacedOrders region={region} markets={markets} />
          </section>
        );
      }}
    </Loaded>
  );
}

type TableProps = { orders: readonly PurchaseOrderSummary[]; region: Region; again: () => void };

function Table({ orders, region, again }: TableProps) {
  const { words } = useLanguage();
  return (
    <div class="scroll">
      <table class="folding">
        <thead>
          <tr>
            <Heading name={words.orders.supplier} />
            <Heading name={words.orders.location} />
            <Heading name={words.orders.orderBy} numbers />
            <Heading name={words.orders.lines} numbers />
            <Heading name={words.orders.value} numbers />
            <Heading name={words.orders.act} />
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} client={region.client} again={again} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
