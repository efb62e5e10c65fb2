import {
  type AfterstateModel,
  expandAfterstates,
  type StagedProcess,
  type TabularModel,
} from '../learning/index.ts';
import type { DemandDistribution } from './demand-distribution.ts';
import { expectedReward } from './period-reward.ts';
import { largestPosition, type StockGrid } from './price-stock-grid.ts';
import { CRUMB, createSpread } from './spread-stock.ts';

/** What a price brings about, in one review period. */
export type PriceEffect = {
  /** Units asked for in the period, at the location. */
  demand: DemandDistribution;
  demandMean: number;
  /** Units asked for until an order placed now arrives, and until the end of the period after that. */
  untilArrival: DemandDistribution;
  untilReview: DemandDistribution;
  /** Length of the period between the two over that of a review: below 1 where the SKU ends in it. */
  bookedShare: number;
  /** Margin of a unit sold, in the currency's unit, mean over the location's markets. */
  unitMargin: number;
};

/** Costs of a review period, in the currency's unit. */
export type StockCosts = {
  /** Of a unit held through the period. */
  holding: number;
  /** Of a unit asked for, not there and lost, besides its margin. */
  lostUnit: number;
  /** Share of the units missing that buyers wait for, 0–1; 0 by default. */
  backorderShare?: number;
  /** Of a unit waited for through the period; 0 by default. */
  backorder?: number;
  /** Of placing an order. */
  order: number;
  /** Of moving the price. */
  priceChange: number;
};

/** The period ahead: what each price of the ladder brings about, and how much an order may bring. */
export type DemandPhase = {
  /** [prices] by ladder price */
  effects: readonly PriceEffect[];
  /** Units beyond which an order cannot pay: what it brings is left at the SKU's end. 0 allows none. */
  largestOrder: number;
};

/** The price/stock decision process of one SKU. */
export type PriceStockProcess = {
  grid: StockGrid;
  /** Review periods from now on, at least one; the last one stays for good, unless the SKU ends. */
  phases: readonly DemandPhase[];
  costs: StockCosts;
  /** What a unit left at the SKU's end earns over its cost, ≤ 0; `null`: the SKU has no end. */
  leftUnit: number | null;
  /** Tells whether the price may move from one rung to another within a period. */
  mayMove: (from: number, to: number) => boolean;
};

/** State of a stock level and a price in force: level · prices + price. */
export const stateOf = (level: number, price: number, prices: number): number => level * prices + price;

/** Action of a new price and an order size: price · orders + order. */
export const actionOf = (price: number, order: number, orders: number): number => price * orders + order;

/**
 * Build the decision process, one stage for each demand phase: state = stock level (inventory position in lots) and price
 * in force; action = price and order; afterstate = price and position after the order; reward in the currency's unit a
 * review period (`expectedReward`), less ordering and price change.
 *
 * An order counts in the position at once. What is missing is lost, or waits and is ordered on top (as it is served), so
 * that the position never falls below nothing. A position between two levels counts for both in proportion, so that stock
 * is kept in the mean.
 *
 * O(phases · positions · prices · demand cells): many pairs of level and order come to the same position.
 */
export function priceStockStages(process: PriceStockProcess): StagedProcess {
  const { grid, phases, leftUnit } = process;
  const known = new Map<number, Decisions>();
  // periods at the rate that stays are one and the same phase: built once
  const built = new Map<DemandPhase, AfterstateModel>();
  const stages = phases.map((phase): AfterstateModel => {
    const { effects, largestOrder } = phase;
    const decisions = known.get(largestOrder) ?? decisionsOf(process, largestOrder);
    known.set(largestOrder, decisions);
    const { after, decided, positions } = decisions;
    const stage = built.get(phase) ?? {
      states: grid.levels * effects.length,
      actions: effects.length * grid.orderUnits.length,
      after,
      decided,
      ...outcomesOf(effects, positions, process),
    };
    built.set(phase, stage);
    return stage;
  });
  const prices = phases[0]!.effects.length;
  const endValue =
    leftUnit === null
      ? null
      : Float64Array.from(
          { length: grid.levels * prices },
          (_, state) => Math.floor(state / prices) * grid.lotUnits * leftUnit,
        );
  return { stages, endValue };
}

/** Write out the last phase as a model of its own, pair by pair. */
export function priceStockModel(process: PriceStockProcess): TabularModel {
  return expandAfterstates(priceStockStages(process).stages.at(-1)!);
}

/** Where each decision leads and what it costs: the same in every phase, but for orders that come too late to be sold. */
type Decisions = { after: Int32Array; decided: Float64Array; positions: number[] };

function decisionsOf({ grid, phases, costs, mayMove }: PriceStockProcess, largestOrder: number): Decisions {
  const prices = phases[0]!.effects.length;
  const orders = grid.orderUnits.length;
  const actions = prices * orders;
  const highest = largestPosition(grid);
  const placeOf = new Map<number, number>();
  const after = new Int32Array(grid.levels * prices * actions).fill(-1);
  const decided = new Float64Array(after.length);
  for (let level = 0; level < grid.levels; level++)
    grid.orderUnits.forEach((units, order) => {
      const position = level * grid.lotUnits + units;
      if (units > 0 && (units > largestOrder || position > highest * (1 + 1e-9))) return;
      const place = placeOf.get(position) ?? placeOf.size;
      placeOf.set(position, place);
      for (let from = 0; from < prices; from++)
        for (let to = 0; to < prices; to++) {
          if (!mayMove(from, to)) continue;
          const k = stateOf(level, from, prices) * actions + actionOf(to, order, orders);
          after[k] = place * prices + to;
          decided[k] = -(units > 0 ? costs.order : 0) - (from === to ? 0 : costs.priceChange);
        }
    });
  return { after, decided, positions: [...placeOf.keys()] };
}

/** What follows each position at each price: afterstate = position · prices + price. */
function outcomesOf(
  effects: readonly PriceEffect[],
  positions: readonly number[],
  { grid, costs }: PriceStockProcess,
): Pick<AfterstateModel, 'offsets' | 'next' | 'probability' | 'reward'> {
  const prices = effects.length;
  const afterstates = positions.length * prices;
  const offsets = new Int32Array(afterstates + 1);
  const reward = new Float64Array(afterstates);
  const next = new Int32Array(afterstates * grid.levels);
  const probability = new Float64Array(next.length);
  const chance = new Float64Array(grid.levels);
  const spreads = effects.map(({ demand }) => createSpread(demand, grid));
  let outcomes = 0;
  positions.forEach((position, place) => {
    effects.forEach((effect, price) => {
      const after = place * prices + price;
      reward[after] = expectedReward(effect, costs, position);
      const kept = spreads[price]!(position, chance);
      for (let level = 0; level < grid.levels; level++) {
        if (chance[level]! < CRUMB) continue;
        next[outcomes] = stateOf(level, price, prices);
        probability[outcomes++] = chance[level]! / kept;
      }
      offsets[after + 1] = outcomes;
    });
  });
  return { offsets, next: next.slice(0, outcomes), probability: probability.slice(0, outcomes), reward };
}
