import { type BetaGeometric, fitBgNbd, fitMbgNbd } from './beta-geometric.ts';
import type { BuyerCounts } from './buyer-counts.ts';
import { type OrderModel, probabilityOfOrder } from './expect-orders.ts';
import { fitNbd, type Nbd } from './nbd.ts';
import { buyersBefore, countsBefore, type OrderHistory, rowAt } from './order-history.ts';
import { fitParetoNbd, type ParetoNbd } from './pareto-nbd.ts';

/** The counting models of a market as a moment knows it. */
export type CountingFits = {
  'bg-nbd': BetaGeometric;
  'mbg-nbd': BetaGeometric;
  'pareto-nbd': ParetoNbd;
  nbd: Nbd;
};

/** Buyers that a fit is made on, at most: parameters of 20,000 are known to a hundredth of their spread over buyers. */
const MOST_BUYERS = 20_000;

/** Fit every counting model on the buyers that have ordered before the moment; one at least has. */
export function fitCounting(history: OrderHistory, moment: number): CountingFits {
  const buyers = countsOfBuyers(history, buyersBefore(history, moment, MOST_BUYERS), moment);
  return {
    'bg-nbd': fitBgNbd(buyers),
    'mbg-nbd': fitMbgNbd(buyers),
    'pareto-nbd': fitParetoNbd(buyers),
    nbd: fitNbd(buyers),
  };
}

/** Fit plain NBD on the buyers that have ordered before the moment; one at least has. */
export function fitNbdBefore(history: OrderHistory, moment: number): Nbd {
  return fitNbd(countsOfBuyers(history, buyersBefore(history, moment, MOST_BUYERS), moment));
}

/** Give the log-odds that each buyer orders within `duration` days of the moment. @returns [buyers], finite */
export function countingLogOdds(
  model: OrderModel,
  history: OrderHistory,
  buyers: Int32Array,
  { moment, duration }: { moment: number; duration: number },
): Float64Array {
  return Float64Array.from(buyers, (buyer) => {
    const counts = countsBefore(history, buyer, rowAt(history, buyer, moment), moment);
    return logOdds(probabilityOfOrder(model, counts, duration));
  });
}

/** No chance is nearer to 0 or 1 than this: a market of thousands cannot tell. */
const SURE = 1e-6;

/** Turn a chance into log-odds, finite ones. */
export function logOdds(chance: number): number {
  const held = Math.min(Math.max(chance, SURE), 1 - SURE);
  return Math.log(held / (1 - held));
}

function countsOfBuyers(history: OrderHistory, buyers: Int32Array, moment: number): BuyerCounts[] {
  return Array.from(buyers, (buyer) => countsBefore(history, buyer, rowAt(history, buyer, moment), moment));
}
