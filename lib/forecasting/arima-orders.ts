import type { SeasonalPart } from './arima-polynomials.ts';
import { createArimaSystem } from './arima-state-space.ts';
import { filterArima } from './kalman-filter.ts';
import { countObserved } from './observed-series.ts';

/** An order (p,d,q)(P,D,Q)[m]; all three seasonal parts are 0 where there is no season. */
export type ArimaOrders = {
  order: [number, number, number];
  seasonal: SeasonalPart & { order: [number, number, number] };
};

/** A filter's step costs the square of its states: 400 of them some ms, and a year of days with season and trend has 734. */
const MOST_STATES = 400;

/** Write an order as R's forecast package does: `(0,1,1)(0,1,1)[12]`. */
export function writeOrders({ order, seasonal }: ArimaOrders): string {
  const season = seasonal.order.some((part) => part > 0);
  return `(${order.join()})${season ? `(${seasonal.order.join()})[${seasonal.period}]` : ''}`;
}

/**
 * Lower an order to what a series carries before anything is fitted.
 *
 * There are two observations more than coefficients; every level that differences start from, each place of the season
 * among them, follows from what was observed, with one observation to spare; a seasonal lag lies within the differences;
 * and the states number 400 at most.
 *
 * @param values - [n], at least one observed, NaN = not observed
 * @returns the order, and why it would be lower than the one asked for
 */
export function carriedOrders(
  values: Float64Array,
  asked: ArimaOrders,
): { orders: ArimaOrders; reason: string } {
  const { period } = asked.seasonal;
  const observed = countObserved(values);
  // One observation still fixes a level, so that its forecast is that level and not zero.
  const d = Math.min(asked.order[1], Math.max(1, observed - 1));
  let [P, D, Q] = asked.seasonal.order;
  while (D > 0 && d + D * period > MOST_STATES) D--;
  let tooLong = D < asked.seasonal.order[1];
  let reason = 'the series does not carry more';
  while (D > 0 && !fixesLevels(values, d, D, period)) {
    if (observed > d + D * period) reason = 'a place of the season was not observed often enough';
    D--;
  }
  const room = Math.max(0, observed - d - D * period - 2);
  const q = Math.min(asked.order[2], room);
  const p = Math.min(asked.order[0], room - q);
  const seasons = Math.max(0, Math.floor((spanOf(values) - d - D * period - 1) / period));
  Q = Math.min(Q, seasons, room - p - q);
  P = Math.min(P, seasons, room - p - q - Q);
  const states = () => Math.max(p + P * period, q + Q * period + 1) + d + D * period;
  for (; P + Q > 0 && states() > MOST_STATES; tooLong = true) {
    if (P > 0) P--;
    else Q--;
  }
  return {
    orders: { order: [p, d, q], seasonal: { order: [P, D, Q], period } },
    reason: tooLong ? `more needs over ${MOST_STATES} states` : reason,
  };
}

/**
 * Take one coefficient from an order, the seasonal ones first.
 *
 * @returns `null` when none is left
 */
export function lowerOrders({ order: [p, d, q], seasonal }: ArimaOrders): ArimaOrders | null {
  const [P, D, Q] = seasonal.order;
  if (P > 0) return { order: [p, d, q], seasonal: { ...seasonal, order: [P - 1, D, Q] } };
  if (Q > 0) return { order: [p, d, q], seasonal: { ...seasonal, order: [P, D, Q - 1] } };
  if (p > 0) return { order: [p - 1, d, q], seasonal };
  return q > 0 ? { order: [p, d, q - 1], seasonal } : null;
}

/** Steps from the first observation to the last, both counted. */
function spanOf(values: Float64Array): number {
  const isSeen = (value: number) => !Number.isNaN(value);
  return values.findLastIndex(isSeen) - values.findIndex(isSeen) + 1;
}

/** Whether what was observed fixes every level that differences start from, and something is left to fit. */
function fixesLevels(values: Float64Array, d: number, D: number, period: number): boolean {
  const observed = countObserved(values);
  if (observed <= d + D * period) return false;
  if (observed === spanOf(values)) return true;
  const system = createArimaSystem([], [], d, { order: [0, D, 0], period });
  return filterArima(system, values).unknownLevels === 0;
}
