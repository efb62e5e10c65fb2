import type { GroupDemand, SeriesRecord } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import type { BendPrior } from './bent-demand.ts';
import { drawAnswers, priorAnswers } from './bent-draws.ts';
import type { AnswerWay } from './demand-answer.ts';
import { layOutWeeks, logRatiosOf, unitsNow, type WavePrior } from './demand-columns.ts';
import { fitSoldOutWeeks } from './sold-out-weeks.ts';
import { weeklyDemand } from './weekly-demand.ts';

/** How demand answers to price, as far as a SKU's history tells. */
export type DemandFit = {
  /** d ln(units) / d ln(price), between −8 and −0.3. */
  elasticity: number;
  elasticityStandardError: number;
  /** Weeks that counted, over all price groups the most. */
  weeks: number;
  /** Days on which a list price moved within the history. */
  priceMoves: number;
  /** Variance of a week's units over their mean, after price, trend and season. */
  dispersion: number;
  /** How demand answers to price: straight in its logarithm, or bent at a price. */
  ways: AnswerWay[];
  /** Draws of how demand may answer, of equal share: what is not known beside `ways`, their mean. */
  draws: AnswerWay[];
  /** Of the weeks that counted, those in which some day sold out. */
  soldOutWeeks: number;
  /** Units a week at the newest prices of all groups, trend included, season not; `null` where nothing was fitted. */
  unitsPerWeek: number | null;
  /** [weeks of all groups] the list price over the group's newest one */
  weeklyRatios: number[];
  /** The method in words. */
  model: string;
  warnings: string[];
};

/** What is believed of an elasticity before any data. */
export type ElasticityPrior = { elasticity: number; sd: number };

/** Demand and the prices it was offered at; `start` is the day of its first figure, where the season's place matters. */
export type PricedDemand = Pick<SeriesRecord, 'groups' | 'demand' | 'censoredDays' | 'priceSource'> & {
  start?: string;
};

/** What else a fit may know. */
export type FitOptions = {
  /** Of the draws. */
  seed?: number;
  /** What is believed of the yearly wave where the history is too short to tell. */
  wave?: WavePrior | undefined;
  /** Where the prior comes from, in words that follow "how demand answers to price is". */
  ground?: string;
};

/** Prices, relative to today's, at which demand may bend; and what is believed of that before any data. */
export type Bends = { ratios: readonly number[]; prior: BendPrior };

/** Weeks below which nothing is fitted. */
export const FEWEST_WEEKS = 12;
const BOUNDS = { least: -8, most: -0.3 } as const;

/**
 * Fit weekly demand to list price within price groups: ln E[units] = level of the group + elasticity · ln(price) + trend
 * + one yearly wave, by quasi-likelihood, drawn to a prior elasticity as far as the data are silent. Where bends are
 * given, demand may change its elasticity once, at one of them: all ways stand in the answer by their evidence.
 * A week that sold out counts with the demand that is then expected (`fitSoldOutWeeks`); one that never had stock says nothing.
 * Prices that buyers paid (`priceSource: 'paid'`) say who bought, not how demand answers: there the prior stands alone.
 */
export function fitDemand(
  record: PricedDemand,
  prior: ElasticityPrior,
  bends?: Bends,
  { seed = 1, wave, ground = 'assumed' }: FitOptions = {},
): DemandFit {
  const days = record.demand.length;
  const weeks = weeklyDemand(record.groups, days, new Set(record.censoredDays));
  const priceMoves = countMoves(record.groups, days);
  const counted = new Set(weeks.map(({ weeksAgo }) => weeksAgo)).size;
  const soldOut = new Set(weeks.filter((week) => week.soldOutExposure > 0).map(({ weeksAgo }) => weeksAgo));
  const evidence = { weeks: counted, priceMoves, soldOutWeeks: soldOut.size };
  if (record.priceSource === 'paid')
    return priorAlone(
      prior,
      evidence,
      ground,
      'prices are those paid, which tell buyers apart rather than demand',
    );
  if (counted < FEWEST_WEEKS) return priorAlone(prior, evidence, ground, fewWeeks(counted, record));
  const data = layOutWeeks(weeks, record, { elasticity: prior, wave });
  const logRatios = logRatiosOf(weeks);
  const ways = fitSoldOutWeeks(data, data.soldOut, {
    logPrices: logRatios,
    knots: bends?.ratios.map(Math.log) ?? [],
    prior: bends?.prior ?? STRAIGHT,
  });
  const { fit } = ways[0]!;
  const elasticity = withinBounds(fit.coefficients[0]!);
  return {
    elasticity,
    elasticityStandardError: fit.standardErrors[0]!,
    ...evidence,
    dispersion: fit.dispersion,
    ways: ways.map(({ share, knot, fit: { coefficients } }) => ({
      share,
      elasticity: withinBounds(coefficients[0]!),
      knot,
      change: knot === null ? 0 : coefficients[coefficients.length - 1]!,
    })),
    draws: drawAnswers(ways, createRandom(seed)),
    unitsPerWeek: unitsNow(fit.coefficients, weeks),
    weeklyRatios: Array.from(logRatios, Math.exp),
    model: 'weekly log-linear demand in list price, trend and season, within price groups',
    warnings: warningsOf(priceMoves, fit.coefficients[0]!, ground),
  };
}

function warningsOf(priceMoves: number, fitted: number, ground: string): string[] {
  const warnings =
    priceMoves === 0 ? [`the list price never moved: how demand answers to price is ${ground}`] : [];
  const elasticity = withinBounds(fitted);
  if (elasticity !== fitted)
    warnings.push(
      `the history says that demand changes by ${(-fitted).toFixed(2)} % when the price falls by 1 %, which is hard to believe: ${-elasticity} % is taken`,
    );
  return warnings;
}

function fewWeeks(counted: number, { demand }: Pick<SeriesRecord, 'demand'>): string {
  const few = `only ${counted} of at least ${FEWEST_WEEKS} weeks can be used`;
  const unseen = demand.filter((units) => units === null).length;
  return unseen * 2 > demand.length
    ? `${few}, for on ${unseen} of ${demand.length} days it was sold out or not observed`
    : few;
}

const STRAIGHT: BendPrior = { chance: 0, below: { mean: 0, sd: 1 }, change: { mean: 0, sd: 1 } };

const withinBounds = (elasticity: number) => Math.min(BOUNDS.most, Math.max(BOUNDS.least, elasticity));

function priorAlone(
  { elasticity, sd }: ElasticityPrior,
  evidence: { weeks: number; priceMoves: number; soldOutWeeks: number },
  ground: string,
  reason: string,
): DemandFit {
  return {
    elasticity,
    elasticityStandardError: sd,
    ...evidence,
    dispersion: 1,
    ways: [{ share: 1, elasticity, knot: null, change: 0 }],
    draws: priorAnswers({ elasticity, sd }),
    unitsPerWeek: null,
    weeklyRatios: [],
    model: `elasticity ${ground}`,
    warnings: [`how demand answers to price is ${ground}: ${reason}`],
  };
}

/** Count the days on which some group's price changed; groups that move together count once. */
export function countMoves(groups: readonly GroupDemand[], days: number): number {
  const moves = new Set<number>();
  for (const { priceSteps } of groups)
    priceSteps.forEach(([day, micros], i) => {
      const before = priceSteps[i - 1];
      if (before !== undefined && before[1] !== micros && day > 0 && day < days) moves.add(day);
    });
  return moves.size;
}
