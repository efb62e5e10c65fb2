import {
  addDays,
  dayNumber,
  type SeriesRecord,
  type StoredForecast,
  unitValueMinor,
} from '../domain/index.ts';
import { type ParquetColumn, writeParquet } from './parquet-file.ts';

/** A stored forecast, and what repeating the newest week would have said: [horizon], units a day. */
export type ForecastRows = { forecast: StoredForecast; naive: readonly number[] };

/**
 * Write forecasts as Parquet: a row for each SKU and day with `sku`, `day`, `mean`, `p10`, `p50`, `p90`, `naive`, `model` and
 * `run`, in the order given, then by day. Units a day; the first day is that after the run's date.
 */
export function forecastFile(entries: readonly ForecastRows[]): Uint8Array {
  const rows = entries.flatMap(({ forecast, naive }) => {
    const first = dayNumber(forecast.asOf) + 1;
    return forecast.mean.map((_, step) => ({
      forecast,
      naive: naive[step] ?? null,
      day: first + step,
      step,
    }));
  });
  const daily = (name: 'mean' | 'p10' | 'p50' | 'p90'): ParquetColumn => ({
    name,
    type: 'number',
    values: rows.map(({ forecast, step }) => forecast[name][step] ?? null),
  });
  return writeParquet([
    { name: 'sku', type: 'text', values: rows.map(({ forecast }) => forecast.sku) },
    { name: 'day', type: 'day', values: rows.map(({ day }) => day) },
    ...(['mean', 'p10', 'p50', 'p90'] as const).map(daily),
    { name: 'naive', type: 'number', values: rows.map(({ naive }) => naive) },
    { name: 'model', type: 'text', values: rows.map(({ forecast }) => forecast.model) },
    { name: 'run', type: 'text', values: rows.map(({ forecast }) => forecast.runId) },
  ]);
}

/** Days of demand that a run writes down for judging the forecasts of runs before it: as many as it looks back. */
export const OBSERVED_DAYS = 28;

/**
 * Write what is known of the newest 28 days as Parquet: a row for each SKU and day with `sku`, `day`, `units` (null: nobody
 * could buy), `sold_out` (demand was at least `units`) and `unit_value_minor`, what a unit brought on average over the last
 * year, in minor units of the market's currency (null: not known).
 *
 * @param asOf - the run's date: the last day of every series
 */
export function observedFile(records: readonly SeriesRecord[], asOf: string): Uint8Array {
  const rows = records.flatMap((record) => {
    const { sku, start, demand, censoredDays } = record;
    const soldOut = new Set(censoredDays);
    const first = dayNumber(start);
    const from = Math.max(0, dayNumber(addDays(asOf, 1 - OBSERVED_DAYS)) - first);
    const valueMinor = unitValueMinor(record);
    return demand.slice(from).map((units, place) => {
      const index = from + place;
      return { sku, day: first + index, units, soldOut: soldOut.has(index), valueMinor };
    });
  });
  return writeParquet([
    { name: 'sku', type: 'text', values: rows.map(({ sku }) => sku) },
    { name: 'day', type: 'day', values: rows.map(({ day }) => day) },
    { name: 'units', type: 'number', values: rows.map(({ units }) => units) },
    { name: 'sold_out', type: 'flag', values: rows.map(({ soldOut }) => soldOut) },
    { name: 'unit_value_minor', type: 'number', values: rows.map(({ valueMinor }) => valueMinor) },
  ]);
}
