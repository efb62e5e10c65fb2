import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { type SegmentedNight, segmentBuyers } from '../../lib/clustering/index.ts';
import { keepSegmentNight, readSegmentNightBefore } from '../../lib/stores/index.ts';
import { aggregatesOf, asOf, twelveAndForty } from '../clustering/some-buyers.ts';
import { objectsInMemory } from './objects-in-memory.ts';

const runOn = (date: string, market = 'gb') => ({
  ...{ merchant: 'demo', market, asOf: date },
  runId: `${market}-${date}`,
});

function aNight(): SegmentedNight {
  const { document, buyers, figures } = segmentBuyers(aggregatesOf(twelveAndForty), {
    ...{ runId: `gb-${asOf}`, asOf, currency: 'GBP', seed: 1 },
  });
  if (document.kind !== 'ready') throw new Error(document.detail);
  const moved = { on: asOf, from: 's2', to: 's1', why: 'orders every 9 instead of 30 days' };
  return {
    document,
    buyers: buyers.map((buyer) => (buyer.customer === 'large-03' ? { ...buyer, moved } : buyer)),
    figures,
  };
}

describe('a kept night', () => {
  test('is read back by a later date: document, segments, moves and figures, unknown ones among them', async () => {
    const place = { objects: objectsInMemory(), temporaryDirectory: tmpdir() };
    const night = aNight();

    await keepSegmentNight(place, runOn(asOf), night);

    const read = await readSegmentNightBefore(place, runOn('2011-12-10'));
    expect(read).toEqual({
      document: night.document,
      buyers: night.buyers.map(({ customer, segment, moved }) => ({
        ...{ customer, segment },
        ...(moved === undefined ? {} : { moved }),
      })),
      figures: night.figures,
    });
    expect(read?.figures.discountShare[0]).toBeNaN();
  });

  test('is not read by its own date, an earlier one or another market', async () => {
    const place = { objects: objectsInMemory(), temporaryDirectory: tmpdir() };
    await keepSegmentNight(place, runOn(asOf), aNight());

    for (const run of [runOn(asOf), runOn('2011-12-08'), runOn('2011-12-10', 'de')])
      expect(await readSegmentNightBefore(place, run)).toBeUndefined();
  });

  test('is the newest of several, and gives equal bytes when it is kept again', async () => {
    const place = { objects: objectsInMemory(), temporaryDirectory: tmpdir() };
    const night = aNight();
    for (const date of ['2011-12-07', '2011-12-09', '2011-12-08'])
      await keepSegmentNight(place, runOn(date), { ...night, document: { ...night.document, asOf: date } });
    const [key = ''] = place.objects.keys();
    const first = await place.objects.get(key);

    await keepSegmentNight(place, runOn('2011-12-07'), {
      ...night,
      document: { ...night.document, asOf: '2011-12-07' },
    });

    expect(await place.objects.get(key)).toEqual(first);
    expect((await readSegmentNightBefore(place, runOn('2011-12-09')))?.document.asOf).toBe('2011-12-08');
  });
});
