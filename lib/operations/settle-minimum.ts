import { addDays, type MinimumOrderCheck, majorOf } from '../domain/index.ts';
import { costOf, type DraftGroup, filled, mayBeFilled } from './draft-items.ts';
import { type Filler, fillOrder } from './fill-order.ts';
import { type MinimumOrder, minimumOrderCheck, moneyOf, moneyText } from './minimum-order.ts';
import { orderTiming, readOrderDays } from './order-days.ts';

/** A group that meets its minimum, or waits for it, or leaves it to a person. */
export type Settled = { group: DraftGroup; check: MinimumOrderCheck | null };

/**
 * Bring an order to its supplier's least value: fill it up with what would be ordered soonest anyway, or wait for the
 * supplier's next order day, whichever costs less; where neither can be, a person is told what is missing.
 *
 * Filling costs the holding until each unit would have been ordered anyway; waiting costs what ordering now would save.
 *
 * @param budgetLeft - what filling may cost, in the currency's unit
 */
export function settleMinimum(group: DraftGroup, minimumOrder: MinimumOrder, budgetLeft: number): Settled {
  const value = moneyOf(costOf(group), group.currency);
  const check = minimumOrderCheck(minimumOrder, value);
  if (check === null || check.missing === null || value.minor === 0) return { group, check };
  const missing = majorOf(check.missing.minor, group.currency);
  const waiting = group.items.reduce(
    (sum, { units, savingOf }) => sum + (units > 0 ? savingOf(units) : 0),
    0,
  );
  const costOfWaiting = moneyOf(waiting, group.currency);
  const fillable = group.items.map((item) => fillerOf(item, item.unitCost));
  const filling = fillOrder(fillable, missing);
  const minimum = moneyText(check.minimum);
  if (filling.kind === 'filled') {
    const costOfFilling = moneyOf(filling.holding, group.currency);
    const more = { ...group, items: group.items.map((item, i) => filled(item, filling.units[i]!)) };
    const fits = costOf(more) - costOf(group) <= budgetLeft;
    if (fits && costOfFilling.minor <= costOfWaiting.minor) {
      const text = `filled up to the minimum order of ${minimum}: holding what comes early costs ${moneyText(costOfFilling)}, waiting for the next order day ${moneyText(costOfWaiting)}`;
      return {
        group: more,
        check: {
          ...check,
          reached: true,
          missing: null,
          action: 'filled',
          costOfFilling,
          costOfWaiting,
          text,
        },
      };
    }
    return waits(
      group,
      { ...check, costOfFilling, costOfWaiting },
      fits ? `filling up would cost ${moneyText(costOfFilling)}` : 'the budget allows no filling up',
    );
  }
  return runsOut(group)
    ? {
        group,
        check: {
          ...check,
          costOfWaiting,
          text: `${check.text}; what would be needed soon does not reach it, and stock runs out: order below it, add lines, or wait at an expected cost of ${moneyText(costOfWaiting)}`,
        },
      }
    : waits(group, { ...check, costOfWaiting }, 'what would be needed soon does not reach it');
}

function waits(group: DraftGroup, check: MinimumOrderCheck, why: string): Settled {
  const { nextOrderDate } = group.timing;
  const cost =
    check.costOfWaiting === null ? '' : ` at an expected cost of ${moneyText(check.costOfWaiting)}`;
  const text = `${check.text}; ${why}, so the order waits until ${nextOrderDate}${cost}`;
  const terms = group.items[0]?.candidate.terms?.orderDays ?? null;
  const reviewDays = group.items[0]?.candidate.need.reviewDays ?? 1;
  const timing = orderTiming(nextOrderDate, readOrderDays(terms), reviewDays);
  return { group: { ...group, timing }, check: { ...check, action: 'waits', text } };
}

/** Whether a line's stock ends before an order of the next order day could arrive. */
function runsOut({ items, timing }: DraftGroup): boolean {
  return items.some(
    ({ units, need: { ground } }) =>
      units > 0 &&
      ground.stockOutDate !== null &&
      ground.stockOutDate < addDays(timing.nextOrderDate, Math.ceil(ground.leadTimeDays)),
  );
}

/** Describe a SKU as something to fill up with; what may not be filled has no demand to fill. */
export function fillerOf(item: DraftGroup['items'][number], amountPerUnit: number): Filler {
  const { ground } = item.need;
  return {
    packSize: item.candidate.packSize,
    minimumOrderUnits: item.candidate.minimumOrderUnits,
    position: ground.position + item.units,
    units: item.units,
    reorderPoint: ground.reorderPoint,
    orderUpTo: ground.orderUpTo,
    dailyDemand: mayBeFilled(item) ? ground.dailyDemand : 0,
    amountPerUnit,
    holdingPerDay: item.holdingPerDay,
  };
}
