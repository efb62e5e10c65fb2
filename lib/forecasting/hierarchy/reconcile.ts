import { InputError } from '../../domain/errors.ts';
import { addAggregateErrors, addLeafErrors, emptyMoments } from './error-moments.ts';
import {
  adjustRow,
  type MinTraceModel,
  type Place,
  pullOf,
  solveMinTrace,
  varianceOfRow,
} from './min-trace.ts';
import { ancestorsOf, countLeaves, sumLeaves, type Tree } from './tree.ts';

/** Base forecasts of every row of a tree, aggregates first, and the errors that such forecasts made. */
export type BaseForecasts = {
  /** [(A + leaves) × columns] row-major: steps ahead, or sampled futures, since the map is linear. */
  forecasts: Float64Array;
  columns: number;
  /** [(A + leaves) × T] row-major, at the same times for every row, NaN = not observed. */
  errors: Float64Array;
  times: number;
};

/** Forecasts that add up. */
export type Reconciled = {
  /** [(A + leaves) × columns] */
  forecasts: Float64Array;
  /** [A + leaves] sd of a reconciled error over that of the base forecast's, 0 to 1. */
  spreadRatios: Float64Array;
  /** λ of the shrinkage. */
  intensity: number;
  /** Leaf values below 0 that were lifted to it. */
  lifted: number;
};

/**
 * Reconcile the forecasts of a tree by MinT with shrinkage: of all unbiased ways to make them add up, the one with the least
 * sum of error variances, as the errors tell it (Wickramasuriya, Athanasopoulos & Hyndman 2019).
 *
 * Forecasts that add up already stay as they are. All rows are held here; for more rows than that, call what it calls row by
 * row: `addLeafErrors`, `solveMinTrace`, `adjustRow`. O(rows · T · (T + columns)).
 *
 * @param nonNegative - lift leaves below 0 to it and add up anew. Plain and coherent, but neither unbiased nor the least squares
 *   solution under the constraint
 * @throws InputError when lengths do not fit
 */
export function minTraceShrink(
  tree: Tree,
  base: BaseForecasts,
  { nonNegative = false }: { nonNegative?: boolean } = {},
): Reconciled {
  const rows = checkRows(tree, base);
  const { forecasts, columns } = base;
  const model = solveMinTrace(momentsOf(tree, base, rows));
  const bottom = forecasts.subarray(tree.aggregates * columns);
  const sums = sumLeaves(tree, bottom, columns);
  const pull = pullOf(
    model,
    sums.map((sum, at) => forecasts[at]! - sum),
  );
  const leaves = new Float64Array(bottom.length);
  for (let row = tree.aggregates; row < rows; row++) {
    const values = forecasts.subarray(row * columns, (row + 1) * columns);
    leaves.set(adjustRow(model, pull, rowOf(tree, base, row), values), (row - tree.aggregates) * columns);
  }
  const lifted = nonNegative ? liftToZero(leaves) : 0;
  const reconciled = new Float64Array(forecasts.length);
  reconciled.set(sumLeaves(tree, leaves, columns));
  reconciled.set(leaves, tree.aggregates * columns);
  return {
    forecasts: reconciled,
    spreadRatios: spreadRatios(tree, base, model, rows),
    intensity: model.intensity,
    lifted,
  };
}

function checkRows(tree: Tree, { forecasts, columns, errors, times }: BaseForecasts): number {
  const rows = tree.aggregates + countLeaves(tree);
  if (forecasts.length !== rows * columns || errors.length !== rows * times)
    throw new InputError(
      `${forecasts.length} forecasts and ${errors.length} errors are not ${rows} rows of ${columns} and ${times}`,
    );
  return rows;
}

function momentsOf(tree: Tree, base: BaseForecasts, rows: number) {
  const moments = emptyMoments(tree.aggregates, base.times);
  for (let row = 0; row < rows; row++) {
    const { place, errors } = rowOf(tree, base, row);
    if ('aggregate' in place) addAggregateErrors(moments, place.aggregate, errors);
    else addLeafErrors(moments, place.ancestors, errors);
  }
  return moments;
}

function rowOf(
  tree: Tree,
  { errors, times }: BaseForecasts,
  row: number,
): { place: Place; errors: Float64Array } {
  const place =
    row < tree.aggregates ? { aggregate: row } : { ancestors: ancestorsOf(tree, row - tree.aggregates) };
  return { place, errors: errors.subarray(row * times, (row + 1) * times) };
}

function spreadRatios(tree: Tree, base: BaseForecasts, model: MinTraceModel, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const { base: before, reconciled } = varianceOfRow(model, rowOf(tree, base, row));
    return Math.sqrt(reconciled / before);
  });
}

function liftToZero(leaves: Float64Array): number {
  let lifted = 0;
  for (let at = 0; at < leaves.length; at++) {
    if (!(leaves[at]! < 0)) continue;
    leaves[at] = 0;
    lifted++;
  }
  return lifted;
}
