import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const shared = process.env.TRADEWIND_SHARED ?? '../shared';
const summary = join(shared, 'data/retail/cdnow-summary.csv.gz');
const reference = join(shared, 'bench/purchasing/bgnbd.json');

/** Whether CDNOW (1/10 sample, weeks since the first order, 2,357 buyers) and its published values are at hand. */
export const hasCdnow = existsSync(summary) && existsSync(reference);
if (!hasCdnow) console.log(`skipped: ${summary} is not there (TRADEWIND_SHARED names the folder)`);

/** The buyers of CDNOW: repeat orders, recency, age, mean amount of the repeat orders. */
export const cdnow = hasCdnow
  ? gunzipSync(readFileSync(summary))
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, frequency = 0, recency = 0, age = 0, meanAmount = 0] = line.split(',').map(Number);
        return { frequency, recency, age, meanAmount };
      })
  : [];

const sample = join(shared, 'data/retail/cdnow-sample.csv.gz');

/** The buyers' order days in the 39 weeks after those that `cdnow` knows, from 1 October 1997 on, in its order. */
export const cdnowHoldout = hasCdnow && existsSync(sample) ? readHoldout() : [];

function readHoldout(): number[] {
  const later = new Map<string, Set<string>>();
  for (const line of gunzipSync(readFileSync(sample)).toString().trim().split('\n').slice(1)) {
    const [, customer = '', date = ''] = line.split(',');
    const days = later.get(customer) ?? new Set();
    later.set(customer, days);
    if (date >= '19971001') days.add(date);
  }
  return [...later].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, days]) => days.size);
}

/** Published parameters, log-likelihoods and expectations. */
export const published = hasCdnow ? JSON.parse(readFileSync(reference, 'utf8')) : {};
