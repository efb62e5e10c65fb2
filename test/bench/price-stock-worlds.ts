import { createRandom, type Random } from '../../lib/numeric/index.ts';
import type { TrueDemand } from './price-stock-demand.ts';
import type { PriceStockSpec } from './price-stock-process.ts';

/** A world of the price/stock bench: the process, its hidden demand, and where it begins. */
export type PriceStockWorld = PriceStockSpec & {
  id: string;
  gamma: number;
  horizon: number;
  demand: TrueDemand;
  start: { onHand: number; price: number; regime: number[] };
};

/** Kinds of worlds: what is hard about each. */
const KINDS = ['steady', 'regimes', 'season', 'backlog', 'lumpy', 'clearance', 'kinked', 'patient'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Make a world at random: the kinds take turns, all else is drawn. Costs, lead times, packs and demand lie in the ranges of
 * a wholesaler's weekly SKU; the elasticity scatters about the one at which the list price would be the best (margin rate =
 * 1 / elasticity; Lerner 1934), as list prices are set by people who know their trade, more or less.
 *
 * @param seed - equal seeds give equal worlds; successive ones take the kinds in turn
 */
export function randomWorld(seed: number): PriceStockWorld {
  const random = createRandom(seed + 7919);
  const kind = KINDS[seed % KINDS.length]!;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const between = (least: number, most: number) => least + (most - least) * random();
  const leadTime = kind === 'backlog' ? pick([1, 2]) : kind === 'steady' ? pick([0, 1]) : 1;
  const phases = phasesOf(kind, pick, between);
  const level = Math.max(...phases);
  const lot = kind === 'lumpy' ? 5 : 1;
  const pack = lot * pick(level > 5 ? [2, 3, 4] : [1, 2, 3]);
  const refPrice = Math.round(between(20, 200));
  const marginRate = between(0.24, 0.4);
  const unitCost = Math.round(refPrice * (1 - marginRate));
  const week = level * (refPrice - unitCost);
  const cap = Math.min(64, Math.ceil((level * lot * (2.5 + leadTime)) / pack + 2) * pack);
  const gamma = kind === 'clearance' ? 1 : kind === 'patient' ? 0.99 : pick([0.94, 0.95, 0.96, 0.97]);
  return {
    id: `${kind}-${seed}`,
    gamma,
    horizon: kind === 'clearance' ? 1000 : 200,
    moqPacks: pick([1, 1, 2]),
    backlog: kind === 'backlog',
    ...(kind === 'backlog'
      ? { backlogMax: 6 + Math.floor(random() * 4), lostPenalty: Math.round(refPrice * 0.3) }
      : {}),
    maxPriceStep: pick([0, 0, 1]),
    leadTime,
    cap: Math.round(cap),
    pack,
    maxPacks: Math.min(leadTime === 2 ? 5 : 12, Math.max(4, Math.ceil((level * lot * 2) / pack))),
    prices:
      kind === 'clearance'
        ? [0.7, 0.8, 0.9, 1, 1.1]
        : pick([
            [0.9, 0.95, 1, 1.05, 1.1],
            [0.92, 0.96, 1, 1.04, 1.08],
            [0.85, 0.9, 0.95, 1, 1.05],
          ]),
    refPrice,
    unitCost,
    orderCost: Math.round(week * between(0.1, 0.5)),
    holding: refPrice * between(0.008, 0.025),
    stockout: refPrice * between(0.05, 0.16),
    priceChange: week * between(0.01, 0.05),
    ...(kind === 'clearance'
      ? {
          season: {
            salvage: Math.round(unitCost * between(0.2, 0.6)),
            lastOrderPhase: 2 + Math.floor(random() * 3),
          },
        }
      : {}),
    demand: demandOf(kind, { phases, marginRate, random }),
    transition: transitionOf(kind, phases.length, between),
    start: startOf(kind, phases, pack, lot),
  };
}

type Pick = <T>(from: readonly T[]) => T;
type Between = (least: number, most: number) => number;

function phasesOf(kind: Kind, pick: Pick, between: Between): number[] {
  const level = between(3, 7);
  if (kind === 'steady') return [level];
  if (kind === 'season')
    return Array.from(
      { length: pick([4, 6]) },
      (_, i, n = 4) => level * (1 + 0.5 * Math.sin((2 * Math.PI * i) / n)),
    );
  if (kind === 'clearance')
    return Array.from({ length: pick([10, 12, 14]) }, (_, i) =>
      Math.max(0.8, level * (1 - Math.abs(i - 5) / 9)),
    );
  const spread = between(1.4, 2.2);
  return pick([2, 2, 3]) === 2
    ? [level / Math.sqrt(spread), level * Math.sqrt(spread)]
    : [level / spread, level, level * Math.min(1.7, spread)];
}

function demandOf(
  kind: Kind,
  { phases, marginRate, random }: { phases: number[]; marginRate: number; random: Random },
): TrueDemand {
  const elasticity = Math.min(6, Math.max(1.5, (1 / marginRate) * (0.9 + 0.5 * random())));
  if (kind === 'kinked') {
    const kink = random() < 0.5 ? 3 : 2;
    const flat = 0.6 + 1.4 * random();
    const steep = 5 + 6 * random();
    // relative to the list price's rung, index 2: flat below the kink, steep above
    const curve = [0, 1, 2, 3, 4].map((i) =>
      Math.exp(-0.05 * (flat * (Math.min(i, kink) - 2) + steep * Math.max(0, i - kink))),
    );
    return { type: 'poisson', mu: phases, curve };
  }
  if (kind === 'lumpy') {
    const sizes: [number, number][] =
      random() < 0.5
        ? [
            [2, 0.5],
            [5, 0.35],
            [10, 0.15],
          ]
        : [
            [1, 0.4],
            [4, 0.4],
            [8, 0.2],
          ];
    return {
      type: 'lumpy',
      customers: 4 + Math.floor(random() * 5),
      sizes,
      mu: phases.map((mu) => 1.3 * mu),
      elasticity,
    };
  }
  if (kind === 'season' || random() < 0.2)
    return { type: 'negbin', k: 2 + 6 * random(), mu: phases, elasticity };
  return { type: 'poisson', mu: phases, elasticity };
}

function transitionOf(kind: Kind, phases: number, between: Between): number[][] | null {
  if (kind === 'clearance') return null;
  if (kind === 'season')
    return Array.from({ length: phases }, (_, i) =>
      Array.from({ length: phases }, (__, j) => (j === (i + 1) % phases ? 1 : 0)),
    );
  if (phases === 1) return [[1]];
  const stay = between(0.75, 0.93);
  return Array.from({ length: phases }, (_, i) =>
    Array.from({ length: phases }, (__, j) => (i === j ? stay : (1 - stay) / (phases - 1))),
  );
}

function startOf(kind: Kind, phases: number[], pack: number, lot: number) {
  const regime = phases.map((_, i) => (kind === 'clearance' ? (i === 0 ? 1 : 0) : 1 / phases.length));
  const level = phases.reduce((sum, mu) => sum + mu, 0) / phases.length;
  return {
    onHand: Math.max(pack, Math.round((level * lot * 1.5) / pack) * pack),
    price: kind === 'clearance' ? 3 : 2,
    regime,
  };
}
