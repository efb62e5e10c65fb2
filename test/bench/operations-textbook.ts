import { roundOrder } from '../../lib/operations/index.ts';
import type { Seller, TradeLog } from './operations-play.ts';
import type { SkuFacts } from './operations-world.ts';

const RUNGS = [0.9, 0.95, 1, 1.05, 1.1];
const ORDER_WEEKS = [0, 1, 2, 4];
const ACTIONS = RUNGS.length * ORDER_WEEKS.length;
const COVERS = 16;
const LEARNING_RATE = 0.8;
const DISCOUNT = 0.9;

type Decided = TradeLog['decided'][number];

/**
 * Learn by the textbook: states of stock in half weeks of demand and of price, α = .8, γ = .9 a week, always greedy; first
 * from every week of the log, in order, then from its own.
 *
 * @param rate - units a day by which stock and orders are counted: those of the log
 */
export function textbookSeller(sku: SkuFacts, rate: number): Seller {
  const q = new Float64Array(COVERS * RUNGS.length * ACTIONS);
  let learnt = 0;
  return (view) => {
    const { log, onHand, onOrder, price } = view;
    for (; learnt + 1 < log.decided.length; learnt++) {
      const [week, next] = [log.decided[learnt]!, log.decided[learnt + 1]!];
      const before = log.decided[learnt - 1]?.price ?? sku.listPrice;
      update(q, stateOf(sku, rate, { ...week, price: before }) * ACTIONS + actionOf(sku, rate, week), {
        reward: rewardOf(sku, log, week),
        next: stateOf(sku, rate, { ...next, price: week.price }),
      });
    }
    const action = bestAt(q, stateOf(sku, rate, { onHand, onOrder, price })) % ACTIONS;
    const units = 7 * rate * ORDER_WEEKS[action % ORDER_WEEKS.length]!;
    return {
      price: Math.round(100 * sku.listPrice * RUNGS[Math.floor(action / ORDER_WEEKS.length)]!) / 100,
      orderUnits: units > 0 ? roundOrder(units, sku) : 0,
    };
  };
}

function update(q: Float64Array, k: number, { reward, next }: { reward: number; next: number }): void {
  q[k]! += LEARNING_RATE * (reward + DISCOUNT * q[bestAt(q, next)]! - q[k]!);
}

/** The place of a state's best action in the table; ties go to the first. */
function bestAt(q: Float64Array, state: number): number {
  let best = state * ACTIONS;
  for (let k = best + 1; k < (state + 1) * ACTIONS; k++) if (q[k]! > q[best]!) best = k;
  return best;
}

function stateOf(
  { leadTime, listPrice }: SkuFacts,
  rate: number,
  { onHand, onOrder, price }: Pick<Decided, 'onHand' | 'onOrder' | 'price'>,
): number {
  const weeks = (onHand + onOrder) / (7 * rate) - leadTime.meanDays / 7 + 2;
  const cover = Math.min(COVERS - 1, Math.max(0, Math.floor(2 * weeks)));
  return cover * RUNGS.length + nearest(RUNGS, price / listPrice);
}

function actionOf({ listPrice }: SkuFacts, rate: number, { price, orderUnits }: Decided): number {
  return (
    nearest(RUNGS, price / listPrice) * ORDER_WEEKS.length + nearest(ORDER_WEEKS, orderUnits / (7 * rate))
  );
}

/** What a week earned, as far as its files tell: lost units are not in them. */
function rewardOf(sku: SkuFacts, { sold, price }: TradeLog, week: Decided): number {
  const { costs } = sku;
  let reward = week.orderUnits > 0 ? -costs.order : 0;
  for (let day = week.day; day < week.day + 7; day++)
    reward += ((price[day] ?? 0) - sku.unitCost) * (sold[day] ?? 0) - costs.holdingPerDay * week.onHand;
  return reward;
}

function nearest(values: readonly number[], value: number): number {
  const distances = values.map((one) => Math.abs(one - value));
  return distances.indexOf(Math.min(...distances));
}
