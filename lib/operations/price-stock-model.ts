import type { TabularModel } from '../learning/index.ts';
import { type DemandDistribution, expectedLeftover } from './demand-distribution.ts';
import type { StockGrid } from './price-stock-grid.ts';

/** What a price brings about, in a review period. */
export type PriceEffect = {
  /** Units asked for in one review period, at the location. */
  demand: DemandDistribution;
  demandMean: number;
  /** Units asked for until an order placed now arrives. */
  untilArrival: DemandDistribution;
  untilArrivalMean: number;
  /** Units asked for until the end of the period after that. */
  untilReview: DemandDistribution;
  /** Margin of a unit sold, in the currency's unit, mean over the location's markets. */
  unitMargin: number;
};

/** Costs of a review period, in the currency's unit. */
export type StockCosts = {
  /** Of a unit held through the period. */
  holding: number;
  /** Of a unit asked for and not there, besides its margin. */
  lostUnit: number;
  /** Of placing an order. */
  order: number;
  /** Of moving the price. */
  priceChange: number;
};

/** The price/stock decision process of one SKU. */
export type PriceStockProcess = {
  grid: StockGrid;
  /** [prices] by ladder price */
  effects: readonly PriceEffect[];
  costs: StockCosts;
  /** Tells whether the price may move from one rung to another within a period. */
  mayMove: (from: number, to: number) => boolean;
};

/** State of a stock level and a price in force: level · prices + price. */
export const stateOf = (level: number, price: number, prices: number): number => level * prices + price;

/** Action of a new price and an order size: price · orders + order. */
export const actionOf = (price: number, order: number, orders: number): number => price * orders + order;

/**
 * Build the decision process: state = stock level (inventory position in lots) and price in force; action = price and
 * order; reward = margin − holding − lost units − ordering − price change, in the currency's unit a review period.
 *
 * An order counts in the position at once; what it earns is booked to the period after it arrives, as is usual for
 * positions (Snyder & Shen 2019, §4.3.4): with demand X until arrival and Y until the end of the period after,
 * sales = E[(y − X)⁺] − E[(y − Y)⁺]. Unmet demand is lost. A position between two levels counts for both in proportion,
 * so that stock is kept in the mean.
 *
 * O(levels · orders · prices · demand cells).
 */
export function priceStockModel(process: PriceStockProcess): TabularModel {
  const { grid, effects, mayMove } = process;
  const prices = effects.length;
  const orders = grid.orderUnits.length;
  const states = grid.levels * prices;
  const actions = prices * orders;
  const rows = outcomeRows(process);
  const rowAt = (state: number, action: number) => {
    const to = Math.floor(action / orders);
    return mayMove(state % prices, to)
      ? rows[(Math.floor(state / prices) * prices + to) * orders + (action % orders)]
      : undefined;
  };
  const offsets = new Int32Array(states * actions + 1);
  for (let k = 0; k < states * actions; k++) {
    const row = rowAt(Math.floor(k / actions), k % actions);
    offsets[k + 1] = offsets[k]! + (row?.levels.length ?? 0);
  }
  const outcomes = offsets[states * actions]!;
  const next = new Int32Array(outcomes);
  const probability = new Float64Array(outcomes);
  const reward = new Float64Array(outcomes);
  for (let k = 0; k < states * actions; k++) {
    const row = rowAt(Math.floor(k / actions), k % actions);
    if (row === undefined) continue;
    const from = Math.floor(k / actions) % prices;
    const to = Math.floor((k % actions) / orders);
    const first = offsets[k]!;
    row.levels.forEach((level, i) => {
      next[first + i] = stateOf(level, to, prices);
    });
    probability.set(row.shares, first);
    reward.fill(row.reward - (from === to ? 0 : process.costs.priceChange), first, offsets[k + 1]);
  }
  return { states, actions, offsets, next, probability, reward, terminated: new Uint8Array(outcomes) };
}

/** What follows a position after ordering: the levels that may come with their chances, and what was earned on the way. */
type OutcomeRow = { levels: Int32Array; shares: Float64Array; reward: number };

/** Compute what follows for each (level, price, order); undefined where the order does not fit the grid. */
function outcomeRows({ grid, effects, costs }: PriceStockProcess): (OutcomeRow | undefined)[] {
  const highest = (grid.levels - 1) * grid.lotUnits;
  // many pairs of level and order come to the same position, and from it to the same
  const reached = effects.map(() => new Map<number, OutcomeRow>());
  const rows: (OutcomeRow | undefined)[] = [];
  for (let level = 0; level < grid.levels; level++)
    effects.forEach((effect, price) => {
      for (const units of grid.orderUnits) {
        const position = level * grid.lotUnits + units;
        if (units > 0 && position > highest * (1 + 1e-9)) {
          rows.push(undefined);
          continue;
        }
        const known = reached[price]!.get(position) ?? {
          ...nextLevels(effect.demand, grid, position),
          reward: expectedReward(effect, costs, position),
        };
        reached[price]!.set(position, known);
        rows.push(units > 0 ? { ...known, reward: known.reward - costs.order } : known);
      }
    });
  return rows;
}

function expectedReward(effect: PriceEffect, costs: StockCosts, position: number): number {
  const arrived = expectedLeftover(effect.untilArrival, position);
  const left = expectedLeftover(effect.untilReview, position);
  const sold = Math.min(effect.demandMean, Math.max(0, arrived - left));
  const lost = effect.demandMean - sold;
  return effect.unitMargin * sold - (costs.holding * (arrived + left)) / 2 - costs.lostUnit * lost;
}

function nextLevels(
  demand: DemandDistribution,
  { lotUnits, levels }: StockGrid,
  position: number,
): Pick<OutcomeRow, 'levels' | 'shares'> {
  const chance = new Float64Array(levels);
  const { probability, unit, cumulative } = demand;
  for (let cell = 0; cell < probability.length; cell++) {
    const left = (position - cell * unit) / lotUnits;
    if (left <= 0) {
      chance[0]! += 1 - (cell === 0 ? 0 : cumulative[cell - 1]!);
      break;
    }
    const below = Math.min(levels - 1, Math.floor(left + 1e-9));
    const above = Math.min(levels - 1, below + 1);
    const share = Math.max(0, left - below);
    chance[below]! += probability[cell]! * (below === above ? 1 : 1 - share);
    if (below !== above) chance[above]! += probability[cell]! * share;
  }
  return settle(chance);
}

/** Drop crumbs of chance, which cost time and decide nothing, and make the rest sum to 1. */
function settle(chance: Float64Array): Pick<OutcomeRow, 'levels' | 'shares'> {
  const levels: number[] = [];
  let total = 0;
  chance.forEach((share, level) => {
    if (share < 1e-6) return;
    levels.push(level);
    total += share;
  });
  return {
    levels: Int32Array.from(levels),
    shares: Float64Array.from(levels, (level) => chance[level]! / total),
  };
}
