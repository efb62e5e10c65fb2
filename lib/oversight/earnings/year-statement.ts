import type {
  BoundedMoney,
  CannotKnow,
  RuleProof,
  SampleStratum,
  Unknown,
  YearEarnings,
  YearReplay,
} from '../../domain/index.ts';
import { createRandom, seedFrom, stratifiedTotal } from '../../numeric/index.ts';
import { addBounded, type Bounded, boundedMoney } from './bounded.ts';

type Replayed = Extract<YearReplay, { kind: 'replayed' }>;
type Measured = Extract<YearEarnings, { kind: 'measured' }>;

/** Of every interval of the year's statement, as in the nightly proof. */
const LEVEL = 0.9;
/** SKUs that a statement names. */
const LINES = 20;
const YEAR_DAYS = 365;

/** All that the statement of a year is made of. */
export type YearGround = {
  run: { market: string; asOf: string; runId: string };
  /** First day replayed of the longest history. */
  from: string;
  strata: readonly SampleStratum[];
  replays: readonly YearReplay[];
  /** The night's proof of the price rule. */
  prices: RuleProof | null;
  /** Whether the merchant set the rates of holding and ordering. */
  ratesSet: boolean;
  currency: string;
  seed: number;
};

/**
 * Sum up a market's replayed SKUs: what Tradewind's orders would have freed, avoided and saved over the year, scaled from the
 * sample to all SKUs, with bounds by a bootstrap within strata.
 *
 * A SKU that could not be replayed counts as no gain. A unit that was not sold costs its margin and nothing else: that a
 * buyer may stay away is known to nobody. Better prices are counted where price tests were evaluated (doubly robust), for the
 * SKUs tested alone. Equal grounds in any order give equal statements.
 */
export function yearStatement(ground: YearGround): YearEarnings {
  const { run, strata, currency } = ground;
  const skus = strata.reduce((sum, { skus: size }) => sum + size, 0);
  const replays = ground.replays.toSorted((one, other) => (one.sku < other.sku ? -1 : 1));
  const replayed = replays.filter((one) => one.kind === 'replayed');
  const cannotKnow = whatIsUnknown(ground, replays, skus);
  if (replayed.length === 0)
    return { kind: 'notMeasured', ...run, reason: mostly(replays), skus, cannotKnow };
  const estimate = (name: string, of: (one: Replayed) => number): Bounded => {
    const values = strata.map(({ stratum, skus: size }) => ({
      size,
      values: replays
        .filter((one) => one.stratum === stratum)
        .map((one) => (one.kind === 'replayed' ? of(one) : 0)),
    }));
    const random = createRandom(seedFrom(ground.seed, name));
    return stratifiedTotal(values, { level: LEVEL, random });
  };
  const money = (name: string, of: (one: Replayed) => number): BoundedMoney =>
    boundedMoney(estimate(name, of), currency);
  const margin = money('margin', (one) => one.tradewind.marginMinor - one.today.marginMinor);
  const holdingSaved = money('holding', (one) => one.today.holdingMinor - one.tradewind.holdingMinor);
  const orderingSaved = money('ordering', orderingOf);
  const prices = priceGain(ground.prices);
  const orders = { ...estimate('gain', gainOf), mean: sumOf([margin, holdingSaved, orderingSaved]) };
  return {
    kind: 'measured',
    ...run,
    ...{ from: ground.from, level: LEVEL, skus, drawn: replays.length, replayed: replayed.length },
    against: {
      actual: replayed.filter(({ baseline }) => baseline === 'actual').length,
      textbook: replayed.filter(({ baseline }) => baseline === 'textbook').length,
    },
    stockFreed: money('stock', (one) => one.today.stockMinor - one.tradewind.stockMinor),
    stockOutsAvoided: {
      units: tenth(estimate('units', (one) => one.today.shortUnits - one.tradewind.shortUnits).mean),
      skuDays: tenth(estimate('days', (one) => one.today.stockOutDays - one.tradewind.stockOutDays).mean),
      margin,
    },
    ...{ holdingSaved, orderingSaved, prices },
    total: boundedMoney(prices === null ? orders : addBounded(orders, prices), currency),
    ...{ cannotKnow, lines: linesOf(replayed, currency) },
  };
}

