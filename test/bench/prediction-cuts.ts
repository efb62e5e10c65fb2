import { dayNumber } from '../../lib/domain/index.ts';
import { foretoldCheck } from '../../lib/purchasing/foretold-check.ts';
import { judgeChances, type OrderHistory, predictPurchases } from '../../lib/purchasing/index.ts';
import { orderedWithin } from '../../lib/purchasing/order-history.ts';
import { ONLINE_RETAIL, readOnlineRetailOrders } from './online-retail-orders.ts';
import { report } from './prediction-report.ts';
import { sharedFolder } from './shared-folder.ts';

/** The first day not known, the window from it, and what is to be reached; peers' AUC as published with the data. */
export type DayCut = {
  cut: string;
  days: 30 | 90;
  goals?: { auc: number; brier: number; peers: Readonly<Record<string, number>> };
};

/** The cuts that peers were measured on. */
export const PUBLIC_CUTS: readonly DayCut[] = [
  {
    cut: '2011-11-09',
    days: 30,
    goals: {
      auc: 0.75,
      brier: 0.189,
      peers: {
        ...{ 'RFM quintiles': 0.735, 'Pareto/NBD': 0.74, logistic: 0.746, 'gradient boosting': 0.744 },
        'mean of ranks of logistic, gradient boosting and BG/NBD': 0.751,
      },
    },
  },
  {
    cut: '2011-09-10',
    days: 90,
    goals: {
      auc: 0.74,
      brier: 0.215,
      peers: { 'RFM quintiles': 0.731, 'Pareto/NBD': 0.728, logistic: 0.737, 'gradient boosting': 0.728 },
    },
  },
];

let kept: OrderHistory | undefined;

/** Predict Online Retail's buyers at a cut, and print how that did. */
export function judgeCut({ cut, days, goals }: DayCut): void {
  const shared = sharedFolder(ONLINE_RETAIL);
  if (shared === null) return;
  kept ??= readOnlineRetailOrders(`${shared}/${ONLINE_RETAIL}`);
  const moment = dayNumber(cut);
  const ahead = predictPurchases(kept, { moment });
  const answers = orderedWithin(kept, ahead.buyers, moment, days);
  const chances = days === 30 ? ahead.chance30 : ahead.chance90;
  const scores = judgeChances(
    chances.map((chance) => Math.log(chance / (1 - chance))),
    answers,
  );
  const ordered = answers.reduce((sum, one) => sum + one, 0);
  const serves = ahead.backtests.find(({ durationDays }) => durationDays === days)?.serves;
  console.log(
    `${days} days from ${cut}, ${ahead.buyers.length} buyers, ${ordered} ordered; ${serves} serves`,
  );
  const { auc, brier, calibrationSlope } = scores;
  report('AUC', auc, auc >= (goals?.auc ?? 0), `at least ${goals?.auc ?? 0}`);
  for (const [peer, theirs] of Object.entries(goals?.peers ?? {}))
    console.log(`    ${(auc / theirs).toFixed(3)} × ${peer} (${theirs})`);
  report('Brier', brier, brier <= (goals?.brier ?? 1), `at most ${goals?.brier ?? 1}`);
  report('calibration slope', calibrationSlope, Math.abs(calibrationSlope - 1) <= 0.1, '0.9 to 1.1');
  if (days === 90) printCheck(foretoldCheck(kept, moment, ahead));
}

function printCheck(check: ReturnType<typeof foretoldCheck>): void {
  const { orders, expectedOrders, spend, expectedSpend, byEarly, byMedian, byLate, inside } = check;
  console.log(`  ${expectedOrders.toFixed(0)} orders expected, ${orders} came`);
  console.log(`  £${expectedSpend.toFixed(0)} expected, £${spend.toFixed(0)} came`);
  for (const [name, { buyers, share }] of Object.entries({
    'early date (.1)': byEarly,
    'median date (.5)': byMedian,
    'late date (.9)': byLate,
    'interval (.8)': inside,
  }))
    console.log(`  ordered by the ${name}: ${share.toFixed(3)}; ${buyers} had it within the window`);
}
