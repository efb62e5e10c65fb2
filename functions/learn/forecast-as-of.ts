import {
  addDays,
  type ForecastDocument,
  HORIZON_DAYS,
  type SeriesRecord,
  unitsOf,
} from '../../lib/domain/index.ts';
import { cumulativeDemand, forecast, quantileForecast } from '../../lib/forecasting/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';

const PERIOD_DAYS = 7;
const REVIEW_DAYS = 7;
const LEAST_DAYS = 14;
/** Two years, as in the night's forecast. */
const MOST_STOCK_DAYS = 730;

/**
 * Forecast a series that was cut off in the past, as the night would have: the same models on the history alone, without
 * known prices, events and rivals, of which the files don't say what was known then. Sold-out days count as not observed.
 */
export function forecastAsOf(record: SeriesRecord): ForecastDocument {
  const asOf = addDays(record.start, record.demand.length - 1);
  const name = { sku: record.sku, runId: `replay-${asOf}`, asOf };
  const soldOut = new Set(record.censoredDays);
  const units = unitsOf(record.demand).map((value, day) => (soldOut.has(day) ? Number.NaN : value));
  const observed = units.filter((value) => !Number.isNaN(value)).length;
  if (observed < LEAST_DAYS)
    return {
      kind: 'insufficientData',
      ...name,
      missing: ['history'],
      detail: `${observed} days were seen by ${asOf}, ${LEAST_DAYS} are needed`,
    };
  const seed = seedFrom(1, record.sku, asOf);
  const days = Math.min(MOST_STOCK_DAYS, Math.ceil(record.leadTime.meanDays) + REVIEW_DAYS);
  const told = forecast(units, {
    horizon: Math.max(HORIZON_DAYS, days),
    period: PERIOD_DAYS,
    levels: [80],
    seed,
    // what a replay orders by is the distribution: nobody reads how it did
    compared: false,
  });
  const sums = cumulativeDemand(told.distribution, days, [0.5, 0.9, 0.95, 0.99], { seed });
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = sums.quantiles;
  const daily = (probability: number) =>
    quantileForecast(told.distribution, probability).slice(0, HORIZON_DAYS);
  return {
    kind: 'ready',
    ...name,
    model: told.model,
    reason: told.reason,
    mean: told.mean.slice(0, HORIZON_DAYS),
    ...{ p10: daily(0.1), p50: daily(0.5), p90: daily(0.9) },
    leadTimeDemand: { days, mean: sums.mean, p50, p90, p95, p99 },
    ...{ history: [], historyCensoredDays: [], backtest: null, candidates: [] },
    ...{ warnings: told.warnings, seed, uploads: [] },
  };
}
