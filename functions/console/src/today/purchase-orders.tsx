import type { PurchaseOrderSummary } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, More, usePages } from '../load.tsx';
import { saveFile } from '../save-file.ts';
import { useAct } from '../use-act.ts';

type Props = {
  region: Region;
  markets: readonly HomedMarket[];
  /** How many decisions a person has made here: orders are read anew after each. */
  decided: number;
};

/** Draft orders to the suppliers of a region, ready to approve and to send. */
export function PurchaseOrders({ region, markets, decided }: Props) {
  const { words } = useLanguage();
  const orders = usePages(`orders ${region.region} ${decided > 0}`, async (cursor) => {
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
        return shown.length === 0 ? null : (
          <section class="panel" aria-labelledby={title}>
            <h2 id={title}>{words.orders.title}</h2>
            <Table orders={shown} region={region} again={again} />
            <More pages={orders} />
          </section>
        );
      }}
    </Loaded>
  );
}

type TableProps = { orders: readonly PurchaseOrderSummary[]; region: Region; again: () => void };

function Table({ orders, region, again }: TableProps) {
  const { words, format } = useLanguage();
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
            <tr key={order.id}>
              <th scope="row">{order.supplier}</th>
              <td data-label={words.orders.location}>{order.location}</td>
              <td class="number" data-label={words.orders.orderBy}>
                {format.day(order.orderDate)}
              </td>
              <td class="number" data-label={words.orders.lines}>
                {format.units(order.totals.lines)}
              </td>
              <td class="number" data-label={words.orders.value}>
                {format.money(order.totals.value)}
              </td>
              <td class="decide" data-label={words.orders.act}>
                <OrderActs order={order} region={region} again={again} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ActsProps = { order: PurchaseOrderSummary; region: Region; again: () => void };

function OrderActs({ order, region: { client }, again }: ActsProps) {
  const { words } = useLanguage();
  const { busy, failure, act } = useAct();
  const path = { order: order.id };
  const approve = () =>
    act(async () => {
      const { etag = '' } = await client.call('GET /v1/purchase-orders/{order}', { path });
      const body = { status: 'approved' as const };
      await client.call('PATCH /v1/purchase-orders/{order}', { path, ifMatch: etag, body });
      again();
    });
  const send = () =>
    act(async () => {
      const { body } = await client.call('GET /v1/purchase-orders/{order}/export', { path });
      saveFile(`${order.id}.csv`, 'text/csv', String(body));
    });
  return (
    <>
      {order.status === 'draft' && (
        <button type="button" class="chief" disabled={busy} onClick={approve}>
          {words.orders.approve}
          <span class="unseen">{` ${order.supplier}`}</span>
        </button>
      )}
      {order.status === 'approved' && (
        <button type="button" disabled={busy} onClick={send}>
          {words.orders.file}
          <span class="unseen">{` ${order.supplier}`}</span>
        </button>
      )}
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}
