import { InputError } from '../domain/errors.ts';
import type { CountingFits } from './counting-fits.ts';
import { expectedOrders, probabilityAlive, probabilityOfOrder } from './expect-orders.ts';
import { type ForetoldCheck, foretoldCheck } from './foretold-check.ts';
import { logisticChance } from './logistic-line.ts';
import { EARLY, LATE, MIDDLE, nextOrderOf } from './next-order.ts';
import {
  buyersBefore,
  checkHistory,
  countsBefore,
  knownHistory,
  type OrderHistory,
  rowAt,
} from './order-history.ts';
import { backtestPurchases, type FitsAt, keepFits, type PurchaseBacktest } from './purchase-backtest.ts';
import { candidateLogOdds, type PurchaseModel } from './purchase-candidates.ts';
import { spendPerOrder } from './spend-per-order.ts';

/** Days ahead that buyers are told of. */
export const PURCHASE_WINDOWS = [30, 90] as const;

/** What is foretold of each buyer that has ordered, in columns. */
export type PurchaseColumnsAhead = {
  /** [buyers] their places in the history. */
  buyers: Int32Array;
  /** [buyers] that it orders within 30 and 90 days, 0 to 1. */
  chance30: Float64Array;
  chance90: Float64Array;
  /** [buyers] order days expected in 90 days, and their worth in the amounts' unit; NaN where no order had a price. */
  orders90: Float64Array;
  spend90: Float64Array;
  /** [buyers] that it has not left; NaN where the market shows no drop-out. */
  alive: Float64Array;
  /** [buyers] days until the next order: 10 %, 50 % and 90 % of futures have it by then; NaN where that is too far to say. */
  earlyDays: Float64Array;
  medianDays: Float64Array;
  lateDays: Float64Array;
};

/** Whether buyers are seen to leave: MBG/NBD against plain NBD, which knows no leaving. */
export type DropOutEvidence = {
  seen: boolean;
  /** Twice the gain in log-likelihood by the two parameters of drop-out. */
  likelihoodRatio: number;
  /** Schwarz's criterion of plain NBD less that of MBG/NBD: above 0 speaks for drop-out. */
  bicGain: number;
};

/** A market's buyers ahead, and what that rests on; plain numbers, the same for the same history. */
export type PurchasePredictions = PurchaseColumnsAhead & {
  /** For 30 and 90 days. */
  backtests: PurchaseBacktest[];
  /** The last 90 days as their first day knew the orders, by the models and calibration of now; absent where the history is too short. */
  check?: ForetoldCheck;
  dropOut: DropOutEvidence;
};

/**
 * Predict who orders when and what for in money, by the model that foretold the market's past windows best.
 *
 * Nothing of the moment or later is read, except to judge past windows that end by it. Where the history is too short for
 * a window, plain NBD serves unjudged. The order of the buyers makes no difference. O(rows + n log n); fits, training and backtest are on samples of at most 20,000 buyers, every n-th
 * of a larger market.
 *
 * @param moment - the first day that is not seen, in the history's days
 * @returns columns without a buyer where nobody has ordered twice before the moment
 * @throws InputError on columns that do not fit one another, and on a moment that is no whole number
 */
export function predictPurchases(history: OrderHistory, { moment }: { moment: number }): PurchasePredictions {
  checkHistory(history);
  if (!Number.isInteger(moment)) throw new InputError(`the moment ${moment} is no whole day`);
  const { known, places } = knownHistory(history, moment);
  // without a second order of anyone nothing tells how often orders come
  if (known.day.length === places.length)
    return {
      ...emptyColumns(new Int32Array(0)),
      ...{ backtests: [], dropOut: { seen: false, likelihoodRatio: 0, bicGain: 0 } },
    };
  const fitsAt = keepFits(known);
  const backtests = PURCHASE_WINDOWS.map((days) => backtestPurchases(known, moment, days, fitsAt));
  const past = moment - Math.max(...PURCHASE_WINDOWS);
  const judged = backtests.every(({ moments }) => moments.includes(past));
  return {
    ...inPlace(columnsAt(known, moment, backtests, fitsAt), places),
    backtests,
    ...(judged ? { check: foretoldCheck(known, past, columnsAt(known, past, backtests, fitsAt)) } : {}),
    dropOut: dropOutOf(fitsAt(moment), places.length),
  };
}

