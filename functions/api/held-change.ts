import {
  type ControlLimits,
  type Decision,
  InputError,
  NotFoundError,
  skuKey,
} from '../../lib/domain/index.ts';
import { weighDraft } from '../../lib/operations/index.ts';
import { guardPrice, type SkuChange } from '../../lib/oversight/index.ts';
import type { PolicyTable } from '../../lib/stores/index.ts';

/**
 * Hold what a person would rather charge or order to what binds everybody, as the policy's row has it: floor, ceiling, step, rest
 * after a move, parity, rounding; packs and minimum order.
 *
 * @returns the changed draft and what it moves
 * @throws InputError with what bound it and the nearest value that is allowed
 */
export async function heldChange(
  { policies }: { policies: Pick<PolicyTable, 'get'> },
  { merchant, limits, now }: { merchant: string; limits: ControlLimits; now: string },
  decision: Decision,
  wish: { price?: Decision['price'] | undefined; orderUnits?: number | undefined },
): Promise<SkuChange> {
  const { market, sku, currentPrice } = decision;
  const stored = await policies.get(skuKey(merchant, market, sku), { consistent: true });
  if (stored === undefined || stored.value.kind !== 'ready')
    throw new NotFoundError(`there is no policy of ${sku} in ${market} to hold a change to`);
  const row = stored.value;
  const { price = decision.price, orderUnits = decision.orderUnits } = wish;
  if (price.currency !== row.currency)
    throw new InputError(
      `the price is in ${price.currency}, the market ${market} trades in ${row.currency}`,
      {
        issues: [{ pointer: '/price/currency', detail: `must be ${row.currency}` }],
      },
    );
  if (wish.price !== undefined) {
    const proposal = {
      ...{ proposedMicros: price.micros, currentMicros: currentPrice.micros },
      limits: { ...row.limits, largestStep: Math.min(row.limits.largestStep, limits.largestStep ?? 1) },
      currency: row.currency,
      now,
      movedSince: currentPrice.micros !== row.lastKnown.unitPriceMicros,
    };
    const guarded = guardPrice(proposal);
    if (guarded.priceMicros !== price.micros) throw outside(guarded);
  }
  if (wish.orderUnits !== undefined) requireLot(orderUnits, row.replenishment);
  const subject = price.micros === currentPrice.micros ? ('order' as const) : ('price' as const);
  return {
    subject,
    price,
    orderUnits,
    ...weighDraft(row, { priceMicros: price.micros, orderUnits, currentMicros: currentPrice.micros }),
  };
}

function outside({ priceMicros, limitsApplied }: ReturnType<typeof guardPrice>): InputError {
  const why = limitsApplied.map(({ detail }) => detail).join('; ');
  return new InputError(`the price is not within the limits: ${why}`, {
    issues: [{ pointer: '/price/micros', detail: `the nearest that is allowed is ${priceMicros}` }],
  });
}

function requireLot(
  units: number,
  { packSize, minimumOrderUnits }: { packSize: number; minimumOrderUnits: number },
): void {
  if (units === 0) return;
  const packs = units / packSize;
  const whole = Math.abs(packs - Math.round(packs)) < 1e-9 * Math.max(1, packs);
  if (units >= minimumOrderUnits && whole) return;
  throw new InputError(
    `${units} units can not be ordered: whole packs of ${packSize}, ${minimumOrderUnits} at least`,
    {
      issues: [
        {
          pointer: '/orderUnits',
          detail: `must be a multiple of ${packSize}, and ${minimumOrderUnits} at least`,
        },
      ],
    },
  );
}
