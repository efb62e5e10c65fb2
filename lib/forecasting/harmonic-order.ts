import { fitHarmonic, type HarmonicModel } from './harmonic.ts';
import type { ObservedSeries } from './observed-series.ts';

const MOST_HARMONICS = 6;

/**
 * Fit a trend with as many harmonics as the corrected Akaike criterion says (Hurvich & Tsai 1989), one to six.
 *
 * The terms are nested, so one decomposition tells the sum of squares of every number of harmonics.
 *
 * @param period - steps; below 2 there is no season
 */
export function fitBestHarmonic(series: ObservedSeries, period: number): HarmonicModel {
  // Two terms a harmonic beside the line, and two observations left for the error.
  const room = Math.floor((series.observed - 4) / 2);
  const most = Math.max(1, Math.min(MOST_HARMONICS, Math.floor(period / 2), room));
  const full = fitHarmonic(series, period, most, 'free');
  if (most === 1) return full;
  let best = most;
  let least = Number.POSITIVE_INFINITY;
  let squares = full.residualSumOfSquares;
  let columns = full.names.length;
  let rank = full.fit.kept.length;
  for (let harmonics = most; harmonics >= 1; harmonics--) {
    const criterion = correctedAkaike(full.observed, squares, rank + 1);
    if (criterion < least) [best, least] = [harmonics, criterion];
    while (columns > 2 && full.names[columns - 1]!.endsWith(String(harmonics))) {
      columns--;
      squares += full.fit.explained[columns]!;
      if (full.fit.kept.includes(columns)) rank--;
    }
  }
  return best === most ? full : fitHarmonic(series, period, best, 'free');
}

function correctedAkaike(n: number, squares: number, parameters: number): number {
  if (n - parameters - 1 <= 0) return Number.POSITIVE_INFINITY;
  return (
    n * Math.log(squares / n) + 2 * parameters + (2 * parameters * (parameters + 1)) / (n - parameters - 1)
  );
}
