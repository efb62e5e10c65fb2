import {
  amountMinor,
  currencyDigits,
  type OrderGround,
  type OrderNote,
  type PurchaseOrder,
  type PurchaseOrderLine,
  type SpareArticle,
} from '../domain/index.ts';
import type { OrderableCandidate } from './order-need.ts';

/** What a line's units say of it; they may be changed by a person, and are then worked out again. */
export function withUnits(line: PurchaseOrderLine, units: number): PurchaseOrderLine {
  const { currency, micros } = line.unitCost;
  const packs = units / line.packSize;
  const whole = Math.abs(packs - Math.round(packs)) < 1e-9;
  const { position, dailyDemand } = line.ground;
  return {
    ...line,
    units,
    packs: whole ? Math.round(packs) : null,
    value: { minor: amountMinor(units, micros, currency), currency },
    coverDays: dailyDemand > 0 ? Math.round((10 * Math.max(0, position + units)) / dailyDemand) / 10 : null,
  };
}

/** Make an order's line of a SKU. @throws InputError when its value is beyond what amounts can be */
export function orderLine(
  candidate: OrderableCandidate,
  {
    units,
    ...rest
  }: { ground: OrderGround; units: number; notes: OrderNote[] } & Pick<
    PurchaseOrderLine,
    'proposedUnits' | 'fillerUnits' | 'urgency' | 'savesNow'
  >,
): PurchaseOrderLine {
  const { currency } = candidate.unitCost;
  const line = {
    ...articleOf(candidate),
    ...rest,
    units: 0,
    packs: 0,
    value: { minor: 0, currency },
    coverDays: null,
  };
  return withUnits(line, units);
}

/** Make the entry of a SKU that needs nothing now. */
export function spareArticle(candidate: OrderableCandidate, ground: OrderGround): SpareArticle {
  const { dailyDemand, position, reorderPoint } = ground;
  return {
    ...articleOf(candidate),
    ground,
    daysUntilReorder:
      dailyDemand > 0 ? Math.round((10 * Math.max(0, position - reorderPoint)) / dailyDemand) / 10 : null,
  };
}

function articleOf(candidate: OrderableCandidate) {
  const { sku, name, packSize, minimumOrderUnits, unitsPerCarton, unitCost, markets, market } = candidate;
  return { sku, name, packSize, minimumOrderUnits, unitsPerCarton, unitCost, markets, decidedBy: market };
}

/**
 * Sum an order up. Cartons are counted where every line's are known.
 *
 * @throws InputError when the sum is no safe integer of minor units
 */
export function orderTotals(lines: readonly PurchaseOrderLine[], currency: string): PurchaseOrder['totals'] {
  const ordered = lines.filter(({ units }) => units > 0);
  const minor = ordered.reduce((sum, { value }) => sum + value.minor, 0);
  const cartons = ordered.map(cartonsOf);
  return {
    // the sum passes through the same check as each of its parts
    value: { minor: amountMinor(1, (minor * 1e6) / 10 ** currencyDigits(currency), currency), currency },
    units: Number(ordered.reduce((sum, { units }) => sum + units, 0).toPrecision(15)),
    lines: ordered.length,
    cartons: cartons.some((count) => count === null)
      ? null
      : cartons.reduce<number>((sum, count) => sum + (count ?? 0), 0),
  };
}

/** Count a line's cartons, begun ones as whole; `null` where nobody says how many units a carton holds. */
export function cartonsOf({
  units,
  unitsPerCarton,
}: Pick<PurchaseOrderLine, 'units' | 'unitsPerCarton'>): number | null {
  if (unitsPerCarton === null || !(unitsPerCarton > 0)) return null;
  return Math.ceil(units / unitsPerCarton - 1e-9);
}
