import { evaluatePolicy, type TabularModel } from '../../lib/learning/index.ts';
import type { Random } from '../../lib/numeric/index.ts';
import type { TradedWeek } from './price-stock.ts';
import { createEnvironment } from './price-stock-environment.ts';
import { isAllowed, layoutOf, packsIn } from './price-stock-process.ts';
import type { PriceStockWorld } from './price-stock-worlds.ts';

type State = ReturnType<ReturnType<typeof layoutOf>['decode']>;

/** The price index of the list price. */
const listRung = ({ prices }: PriceStockWorld) =>
  prices.reduce((best, price, i) => (Math.abs(price - 1) < Math.abs((prices[best] ?? 0) - 1) ? i : best), 0);

/**
 * Trade as people do: order up to the lead time and a week and a half of the forecast when less than half a week more than
 * the lead time is covered; cut the price when overstocked, raise it when short.
 *
 * @returns [states] an allowed action for each
 */
export function humanRule(world: PriceStockWorld): Int32Array {
  const list = listRung(world);
  const reach = world.leadTime + 1;
  return policyOf(world, ({ phase, stock }, position) => {
    const weekly = world.demand.mu[phase] ?? 1;
    const cover = position / weekly;
    const cut = Math.max(0, list - 1);
    const raised = Math.min(world.prices.length - 1, list + 1);
    const price = cover > reach + 3 ? cut : stock / weekly < 0.5 ? raised : list;
    const packs = cover < reach + 0.5 ? Math.ceil(((reach + 1.5) * weekly - position) / world.pack) : 0;
    return { price, packs };
  });
}

/** Order up to `high` at or below `low`, at one price. */
function staticRule(world: PriceStockWorld, low: number, high: number, price: number): Int32Array {
  return policyOf(world, (_, position) => ({
    price,
    packs: position <= low ? Math.floor((high - position) / world.pack + 1e-9) : 0,
  }));
}

/** Find the best (s, S) rule at the best fixed price, given the true model: on a grid of stocks, then about its best. */
export function tunedRule(world: PriceStockWorld, worth: (policy: Int32Array) => number): number {
  const step = Math.max(1, Math.round(world.cap / 8));
  let best = { value: Number.NEGATIVE_INFINITY, low: 0, high: 0, price: 0 };
  const attempt = (low: number, high: number, price: number) => {
    const value = worth(staticRule(world, low, high, price));
    if (value > best.value) best = { value, low, high, price };
  };
  world.prices.forEach((_, price) => {
    for (let high = step; high <= world.cap; high += step)
      for (let low = 0; low < high; low += step) attempt(low, high, price);
  });
  for (let finer = Math.floor(step / 2); finer >= 1; finer = Math.floor(finer / 2)) {
    const { low, high, price } = best;
    for (const up of [-finer, 0, finer])
      for (const down of [-finer, 0, finer]) attempt(low + down, high + up, price);
  }
  return best.value;
}

/** Value a policy from the world's start, exactly. */
export function worthOf(world: PriceStockWorld, model: TabularModel, policy: Int32Array): number {
  const value = evaluatePolicy(model, policy, { discount: world.gamma, tolerance: 1e-3 });
  return startWorth(world, value);
}

/** Weigh the values of the states that a world may begin in. */
export function startWorth({ start, ...world }: PriceStockWorld, value: Float64Array): number {
  const { encode } = layoutOf(world, world.demand.mu.length);
  return start.regime.reduce(
    (sum, chance, phase) =>
      sum + chance * (value[encode({ phase, price: start.price, pipe: 0, stock: start.onHand })] ?? 0),
    0,
  );
}

/** Log weeks traded under a policy, a share of them with a price test of one step. */
export function logWeeks(
  world: PriceStockWorld,
  policy: Int32Array,
  { weeks, testShare, random }: { weeks: number; testShare: number; random: Random },
): TradedWeek[] {
  const environment = createEnvironment(world, random);
  const layout = layoutOf(world, world.demand.mu.length);
  let state = environment.reset().observation;
  return Array.from({ length: weeks }, () => {
    let action = policy[state] ?? 0;
    if (random() < testShare) {
      const others = [action - layout.packChoices, action + layout.packChoices].filter(
        (other) =>
          other >= 0 && other < layout.actions && isAllowed(world, layout, layout.decode(state), other),
      );
      action = others[Math.floor(random() * others.length)] ?? action;
    }
    const { info, observation, terminated, truncated } = environment.step(action);
    state = terminated || truncated ? environment.reset().observation : observation;
    return { ...info, rel: world.prices[info.price] ?? 1, available: Math.max(0, info.available) };
  });
}

function policyOf(
  world: PriceStockWorld,
  wishOf: (state: State, position: number) => { price: number; packs: number },
): Int32Array {
  const layout = layoutOf(world, world.demand.mu.length);
  return Int32Array.from({ length: layout.states }, (_, index) => {
    const state = layout.decode(index);
    const wish = wishOf(state, state.stock + packsIn(state.pipe, layout.packChoices) * world.pack);
    const { maxPriceStep: step } = world;
    const price =
      step > 0 ? Math.max(state.price - step, Math.min(state.price + step, wish.price)) : wish.price;
    const wanted = Math.max(0, Math.min(world.maxPacks, wish.packs));
    for (let packs = wanted > 0 ? Math.max(wanted, world.moqPacks) : 0; packs > 0; packs--)
      if (isAllowed(world, layout, state, price * layout.packChoices + packs))
        return price * layout.packChoices + packs;
    return price * layout.packChoices;
  });
}
