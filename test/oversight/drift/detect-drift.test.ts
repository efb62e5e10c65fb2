import { describe, expect, test } from '@jest/globals';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';
import { kolmogorovSmirnov, stabilityIndex } from '../../../lib/oversight/drift/feature-drift.ts';
import { scanShift } from '../../../lib/oversight/drift/scan-shift.ts';
import { shiftPValue } from '../../../lib/oversight/drift/shift-p-value.ts';
import { detectDrift, detectFeatureDrift } from '../../../lib/oversight/index.ts';
import { drawSeries, KINDS } from '../../bench/oversight-drift-world.ts';

const range = { fewestBefore: 28, fewestAfter: 7 };

describe('shiftPValue', () => {
  // critical values of the supremum F with one parameter: Andrews 2003 (corrigendum), table 1, 15 % trimming
  test.each([
    [8.68, 0.05],
    [12.16, 0.01],
  ])('is the published chance of the supremum %d', (critical, chance) => {
    const ratio = shiftPValue(Math.sqrt(critical), { from: 0.15, to: 0.85 }) / chance;

    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.15);
  });

  // R 4.2.2, strucchange 1.5-3: pvalue.Fstats(x, 'supF', 1, lambda) (Hansen 1997), itself a fitted curve
  test.each([
    [8.68, 0.05, 0.07537],
    [12.16, 0.05, 0.01523],
    [16, 0.15, 0.001547],
    [16, 0.05, 0.002426],
  ])('of %d trimmed by %d is about what strucchange says', (supremum, trim, expected) => {
    const seen = shiftPValue(Math.sqrt(supremum), { from: trim, to: 1 - trim });

    expect(Math.abs(seen / expected - 1)).toBeLessThan(0.3);
  });
});

describe('scanShift', () => {
  test('finds the day of a step without noise', () => {
    const values = [...Array(60)].map((_, i) => (i < 45 ? i % 3 : 10 + (i % 3)));

    expect(scanShift(values, range)).toMatchObject({ at: 45, direction: 1 });
  });

  test('is not moved by one huge order', () => {
    const values = [...Array(100)].map((_, i) => (i === 80 ? 1e9 : (i * 37) % 11));

    expect(scanShift(values, range)!.pValue).toBeGreaterThan(0.2);
  });

  test('tells nothing of a series that is short or all alike', () => {
    expect(scanShift([1, 2, 3], range)).toBeNull();
    expect(scanShift(new Array(90).fill(4), range)).toBeNull();
  });

  test.each(KINDS)('calls no more stable series changed than its p-value says: %s', (kind) => {
    const count = 400;
    let below = 0;
    for (let seed = 1; seed <= count; seed++) {
      const { actual, forecast } = drawSeries({ kind, days: 150, seed });
      const errors = Array.from(actual, (units, day) => units - forecast[day]!);
      if (scanShift(errors, range)!.pValue < 0.05) below++;
    }

    // three standard errors of 400
    expect(below / count).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / count));
  });
});

