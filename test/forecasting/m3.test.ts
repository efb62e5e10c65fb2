import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { forecast } from '../../lib/forecasting/index.ts';

/**
 * The M3 competition's series (Makridakis & Hibon 2000) and, on a sample of them, the errors of R's forecast 8.20: naive2 and
 * Theta, each sMAPE and MASE first.
 */
const shared = process.env.TRADEWIND_SHARED ?? '../shared';
const anchors = join(shared, 'bench/forecast/anchors.json');
const here = existsSync(anchors);
if (!here) console.warn(`the M3 series are skipped: ${anchors} is not there`);

type Series = { id: string; train: number[]; test: number[]; period?: number };
type DataSet = { name: string; split: string; period: number; maseM?: number; series: Series[] };
type Anchors = Record<string, { series: Record<string, Record<'naive2' | 'theta', [number, number]>> }>;

const SETS = ['m3_yearly', 'm3_quarterly', 'm3_monthly'];
/** Every so many of the sampled series: a few seconds in all. */
const EVERY = 5;

function errorsOf({ train, test: actual, period }: Series, set: DataSet): [smape: number, mase: number] {
  const season = set.maseM ?? period ?? set.period;
  const { mean } = forecast(train, { horizon: actual.length, period: period ?? set.period });
  const differences = train.slice(season).map((value, t) => Math.abs(value - train[t]!));
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const errors = actual.map((value, step) => Math.abs(value - mean[step]!));
  return [
    average(errors.map((error, step) => (200 * error) / (Math.abs(actual[step]!) + Math.abs(mean[step]!)))),
    average(errors) / average(differences),
  ];
}

(here ? describe : describe.skip)('forecast on M3', () => {
  test('errs less than Theta, pooled over yearly, quarterly and monthly series', () => {
    const peers: Anchors = JSON.parse(readFileSync(anchors, 'utf8'));
    const rows = SETS.flatMap((name) => {
      const file = join(shared, `data/forecast/${name}.json.gz`);
      const set: DataSet = JSON.parse(gunzipSync(readFileSync(file)).toString());
      const known = peers[`${set.name}.${set.split}`]!.series;
      return set.series
        .filter(({ id }) => known[id])
        .filter((_, i) => i % EVERY === 0)
        .map((series) => ({ own: errorsOf(series, set), ...known[series.id]! }));
    });
    // OWA: sMAPE and MASE, each relative to naive2
    const owa = (of: 'own' | 'theta') => {
      const total = (column: 'own' | 'theta' | 'naive2', measure: 0 | 1) =>
        rows.reduce((sum, row) => sum + row[column][measure], 0);
      return (total(of, 0) / total('naive2', 0) + total(of, 1) / total('naive2', 1)) / 2;
    };

    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(owa('own')).toBeLessThan(owa('theta'));
  });
});
