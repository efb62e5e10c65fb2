import { BUYER_FEATURES, fillBuyerFeatures } from './buyer-features.ts';
import { countingLogOdds, fitNbdBefore } from './counting-fits.ts';
import type { Nbd } from './nbd.ts';
import { buyersBefore, firstDayOf, type OrderHistory, orderedWithin, rowAt } from './order-history.ts';

/** The features proper, and last plain NBD's log-odds. */
export const WINDOW_FEATURES = BUYER_FEATURES.length + 1;

/** What buyers were like at past moments and whether they ordered within the window from there; a buyer's rows lie together. */
export type TrainingWindows = {
  /** [count × WINDOW_FEATURES] row-major. */
  rows: Float64Array;
  /** [count] 0 or 1. */
  answers: Uint8Array;
  /** [buyers + 1]: where each buyer's rows start. */
  starts: Int32Array;
  /** Worth of an order day, the measure of amounts. */
  meanAmount: number;
};

/** Days between the moments that are learnt from, at most how many of them, and the history before the first. */
const STEP_DAYS = 15;
const MOST_MOMENTS = 12;
const LEAST_HISTORY_DAYS = 30;
/** Buyers of a moment, at most: with all moments some 60,000 rows. */
const MOST_BUYERS = 5_000;

/**
 * Take down past windows that end by `moment`, 15 days apart and at most twelve, as they were to be foretold.
 *
 * @param durationDays - of a window
 * @returns without a row where there is less history than 30 days and a window
 */
export function trainingWindows(
  history: OrderHistory,
  moment: number,
  durationDays: number,
): TrainingWindows {
  const meanAmount = meanAmountBefore(history, moment);
  const first = firstDayOf(history) + LEAST_HISTORY_DAYS;
  const parts: { buyers: Int32Array; rows: Float64Array; answers: Uint8Array }[] = [];
  for (let past = moment - durationDays; past >= first && parts.length < MOST_MOMENTS; past -= STEP_DAYS) {
    const buyers = buyersBefore(history, past, MOST_BUYERS);
    const measures = { meanAmount, nbd: fitNbdBefore(history, past) };
    const rows = windowRows(history, buyers, { moment: past, duration: durationDays }, measures);
    parts.push({ buyers, rows, answers: orderedWithin(history, buyers, past, durationDays) });
  }
  const places = parts.flatMap(({ buyers }, part) =>
    Array.from(buyers, (buyer, row) => ({ buyer, part, row })),
  );
  places.sort((a, b) => a.buyer - b.buyer);
  const rows = new Float64Array(places.length * WINDOW_FEATURES);
  const answers = new Uint8Array(places.length);
  const starts: number[] = [];
  places.forEach(({ buyer, part, row }, at) => {
    if (buyer !== places[at - 1]?.buyer) starts.push(at);
    const from = row * WINDOW_FEATURES;
    rows.set(parts[part]!.rows.subarray(from, from + WINDOW_FEATURES), at * WINDOW_FEATURES);
    answers[at] = parts[part]!.answers[row]!;
  });
  return { rows, answers, starts: Int32Array.from([...starts, places.length]), meanAmount };
}

/** What buyers are measured by at a moment: the worth of an order day, and plain NBD fitted on the days before it. */
export type Measures = { meanAmount: number; nbd: Nbd };

/** Take down what buyers are like at a moment; all have ordered before it. @returns [buyers × WINDOW_FEATURES] row-major */
export function windowRows(
  history: OrderHistory,
  buyers: Int32Array,
  window: { moment: number; duration: number },
  { meanAmount, nbd }: Measures,
): Float64Array {
  const rows = new Float64Array(buyers.length * WINDOW_FEATURES);
  const { moment } = window;
  const counted = countingLogOdds(nbd, history, buyers, window);
  buyers.forEach((buyer, i) => {
    const end = rowAt(history, buyer, moment);
    fillBuyerFeatures(history, { buyer, end, moment }, meanAmount, rows, i * WINDOW_FEATURES);
    rows[(i + 1) * WINDOW_FEATURES - 1] = counted[i]!;
  });
  return rows;
}

function meanAmountBefore({ day, amount }: OrderHistory, moment: number): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < day.length; row++) {
    if (day[row]! >= moment || !(amount[row]! > 0)) continue;
    sum += amount[row]!;
    count++;
  }
  return count > 0 ? sum / count : 1;
}
