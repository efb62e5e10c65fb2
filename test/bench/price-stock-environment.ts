import type { Random } from '../../lib/numeric/index.ts';
import type { BenchEnvironment } from './price-stock.ts';
import { demandOf } from './price-stock-demand.ts';
import { advance, isAllowed, layoutOf, trade } from './price-stock-process.ts';
import type { PriceStockWorld } from './price-stock-worlds.ts';

/** Trade a world week by week, as the bench's own environment does: a week shows what sold, never what was asked for. */
export function createEnvironment(world: PriceStockWorld, random: Random): BenchEnvironment {
  const layout = layoutOf(world, world.demand.mu.length);
  const cumulative = demandOf(world).map((phase) => phase.map(runningSum));
  const { onHand, price, regime } = world.start;
  let state = 0;
  let week = 0;
  return {
    reset: () => {
      week = 0;
      state = layout.encode({
        phase: draw(runningSum(Float64Array.from(regime)), random),
        price,
        pipe: 0,
        stock: onHand,
      });
      return { observation: state };
    },
    step: (action) => {
      const from = layout.decode(state);
      if (!isAllowed(world, layout, from, action))
        throw new Error(`action ${action} is not allowed in state ${state}`);
      const to = Math.floor(action / layout.packChoices);
      const arrival = advance(world, layout, from.pipe, action % layout.packChoices);
      const available = from.stock + arrival.before * world.pack;
      const units = draw(cumulative[from.phase]?.[to] ?? new Float64Array(1), random);
      const { left } = trade(world, layout, available, units, 0);
      const stock = Math.min(left + arrival.after * world.pack, world.cap);
      const terminated = world.season !== undefined && from.phase === layout.phases - 1;
      const chances = world.transition?.[from.phase];
      const phase = terminated
        ? 0
        : chances === undefined
          ? from.phase + 1
          : draw(runningSum(Float64Array.from(chances)), random);
      state = layout.encode({ phase, price: to, pipe: arrival.pipe, stock });
      week++;
      return {
        observation: state,
        terminated,
        truncated: !terminated && week >= world.horizon,
        info: {
          regime: from.phase,
          price: to,
          sold: world.backlog ? units : Math.min(units, Math.max(0, available)),
          censored: !world.backlog && units >= Math.max(0, available),
          available,
        },
      };
    },
  };
}

function runningSum(shares: Float64Array): Float64Array {
  let sum = 0;
  return shares.map((share) => {
    sum += share;
    return sum;
  });
}

function draw(cumulative: Float64Array, random: Random): number {
  const at = random();
  const cell = cumulative.findIndex((sum) => at < sum);
  return cell < 0 ? cumulative.length - 1 : cell;
}
