import { afterAll, describe, expect, test } from '@jest/globals';
import type { SeriesTask } from '../../../functions/forecast/forecast-series.ts';
import { createSeriesForecaster, onThisThread } from '../../../functions/forecast/series-forecaster.ts';
import { forecastDocumentSchema } from '../../../lib/domain/index.ts';
import { aSeries, dailyDemand, shard } from './a-series.ts';

const open: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(open.map((forecaster) => forecaster.close())));

function aForecaster(cores: number, program: 'worker' | 'faulty', deadlineMs?: number) {
  const file = program === 'worker' ? '../../../functions/forecast/worker.ts' : './faulty-worker.ts';
  const forecaster = createSeriesForecaster({
    cores,
    script: new URL(file, import.meta.url),
    heapMib: 64,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  open.push(forecaster);
  return forecaster.forecastAll;
}

const unhurried = () => Number.POSITIVE_INFINITY;

const tasksOf = (skus: readonly string[]): SeriesTask[] =>
  skus.map((sku, place) => ({
    shard,
    record: aSeries({ sku, demand: dailyDemand(60 + 20 * place, place) }),
  }));

describe('createSeriesForecaster', () => {
  test('gives the same bytes in the same order on one, two and three threads', async () => {
    const tasks = tasksOf(['A', 'B', 'C', 'D', 'E', 'F', 'G']);

    const onOne = JSON.stringify(await onThisThread(tasks, unhurried));
    const onTwo = JSON.stringify(await aForecaster(2, 'worker')(tasks, unhurried));
    const onThree = JSON.stringify(await aForecaster(3, 'worker')(tasks, unhurried));

    expect(onTwo).toBe(onOne);
    expect(onThree).toBe(onOne);
  });

  test('gives up a series whose thread throws, ends, or wants all memory, and no other', async () => {
    const skus = ['A', 'throws', 'B', 'exits', 'C', 'eats', 'D'];

    const results = await aForecaster(2, 'faulty')(tasksOf(skus), unhurried);

    expect(results.map(({ sku }) => sku)).toEqual(skus);
    const reasonOf = (sku: string) => {
      const document = results.find((result) => result.sku === sku)?.document;
      return document?.kind === 'ready' ? document.reason : undefined;
    };
    expect(reasonOf('throws')).toBe('seasonalNaive: the models were given up: a matrix that has no inverse');
    expect(reasonOf('exits')).toBe('seasonalNaive: the models were given up: its thread ended with code 3');
    expect(reasonOf('eats')).toMatch(/^seasonalNaive: the models were given up: .*memory/);
    for (const sku of ['A', 'B', 'C', 'D']) expect(reasonOf(sku)).not.toMatch(/^seasonalNaive/);
    for (const { document } of results) expect(forecastDocumentSchema.parse(document).kind).toBe('ready');
  });

  test('gives up a series that has not come back in time, and goes on with the next', async () => {
    const results = await aForecaster(2, 'faulty', 5000)(tasksOf(['hangs', 'A', 'B', 'C']), unhurried);

    const models = results.map(({ document }) => document.kind === 'ready' && document.model);
    expect(models[0]).toBe('seasonalNaive(7)');
    expect(results[0]?.document).toMatchObject({
      reason: 'seasonalNaive: the models were given up: it took longer than 5000 ms',
    });
    for (const place of [1, 2, 3]) expect(models[place]).not.toBe('seasonalNaive(7)');
  });

  test('starts no thread for a handful of series or on one core', async () => {
    const few = await aForecaster(2, 'faulty')(tasksOf(['exits', 'A']), unhurried);
    const oneCore = await aForecaster(1, 'faulty')(tasksOf(['exits', 'A', 'B', 'C', 'D']), unhurried);

    // a thread with this program would have ended at once
    for (const [result] of [few, oneCore])
      expect(result?.document).not.toMatchObject({ model: 'seasonalNaive(7)' });
  });

  test.each([1, 2])('begins no series once the time is up, on %d core', async (cores) => {
    let asked = 0;
    const forTwo = () => (asked++ < 2 ? 60_000 : 0);

    const results = await aForecaster(cores, 'worker')(tasksOf(['A', 'B', 'C', 'D', 'E']), forTwo);

    const reasons = results.map(({ document }) => (document.kind === 'ready' ? document.reason : ''));
    const late = 'seasonalNaive: the models were given up: no time was left';
    expect(reasons.map((reason) => reason === late)).toEqual([false, false, true, true, true]);
  });
});

describe('forecastSeries', () => {
  const hostile: [string, (number | null)[]][] = [
    ['infinite', [...dailyDemand(40), Number.POSITIVE_INFINITY]],
    ['negatively infinite', [...dailyDemand(40), Number.NEGATIVE_INFINITY]],
    ['never observed', new Array<null>(200).fill(null)],
    ['of one day', [4]],
    ['empty', []],
    ['huge', dailyDemand(100).map((units) => units * 1e300)],
    ['as large as numbers go', new Array<number>(60).fill(Number.MAX_VALUE)],
    ['tiny', dailyDemand(100).map((units) => units * 1e-300)],
    ['always nothing', new Array<number>(300).fill(0)],
    ['one number', new Array<number>(300).fill(7)],
    ['negative', dailyDemand(100).map((units) => -units)],
    ['one spike', [...new Array<number>(100).fill(0), 1e12]],
  ];

  test.each(hostile)('answers demand that is %s with a document that can be stored', async (_, demand) => {
    const [result] = await onThisThread([{ shard, record: aSeries({ demand }) }], unhurried);

    const stored = forecastDocumentSchema.parse(JSON.parse(JSON.stringify(result?.document)));
    expect(stored.sku).toBe('A-1');
    if (stored.kind === 'ready')
      for (const value of [...stored.mean, ...stored.p10, ...stored.p50, ...stored.p90])
        expect(Number.isFinite(value)).toBe(true);
  });
});
