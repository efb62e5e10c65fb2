import type { AfterstateModel } from '../../lib/learning/index.ts';
import type { PriceStockProcess } from '../../lib/operations/index.ts';

/**
 * The process with all that the position leaves out, by brute force: state = units on the shelf (whole lots), each order
 * under way, and the price in force. An order comes `leadPeriods` reviews after it was placed, before that period's demand.
 * What is asked for and not on the shelf is lost, or a share of it waits, comes first when goods do, and counts below 0.
 */
export function exactPipeline(
  { grid, phases, costs, mayMove }: PriceStockProcess,
  leadPeriods: number,
  { owedLevels = 0, phase = 0 } = {},
) {
  const { effects } = phases[phase]!;
  const prices = effects.length;
  const orders = grid.orderUnits.map((units) => Math.round(units / grid.lotUnits));
  const levels = grid.levels + owedLevels;
  const pipes = orders.length ** Math.max(0, leadPeriods - 1);
  const states = levels * pipes * prices;
  const actions = prices * orders.length;
  const encode = (shelf: number, pipe: number, price: number) =>
    ((shelf + owedLevels) * pipes + pipe) * prices + price;
  const underWay = (pipe: number) => {
    let lots = 0;
    for (let rest = pipe, left = leadPeriods - 1; left > 0; left--) {
      lots += orders[rest % orders.length]!;
      rest = Math.floor(rest / orders.length);
    }
    return lots;
  };
  /** What comes before the next demand, and what is then under way. */
  const move = (pipe: number, order: number): [number, number] => {
    if (leadPeriods <= 1) return [orders[order]!, 0];
    const oldest = pipe % orders.length;
    const rest = Math.floor(pipe / orders.length);
    return [orders[oldest]!, rest + order * orders.length ** (leadPeriods - 2)];
  };
  const rows = {
    after: new Int32Array(states * actions).fill(-1),
    decided: new Float64Array(states * actions),
    offsets: [0],
    next: [] as number[],
    probability: [] as number[],
    reward: [] as number[],
  };
  const b = costs.backorderShare ?? 0;
  const known = new Map<string, number>();
  for (let shelf = -owedLevels; shelf < grid.levels; shelf++)
    for (let pipe = 0; pipe < pipes; pipe++)
      for (let from = 0; from < prices; from++)
        for (let action = 0; action < actions; action++) {
          const to = Math.floor(action / orders.length);
          const order = action % orders.length;
          const position = shelf + underWay(pipe) + orders[order]!;
          if (!mayMove(from, to) || (order > 0 && position > grid.levels - 1)) continue;
          const k = encode(shelf, pipe, from) * actions + action;
          rows.decided[k] = -(order > 0 ? costs.order : 0) - (from === to ? 0 : costs.priceChange);
          const name = `${shelf} ${pipe} ${to} ${order}`;
          const seen = known.get(name);
          rows.after[k] = seen ?? rows.reward.length;
          if (seen !== undefined) continue;
          known.set(name, rows.reward.length);
          const { demand, demandMean, unitMargin } = effects[to]!;
          // an order without lead time is on the shelf before the demand
          const start = leadPeriods === 0 ? shelf + orders[order]! : shelf;
          const [comes, then] = leadPeriods === 0 ? [0, 0] : move(pipe, order);
          let reward = unitMargin * demandMean;
          const chance = new Map<number, number>();
          demand.probability.forEach((share, cell) => {
            const asked = (cell * demand.unit) / grid.lotUnits;
            const served = Math.min(asked, Math.max(0, start));
            const waits = Math.min(b * (asked - served), start - served + owedLevels);
            const left = start - served - waits;
            const lost = (asked - served - waits) * grid.lotUnits;
            const held = (Math.max(0, start) + Math.max(0, left)) / 2;
            const owed = (Math.max(0, -start) + Math.max(0, -left)) / 2;
            reward -= share * ((unitMargin + costs.lostUnit) * lost + costs.holding * held * grid.lotUnits);
            reward -= share * (costs.backorder ?? 0) * owed * grid.lotUnits;
            const below = Math.floor(left + comes + 1e-9);
            for (const [lots, part] of [
              [below, 1 - (left + comes - below)],
              [below + 1, left + comes - below],
            ] as const)
              if (part > 1e-12) {
                const next = encode(Math.min(grid.levels - 1, lots), then, to);
                chance.set(next, (chance.get(next) ?? 0) + share * part);
              }
          });
          rows.reward.push(reward);
          for (const [next, share] of chance) {
            rows.next.push(next);
            rows.probability.push(share);
          }
          rows.offsets.push(rows.next.length);
        }
  const model: AfterstateModel = {
    states,
    actions,
    after: rows.after,
    decided: rows.decided,
    offsets: Int32Array.from(rows.offsets),
    next: Int32Array.from(rows.next),
    probability: Float64Array.from(rows.probability),
    reward: Float64Array.from(rows.reward),
  };
  /** Take a policy of positions to this process: shelf and what is under way count as one; what is owed is ordered on top. */
  const byPosition = (policy: Int32Array) => {
    const taken = new Int32Array(states);
    for (let shelf = -owedLevels; shelf < grid.levels; shelf++)
      for (let pipe = 0; pipe < pipes; pipe++)
        for (let price = 0; price < prices; price++) {
          const position = shelf + underWay(pipe);
          const level = Math.max(0, Math.min(grid.levels - 1, position));
          const state = encode(shelf, pipe, price);
          const action = policy[level * prices + price]!;
          const [to, order] = [Math.floor(action / orders.length), action % orders.length];
          const wanted = orders[order]! + Math.max(0, -position);
          const covering = orders.findIndex((lots) => lots >= wanted);
          let chosen = to * orders.length + (covering < 0 ? orders.length - 1 : covering);
          while (model.after[state * actions + chosen]! < 0) chosen--;
          taken[state] = chosen;
        }
    return taken;
  };
  /** [states] what is left at the end, on the shelf and under way, at so much a unit. */
  const leftAtEnd = (leftUnit: number) => {
    const worth = new Float64Array(states);
    for (let shelf = -owedLevels; shelf < grid.levels; shelf++)
      for (let pipe = 0; pipe < pipes; pipe++)
        for (let price = 0; price < prices; price++)
          worth[encode(shelf, pipe, price)] =
            leftUnit * grid.lotUnits * (Math.max(0, shelf) + underWay(pipe));
    return worth;
  };
  return {
    model,
    byPosition,
    leftAtEnd,
    encode,
    start: encode(Math.min(grid.levels - 1, orders.at(-1)!), 0, 0),
  };
}
