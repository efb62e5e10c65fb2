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

/** Published parameters, log-likelihoods and expectations. */
export const published = hasCdnow ? JSON.parse(readFileSync(reference, 'utf8')) : {};
