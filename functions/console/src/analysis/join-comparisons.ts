import type { ComparedMarket, Comparison, Money } from '../../../../lib/domain/index.ts';
import { currencyDigits } from '../../../../lib/domain/money.ts';

/** A market beside others, with what follows from all regions together. */
export type Side = ComparedMarket & {
  /** In the common currency; `null` where no rate was uploaded. */
  commonOrder: Money | null;
};

/** A market of which nothing can be shown, and why. */
export type Absent = Exclude<Comparison['markets'][number], { kind: 'ready' }>;

/** The markets of all regions side by side. */
export type Joined = {
  currency: string;
  sides: readonly Side[];
  absent: readonly Absent[];
  /** Of the sides that have a rate; `null` where none has. */
  total: Money | null;
};

/** Join what each region tells of its own markets: shares are of all of them. */
export function joinComparisons(answers: readonly Comparison[], currency: string): Joined {
  const markets = answers.flatMap((answer) => answer.markets);
  const ready = markets.filter((one) => one.kind === 'ready');
  const amounts = ready.flatMap(({ commonRevenue }) => (commonRevenue === null ? [] : [commonRevenue.minor]));
  const total = amounts.reduce((sum, minor) => sum + minor, 0);
  return {
    currency,
    sides: ready.map((one) => ({
      ...one,
      commonShare: one.commonRevenue === null || total <= 0 ? null : one.commonRevenue.minor / total,
      commonOrder: inCommon(one, currency),
    })),
    absent: markets.filter((one) => one.kind !== 'ready'),
    total: amounts.length === 0 ? null : { minor: total, currency },
  };
}

function inCommon({ averageOrder, rate, currency: own }: ComparedMarket, currency: string): Money | null {
  if (rate === null) return null;
  const digits = 10 ** (currencyDigits(currency) - currencyDigits(own));
  return { minor: Math.round(averageOrder.minor * rate * digits), currency };
}
