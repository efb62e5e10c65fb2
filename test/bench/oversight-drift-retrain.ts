import { retrainUnits } from '../../functions/forecast/retrain-units.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import { detectDrift, weekdayBaseline } from '../../lib/oversight/index.ts';
import { drawSeries, KINDS } from './oversight-drift-world.ts';

const DAYS = 460;
const CHANGE = 300;
const HORIZON = 28;
const FACTORS = [0.4, 0.6, 1.5, 2, 3];

type Way = 'as before' | 'since alone' | 'all, at the new level';
const WAYS: readonly Way[] = ['as before', 'since alone', 'all, at the new level'];

/** Mean absolute error of the next four weeks, as a share of what was sold, by what the forecast learnt from. */
export function retrainBench(seriesOfKind: number): void {
  console.log(
    `\nerror of the next ${HORIZON} days (sum of absolute errors over units), by nights after the alarm`,
  );
  for (const stable of [false, true]) {
    console.log(
      stable
        ? '  stable series, had they had a false alarm of 14 days'
        : '  series that moved, from the alarm on',
    );
    for (const kind of [...KINDS, 'all'] as const) {
      for (const later of stable ? [0] : [0, 14, 28, 50]) {
        const errors = new Map<Way, number>(WAYS.map((way) => [way, 0]));
        let sold = 0;
        let count = 0;
        for (const one of KINDS.filter((each) => kind === 'all' || each === kind))
          for (let i = 0; i < seriesOfKind; i++) {
            const told = caseOf(one, i, stable);
            if (told === null) continue;
            count++;
            const night = told.alarm + later;
            const at = told.at;
            const units = told.actual.slice(0, night);
            const truth = told.actual.slice(night, night + HORIZON);
            const scale = told.level;
            sold += truth.reduce((sum, value) => sum + value / scale, 0);
            for (const way of WAYS) {
              const use = way === 'since alone' ? 'since' : 'all';
              const given = way === 'as before' ? units : retrainUnits(units, { use, at });
              if (given.length < 14) {
                // too short to learn from: as the forecast does, it goes by all
                errors.set(way, errors.get(way)! + errorOf(units, truth) / scale);
                continue;
              }
              errors.set(way, errors.get(way)! + errorOf(given, truth) / scale);
            }
          }
        const told = WAYS.map((way) => `${way} ${((100 * errors.get(way)!) / sold).toFixed(1)} %`).join(', ');
        console.log(`    ${kind.padEnd(12)} +${String(later).padStart(2)} nights, ${count} series: ${told}`);
      }
    }
  }
}

function caseOf(kind: (typeof KINDS)[number], i: number, stable: boolean) {
  const factor = FACTORS[i % FACTORS.length]!;
  const change = stable ? {} : { change: { at: CHANGE, factor } };
  const { actual } = drawSeries({ kind, days: DAYS, seed: 90_000 + i, ...change });
  const units = Float64Array.from(actual);
  const level = units.subarray(0, CHANGE).reduce((sum, value) => sum + value, 0) / CHANGE;
  if (stable) return { actual: units, alarm: CHANGE + 14, at: CHANGE, level };
  for (let night = CHANGE + 7; night < CHANGE + 60; night++) {
    const seen = units.slice(Math.max(0, night - 182), night);
    const [alarm] = detectDrift([
      {
        series: kind,
        actual: seen,
        forecast: seen.map(() => Number.NaN),
        baselines: [weekdayBaseline(seen)],
      },
    ]).alarms;
    if (alarm) return { actual: units, alarm: night, at: Math.max(0, night - 182) + alarm.changedAt, level };
  }
  return null;
}

function errorOf(units: Float64Array, truth: Float64Array): number {
  const { mean } = forecast(units, { horizon: HORIZON, period: 7, levels: [80], seed: 1 });
  return truth.reduce((sum, value, day) => sum + Math.abs(value - mean[day]!), 0);
}
