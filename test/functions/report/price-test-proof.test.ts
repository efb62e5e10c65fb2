import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { poolPrices } from '../../../functions/report/pool-prices.ts';
import { addDays, lakeKeys, type PriceWeek, type ReportRequest } from '../../../lib/domain/index.ts';
import { createRandom, samplePoisson } from '../../../lib/numeric/index.ts';
import { provePriceRule, recommend } from '../../../lib/operations/index.ts';
import { guardPrice } from '../../../lib/oversight/index.ts';
import { observedFile, readPriceWeeks } from '../../../lib/stores/index.ts';
import { aSeries } from '../../operations/a-series.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { aWorld } from '../learn/a-world.ts';

const euro = 1_000_000;
const SKUS = 24;
const WEEKS = 14;
/** A block of price tests may begin on it: 1970-01-01 did, and it is whole weeks later. */
const firstNight = '2024-06-06';
const lastNight = addDays(firstNight, 7 * WEEKS);

/** Truly elasticity −1, where the history shows −3: what the log expects of a price is wrong. */
const trulyUnits = (micros: number) => 10 * (micros / (10 * euro)) ** -1;
const trulyMinor = (micros: number) => ((micros - 6 * euro) / 10_000) * trulyUnits(micros);

type Shop = { demand: number[]; priceSteps: [number, number][]; micros: number };

/** A night a week, and one more in the first block, after which every SKU charges what was proposed and sells what it truly sells. */
async function tradeWithTests() {
  const random = createRandom(5);
  const shops = new Map<string, Shop>();
  for (let place = 0; place < SKUS; place++) {
    const ratios = [1, 0.975, 1.025, 1];
    const demand = Array.from({ length: 280 }, (_, day) =>
      samplePoisson(random, 10 * ratios[Math.floor(day / 70)]! ** -3),
    );
    const priceSteps = ratios.map((ratio, step): [number, number] => [70 * step, ratio * 10 * euro]);
    shops.set(`A-${place}`, { demand, priceSteps, micros: 10 * euro });
  }
  const bucket = objectsInMemory();
  const names = [...shops.keys()];
  const world = aWorld(
    names.map((sku) => aSeries({ sku })),
    // a price that is dear to move stays where it is, but for tests
    {
      rules: {
        rules: {
          priceTests: { share: 0.4, largestStep: 0.1 },
          priceChangeCost: { minor: 9_000_000, currency: 'EUR' },
        },
      },
    },
    bucket,
  );
  for (let day = 0; day <= 7 * WEEKS; day++) {
    const asOf = addDays(firstNight, day);
    if (day % 7 === 0 || (day % 7 === 3 && day < 28)) {
      const records = [...shops].map(([sku, shop]) => recordOf(sku, shop, asOf));
      const run = { merchant: 'demo', market: 'de', asOf, runId: `de-${asOf}` };
      const key = `${asOf}.gz`;
      await bucket.put(key, gzipSync(records.map((record) => JSON.stringify(record)).join('\n')), 'x');
      await bucket.put(lakeKeys.observed('demo', 'de', asOf, 's00001'), observedFile(records, asOf), 'x');
      await world.handler({ ...run, shard: 's00001', key, series: SKUS });
      await poolPrices(bucket, aRequest(asOf));
      for (const [sku, shop] of shops) charge(shop, world.policies.get(`demo#de ${sku}`)?.value);
    }
    for (const shop of shops.values()) shop.demand.push(samplePoisson(random, trulyUnits(shop.micros)));
  }
  return readPriceWeeks({ objects: bucket, temporaryDirectory: tmpdir() }, aRequest(lastNight));
}

type Document = Parameters<typeof recommend>[0];
function charge(shop: Shop, document: Document | undefined): void {
  if (document === undefined) throw new Error('a policy was expected');
  const answer = recommend(document, { market: 'de', query: {}, now: '2024-06-06T05:00:00Z', guardPrice });
  if (answer.kind !== 'ready' || answer.proposal === null) throw new Error('a proposal was expected');
  const { micros } = answer.proposal.price;
  if (micros !== shop.micros) shop.priceSteps.push([shop.demand.length, micros]);
  shop.micros = micros;
}

