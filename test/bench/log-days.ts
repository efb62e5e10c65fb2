import type { SealedEntry } from '../../lib/domain/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { createLogFile } from '../../lib/stores/index.ts';

/** Acts of persons in a day's file, and how many persons there are. */
export const ACTS_A_DAY = 100;
const PERSONS = 20;

const digits = (n: number, length = 6) => String(n).padStart(length, '0');
const hex = (n: number) => n.toString(16).padStart(64, '0');

export const skuNamed = (number: number) => `S-${digits(number)}`;
export const personNamed = (number: number) => hex(number);

/**
 * Make the file that a run of a large market seals: acts of persons, then a proposal for each SKU, in order.
 *
 * @param firstPlace - acts before this day
 */
export function logOfDay(day: string, firstPlace: number, skus: number): Uint8Array {
  const random = createRandom(firstPlace + 1);
  const file = createLogFile();
  file.add(
    Array.from({ length: ACTS_A_DAY }, (_, act) =>
      entryOf(day, Math.floor(random() * skus), random, {
        place: firstPlace + act + 1,
        person: act % PERSONS,
      }),
    ),
  );
  file.endGroup();
  for (let first = 0; first < skus; first += 5_000) {
    const length = Math.min(5_000, skus - first);
    file.add(Array.from({ length }, (_, sku) => entryOf(day, first + sku, random)));
  }
  return file.finish();
}

function entryOf(
  day: string,
  number: number,
  random: () => number,
  act?: { place: number; person: number },
): SealedEntry {
  const price = 1_000_000 + Math.floor(random() * 50_000_000);
  const version = `de-${day}-${digits(Math.floor(random() * 1e8), 8)}`;
  const sku = skuNamed(number);
  const at = act === undefined ? `${day}T03:00:00.000Z` : `${day}T01:00:00.000Z`;
  return {
    ...{ entry: `${at}/${sku}/1-propose`, at, merchant: 'demo', market: 'de', sku, version: 1 },
    decision: `de:${sku}:${version}`,
    event: act === undefined ? 'propose' : 'approve',
    by: act === undefined ? 'tradewind' : personNamed(act.person),
    ...(act === undefined
      ? { from: null, to: 'proposed' }
      : { from: 'proposed', to: 'approved', place: act.place }),
    draft: {
      ...{ currency: 'EUR', priceMicros: price, currentPriceMicros: Math.floor(price * 0.97) },
      ...{ orderUnits: Math.floor(random() * 400), amountMinor: Math.floor(random() * 90_000) },
      ...{ step: random() / 5, confidence: random(), expectedGainPerDayMinor: Math.floor(random() * 9_000) },
    },
    ...{ policyVersion: version, runId: `de-${day}` },
    inputs: {
      ...{ answeredAt: at, shard: `s${digits(Math.floor(number / 240), 5)}` },
      ...{ marketRules: 3, uploads: hex(7) },
    },
  };
}
