import type { TabularModel } from '../../lib/learning/index.ts';

/** An instance of the price/stock bench, as the head of its check documents it; prices are indexes of `refPrice`. */
export type PriceStockSpec = {
  moqPacks: number;
  backlog: boolean;
  backlogMax?: number;
  lostPenalty?: number;
  maxPriceStep: number;
  leadTime: number;
  cap: number;
  pack: number;
  maxPacks: number;
  prices: number[];
  refPrice: number;
  unitCost: number;
  orderCost: number;
  holding: number;
  stockout: number;
  priceChange: number;
  season?: { salvage: number; lastOrderPhase: number };
  /** [phases × phases]; `null` where phases follow each other and the last one ends. */
  transition: number[][] | null;
};

/** A state taken apart: demand phase, price in force, orders under way (digits of packs), stock. */
type State = { phase: number; price: number; pipe: number; stock: number };

/** Sizes of a spec's state and action spaces. */
export function layoutOf(spec: PriceStockSpec, phases: number) {
  const packChoices = spec.maxPacks + 1;
  const pipes = packChoices ** Math.max(0, spec.leadTime - 1);
  const owed = spec.backlog ? (spec.backlogMax ?? 0) : 0;
  const levels = spec.cap + owed + 1;
  const prices = spec.prices.length;
  return {
    packChoices,
    pipes,
    owed,
    levels,
    prices,
    phases,
    states: phases * prices * pipes * levels,
    actions: prices * packChoices,
    encode: ({ phase, price, pipe, stock }: State) =>
      ((phase * prices + price) * pipes + pipe) * levels + stock + owed,
    decode: (state: number): State => {
      const rest = Math.floor(state / levels);
      const upper = Math.floor(rest / pipes);
      return {
        stock: (state % levels) - owed,
        pipe: rest % pipes,
        price: upper % prices,
        phase: Math.floor(upper / prices),
      };
    },
  };
}
export type Layout = ReturnType<typeof layoutOf>;

/**
 * Build the bench's process as a model, given the demand of each phase and price.
 *
 * @param demand - [phases][prices] probabilities of 0, 1, 2 … units
 */
export function buildProcess(
  spec: PriceStockSpec,
  demand: readonly (readonly Float64Array[])[],
): TabularModel {
  const layout = layoutOf(spec, demand.length);
  const offsets = new Int32Array(layout.states * layout.actions + 1);
  const next: number[] = [];
  const probability: number[] = [];
  const reward: number[] = [];
  const ended: number[] = [];
  for (let state = 0; state < layout.states; state++)
    for (let action = 0; action < layout.actions; action++) {
      const from = layout.decode(state);
      if (isAllowed(spec, layout, from, action)) {
        const { levels, earned } = stockOutcomes(spec, layout, from, action, demand);
        for (const [phase, chance] of phasesAfter(spec, layout, from.phase))
          for (const [key, share] of levels) {
            const price = Math.floor(action / layout.packChoices);
            const { pipe, stock } = unpackKey(key, layout);
            next.push(layout.encode({ phase: phase ?? from.phase, price, pipe, stock }));
            probability.push(chance * share);
            reward.push(earned);
            ended.push(phase === null ? 1 : 0);
          }
      }
      offsets[state * layout.actions + action + 1] = next.length;
    }
  return {
    states: layout.states,
    actions: layout.actions,
    offsets,
    next: Int32Array.from(next),
    probability: Float64Array.from(probability),
    reward: Float64Array.from(reward),
    terminated: Uint8Array.from(ended),
  };
}

/** Tell whether a price and an order fit the rules: minimum order, last order phase, price step, room. */
export function isAllowed(spec: PriceStockSpec, layout: Layout, from: State, action: number): boolean {
  const price = Math.floor(action / layout.packChoices);
  const packs = action % layout.packChoices;
  if (packs > 0 && packs < spec.moqPacks) return false;
  if (packs > 0 && spec.season !== undefined && from.phase > spec.season.lastOrderPhase) return false;
  if (spec.maxPriceStep > 0 && Math.abs(price - from.price) > spec.maxPriceStep) return false;
  const coming = (packsIn(from.pipe, layout.packChoices) + packs) * spec.pack;
  return packs === 0 || Math.max(from.stock, 0) + coming <= spec.cap;
}

/** Count the packs under way. */
export function packsIn(pipe: number, packChoices: number): number {
  let packs = 0;
  for (let rest = pipe; rest > 0; rest = Math.floor(rest / packChoices)) packs += rest % packChoices;
  return packs;
}

/** What arrives before the demand and after it, and the orders then under way. */
export function advance(spec: PriceStockSpec, layout: Layout, pipe: number, packs: number) {
  if (spec.leadTime === 0) return { before: packs, after: 0, pipe: 0 };
  if (spec.leadTime === 1) return { before: 0, after: packs, pipe: 0 };
  const { packChoices } = layout;
  const moved = Math.floor(pipe / packChoices) + packs * packChoices ** (spec.leadTime - 2);
  return { before: 0, after: pipe % packChoices, pipe: moved };
}

const unpackKey = (key: number, { pipes, owed }: Layout) => ({
  pipe: key % pipes,
  stock: Math.floor(key / pipes) - owed,
});

function stockOutcomes(
  spec: PriceStockSpec,
  layout: Layout,
  from: State,
  action: number,
  demand: readonly (readonly Float64Array[])[],
): { levels: Map<number, number>; earned: number } {
  const price = Math.floor(action / layout.packChoices);
  const packs = action % layout.packChoices;
  const arrival = advance(spec, layout, from.pipe, packs);
  const available = from.stock + arrival.before * spec.pack;
  const levels = new Map<number, number>();
  let earned =
    -spec.unitCost * packs * spec.pack -
    (packs > 0 ? spec.orderCost : 0) -
    spec.priceChange * Math.abs(price - from.price);
  const last = spec.season !== undefined && from.phase === layout.phases - 1;
  demand[from.phase]?.[price]?.forEach((share, units) => {
    const { left, profit } = trade(spec, layout, available, units, (spec.prices[price] ?? 1) * spec.refPrice);
    const stock = Math.min(left + arrival.after * spec.pack, spec.cap);
    earned += share * (profit + (last ? (spec.season?.salvage ?? 0) * Math.max(stock, 0) : 0));
    const key = (stock + layout.owed) * layout.pipes + arrival.pipe;
    levels.set(key, (levels.get(key) ?? 0) + share);
  });
  return { levels, earned };
}

/** Sell, hold and lose in one period, as the bench books it. */
export function trade(
  spec: PriceStockSpec,
  { owed }: Layout,
  available: number,
  units: number,
  price: number,
) {
  const left = spec.backlog
    ? Math.max(-owed, available - units)
    : Math.max(0, Math.max(available, 0) - units);
  const sold = spec.backlog ? available - left : Math.min(Math.max(available, 0), units);
  const lost = units - sold;
  const waiting = spec.backlog ? Math.max(-left, 0) : lost;
  const penalty = spec.stockout * waiting + (spec.backlog ? (spec.lostPenalty ?? 0) * lost : 0);
  return { left, profit: price * sold - spec.holding * Math.max(left, 0) - penalty };
}

/** The phases that may follow, with their chance; `null` is the end of the season. */
function phasesAfter(spec: PriceStockSpec, { phases }: Layout, phase: number): [number | null, number][] {
  if (spec.season !== undefined || spec.transition === null)
    return [[phase === phases - 1 ? null : phase + 1, 1]];
  return (spec.transition[phase] ?? []).flatMap((chance, to): [number, number][] =>
    chance > 0 ? [[to, chance]] : [],
  );
}
