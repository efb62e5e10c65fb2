import { createRandom, sampleGamma } from '../../lib/numeric/index.ts';
import { type OrderHistory, predictPurchases } from '../../lib/purchasing/index.ts';
import { report } from './prediction-report.ts';

const BUYERS = 300_000;
const ORDER_DAYS = 10;
const DAYS = 730;
const SECONDS = 60;
const MIB = 600;

/** Predict a market of 300,000 buyers with ten order days each on average, and hold time and memory against their goals. */
export function benchScale(): void {
  const history = aLargeMarket();
  const before = process.memoryUsage.rss() / 2 ** 20;
  const started = process.cpuUsage();
  const { buyers, backtests } = predictPurchases(history, { moment: DAYS });
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const peak = process.resourceUsage().maxRSS / 1024;
  const served = backtests.map(({ serves }) => serves).join(', ');
  console.log(`${buyers.length} buyers, ${history.day.length} order days, served by ${served}`);
  report('CPU seconds', seconds, seconds <= SECONDS, `at most ${SECONDS}`);
  report(
    'MiB at the peak',
    peak,
    peak <= MIB,
    `at most ${MIB}; ${before.toFixed(0)} before, with the history`,
  );
}

/**
 * Buyers come on any day and order at a gamma-distributed rate of their own, by a rhythm (every other event of a Poisson process),
 * so that there is something to learn; drawn twice from one seed, to size and to fill.
 */
function aLargeMarket(): OrderHistory {
  const start = new Int32Array(BUYERS + 1);
  drawOrders((buyer) => start[buyer + 1]!++);
  for (let b = 0; b < BUYERS; b++) start[b + 1]! += start[b]!;
  const day = new Int32Array(start[BUYERS]!);
  const amount = new Float64Array(day.length);
  const next = start.slice();
  drawOrders((buyer, on) => {
    const row = next[buyer]!++;
    day[row] = on;
    amount[row] = 100 + ((buyer * 7919 + on * 104_729) % 9_973);
  });
  return { start, day, amount };
}

function drawOrders(onOrder: (buyer: number, day: number) => void): void {
  const random = createRandom(3);
  for (let buyer = 0; buyer < BUYERS; buyer++) {
    // seen for half the days on average
    const rate = (sampleGamma(random, 1.2) / 1.2) * (ORDER_DAYS / (DAYS / 2));
    let last = -1;
    const wait = () => -Math.log((1 - random()) * (1 - random())) / (2 * rate);
    for (let at = random() * DAYS; at < DAYS; at += wait()) {
      if (Math.floor(at) === last) continue;
      last = Math.floor(at);
      onOrder(buyer, last);
    }
  }
}
