import { choleskyFactor, normalQuantile, type Random, standardNormal } from '../numeric/index.ts';
import type { BentFit } from './bent-demand.ts';
import type { AnswerWay } from './demand-answer.ts';

const DRAWS = 64;
/** Demand that rises with the price is not believed of any draw. */
const FLATTEST = -0.3;

/**
 * Average the rates of all ways to see the data, by their shares.
 *
 * @param design - [cells × columns] of the straight way; column 0 is ln(price)
 * @param logPrices - [cells]
 * @returns [cells] mean units a period
 */
export function averageOf(
  ways: readonly BentFit[],
  design: Float64Array,
  logPrices: Float64Array,
): Float64Array {
  return logPrices.map((logPrice, cell) =>
    ways.reduce(
      (sum, { knot, share, fit }) =>
        sum +
        share *
          rateOf(fit.coefficients, design, cell, { columns: columnsOf(design, logPrices), logPrice, knot }),
      0,
    ),
  );
}

/**
 * Draw what demand may be: each way as often as its share says, its coefficients from their normal posterior. A dearer
 * rung never sells more than a cheaper one.
 *
 * @param options.rungs - cells of a phase, by ascending price
 * @returns 64 draws of [cells] mean units a period
 */
export function drawMeans(
  ways: readonly BentFit[],
  design: Float64Array,
  { logPrices, rungs, random }: { logPrices: Float64Array; rungs: number; random: Random },
): Float64Array[] {
  const columns = columnsOf(design, logPrices);
  return Array.from({ length: DRAWS }, (_, draw) => {
    const way = wayAt(ways, (draw + 0.5) / DRAWS);
    const coefficients = drawCoefficients(way, random);
    coefficients[0] = Math.min(FLATTEST, coefficients[0]!);
    const means = logPrices.map((logPrice, cell) =>
      rateOf(coefficients, design, cell, { columns, logPrice, knot: way.knot }),
    );
    means.forEach((mean, cell) => {
      if (cell % rungs > 0) means[cell] = Math.min(mean, means[cell - 1]!);
    });
    return means;
  });
}

/**
 * Draw how demand may answer to price: each way as often as its share says, its elasticities from their normal posterior.
 * No draw sells more at a dearer price.
 *
 * @returns 64 ways of equal share
 */
export function drawAnswers(ways: readonly BentFit[], random: Random): AnswerWay[] {
  return Array.from({ length: DRAWS }, (_, draw) => {
    const way = wayAt(ways, (draw + 0.5) / DRAWS);
    const coefficients = drawCoefficients(way, random);
    const change = way.knot === null ? 0 : coefficients[coefficients.length - 1]!;
    return answerOf(coefficients[0]!, way.knot, change);
  });
}

/**
 * Draw straight answers from what is believed before any data: quantiles evenly over its normal distribution.
 *
 * @returns 64 ways of equal share
 */
export function priorAnswers({ elasticity, sd }: { elasticity: number; sd: number }): AnswerWay[] {
  return Array.from({ length: DRAWS }, (_, draw) =>
    answerOf(elasticity + sd * normalQuantile((draw + 0.5) / DRAWS), null, 0),
  );
}

function answerOf(elasticity: number, knot: number | null, change: number): AnswerWay {
  const below = Math.min(FLATTEST, elasticity);
  const bend = knot === null ? 0 : Math.min(change, FLATTEST - below);
  return { share: 1 / DRAWS, elasticity: below, knot, change: bend };
}

const columnsOf = (design: Float64Array, logPrices: Float64Array) => design.length / logPrices.length;

function wayAt(ways: readonly BentFit[], share: number): BentFit {
  let passed = 0;
  for (const way of ways) {
    passed += way.share;
    if (share < passed) return way;
  }
  return ways[0]!;
}

function rateOf(
  coefficients: Float64Array,
  design: Float64Array,
  cell: number,
  { columns, logPrice, knot }: { columns: number; logPrice: number; knot: number | null },
): number {
  let log = knot === null ? 0 : Math.max(0, logPrice - knot) * coefficients[columns]!;
  for (let i = 0; i < columns; i++) log += design[cell * columns + i]! * coefficients[i]!;
  return Math.exp(Math.min(30, log));
}

/** Draw from N(θ, H⁻¹): with H = L Lᵀ, θ + L⁻ᵀ z. */
function drawCoefficients({ fit }: BentFit, random: Random): Float64Array {
  const columns = fit.coefficients.length;
  const lower = choleskyFactor(fit.information, columns);
  const step = Float64Array.from({ length: columns }, () => standardNormal(random));
  if (lower === null) return fit.coefficients.slice();
  for (let i = columns - 1; i >= 0; i--) {
    for (let j = i + 1; j < columns; j++) step[i]! -= lower[j * columns + i]! * step[j]!;
    step[i]! /= lower[i * columns + i]!;
  }
  return step.map((change, i) => fit.coefficients[i]! + change);
}
