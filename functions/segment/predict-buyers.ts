import { dateOfDay, dayNumber, type PurchasePrediction } from '../../lib/domain/index.ts';
import {
  type BuyerCounts,
  expectedOrders,
  fitMbgNbd,
  nextOrderWithin,
  probabilityAlive,
  probabilityOfOrder,
} from '../../lib/purchasing/index.ts';
import type { OrderDayRows } from '../../lib/stores/index.ts';

const EARLY = 0.1;
const LATE = 0.9;

/**
 * Predict when each buyer orders next.
 *
 * @param asOf - the last day known
 * @returns by customer; none where nobody ordered
 */
export function predictBuyers(
  history: OrderDayRows,
  { asOf, currency }: { asOf: string; currency: string },
): Map<string, PurchasePrediction> {
  if (history.customers.length === 0) return new Map();
  const today = dayNumber(asOf);
  const counts = history.customers.map((_, c) => countsOf(history, c, today));
  const model = fitMbgNbd(counts);
  return new Map(
    history.customers.map((customer, c) => {
      const buyer = counts[c] ?? { frequency: 0, recency: 0, age: 0 };
      const orders = expectedOrders(model, buyer, 90);
      const dateWithin = (chance: number) => {
        const days = nextOrderWithin(model, buyer, chance);
        return days === null || days > 3650 ? undefined : dateOfDay(today + Math.ceil(days));
      };
      const [from, median, to] = [EARLY, 0.5, LATE].map(dateWithin);
      return [
        customer,
        {
          model: model.kind,
          chanceWithin30Days: probabilityOfOrder(model, buyer, 30),
          chanceWithin90Days: probabilityOfOrder(model, buyer, 90),
          expectedOrders90Days: orders,
          expectedSpend90Days: { minor: Math.round(orders * meanAmount(history, c)), currency },
          ...(model.dropOutSeen ? { chanceAlive: probabilityAlive(model, buyer) } : {}),
          nextOrder: { from, median, to },
          reason: `${buyer.frequency + 1} order days, the last ${buyer.age - buyer.recency} days ago`,
        },
      ];
    }),
  );
}

function countsOf({ start, day }: OrderDayRows, c: number, today: number): BuyerCounts {
  const [from, to] = [start[c] ?? 0, start[c + 1] ?? 0];
  const first = day[from] ?? today;
  return { frequency: to - from - 1, recency: (day[to - 1] ?? first) - first, age: today - first };
}

function meanAmount({ start, amountMinor }: OrderDayRows, c: number): number {
  const amounts = amountMinor.subarray(start[c], start[c + 1]);
  return amounts.reduce((sum, amount) => sum + amount, 0) / Math.max(amounts.length, 1);
}