describe('detectDrift', () => {
  const stable = (count: number) =>
    Array.from({ length: count }, (_, i) => drawSeries({ kind: KINDS[i % 4]!, days: 150, seed: i + 1 }));

  test('finds the series whose level has moved, which way, since when, and how far', () => {
    const moved = drawSeries({ kind: 'steady', days: 150, seed: 9, change: { at: 120, factor: 1.6 } });

    const { alarms, tested } = detectDrift([...stable(60), moved]);

    expect(tested).toBe(61);
    expect(alarms).toHaveLength(1);
    const [alarm] = alarms;
    expect(alarm).toMatchObject({ series: 'steady-9', signal: 'bias', direction: 1 });
    expect(Math.abs(alarm!.changedAt - 120)).toBeLessThanOrEqual(3);
    expect(Math.abs(alarm!.size - 0.6)).toBeLessThan(0.15);
    expect(alarm!.words).toMatch(/^sells \d+ % more than forecast for \d+ days/);
    expect(alarm!.retrain).toMatchObject({ use: 'all', levelFrom: alarm!.changedAt });
  });

  test('says that half the buyers stopped: fewer units, on fewer days', () => {
    const moved = drawSeries({ kind: 'intermittent', days: 182, seed: 3, change: { at: 110, factor: 0.15 } });

    const { alarms } = detectDrift([moved]);

    expect(alarms[0]!.direction).toBe(alarms[0]!.signal === 'zeroShare' ? 1 : -1);
    expect(alarms[0]!.retrain).toMatchObject({ use: 'all', levelFrom: alarms[0]!.changedAt });
  });

  test('raises nothing for a change that is sure but too small to matter', () => {
    const flat = (level: number, i: number) => level + (i % 2 === 0 ? 1 : -1);
    const actual = [...Array(150)].map((_, i) => flat(i < 100 ? 100 : 103, i));

    expect(detectDrift([{ series: 'a', actual, forecast: new Array(150).fill(100) }]).alarms).toEqual([]);
  });

  test('raises false alarms on at most 5 % of nights over 200 stable series', () => {
    let nights = 0;
    for (let night = 0; night < 20; night++) {
      const series = Array.from({ length: 100 }, (_, i) =>
        drawSeries({ kind: KINDS[i % 4]!, days: 120, seed: 1000 * night + i }),
      );
      if (detectDrift(series).alarms.length > 0) nights++;
    }

    // 5 % of 20 and three standard errors
    expect(nights).toBeLessThanOrEqual(3);
  });

  test('leaves out days that were not observed, and series with too few', () => {
    const moved = drawSeries({ kind: 'steady', days: 150, seed: 9, change: { at: 120, factor: 1.6 } });
    const gaps = Float64Array.from(moved.actual, (units, day) => (day % 5 === 0 ? Number.NaN : units));

    expect(detectDrift([{ ...moved, actual: gaps }]).alarms).toHaveLength(1);
    expect(detectDrift([{ series: 'new', actual: [1, 2], forecast: [1, 1] }])).toEqual({
      ...{ alarms: [], moves: [], tested: 0 },
    });
    expect(detectDrift([])).toEqual({ alarms: [], moves: [], tested: 0 });
  });

  test('lists a price that moved by a tenth, as a fact', () => {
    const prices = [...Array(60)].map((_, day) => (day < 50 ? 10 : 12));

    const { moves } = detectDrift([
      { series: 'a', actual: [], forecast: [], prices, costs: new Array(60).fill(3) },
    ]);

    // the median of the last 14 days, four of which are of before
    expect(moves).toEqual([{ series: 'a', of: 'price', share: expect.closeTo(0.2, 12) }]);
  });
});

describe('detectFeatureDrift', () => {
  test('is the Kolmogorov–Smirnov test of R', () => {
    const past = Float64Array.of(1.1, 2.2, 3.3, 0.4, 5.5, 2.6, 7.7, 1.8, 9.9, 3).sort();
    const present = Float64Array.of(4.1, 6.2, 8.3, 5.4, 9.5, 7.6, 12, 5.8).sort();

    const { distance, pValue } = kolmogorovSmirnov(past, present);

    // R 4.2.2: ks.test(…, exact = FALSE) gives D = 0.7, p = 0.0257; Stephens' correction lowers it for small samples
    expect(distance).toBeCloseTo(0.7, 12);
    expect(pValue).toBeLessThan(0.0257);
    expect(pValue).toBeGreaterThan(0.01);
  });

  test('computes the stability index by hand', () => {
    // ten tenths of 100 each then; all 1,000 in the lowest tenth now, with half a buyer in each: shares 1000.5 / 1005 and 0.5 / 1005
    const past = Float64Array.from({ length: 1000 }, (_, i) => i);

    const index = stabilityIndex(past, new Float64Array(1000));

    const [p, most, least] = [0.1, 1000.5 / 1005, 0.5 / 1005];
    expect(index).toBeCloseTo((most - p) * Math.log(most / p) + 9 * (least - p) * Math.log(least / p), 9);
    expect(stabilityIndex(past, past)).toBeCloseTo(0, 12);
  });

  test('finds the feature that moved, and leaves the others', () => {
    const random = createRandom(6);
    const draw = (shift: number) => Float64Array.from({ length: 300 }, () => shift + standardNormal(random));
    const samples = [
      { feature: 'recency', before: draw(0), now: draw(-0.9) },
      { feature: 'frequency', before: draw(0), now: draw(0) },
      { feature: 'new', before: [1, 2], now: draw(0) },
    ];

    const found = detectFeatureDrift(samples);

    expect(found.map(({ feature, drifted }) => [feature, drifted])).toEqual([
      ['recency', true],
      ['frequency', false],
    ]);
    expect(found[0]!.direction).toBe(-1);
  });
});