const tenth = (value: number) => Math.round(value * 10) / 10;
const sumOf = (parts: readonly BoundedMoney[]) => parts.reduce((sum, { amount }) => sum + amount.minor, 0);

/** What was saved on placing orders; nothing where it is not known how many were placed. */
const orderingOf = ({ ordersKnown, today, tradewind }: Replayed) =>
  ordersKnown ? today.orderingMinor - tradewind.orderingMinor : 0;

const gainOf = (one: Replayed) =>
  one.tradewind.marginMinor -
  one.today.marginMinor +
  one.today.holdingMinor -
  one.tradewind.holdingMinor +
  orderingOf(one);

/** A year of what the price tests came to. */
function priceGain(proof: RuleProof | null): Measured['prices'] {
  if (proof?.kind !== 'measured') return null;
  const { gainPerDay, lower, upper } = proof;
  const year = ({ minor, currency }: typeof gainPerDay) => ({ minor: minor * YEAR_DAYS, currency });
  return { amount: year(gainPerDay), lower: year(lower), upper: year(upper) };
}

function linesOf(replayed: readonly Replayed[], currency: string): Measured['lines'] {
  return replayed
    .toSorted((one, other) => Math.abs(gainOf(other)) - Math.abs(gainOf(one)))
    .slice(0, LINES)
    .map((one) => ({
      sku: one.sku,
      gain: { minor: gainOf(one), currency },
      stockFreed: { minor: one.today.stockMinor - one.tradewind.stockMinor, currency },
      shortUnitsAvoided: tenth(one.today.shortUnits - one.tradewind.shortUnits),
    }));
}

/** Why most of those drawn were left out. */
function mostly(replays: readonly YearReplay[]): Extract<YearEarnings, { kind: 'notMeasured' }>['reason'] {
  const counts = Map.groupBy(replays, (one) => (one.kind === 'leftOut' ? one.why : 'failed'));
  const [first] = [...counts].sort(([, one], [, other]) => other.length - one.length);
  if (first === undefined) return 'noSkus';
  return first[0] === 'noCost' ? 'costMissing' : first[0];
}

function whatIsUnknown(
  { prices, strata, ratesSet }: YearGround,
  replays: readonly YearReplay[],
  skus: number,
): CannotKnow[] {
  const replayed = replays.filter((one) => one.kind === 'replayed');
  const left = (code: Unknown, why: Extract<YearReplay, { kind: 'leftOut' }>['why']) =>
    some(code, replays.filter((one) => one.kind === 'leftOut' && one.why === why).length);
  const days = replayed.reduce((sum, { weeks }) => sum + weeks * 7, 0);
  const filled = replayed.reduce((sum, { filledDays }) => sum + filledDays, 0);
  const drawn = strata.reduce((sum, one) => sum + one.drawn, 0);
  return [
    ...some('noStockHistory', replayed.filter(({ baseline }) => baseline === 'textbook').length),
    ...some('ordersUnknown', replayed.filter(({ ordersKnown }) => !ordersKnown).length),
    ...(filled > 0 ? [{ code: 'demandFilled' as const, share: Number((filled / days).toPrecision(3)) }] : []),
    ...left('costMissing', 'noCost'),
    ...left('shortHistory', 'shortHistory'),
    ...left('noPolicy', 'noPolicy'),
    ...left('failed', 'failed'),
    ...always('costsOfToday', replayed.length > 0),
    ...always('ratesAssumed', replayed.length > 0 && !ratesSet),
    ...some('listPrices', replayed.filter(({ listPrices }) => listPrices).length),
    ...always('noPriceTests', prices?.kind !== 'measured'),
    ...(drawn < skus ? [{ code: 'sampled' as const, skus: drawn }] : []),
    ...always('fewSkus', replayed.length === 1),
    ...always('lostBuyers', replayed.length > 0),
  ];
}

const some = (code: Unknown, skus: number): CannotKnow[] => (skus > 0 ? [{ code, skus }] : []);
const always = (code: Unknown, holds: boolean): CannotKnow[] => (holds ? [{ code }] : []);
