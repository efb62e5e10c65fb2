import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addAggregateErrors,
  addLeafErrors,
  adjustRow,
  ancestorsOf,
  emptyMoments,
  minTraceShrink,
  pullOf,
  solveMinTrace,
  sumLeaves,
  type Tree,
} from '../../../lib/forecasting/index.ts';
import { createRandom, normalQuantile, standardNormal } from '../../../lib/numeric/index.ts';
import { denseMinTrace } from './dense-min-trace.ts';

/** A total, two groups, five leaves: rows 0, 1, 2, then 3 to 7. */
const smallTree: Tree = { aggregates: 3, levels: 2, ancestors: Int32Array.of(0, 1, 0, 1, 0, 2, 0, 2, 0, 2) };
/** A total of two leaves. */
const pair: Tree = { aggregates: 1, levels: 1, ancestors: Int32Array.of(0, 0) };

/** A total over categories; each leaf is in one of them, and most are in one of two countries that cross the categories. */
function crossedTree(leaves: number, categories: number): Tree {
  const rows = Array.from({ length: leaves }, (_, leaf) => [
    0,
    1 + (leaf % categories),
    leaf % 3 === 0 ? -1 : 1 + categories + (leaf % 2),
  ]);
  return { aggregates: 3 + categories, levels: 3, ancestors: Int32Array.from(rows.flat()) };
}

function someBase(tree: Tree, { times, columns, seed }: { times: number; columns: number; seed: number }) {
  const random = createRandom(seed);
  const rows = tree.aggregates + tree.ancestors.length / tree.levels;
  const shocks = Array.from({ length: times }, () => standardNormal(random));
  const errors = Float64Array.from(
    { length: rows * times },
    (_, at) =>
      (1 + (Math.floor(at / times) % 5)) * (standardNormal(random) + 0.7 * (shocks[at % times] ?? 0)),
  );
  const forecasts = Float64Array.from({ length: rows * columns }, () => 40 + 10 * standardNormal(random));
  return { forecasts, columns, errors, times };
}

const largestDifference = (first: Float64Array, second: Float64Array): number =>
  first.reduce((most, value, at) => Math.max(most, Math.abs(value - (second[at] ?? Number.NaN))), 0);

