import { useState } from 'preact/hooks';
import type { Client } from '../../../../lib/client/index.ts';
import type { PurchaseOrderSummary } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { saveFile } from '../save-file.ts';
import { useAct } from '../use-act.ts';
import { OrderLines } from './order-lines.tsx';

type Props = { order: PurchaseOrderSummary; client: Client; again: () => void };

const COLUMNS = 6;

/** One order to a supplier; its lines unfold beneath. */
export function OrderRow({ order, client, again }: Props) {
  const { words, format } = useLanguage();
  const told = words.orders;
  const [unfolded, setUnfolded] = useState(false);
  const lines = `lines-${order.id}`;
  return (
    <>
      <tr>
        <th scope="row">{order.supplier}</th>
        <td data-label={told.location}>{order.location}</td>
        <td class="number" data-label={told.orderBy}>
          {format.day(order.orderDate)}
        </td>
        <td class="number" data-label={told.lines}>
          <button
            type="button"
            class="link"
            aria-expanded={unfolded}
            aria-controls={lines}
            onClick={() => setUnfolded(!unfolded)}
          >
            {format.units(order.totals.lines)}
            <span class="unseen">{` ${told.linesOf} ${order.supplier}`}</span>
          </button>
        </td>
        <td class="number" data-label={told.value}>
          {format.money(order.totals.value)}
        </td>
        <td class="decide" data-label={told.act}>
          <OrderActs order={order} client={client} again={again} />
        </td>
      </tr>
      {unfolded && (
        <tr id={lines} class="unfolded">
          <td colSpan={COLUMNS}>
            <OrderLines id={order.id} client={client} onChanged={again} />
          </td>
        </tr>
      )}
    </>
  );
}

function OrderActs({ order, client, again }: Props) {
  const { words, format, say } = useLanguage();
  const told = words.orders;
  const { busy, failure, act } = useAct();
  const [overtaken, setOvertaken] = useState(false);
  const path = { order: order.id };
  const approve = () =>
    act(async () => {
      setOvertaken(false);
      const { body: now, etag = '' } = await client.call('GET /v1/purchase-orders/{order}', { path });
      // what is approved is what was read
      if (isOther(now, order)) setOvertaken(true);
      else {
        const body = { status: 'approved' as const };
        await client.call('PATCH /v1/purchase-orders/{order}', { path, ifMatch: etag, body });
      }
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
          {told.approve}
          <span class="unseen">{` ${order.supplier}`}</span>
        </button>
      )}
      {order.status === 'approved' && (
        <button type="button" disabled={busy} onClick={send}>
          {told.file}
          <span class="unseen">{` ${order.supplier}`}</span>
        </button>
      )}
      {overtaken && (
        <strong role="alert" class="overtaken">
          {say(told.overtaken, { value: format.money(order.totals.value) })}
        </strong>
      )}
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}

const isOther = (now: PurchaseOrderSummary, read: PurchaseOrderSummary): boolean =>
  now.status !== read.status ||
  now.totals.value.minor !== read.totals.value.minor ||
  now.totals.units !== read.totals.units ||
  now.totals.lines !== read.totals.lines;
