import { type CountShape, varianceOf } from './count-shape.ts';
import { economicOrder, newsvendorNormal } from './inventory-formulas.ts';
import type { RungDemand } from './rung-demand.ts';

/** What selling at a rung costs. Money in one currency; holding and capital per unit and period. */
export type SellingCosts = {
  /** [rungs] price of a unit */
  prices: readonly number[];
  /** Of a unit: what it costs, or where it cannot be bought again, what is got for one that is left. */
  unitCost: number;
  /** Of a unit held for a period, interest included. */
  holding: number;
  /** Of a unit asked for and not there, besides its margin. */
  stockout: number;
  /** Of an order; 0 where nothing is ordered. */
  order: number;
  leadTime: number;
};

/** Periods at a rung from which its demand counts as seen rather than inferred. */
const ENOUGH_PERIODS = 3;
/** Share of the tests that go to the ends of the tried range: they tell elasticities apart (D-optimal for a line). */
const ENDS_SHARE = 0.5;

/**
 * Tell which rungs a policy may use: everything up to today's usual rung, and dearer ones as far as each was tried.
 *
 * A cheaper price can cost margin, a dearer one the demand: where demand bends above all that was tried, no fit can tell.
 * Measured: one untried step up costs a third of the profit where a rival's price lies there.
 *
 * @returns [rungs]
 */
export function openRungs({ periodsAt }: Pick<RungDemand, 'periodsAt'>): boolean[] {
  const usual = periodsAt.indexOf(Math.max(...periodsAt));
  let highest = usual;
  while (highest + 1 < periodsAt.length && periodsAt[highest + 1]! >= ENOUGH_PERIODS) highest++;
  return Array.from(periodsAt, (_, rung) => rung <= highest);
}

/**
 * Decide at which rungs to test the price: half of the tests go where the best price may lie, each rung with the chance
 * that it is the best one (Thompson 1933), half to the ends of the range. No rung lies more than a step beyond those
 * tried. Log the chance with each test: it is the propensity that an unbiased evaluation needs.
 *
 * @returns [rungs] chances that sum to 1
 */
export function testChances(demand: TestableDemand, costs: SellingCosts): number[] {
  const inReach = reachOf(demand, costs);
  const ends = [inReach.indexOf(true), inReach.lastIndexOf(true)];
  return bestChances(demand, costs).map(
    (chance, rung) =>
      chance * (1 - ENDS_SHARE) + (ENDS_SHARE / 2) * ends.filter((end) => end === rung).length,
  );
}

/** What tests are placed by. */
export type TestableDemand = Pick<RungDemand, 'draws' | 'mean' | 'periodsAt' | 'shape'>;

/**
 * Tell with which chance each rung is the best one, of those within a step of the prices tried.
 *
 * @returns [rungs] chances that sum to 1
 */
export function bestChances(demand: TestableDemand, costs: SellingCosts): number[] {
  const rungs = costs.prices.length;
  const phases = demand.mean.length / rungs;
  const inReach = reachOf(demand, costs);
  const best = costs.prices.map(() => 0);
  for (const draw of demand.draws) {
    const worth = costs.prices.map((_, rung) => {
      if (!inReach[rung]) return Number.NEGATIVE_INFINITY;
      let units = 0;
      for (let cell = rung; cell < draw.length; cell += rungs) units += draw[cell]! / phases;
      return profitAt(costs, rung, units, demand.shape);
    });
    best[worth.indexOf(Math.max(...worth))]! += 1 / demand.draws.length;
  }
  return best;
}

function reachOf({ periodsAt }: TestableDemand, { prices }: SellingCosts): boolean[] {
  const tried = (rung: number) => (periodsAt[rung] ?? 0) > 0;
  return prices.map((_, rung) => tried(rung - 1) || tried(rung) || tried(rung + 1));
}

/** Estimate the profit a period of a fixed price under good stock keeping: margin less textbook costs of stock. */
function profitAt(costs: SellingCosts, rung: number, units: number, shape: CountShape): number {
  const { unitCost, holding, stockout, order, leadTime } = costs;
  const margin = costs.prices[rung]! - unitCost;
  if (order === 0 || holding <= 0 || units <= 0) return margin * units;
  const demand = { mean: units, sd: Math.sqrt(varianceOf(shape, units)) };
  const short = Math.max(1e-9, margin + stockout);
  return (
    margin * units -
    economicOrder(order, holding, units).cost -
    newsvendorNormal(demand, { holding, stockout: short }, leadTime).cost
  );
}
