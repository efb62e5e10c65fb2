import { type BuyerSpend, expectedSpend, fitGammaGamma } from './gamma-gamma.ts';
import { buyersBefore, type OrderHistory, rowAt } from './order-history.ts';

/** Buyers that the model of spend is fitted on, at most. */
const MOST_BUYERS = 20_000;

/**
 * Expect what each buyer's next order day is worth: Gamma–Gamma, between its own mean and the market's; its own mean (or the
 * market's, where it has no priced order) where the model has no mean.
 *
 * @returns a function of the buyer, in the amounts' unit; `null` where no order before the moment had a price
 */
export function spendPerOrder(history: OrderHistory, moment: number): ((buyer: number) => number) | null {
  const spends = Array.from(buyersBefore(history, moment, MOST_BUYERS), (buyer) =>
    spendOf(history, buyer, moment),
  ).filter(({ orders }) => orders > 0);
  if (spends.length === 0) return null;
  const model = fitGammaGamma(spends);
  const meanAmount = spends.reduce((sum, spend) => sum + spend.meanAmount, 0) / spends.length;
  return (buyer) => {
    const spend = spendOf(history, buyer, moment);
    const expected = expectedSpend(model, spend);
    if (Number.isFinite(expected)) return expected;
    return spend.orders > 0 ? spend.meanAmount : meanAmount;
  };
}

function spendOf(history: OrderHistory, buyer: number, moment: number): BuyerSpend {
  let [orders, sum] = [0, 0];
  const end = rowAt(history, buyer, moment);
  for (let row = history.start[buyer]!; row < end; row++) {
    if (!(history.amount[row]! > 0)) continue;
    orders++;
    sum += history.amount[row]!;
  }
  return { orders, meanAmount: orders > 0 ? sum / orders : 0 };
}
