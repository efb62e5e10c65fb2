import { dateOfDay, type PurchaseOutlook } from '../../lib/domain/index.ts';
import type { PurchaseBacktest, PurchaseModel, PurchasePredictions } from '../../lib/purchasing/index.ts';

const NAMES: Readonly<Record<PurchaseModel, string>> = {
  nbd: 'NBD (a rate of orders a buyer, nobody leaves)',
  'bg-nbd': 'BG/NBD (buyers may leave after a repeat order)',
  'mbg-nbd': 'MBG/NBD (buyers may leave after any order)',
  'pareto-nbd': 'Pareto/NBD (buyers may leave at any time)',
  learner: 'logistic regression on recency, frequency, worth and rhythm',
  trees: 'boosted trees on recency, frequency, worth and rhythm',
  mean: 'the mean of logistic regression, boosted trees and NBD',
};

/** Add up what a market's known buyers will do, with the backtest and the last window beside it. */
export function purchaseOutlook(ahead: PurchasePredictions, currency: string): PurchaseOutlook {
  const { dropOut } = ahead;
  const lastWindow = lastWindowOf(ahead, currency);
  return {
    buyers: ahead.buyers.length,
    expectedBuyers30Days: sum(ahead.chance30),
    expectedBuyers90Days: sum(ahead.chance90),
    expectedOrders90Days: sum(ahead.orders90),
    ...moneyField(
      'expectedSpend90Days',
      ahead.buyers.length === 0 ? Number.NaN : sum(ahead.spend90),
      currency,
    ),
    dropOut: {
      ...dropOut,
      detail: dropOut.seen
        ? 'buyers are seen to leave: a chance of that is given to each'
        : 'a model in which nobody leaves explains the orders as well: nobody is told to have left',
    },
    backtests: ahead.backtests.map(({ durationDays, serves, moments, buyers, models }) => ({
      ...{ days: durationDays, serves, buyers, models },
      reason: reasonOf({ serves, moments, buyers, models }),
      from: moments.map(dateOfDay),
    })),
    ...(lastWindow === undefined ? {} : { lastWindow }),
  };
}

function reasonOf({
  serves,
  moments,
  buyers,
  models,
}: Pick<PurchaseBacktest, 'serves' | 'moments' | 'buyers' | 'models'>): string {
  const [best] = models;
  const name = NAMES[serves];
  if (best === undefined) return `${name}; the history is too short to judge by a past window`;
  const learnt = models.some(({ model }) => model === 'learner');
  const windows = moments.length === 1 ? 'one past window' : `${moments.length} past windows`;
  const foretold = `${name} foretold ${buyers} buyers of ${windows} best of ${models.length} models`;
  const slips = `${percent(best.meanChance)} were expected to order, ${percent(best.orderedShare)} did`;
  return `${foretold}; ${slips}${learnt ? '' : '; there is too little history to learn from'}`;
}

function lastWindowOf({ check }: PurchasePredictions, currency: string): PurchaseOutlook['lastWindow'] {
  if (check === undefined) return undefined;
  const { moment, buyers, orders, expectedOrders, byEarly, byMedian, byLate, inside } = check;
  return {
    from: dateOfDay(moment),
    ...{ buyers, expectedOrders, orders },
    ...moneyField('expectedSpend', check.expectedSpend, currency),
    ...moneyField('spend', check.spend, currency),
    byFrom: cameTrue(byEarly),
    byMedian: cameTrue(byMedian),
    byTo: cameTrue(byLate),
    inside: cameTrue(inside),
  };
}

const cameTrue = ({ buyers, share }: { buyers: number; share: number }) => ({
  buyers,
  share: Number.isNaN(share) ? null : share,
});

/** Nothing where the amount is not known. */
function moneyField<Name extends string>(name: Name, amount: number, currency: string) {
  type Field = { [Key in Name]?: { minor: number; currency: string } };
  const field: Field = {};
  if (Number.isFinite(amount)) field[name] = { minor: Math.round(amount), currency };
  return field;
}

const sum = (column: Float64Array) => column.reduce((total, one) => total + one, 0);
const percent = (share: number) => `${Math.round(100 * share)} %`;