describe('minTraceShrink', () => {
  test('agrees with hts 6.0.3: its shrink.estim, then S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ, run in R 4.2.2', () => {
    const times = 8;
    const errors = Float64Array.from({ length: 8 * times }, (_, at) => {
      const i = Math.floor(at / times) + 1;
      const t = (at % times) + 1;
      return i * Math.sin(1.7 * t * i + i * i) + 2 * Math.cos(3 * t);
    });
    const forecasts = Float64Array.of(100, 38, 55, 11, 22, 13, 17, 31);

    const found = minTraceShrink(smallTree, { forecasts, columns: 1, errors, times });

    expect(found.intensity).toBeCloseTo(0.74876772674754, 10);
    const reference = [
      98.161370069822, 37.987857020416, 60.173513049406, 13.318105265613, 24.669751754803, 12.604385143821,
      15.347349564217, 32.221778341368,
    ];
    const ratios = [
      0.844183342108, 0.986023526495, 0.565975678223, 0.734470579955, 0.677868041958, 0.82364098279,
      0.812138031282, 0.768441375761,
    ];
    expect(largestDifference(found.forecasts, Float64Array.from(reference))).toBeLessThan(1e-9);
    expect(largestDifference(found.spreadRatios, Float64Array.from(ratios))).toBeLessThan(1e-9);
  });

  test('shares what is lacking by hand: equal independent variances split it in three', () => {
    // ±1 in orthogonal patterns: W is the identity whatever λ is
    const errors = Float64Array.of(1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1);

    const found = minTraceShrink(pair, {
      forecasts: Float64Array.of(33, 10, 20),
      columns: 1,
      errors,
      times: 4,
    });

    // 33 against 30: the total gives up 1, each leaf gains 1; a third of each variance goes
    expect([...found.forecasts].map((value) => Number(value.toFixed(9)))).toEqual([32, 11, 21]);
    for (const ratio of found.spreadRatios) expect(ratio).toBeCloseTo(Math.sqrt(2 / 3), 9);
  });

  test('is the dense formula to 1e-9 on any small tree, nested or crossed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 14 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 3, max: 30 }),
        fc.nat({ max: 1e6 }),
        (leaves, categories, times, seed) => {
          const tree = crossedTree(leaves, categories);
          const base = someBase(tree, { times, columns: 3, seed });

          const found = minTraceShrink(tree, base);
          const dense = denseMinTrace(tree, base);

          expect(Math.abs(found.intensity - dense.intensity)).toBeLessThan(1e-9);
          // where λ is 0 and times are fewer than rows, the dense W has no inverse to be held against
          if (dense.intensity > 0.01)
            expect(largestDifference(found.forecasts, dense.forecasts)).toBeLessThan(1e-9);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  test('adds up, and leaves what adds up already as it is', () => {
    const tree = crossedTree(12, 4);
    const base = someBase(tree, { times: 20, columns: 5, seed: 1 });

    const once = minTraceShrink(tree, base).forecasts;
    const twice = minTraceShrink(tree, { ...base, forecasts: once }).forecasts;

    const leaves = once.subarray(tree.aggregates * 5);
    expect(largestDifference(once.subarray(0, tree.aggregates * 5), sumLeaves(tree, leaves, 5))).toBe(0);
    expect(largestDifference(twice, once)).toBeLessThan(1e-10);
  });

  test('preserves unbiasedness: S P S = S, column by column of S', () => {
    const tree = crossedTree(6, 2);
    const base = someBase(tree, { times: 9, columns: 1, seed: 4 });
    const unit = Float64Array.from({ length: 36 }, (_, at) => (at % 7 === 0 ? 1 : 0));
    const summing = Float64Array.of(...sumLeaves(tree, unit, 6), ...unit);

    const found = minTraceShrink(tree, { ...base, forecasts: summing, columns: 6 }).forecasts;

    expect(largestDifference(found, summing)).toBeLessThan(1e-12);
  });

  test('follows the scale', () => {
    const tree = crossedTree(10, 3);
    const base = someBase(tree, { times: 15, columns: 2, seed: 5 });
    const scaled = {
      ...base,
      forecasts: base.forecasts.map((value) => 1024 * value),
      errors: base.errors.map((value) => 1024 * value),
    };

    const found = minTraceShrink(tree, scaled).forecasts.map((value) => value / 1024);

    expect(largestDifference(found, minTraceShrink(tree, base).forecasts)).toBe(0);
  });

  test('lifts leaves below 0 and adds up anew when asked to', () => {
    const base = someBase(pair, { times: 10, columns: 1, seed: 6 });
    const forecasts = Float64Array.of(-50, 1, 2);

    const plain = minTraceShrink(pair, { ...base, forecasts }).forecasts;
    const found = minTraceShrink(pair, { ...base, forecasts }, { nonNegative: true });

    const lifted = plain.subarray(1).map((value) => Math.max(0, value));
    expect(Math.min(...plain.subarray(1))).toBeLessThan(0);
    expect([...found.forecasts.subarray(1)]).toEqual([...lifted]);
    expect(found.forecasts[0]).toBe(lifted[0]! + lifted[1]!);
    expect(found.lifted).toBe(plain.subarray(1).filter((value) => value < 0).length);
  });

  test('takes errors that are all zero, one time, none, and gaps', () => {
    const bare = { forecasts: Float64Array.of(33, 10, 20), columns: 1 };
    const gap = Number.NaN;

    const certain = minTraceShrink(pair, { ...bare, errors: new Float64Array(12), times: 4 });
    const single = minTraceShrink(pair, { ...bare, errors: Float64Array.of(1, -1, 1), times: 1 });
    const none = minTraceShrink(pair, { ...bare, errors: new Float64Array(0), times: 0 });
    const gaps = minTraceShrink(pair, {
      ...bare,
      errors: Float64Array.of(1, 1, -1, -1, 1, -1, gap, gap, 1, -1, -1, 1),
      times: 4,
    });

    for (const { forecasts: found } of [certain, single, none])
      expect([...found].map((value) => Number(value.toFixed(9)))).toEqual([32, 11, 21]);
    expect(gaps.forecasts.every(Number.isFinite)).toBe(true);
    expect(gaps.forecasts[0]).toBe(gaps.forecasts[1]! + gaps.forecasts[2]!);
  });

  test('refuses rows that do not fit, and a tree that names an aggregate twice or one that is not there', () => {
    const base = someBase(smallTree, { times: 4, columns: 1, seed: 7 });
    const twice = { ...smallTree, ancestors: Int32Array.of(0, 0) };
    const far = { ...smallTree, ancestors: Int32Array.of(0, 3) };

    expect(() => minTraceShrink(smallTree, { ...base, columns: 2 })).toThrow('are not 8 rows of 2 and 4');
    expect(() => minTraceShrink(twice, base)).toThrow('the ancestors 0, 0 are not distinct');
    expect(() => minTraceShrink(far, base)).toThrow('the ancestors 0, 3');
  });

  test('covers what it says on simulated hierarchies, with smaller errors than bottom-up and base', () => {
    const tree = crossedTree(12, 3);
    const times = 60;
    const z = normalQuantile(0.9);
    let inside = 0;
    let told = 0;
    const squares = { base: 0, bottomUp: 0, reconciled: 0 };
    for (let seed = 0; seed < 150; seed++) {
      const { truth, forecasts, errors } = simulate(tree, { times, seed });

      const found = minTraceShrink(tree, { forecasts, columns: 1, errors, times });

      for (let row = 0; row < truth.length; row++) {
        const own = errors.subarray(row * times, (row + 1) * times);
        const sd = Math.sqrt(own.reduce((sum, error) => sum + error * error, 0) / times);
        const error = truth[row]! - found.forecasts[row]!;
        if (Math.abs(error) <= z * sd * found.spreadRatios[row]!) inside++;
        told++;
      }
      const sums = sumLeaves(tree, forecasts.subarray(tree.aggregates), 1);
      squares.base += (truth[0]! - forecasts[0]!) ** 2;
      squares.bottomUp += (truth[0]! - sums[0]!) ** 2;
      squares.reconciled += (truth[0]! - found.forecasts[0]!) ** 2;
    }

    expect(inside / told).toBeGreaterThan(0.77);
    expect(inside / told).toBeLessThan(0.83);
    expect(squares.reconciled).toBeLessThan(Math.min(squares.base, squares.bottomUp));
  });

  test('reconciles sampled futures as columns, whose quantiles then cover as they say', () => {
    const tree = crossedTree(12, 3);
    const times = 60;
    const runs = 150;
    let below = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { truth, forecasts, errors } = simulate(tree, { times, seed });
      // a future: every row's forecast plus its error at one past time, the same time for all rows
      const futures = errors.map((error, at) => forecasts[Math.floor(at / times)]! + error);

      const found = minTraceShrink(tree, { forecasts: futures, columns: times, errors, times }).forecasts;

      const total = found.slice(0, times).sort();
      if (truth[0]! <= total[Math.floor(0.9 * times)]!) below++;
    }

    // four standard errors of a share of 0.9
    expect(Math.abs(below / runs - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / runs));
  });
});

/** Errors of base forecasts that hang together and do not add up: an aggregate's are a mixture of its own. */
function simulate(tree: Tree, { times, seed }: { times: number; seed: number }) {
  const random = createRandom(seed);
  const leaves = tree.ancestors.length / tree.levels;
  const draw = (): Float64Array => {
    const common = standardNormal(random);
    const own = Float64Array.from({ length: leaves }, () => 2 * standardNormal(random) + common);
    const sums = sumLeaves(tree, own, 1);
    return Float64Array.of(...sums.map((sum) => 0.6 * sum + 4 * standardNormal(random)), ...own);
  };
  const errors = new Float64Array((tree.aggregates + leaves) * times);
  for (let t = 0; t < times; t++)
    draw().forEach((error, row) => {
      errors[row * times + t] = error;
    });
  const bottom = Float64Array.from({ length: leaves }, (_, leaf) => 20 + leaf);
  const truth = Float64Array.of(...sumLeaves(tree, bottom, 1), ...bottom);
  const error = draw();
  return { truth, forecasts: truth.map((value, row) => value - error[row]!), errors };
}

describe('adjustRow', () => {
  test('gives row by row, each row read twice, what minTraceShrink gives at once', () => {
    const tree = crossedTree(20, 4);
    const base = someBase(tree, { times: 12, columns: 2, seed: 9 });
    const errorsOf = (row: number) => base.errors.subarray(row * 12, (row + 1) * 12);
    const valuesOf = (row: number) => base.forecasts.subarray(row * 2, (row + 1) * 2);
    const moments = emptyMoments(tree.aggregates, 12);
    const lacking = new Float64Array(tree.aggregates * 2);
    const addTo = (aggregate: number, values: Float64Array, sign: number) => {
      for (let c = 0; c < 2; c++) lacking[aggregate * 2 + c]! += sign * values[c]!;
    };

    // leaves first, last to first: any order does
    for (let leaf = 19; leaf >= 0; leaf--) {
      const row = tree.aggregates + leaf;
      addLeafErrors(moments, ancestorsOf(tree, leaf), errorsOf(row));
      for (const ancestor of ancestorsOf(tree, leaf)) if (ancestor >= 0) addTo(ancestor, valuesOf(row), -1);
    }
    for (let row = 0; row < tree.aggregates; row++) {
      addAggregateErrors(moments, row, errorsOf(row));
      addTo(row, valuesOf(row), 1);
    }
    const model = solveMinTrace(moments);
    const pull = pullOf(model, lacking);

    const whole = minTraceShrink(tree, base).forecasts;
    for (const row of [0, 3, tree.aggregates, tree.aggregates + 19]) {
      const place =
        row < tree.aggregates ? { aggregate: row } : { ancestors: ancestorsOf(tree, row - tree.aggregates) };
      const found = adjustRow(model, pull, { place, errors: errorsOf(row) }, valuesOf(row));
      expect(largestDifference(found, whole.subarray(row * 2, row * 2 + 2))).toBeLessThan(1e-9);
    }
  });
});
