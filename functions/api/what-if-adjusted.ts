import type { KeptAdjustment, StoredForecast } from '../../lib/domain/index.ts';
import { adjustForecast } from '../../lib/forecasting/index.ts';
import { movedSum } from './what-if-demand.ts';

/**
 * Count what persons know better in a forecast, as its own answer shows it; the sum that stock needs moves with its days.
 *
 * @param adjustments - those that hold
 * @returns the forecast itself where nothing changes it that the night did not count already
 */
export function adjustedDemand(
  night: StoredForecast,
  adjustments: readonly KeptAdjustment[],
): StoredForecast {
  const view = adjustForecast(night, adjustments);
  if (view.kind !== 'ready' || view.adjusted === undefined) return night;
  const { adjusted } = view;
  if (adjusted.mean.every((units, day) => isNear(units, night.mean[day] ?? 0))) return night;
  const { leadTimeDemand } = night;
  const changed = adjusted.mean.slice(0, leadTimeDemand.days).reduce((total, units) => total + units, 0);
  return { ...night, ...adjusted, leadTimeDemand: movedSum(leadTimeDemand, night.mean, { changed }) };
}

/** Figures are stored with five digits. */
const ROUNDED = 1e-4;
const isNear = (a: number, b: number) => Math.abs(a - b) <= ROUNDED * Math.max(Math.abs(a), Math.abs(b));
