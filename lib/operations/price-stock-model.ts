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
  const offsets = new Int32Array(states * actions + 1);
  const next: number[] = [];
  const probability: number[] = [];
  const reward: number[] = [];
  for (let state = 0; state < states; state++) {
    const level = Math.floor(state / prices);
    const from = state % prices;
    for (let action = 0; action < actions; action++) {
      const to = Math.floor(action / orders);
      const row = mayMove(from, to) ? rows[(level * prices + to) * orders + (action % orders)] : undefined;
      if (row !== undefined) {
        const earned = row.reward - (from === to ? 0 : process.costs.priceChange);
        row.levels.forEach((share, nextLevel) => {
          if (share === 0) return;
          next.push(stateOf(nextLevel, to, prices));
          probability.push(share);
          reward.push(earned);
        });
      }
      offsets[state * actions + action + 1] = next.length;
    }
  }
  return {
    states,
    actions,
    offsets,
    next: Int32Array.from(next),
    probability: Float64Array.from(probability),
    reward: Float64Array.from(reward),
    terminated: new Uint8Array(next.length),
  };
}

/** What follows a position after ordering: the chance of each level, and what was earned on the way. */
type OutcomeRow = { levels: Float64Array; reward: number };

/** Compute what follows for each (level, price, order); undefined where the order does not fit the grid. */
function outcomeRows({ grid, effects, costs }: PriceStockProcess): (OutcomeRow | undefined)[] {
  const highest = (grid.levels - 1) * grid.lotUnits;
  const rows: (OutcomeRow | undefined)[] = [];
  for (let level = 0; level < grid.levels; level++)
    for (const effect of effects)
      for (const units of grid.orderUnits) {
        const position = level * grid.lotUnits + units;
        if (units > 0 && position > highest * (1 + 1e-9)) {
          rows.push(undefined);
          continue;
        }
        const earned = expectedReward(effect, costs, position) - (units > 0 ? costs.order : 0);
        rows.push({ levels: nextLevels(effect.demand, grid, position), reward: earned });
      }
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
): Float64Array {
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
function settle(chance: Float64Array): Float64Array {
  let total = 0;
  for (let level = 0; level < chance.length; level++) {
    if (chance[level]! < 1e-6) chance[level] = 0;
    total += chance[level]!;
  }
  return chance.map((share) => share / total);
}
