import { addDays, type StoredForecast } from '../../../../lib/domain/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import type { Language } from '../language/language.tsx';

type Day = {
  day: string;
  observed?: number | null;
  soldOut?: boolean;
  p10?: number | undefined;
  p50?: number | undefined;
  p90?: number | undefined;
  mean?: number | undefined;
};

/**
 * The days behind a forecast's chart, the newest history first seen, then what is to come.
 *
 * @param historyDays - most days of history that the chart shows
 */
export function forecastDays(
  { asOf, history, historyCensoredDays, mean, p10, p50, p90 }: StoredForecast,
  historyDays: number,
  language: Language,
): Figures<Day> {
  const columns = columnsOf(language);
  const told = language.words.stock.days;
  const skipped = Math.max(0, history.length - historyDays);
  const soldOut = new Set(historyCensoredDays);
  const past: Day[] = history.slice(skipped).map((observed, place) => ({
    day: addDays(asOf, 1 + skipped + place - history.length),
    observed,
    soldOut: soldOut.has(skipped + place),
  }));
  const ahead: Day[] = mean.map((units, place) => ({
    day: addDays(asOf, 1 + place),
    ...{ p10: p10[place], p50: p50[place], p90: p90[place], mean: units },
  }));
  return {
    caption: told.caption,
    columns: [
      columns.day(told.day, ({ day }) => day),
      columns.count(told.observed, ({ observed }) => observed),
      columns.words(told.stock, (one) => (one.soldOut === true ? told.soldOut : null)),
      columns.count('P10', (one) => one.p10),
      columns.count('P50', (one) => one.p50),
      columns.count('P90', (one) => one.p90),
      columns.count(told.mean, (one) => one.mean),
    ],
    rows: [...past, ...ahead],
  };
}
