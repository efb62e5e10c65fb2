import {
  dateOfDay,
  dayNumber,
  type PurchaseOutlook,
  type PurchasePrediction,
} from '../../lib/domain/index.ts';
import { type PurchasePredictions, predictPurchases, sayGrounds } from '../../lib/purchasing/index.ts';
import type { OrderDayRows } from '../../lib/stores/index.ts';
import { purchaseGround } from './purchase-ground.ts';
import { purchaseOutlook } from './purchase-outlook.ts';

/** What each buyer will do, by customer, and all of them together. */
export type ForeseenPurchases = { predictions: Map<string, PurchasePrediction>; outlook: PurchaseOutlook };

/**
 * Predict when each buyer orders next and what for in money, and say how past predictions did.
 *
 * @param asOf - the last day known
 * @returns no prediction where nobody ordered twice
 */
export function predictBuyers(
  history: OrderDayRows,
  { asOf, currency }: { asOf: string; currency: string },
): ForeseenPurchases {
  const today = dayNumber(asOf);
  const { start, day, amountMinor } = history;
  const ahead = predictPurchases({ start, day, amount: amountMinor }, { moment: today + 1 });
  const predictions = new Map<string, PurchasePrediction>();
  ahead.buyers.forEach((buyer, i) => {
    const grounds = [purchaseGround(day.subarray(start[buyer], start[buyer + 1]), today)];
    const prediction = predictionOf(ahead, i, { asOf, currency });
    predictions.set(history.customers[buyer] ?? '', {
      ...prediction,
      reason: sayGrounds(grounds, 'en'),
      grounds,
    });
  });
  return { predictions, outlook: purchaseOutlook(ahead, currency) };
}

function predictionOf(
  ahead: PurchasePredictions,
  i: number,
  { asOf, currency }: { asOf: string; currency: string },
): Omit<PurchasePrediction, 'reason' | 'grounds'> {
  const at = (column: Float64Array) => column[i] ?? Number.NaN;
  const today = dayNumber(asOf);
  // a chance met within the first day is met on the first day not seen
  const dates = {
    from: dueDate(today, at(ahead.earlyDays)),
    median: dueDate(today, at(ahead.medianDays)),
    to: dueDate(today, at(ahead.lateDays)),
  };
  const [near, far] = ahead.backtests;
  const spend = at(ahead.spend90);
  const alive = at(ahead.alive);
  return {
    model: near?.serves === far?.serves ? `${near?.serves}` : `${near?.serves}, ${far?.serves} for 90 days`,
    chanceWithin30Days: at(ahead.chance30),
    chanceWithin90Days: at(ahead.chance90),
    expectedOrders90Days: at(ahead.orders90),
    ...(Number.isNaN(spend) ? {} : { expectedSpend90Days: { minor: Math.round(spend), currency } }),
    ...(Number.isNaN(alive) ? {} : { chanceAlive: alive }),
    nextOrder: dates,
  };
}

const dueDate = (today: number, days: number): string | undefined =>
  Number.isNaN(days) ? undefined : dateOfDay(today + Math.max(1, Math.ceil(days)));
