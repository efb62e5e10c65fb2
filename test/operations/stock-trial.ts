import { type Random, samplePoisson } from '../../lib/numeric/index.ts';

/** A stock of whole units that is looked at every `reviewDays` and ordered up to a level; demand is Poisson. */
export type Trial = {
  dailyMean: number;
  leadDays: number;
  reviewDays: number;
  rule: { reorderPoint: number; orderUpTo: number };
  /** Whether buyers wait for what is missing, or leave. */
  waiting: boolean;
  days: number;
};

/** What a trial came to, a day. */
export type TrialResult = { fillRate: number; held: number; short: number; waited: number; orders: number };

/** Trade day by day: what was ordered `leadDays` ago comes in the morning, buyers come, the stock is looked at in the evening. */
export function tryStock(trial: Trial, random: Random): TrialResult {
  const { dailyMean, leadDays, reviewDays, rule, waiting, days } = trial;
  const coming = new Map<number, number>();
  let stock = Math.ceil(rule.orderUpTo);
  let onOrder = 0;
  let asked = 0;
  const sum = { served: 0, held: 0, short: 0, waited: 0, orders: 0 };
  for (let day = 0; day < days; day++) {
    const arrived = coming.get(day) ?? 0;
    coming.delete(day);
    stock += arrived;
    onOrder -= arrived;
    const units = samplePoisson(random, dailyMean);
    const served = Math.min(units, Math.max(0, stock));
    asked += units;
    sum.served += served;
    sum.short += units - served;
    stock -= waiting ? units : served;
    sum.held += Math.max(0, stock);
    sum.waited += Math.max(0, -stock);
    if ((day + 1) % reviewDays !== 0 || stock + onOrder > rule.reorderPoint) continue;
    const order = Math.ceil(rule.orderUpTo - stock - onOrder);
    if (order <= 0) continue;
    sum.orders++;
    onOrder += order;
    coming.set(day + 1 + leadDays, (coming.get(day + 1 + leadDays) ?? 0) + order);
  }
  return {
    fillRate: sum.served / asked,
    held: sum.held / days,
    short: sum.short / days,
    waited: sum.waited / days,
    orders: sum.orders / days,
  };
}
