import type { PolicyRow, StoredForecast } from '../domain/index.ts';
import type { MarketFuture } from './scenario-demand.ts';

/**
 * Tell what the location's other markets ask for, as the night of a row took it: their forecasts may be newer by now, or there were
 * none yet. What the night took of a market is spread over the days as its forecast of today goes, where there is one.
 *
 * @param forecasts - of today, by market
 * @param horizon - days of this market's forecast
 */
export function otherMarketsOf(
  { demand, replenishment }: Pick<PolicyRow, 'demand' | 'replenishment'>,
  forecasts: ReadonlyMap<string, StoredForecast>,
  { market, horizon }: { market: string; horizon: number },
): MarketFuture[] {
  if (demand.otherMarkets === undefined) {
    const names = replenishment.markets.filter((name) => name !== market);
    return names.flatMap((name) => forecasts.get(name) ?? []);
  }
  return demand.otherMarkets.map(({ market: name, ...sum }) => {
    const perDay = sum.mean / sum.days;
    const daily = forecasts.get(name)?.mean ?? [];
    const today = daily.slice(0, sum.days);
    const known = today.reduce((total, units) => total + units, 0) / Math.max(1, today.length);
    return {
      leadTimeDemand: sum,
      mean:
        known > 0
          ? daily.map((units) => (units * perDay) / known)
          : Array.from({ length: horizon }, () => perDay),
    };
  });
}
