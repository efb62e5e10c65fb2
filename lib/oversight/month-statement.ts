import type { CannotKnow, EarningsLine, MonthEarnings, Unknown } from '../domain/index.ts';
import { boundedMoney } from './earnings/bounded.ts';
import { traceDecisions } from './earnings/trace-decisions.ts';
import { compareArms } from './experiment/compare-arms.ts';
import { HOLDOUT_SHARE } from './experiment/human-holdout.ts';

/** A SKU in a market over a month: margin less what its stock cost. */
export type MonthUnit = {
  sku: string;
  arm: 'ai' | 'human';
  /** Minor units over the counted days. */
  earnedMinor: number;
  /** The same of as many days on average before the holdout began; `null` where it was not sold then. */
  beforeMinor: number | null;
};

/** A decision that held in the month. */
export type MonthDecision = Omit<EarningsLine, 'expected' | 'earned'> & { expectedMinor: number };

/** All that a month's statement is made of. */
export type MonthGround = {
  run: { market: string; month: string; asOf: string; runId: string };
  /** Days counted, and how many. */
  from: string;
  to: string;
  days: number;
  units: readonly MonthUnit[];
  decisions: readonly MonthDecision[];
  /** SKUs left out: people operate them for an experiment, or nobody knows what they cost. */
  leftOut: { experiments: number; costMissing: number };
  /** Whether counts of stock were there to tell what stock cost. */
  stockCounted: boolean;
  currency: string;
  seed: number;
  /** Planned share of SKUs in the holdout, 0–1; 5 % by default. */
  heldOutShare?: number;
};

/** Of the month's interval. */
const LEVEL = 0.95;
/** Fewer days say nothing of a month. */
const FEWEST_DAYS = 14;
/** Of fewer held-out SKUs one that had an odd month would be most of the yardstick. */
const FEWEST_HELD_OUT = 5;

/** Of a month: its total and lines of every decision, the largest first. */
export type MonthStatement = { statement: MonthEarnings; lines: EarningsLine[] };

/**
 * State what a month earned: the mean difference between the SKUs that Tradewind operates and those of the human holdout
 * (`compareArms`: adjusted for the time before, cut at the outermost hundredths, randomised where few), times the SKUs
 * that it operates.
 *
 * A SKU counts for its arm whatever was done with it, its margin and stock once for price and orders together. The month's
 * decisions are then given their part of the total, never more than was expected of each; the rest is told apart.
 */
export function monthStatement(ground: MonthGround): MonthStatement {
  const { run, currency, units, days, heldOutShare = HOLDOUT_SHARE } = ground;
  const counts = { ai: countOf(units, 'ai'), human: countOf(units, 'human') };
  const none = (reason: Extract<MonthEarnings, { kind: 'notMeasured' }>['reason']): MonthStatement => ({
    statement: { kind: 'notMeasured', ...run, reason, units: counts, days },
    lines: [],
  });
  if (days < FEWEST_DAYS) return none('fewDays');
  if (counts.human < FEWEST_HELD_OUT) return none('fewHeldOut');
  if (units.every(({ earnedMinor }) => earnedMinor === 0)) return none('noSales');
  const comparison = compareArms(
    { ai: rowsOf(units, 'ai'), human: rowsOf(units, 'human') },
    // a single look, at the month's end: the smallest effect worth having shapes no bound
    {
      ...{ metric: 'margin', looks: 'once', alpha: 1 - LEVEL, minimalEffect: 1, seed: ground.seed },
      aiShare: 1 - heldOutShare,
    },
  );
  const { effect, interval, estimate, winsorised } = comparison;
  if (comparison.sampleRatioMismatch) return none('drawBroken');
  if (estimate === null || !Number.isFinite(interval.lower) || !Number.isFinite(interval.upper))
    return none('fewHeldOut');
  const total = boundedMoney(
    { mean: effect * counts.ai, lower: interval.lower * counts.ai, upper: interval.upper * counts.ai },
    currency,
  );
  const { lines, ...decisions } = traced(total.amount.minor, ground);
  const money = (minor: number) => ({ minor: Math.round(minor) + 0, currency });
  return {
    statement: {
      kind: 'measured',
      ...run,
      ...{ from: ground.from, to: ground.to, level: LEVEL, total, units: counts, method: estimate.method },
      uncut:
        winsorised === null || Number.isNaN(winsorised.effectUncut)
          ? null
          : money(winsorised.effectUncut * counts.ai),
      winsorised:
        winsorised === null || winsorised.units === 0
          ? null
          : {
              units: winsorised.units,
              ...{ lower: Math.round(winsorised.lower) + 0, upper: Math.round(winsorised.upper) + 0 },
            },
      varianceRemoved:
        estimate.preperiod === null ? null : Number(estimate.preperiod.varianceRemoved.toPrecision(4)),
      decisions,
      ...{ lines: [], pages: 0, cannotKnow: whatIsUnknown(ground) },
    },
    lines,
  };
}

const countOf = (units: readonly MonthUnit[], arm: MonthUnit['arm']) =>
  units.filter((unit) => unit.arm === arm).length;

function rowsOf(units: readonly MonthUnit[], arm: MonthUnit['arm']) {
  return units
    .filter((unit) => unit.arm === arm)
    .map(({ sku, earnedMinor, beforeMinor }) => ({
      unit: sku,
      value: earnedMinor,
      ...(beforeMinor === null ? {} : { before: beforeMinor }),
    }));
}

function traced(totalMinor: number, { decisions, currency }: MonthGround) {
  const money = (minor: number) => ({ minor, currency });
  const ordered = decisions.toSorted(
    (one, other) => other.expectedMinor - one.expectedMinor || (one.decision < other.decision ? -1 : 1),
  );
  const { earnedMinor, restMinor } = traceDecisions(totalMinor, ordered);
  return {
    count: ordered.length,
    expected: money(ordered.reduce((sum, { expectedMinor }) => sum + expectedMinor, 0)),
    earned: money(totalMinor - restMinor),
    rest: money(restMinor),
    lines: ordered.map(({ expectedMinor, ...line }, place) => ({
      ...line,
      expected: money(expectedMinor),
      earned: money(earnedMinor[place] ?? 0),
    })),
  };
}

function whatIsUnknown({ units, decisions, leftOut, stockCounted }: MonthGround): CannotKnow[] {
  const fresh = units.filter(({ beforeMinor }) => beforeMinor === null).length;
  const some = (code: Unknown, skus: number) => (skus > 0 ? [{ code, skus }] : []);
  return [
    ...some('experimentsApart', leftOut.experiments),
    ...some('costMissing', leftOut.costMissing),
    ...some('noPreperiod', fresh),
    ...(stockCounted ? [] : [{ code: 'noStockCounts' as const }]),
    ...(decisions.length === 0 ? [{ code: 'noDecisions' as const }] : []),
    { code: 'costsOfToday' },
  ];
}
