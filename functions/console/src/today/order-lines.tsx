import { ApiError, type Client } from '../../../../lib/client/index.ts';
import type { PurchaseOrder, PurchaseOrderLine } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, useLoaded } from '../load.tsx';
import { useAct } from '../use-act.ts';

type Props = { id: string; client: Client; onChanged: () => void };

/** An order's lines. Of a draft a person changes the units, for a reason; 0 drops a line. */
export function OrderLines({ id, client, onChanged }: Props) {
  const { words } = useLanguage();
  const order = useLoaded(`order ${id}`, async () => {
    const { body, etag = '' } = await client.call('GET /v1/purchase-orders/{order}', { path: { order: id } });
    return { order: body, etag };
  });
  return (
    <Loaded state={order} what={words.orders.linesTitle}>
      {(value, again) => (
        <Lines
          {...value}
          client={client}
          onChanged={() => {
            again();
            onChanged();
          }}
        />
      )}
    </Loaded>
  );
}

type LinesProps = { order: PurchaseOrder; etag: string; client: Client; onChanged: () => void };

function Lines({ order, etag, client, onChanged }: LinesProps) {
  const { words } = useLanguage();
  const told = words.orders;
  const isDraft = order.status === 'draft';
  const { busy, failure, act } = useAct();
  const kept = useKeptForm(`order ${order.id}`);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const lines = changesIn(new FormData(form), order.lines);
    if (lines.length === 0) return;
    const path = { order: order.id };
    const isDone = await act(
      () => client.call('PATCH /v1/purchase-orders/{order}', { path, ifMatch: etag, body: { lines } }),
      lines,
    );
    if (!isDone) return;
    form.reset();
    kept.forget();
    onChanged();
  };
  const isStale = failure instanceof ApiError && failure.code === 'stale';
  return (
    <form ref={kept.ref} onInput={kept.onInput} onSubmit={submit}>
      <table class="folding">
        <caption class="unseen">{`${told.linesOf} ${order.supplier}`}</caption>
        <thead>
          <tr>
            <Heading name={words.today.sku} />
            <Heading name={told.urgency} />
            <Heading name={told.cover} numbers />
            <Heading name={told.proposed} numbers />
            <Heading name={told.units} numbers />
            <Heading name={told.unitCost} numbers />
            <Heading name={told.value} numbers />
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <Line key={`${line.sku} ${line.units}`} line={line} isDraft={isDraft} />
          ))}
        </tbody>
      </table>
      {isDraft && (
        <p class="choices">
          <label>
            {told.reason} <input name="reason" required minLength={3} maxLength={500} />
          </label>
          <button type="submit" disabled={busy}>
            {told.save}
          </button>
        </p>
      )}
      {isStale ? (
        <p role="alert" class="overtaken">
          {told.stale}{' '}
          <button type="button" onClick={onChanged}>
            {words.today.seeNew}
          </button>
        </p>
      ) : (
        failure !== undefined && <Failure error={failure} />
      )}
    </form>
  );
}

function Line({ line, isDraft }: { line: PurchaseOrderLine; isDraft: boolean }) {
  const { words, say, format } = useLanguage();
  const told = words.orders;
  const { sku, name, urgency, coverDays, proposedUnits, units, unitCost, value, edited } = line;
  return (
    <tr>
      <th scope="row">
        {sku}
        {name !== null && <span class="quiet name">{name}</span>}
        {edited !== undefined && (
          <span class="quiet name">
            {say(told.edited, { from: format.units(edited.from), by: edited.by, reason: edited.reason })}
          </span>
        )}
      </th>
      <td data-label={told.urgency}>{told.urgencies[urgency]}</td>
      <td class="number" data-label={told.cover}>
        {coverDays === null ? '–' : format.units(coverDays)}
      </td>
      <td class="number" data-label={told.proposed}>
        {format.units(proposedUnits)}
      </td>
      <td class="number" data-label={told.units}>
        {isDraft ? (
          <input
            name={`units ${sku}`}
            type="number"
            class="units"
            min="0"
            step="any"
            inputMode="decimal"
            aria-label={`${told.units} ${sku}`}
            required
            defaultValue={String(units)}
          />
        ) : (
          format.units(units)
        )}
      </td>
      <td class="number" data-label={told.unitCost}>
        {format.unitPrice(unitCost)}
      </td>
      <td class="number" data-label={told.value}>
        {format.money(value)}
      </td>
    </tr>
  );
}

/** Lines whose units a person has changed, each with the reason. */
function changesIn(form: FormData, lines: readonly PurchaseOrderLine[]) {
  const reason = String(form.get('reason') ?? '').trim();
  return lines.flatMap(({ sku, units }) => {
    const typed = Number(form.get(`units ${sku}`));
    return typed === units ? [] : [{ sku, units: typed, reason }];
  });
}