function recordOf(sku: string, { demand, priceSteps, micros }: Shop, asOf: string) {
  return aSeries({
    ...{ sku, start: addDays(asOf, 1 - demand.length), demand: [...demand] },
    groups: [{ priceGroup: '', demand: [...demand], priceSteps: [...priceSteps] }],
    priceList: [{ priceGroup: '', minQuantity: 1, unitPriceMicros: micros }],
    product: { ...aSeries().product, listPriceMicros: micros },
    stock: { onHand: 400, onOrder: 0, reserved: 0, asOf },
  });
}

const aRequest = (asOf: string): ReportRequest => ({
  ...{ merchant: 'demo', market: 'de', asOf, runId: `de-${asOf}`, ready: true, series: SKUS, shards: 1 },
  ...{ manifest: { bucket: 'lake', key: 'm' }, forecast: [], segment: { buyers: 0, segments: 0 } },
  learn: [{ shard: 's00001', done: SKUS, lacking: 0 }],
});

const rungOf = ({ rungs }: PriceWeek, which: 'proposed' | 'inForce') => rungs.find((rung) => rung[which]);

describe('price tests from their draw to the proof of the price rule', () => {
  let weeks: Awaited<ReturnType<typeof readPriceWeeks>>;
  beforeAll(async () => {
    weeks = await tradeWithTests();
  }, 120_000);

  test('tell both weeks of a fortnight by the night of the draw, with its chances and the price before it', () => {
    const bySku = Map.groupBy(weeks.exploring, ({ sku }) => sku);
    expect(bySku.size).toBe(SKUS);

    for (const ofSku of bySku.values())
      for (const first of ofSku.filter(
        ({ asOf }) => !ofSku.some((other) => other.asOf === addDays(asOf, -7)),
      )) {
        const second = ofSku.find(({ asOf }) => asOf === addDays(first.asOf, 7));
        // the oldest week may be the second of its fortnight, the newest the first of one that goes on
        if (second !== undefined) expect(second.rungs).toEqual(first.rungs);
      }
    const tests = weeks.exploring.filter(({ rungs }) => rungs.some(({ priceTest }) => priceTest));
    expect(tests.length).toBeGreaterThan(SKUS);
    for (const week of tests) {
      expect(rungOf(week, 'proposed')?.chance).toBeLessThan(1);
      expect(rungOf(week, 'proposed')?.unitPriceMicros).not.toBe(rungOf(week, 'inForce')?.unitPriceMicros);
      expect(week.chargedMicros).toBe(rungOf(week, 'proposed')?.unitPriceMicros);
    }
  });

  test('give the gain that is true, where the log expected another', () => {
    const proof = provePriceRule(weeks, null, 'EUR');

    if (proof.kind !== 'measured') throw new Error(proof.text);
    const compared = weeks.exploring.flatMap((week) => {
      const best = week.rungs.reduce((one, other) => (promiseOf(other) > promiseOf(one) ? other : one));
      const today = rungOf(week, 'inForce');
      return today === undefined || today.chance === 0 || best.chance === 0 ? [] : [{ best, today }];
    });
    const meanOf = (worth: (one: (typeof compared)[number]) => number) =>
      (proof.skus * compared.reduce((sum, one) => sum + worth(one), 0)) / compared.length;
    const truth = meanOf(
      ({ best, today }) => trulyMinor(best.unitPriceMicros) - trulyMinor(today.unitPriceMicros),
    );
    const promise = meanOf(({ best, today }) => promiseOf(best) - promiseOf(today));
    expect(proof.lower.minor).toBeLessThan(truth);
    expect(proof.upper.minor).toBeGreaterThan(truth);
    expect(Math.abs(proof.gainPerDay.minor - truth)).toBeLessThan(Math.abs(promise - truth));
  });
});

const promiseOf = ({ unitPriceMicros, expectedUnitsPerDay }: PriceWeek['rungs'][number]) =>
  ((unitPriceMicros - 6 * euro) / 10_000) * expectedUnitsPerDay;
