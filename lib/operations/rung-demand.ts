import { createRandom } from '../numeric/index.ts';
import { type BendPrior, type BentFit, fitBentDemand } from './bent-demand.ts';
import { averageOf, drawMeans } from './bent-draws.ts';
import { type CountShape, expectedFrom, fitCountShape, varianceOf } from './count-shape.ts';
import type { DemandMoments } from './demand-distribution.ts';
import type { ElasticityPrior } from './demand-fit.ts';
import type { LogLinearData } from './log-linear-fit.ts';

/** A period that was traded: its demand phase, its price as a rung of the ladder, what sold, whether it sold out. */
export type TradedPeriod = { phase: number; rung: number; units: number; soldOut: boolean };

/** What is fitted: prices to choose from and demand phases, and what is believed before any data. */
export type RungDemandOptions = {
  /** [rungs] ascending, relative to the list price */
  rungs: readonly number[];
  /** [phases] ln(demand of the phase / usual demand): what is believed before any data */
  phases: readonly { mean: number; sd: number }[];
  elasticity: ElasticityPrior;
  bend: BendPrior;
  seed: number;
};

/** Demand by phase and rung, with how surely it is known. */
export type RungDemand = {
  /** [rungs] periods at each */
  periodsAt: Int32Array;
  shape: CountShape;
  /** [draws] of [phases × rungs] mean units a period: samples of what the demand may be, given the periods */
  draws: Float64Array[];
  /** [phases × rungs] mean units a period */
  mean: Float64Array;
  /** [phases × rungs] of a period to come: what demand scatters and what is not known of its mean */
  predictive: DemandMoments[];
};

const ROUNDS = 10;
/** Every so many rounds the scatter is chosen anew: it needs means, and hardly moves them. */
const SHAPE_ROUNDS = 3;
const FIRST_SHAPE: CountShape = { ratio: 1.3, size: Number.POSITIVE_INFINITY };

/**
 * Fit demand by phase and price rung: ln mean = level + phase + elasticity · ln(price), straight or with one bend
 * (`fitBentDemand`), drawn to what is believed before; the scatter is chosen by likelihood (`fitCountShape`).
 *
 * A period that sold out counts with the demand that is then expected, E[D | D ≥ sold] (expectation-maximisation;
 * Dempster, Laird & Rubin 1977); one that began sold out says nothing. Whole cells are fitted, so the cost hardly grows
 * with the periods. Equal arguments give equal results; no periods give the prior.
 */
export function fitRungDemand(traded: readonly TradedPeriod[], options: RungDemandOptions): RungDemand {
  const { rungs } = options;
  const periods = traded.filter(({ units, soldOut }) => units > 0 || !soldOut);
  const data = layOut(periods, options);
  const logRungs = rungs.map(Math.log);
  const logPrices = Float64Array.from(data.counts, (_, cell) => logRungs[cell % rungs.length]!);
  const cellOf = ({ phase, rung }: TradedPeriod) => phase * rungs.length + rung;
  let means = new Float64Array(logPrices.length).fill(Math.exp(data.prior[1]!.mean));
  let shape = FIRST_SHAPE;
  let ways: BentFit[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    if (round % SHAPE_ROUNDS === 0)
      shape = fitCountShape(
        periods.map((period) => ({
          mean: means[cellOf(period)]!,
          count: period.units,
          censored: period.soldOut,
        })),
      );
    const counts = new Float64Array(means.length);
    for (const period of periods) {
      const { units, soldOut } = period;
      const cell = cellOf(period);
      counts[cell]! += soldOut ? expectedFrom(shape, means[cell]!, units) : units;
    }
    const dispersion = dispersionOf(shape, means, data.exposure);
    ways = fitBentDemand(
      { ...data, counts, dispersion },
      { logPrices, knots: logRungs.slice(1, -1), prior: options.bend },
    );
    means = Float64Array.from(averageOf(ways, data.design, logPrices));
  }
  const draws = drawMeans(ways, data.design, {
    logPrices,
    rungs: rungs.length,
    random: createRandom(options.seed),
  });
  const periodsAt = new Int32Array(rungs.length);
  for (const { rung } of periods) periodsAt[rung]!++;
  return { periodsAt, shape, draws, ...momentsOf(draws, shape) };
}

/** Variance over mean at the usual mean. */
function dispersionOf(shape: CountShape, means: Float64Array, exposure: Float64Array): number {
  let units = 0;
  let periods = 0;
  means.forEach((mean, cell) => {
    units += mean * exposure[cell]!;
    periods += exposure[cell]!;
  });
  const usual = periods > 0 ? units / periods : 0;
  return usual > 0 ? varianceOf(shape, usual) / usual : 1;
}

function layOut(
  periods: readonly TradedPeriod[],
  { rungs, phases, elasticity }: RungDemandOptions,
): LogLinearData {
  const cells = phases.length * rungs.length;
  const columns = 2 + phases.length;
  const design = new Float64Array(cells * columns);
  const exposure = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    design[cell * columns] = Math.log(rungs[cell % rungs.length]!);
    design[cell * columns + 1] = 1;
    design[cell * columns + 2 + Math.floor(cell / rungs.length)] = 1;
  }
  for (const { phase, rung } of periods) exposure[phase * rungs.length + rung]!++;
  const total = periods.reduce((sum, { units }) => sum + units, 0);
  const level = Math.log(total / Math.max(1, periods.length) + 0.1);
  const prior = [{ mean: elasticity.elasticity, sd: elasticity.sd }, { mean: level, sd: 10 }, ...phases];
  return { design, counts: new Float64Array(cells), exposure, prior };
}

function momentsOf(draws: readonly Float64Array[], shape: CountShape) {
  const mean = new Float64Array(draws[0]!.length);
  const square = new Float64Array(mean.length);
  for (const draw of draws)
    draw.forEach((rate, cell) => {
      mean[cell]! += rate / draws.length;
      square[cell]! += rate ** 2 / draws.length;
    });
  const predictive = Array.from(mean, (rate, cell) => ({
    mean: rate,
    variance: varianceOf(shape, rate) + Math.max(0, square[cell]! - rate ** 2),
  }));
  return { mean, predictive };
}
