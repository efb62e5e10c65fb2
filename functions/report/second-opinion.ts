import { HORIZON_DAYS, type Outlook } from '../../lib/domain/index.ts';
import { cumulativeDemand, forecast, type TotalForecast } from '../../lib/forecasting/index.ts';

/** Days of the market's sales that are needed: as many as are looked ahead. */
const LEAST_DAYS = HORIZON_DAYS;
const WEEK_DAYS = 7;
const RUN_SEED = 1;

/**
 * Forecast the market's own sales as one series, and say how far the SKUs' sum lies from that.
 *
 * @param histories - units by day, all ending on the same day
 * @returns nothing where the market has sold for fewer than 56 days, or nothing more is expected
 */
export function secondOpinion(
  histories: readonly Float64Array[],
  { cumulative }: TotalForecast,
): Pick<Outlook, 'direct'> {
  const days = Float64Array.from(histories[0] ?? [], (_, day) =>
    histories.reduce((sum, history) => sum + (history[day] ?? 0), 0),
  );
  const sold = days.subarray(
    Math.max(
      0,
      days.findIndex((units) => units !== 0),
    ),
  );
  const last = cumulative.at(-1);
  if (sold.length < LEAST_DAYS || last === undefined) return {};
  const { model, distribution, mean } = forecast(sold, {
    horizon: last.steps,
    period: WEEK_DAYS,
    levels: [],
  });
  const sum = mean.reduce((total, units) => total + units, 0);
  if (!(sum > 0)) return {};
  const { quantiles } = cumulativeDemand(distribution, last.steps, [0.1, 0.9], { seed: RUN_SEED });
  const [p10 = 0, p90 = 0] = quantiles.map((value) => digits(value, 5));
  const difference = digits(last.mean / sum - 1, 4);
  return { direct: { model, days: last.steps, mean: digits(sum, 5), p10, p90, difference } };
}

/** Shorten a number to so many digits. */
export const digits = (value: number, count: number): number => Number(value.toPrecision(count));