/** Back to the order of the history that was given. @param places - of each buyer in it */
function inPlace(columns: PurchaseColumnsAhead, places: Int32Array): PurchaseColumnsAhead {
  const order = Int32Array.from(places.keys()).sort((i, j) => places[i]! - places[j]!);
  const buyers = order.map((i) => places[i]!);
  const put = (column: Float64Array) => Float64Array.from(order, (i) => column[i]!);
  return {
    ...{ buyers, chance30: put(columns.chance30), chance90: put(columns.chance90) },
    ...{ orders90: put(columns.orders90), spend90: put(columns.spend90), alive: put(columns.alive) },
    earlyDays: put(columns.earlyDays),
    medianDays: put(columns.medianDays),
    lateDays: put(columns.lateDays),
  };
}

function columnsAt(
  history: OrderHistory,
  moment: number,
  backtests: readonly PurchaseBacktest[],
  fitsAt: FitsAt,
): PurchaseColumnsAhead {
  const columns = emptyColumns(buyersBefore(history, moment));
  const fits = fitsAt(moment);
  const [near, far] = backtests.map((backtest) =>
    servedChances(history, columns.buyers, moment, backtest, fits),
  );
  const worth = spendPerOrder(history, moment);
  const counting = fits['mbg-nbd'].dropOutSeen ? fits['mbg-nbd'] : fits.nbd;
  const [short, long] = PURCHASE_WINDOWS;
  columns.buyers.forEach((buyer, i) => {
    const counts = countsBefore(history, buyer, rowAt(history, buyer, moment), moment);
    columns.chance30[i] = near![i]!;
    // two windows are judged apart: the longer one holds what the shorter holds
    const chance90 = Math.max(far![i]!, near![i]!);
    columns.chance90[i] = chance90;
    // the counting model's orders, at the pace that the served chance of one asks for
    const pace = hazardOf(chance90) / hazardOf(probabilityOfOrder(counting, counts, long));
    columns.orders90[i] = pace * expectedOrders(counting, counts, long);
    columns.spend90[i] = worth === null ? Number.NaN : columns.orders90[i]! * worth(buyer);
    // who is likelier to order than the model with drop-out thinks it alive is alive at least as surely
    const alive = Math.max(probabilityAlive(fits['mbg-nbd'], counts), chance90);
    columns.alive[i] = fits['mbg-nbd'].dropOutSeen ? alive : Number.NaN;
    const next = nextOrderOf([near![i]!, chance90], [short, long]);
    // a share of futures beyond those in which it still orders has no date
    const dated = (days: number | null, share: number) =>
      (share > columns.alive[i]! ? null : days) ?? Number.NaN;
    columns.earlyDays[i] = dated(next.earlyDays, EARLY);
    columns.medianDays[i] = dated(next.medianDays, MIDDLE);
    columns.lateDays[i] = dated(next.lateDays, LATE);
  });
  return columns;
}

/** Beyond it a chance of one order no longer tells of how many: who orders daily and who orders weekly are both sure to. */
const TELLING = 0.99;

/** Orders in the window at an even pace, from the chance of at least one. */
const hazardOf = (chance: number) => -Math.log1p(-Math.min(chance, TELLING));

/** Never 0 or 1: hazards stay finite. */
function servedChances(
  history: OrderHistory,
  buyers: Int32Array,
  moment: number,
  { durationDays, serves, calibration }: PurchaseBacktest,
  fits: CountingFits,
): Float64Array {
  const told = candidateLogOdds(history, buyers, { moment, durationDays }, fits, [serves]);
  // what served past windows can be fitted now: there is more history
  const scores = told.get(serves) ?? told.get('nbd' satisfies PurchaseModel);
  return Float64Array.from(buyers, (_, i) => {
    const chance = logisticChance(calibration, scores?.[i] ?? 0);
    return Math.min(Math.max(chance, 1e-6), 1 - 1e-6);
  });
}

function dropOutOf(fits: CountingFits, buyers: number): DropOutEvidence {
  const { dropOutSeen, logLikelihood, nbdLogLikelihood } = fits['mbg-nbd'];
  const likelihoodRatio = Math.max(0, 2 * (logLikelihood - nbdLogLikelihood));
  return { seen: dropOutSeen, likelihoodRatio, bicGain: likelihoodRatio - 2 * Math.log(buyers) };
}

function emptyColumns(buyers: Int32Array): PurchaseColumnsAhead {
  const column = () => new Float64Array(buyers.length);
  return {
    buyers,
    ...{ chance30: column(), chance90: column(), orders90: column(), spend90: column(), alive: column() },
    ...{ earlyDays: column(), medianDays: column(), lateDays: column() },
  };
}
