import { InputError } from '../domain/index.ts';
import { normalCdf, normalDensity, normalQuantile } from '../numeric/index.ts';

/**
 * Compute the safety stock of a periodic review: z·√((L+R)·σ² + μ²·σ_L²) (Silver, Pyke & Thomas 2017, §6.9).
 *
 * @param demand - units a period: mean μ and standard deviation σ
 * @param leadTime - periods: mean L and standard deviation σ_L
 * @param review - R, periods between orders
 * @param serviceLevel - cycle service level, 0–1
 * @returns safetyStock and reorderPoint (with the mean demand over L + R), units
 */
export function safetyStock(
  demand: { mean: number; sd: number },
  leadTime: { mean: number; sd: number },
  review: number,
  serviceLevel: number,
): { safetyStock: number; reorderPoint: number } {
  const periods = leadTime.mean + review;
  const sd = Math.sqrt(periods * demand.sd ** 2 + demand.mean ** 2 * leadTime.sd ** 2);
  const stock = normalQuantile(serviceLevel) * sd;
  return { safetyStock: stock, reorderPoint: demand.mean * periods + stock };
}

/**
 * Compute the economic order quantity √(2KD/h) (Harris 1913), with planned back-orders where `stockout` is given:
 * √(2KD(h+p)/(hp)) (Snyder & Shen 2019, §3.5).
 *
 * @param fixed - K, cost of an order
 * @param holding - h, cost of a unit and period
 * @param rate - D, units a period
 * @param stockout - p, cost of a unit back-ordered for a period
 * @returns units an order, share of a cycle's units that wait, and cost a period
 */
export function economicOrder(
  fixed: number,
  holding: number,
  rate: number,
  stockout = Number.POSITIVE_INFINITY,
): { units: number; stockoutShare: number; cost: number } {
  if (!(fixed >= 0 && holding > 0 && rate >= 0 && stockout > 0))
    throw new InputError(`no economic order for costs ${fixed}, ${holding}, ${stockout} and rate ${rate}`);
  const share = stockout === Number.POSITIVE_INFINITY ? 1 : stockout / (holding + stockout);
  return {
    units: Math.sqrt((2 * fixed * rate) / (holding * share)),
    stockoutShare: 1 - share,
    cost: Math.sqrt(2 * fixed * rate * holding * share),
  };
}

/**
 * Compute the standard normal loss E[(Z − z)⁺] and its complement E[(z − Z)⁺] (Snyder & Shen 2019, §C.3.1).
 *
 * @param z - standard deviations above the mean
 */
export function standardNormalLoss(z: number): { loss: number; complement: number } {
  const loss = normalDensity(z) - z * normalCdf(-z);
  return { loss, complement: z + loss };
}

/**
 * Solve the newsvendor with normal demand over lead time + one period: S = μ + z·σ at the critical ratio p/(h+p)
 * (Snyder & Shen 2019, §4.3; base stock §4.3.4).
 *
 * @param demand - units a period: mean and standard deviation
 * @param lead - whole periods until an order arrives, default 0
 * @returns units to order up to, and cost a period
 */
export function newsvendorNormal(
  demand: { mean: number; sd: number },
  costs: { holding: number; stockout: number },
  lead = 0,
): { units: number; cost: number } {
  const periods = lead + 1;
  const sd = demand.sd * Math.sqrt(periods);
  const z = normalQuantile(costs.stockout / (costs.holding + costs.stockout));
  const { loss, complement } = standardNormalLoss(z);
  return {
    units: demand.mean * periods + z * sd,
    cost: sd * (costs.holding * complement + costs.stockout * loss),
  };
}

/**
 * Solve the newsvendor of a season's end with normal demand: order to the critical ratio (r − c)/(r − v) (Snyder & Shen
 * 2019, §4.3.2).
 *
 * @param demand - units over the season: mean and standard deviation
 * @param prices - of a unit: revenue r, cost c, salvage v; r > c > v
 * @returns units to order, and expected profit
 * @throws InputError when the prices are not in that order
 */
export function newsvendorProfit(
  demand: { mean: number; sd: number },
  { revenue, cost, salvage }: { revenue: number; cost: number; salvage: number },
): { units: number; profit: number } {
  if (!(revenue > cost && cost > salvage))
    throw new InputError(`no season's order for revenue ${revenue}, cost ${cost} and salvage ${salvage}`);
  const costs = { holding: cost - salvage, stockout: revenue - cost };
  const { units, cost: mismatch } = newsvendorNormal(demand, costs);
  return { units, profit: (revenue - cost) * demand.mean - mismatch };
}

/**
 * Compute the economic order where a larger order makes every unit cheaper: the best of each price's own economic order
 * and its least quantity (Snyder & Shen 2019, §3.4.2).
 *
 * @param fixed - cost of an order
 * @param holdingRate - cost of holding a unit for a period, as a share of its cost
 * @param rate - units a period
 * @param breaks - the first from 0; unit costs fall as `fromUnits` rise
 * @returns units an order, index of the break it falls under, cost a period with the units'
 */
export function economicOrderWithDiscounts(
  fixed: number,
  holdingRate: number,
  rate: number,
  breaks: readonly { fromUnits: number; unitCost: number }[],
): { units: number; region: number; cost: number } {
  let best = { units: 0, region: -1, cost: Number.POSITIVE_INFINITY };
  breaks.forEach(({ fromUnits, unitCost }, region) => {
    const holding = holdingRate * unitCost;
    const units = Math.max(fromUnits, economicOrder(fixed, holding, rate).units);
    if (units >= (breaks[region + 1]?.fromUnits ?? Number.POSITIVE_INFINITY)) return;
    const cost = unitCost * rate + (fixed * rate) / units + (holding * units) / 2;
    if (cost < best.cost) best = { units, region, cost };
  });
  return best;
}
