import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dayNumber } from '../../lib/domain/index.ts';
import {
  expectedOrders,
  fitBgNbd,
  fitParetoNbd,
  judgeChances,
  predictPurchases,
} from '../../lib/purchasing/index.ts';
import { orderedWithin } from '../../lib/purchasing/order-history.ts';
import { ONLINE_RETAIL, readOnlineRetailOrders } from './online-retail-orders.ts';
import { sharedFolder } from './shared-folder.ts';

/** `npm run bench:prediction`: who orders in 30 and 90 days on Online Retail's public cuts, CDNOW's holdout, time of a fit; each beside its goal. */
function main(): void {
  const shared = sharedFolder(ONLINE_RETAIL);
  if (shared === null) return;
  const history = readOnlineRetailOrders(`${shared}/${ONLINE_RETAIL}`);
  for (const [cut, days, auc, brier] of [
    ['2011-11-09', 30, 0.75, 0.189],
    ['2011-09-10', 90, 0.74, 0.215],
  ] as const) {
    const moment = dayNumber(cut);
    const ahead = predictPurchases(history, { moment });
    const chances = days === 30 ? ahead.chance30 : ahead.chance90;
    const answers = orderedWithin(history, ahead.buyers, moment, days);
    const scores = judgeChances(
      chances.map((chance) => Math.log(chance / (1 - chance))),
      answers,
    );
    console.log(
      `${days} days from ${cut}, ${ahead.buyers.length} buyers, ${ahead.backtests.find((b) => b.durationDays === days)?.serves}`,
    );
    report('AUC', scores.auc, scores.auc >= auc, `at least ${auc}`);
    report('Brier', scores.brier, scores.brier <= brier, `at most ${brier}`);
    report(
      'calibration slope',
      scores.calibrationSlope,
      Math.abs(scores.calibrationSlope - 1) <= 0.1,
      '0.9 to 1.1',
    );
  }
  cdnow(shared);
}

function cdnow(shared: string): void {
  const rows = gunzipSync(readFileSync(`${shared}/data/retail/cdnow-summary.csv.gz`))
    .toString()
    .trim()
    .split('\n');
  const buyers = rows.slice(1).map((line) => {
    const [, frequency = 0, recency = 0, age = 0] = line.split(',').map(Number);
    return { frequency, recency, age };
  });
  const model = fitParetoNbd(buyers);
  const sum = buyers.reduce((total, buyer) => total + expectedOrders(model, buyer, 39), 0);
  console.log(`CDNOW, Pareto/NBD: ${sum.toFixed(0)} orders expected in 39 weeks (published 1666, 1882 came)`);
  const many = Array.from({ length: 100_000 }, (_, i) => {
    const { frequency, recency, age } = buyers[i % buyers.length] ?? { frequency: 0, recency: 0, age: 1 };
    const later = Math.floor(i / buyers.length) / 7;
    return { frequency, recency, age: age + later };
  });
  const started = process.cpuUsage();
  fitBgNbd(many);
  const seconds = process.cpuUsage(started).user / 1e6;
  report('CPU seconds of BG/NBD on 100,000 buyers', seconds, seconds <= 2, 'at most 2');
}

function report(name: string, value: number, met: boolean, goal: string): void {
  console.log(`  ${name} ${value.toFixed(4)}: ${met ? 'met' : 'missed'} (${goal})`);
}

main();
