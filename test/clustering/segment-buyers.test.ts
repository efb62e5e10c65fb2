import { describe, expect, test } from '@jest/globals';
import { segmentBuyers } from '../../lib/clustering/index.ts';
import { buyerSchema, dayNumber, segmentationDocumentSchema } from '../../lib/domain/index.ts';
import { aBuyer, aggregatesOf, aLapsedBuyer, asOf, type SomeBuyer, twelveAndForty } from './some-buyers.ts';

const options = { runId: 'gb-2011-12-09', asOf, currency: 'GBP', seed: 1 };

function readySegments(buyers: SomeBuyer[]) {
  const { document } = segmentBuyers(aggregatesOf(buyers), options);
  if (document.kind !== 'ready') throw new Error(document.detail);
  return document;
}

describe('segmentBuyers', () => {
  test('says in words who buys what share of revenue, and how often', () => {
    const { segments, k } = readySegments(twelveAndForty);

    expect(k).toBe(2);
    expect(segments.map(({ name, description }) => [name, description])).toEqual([
      ['Large regulars', '12 large regulars buy 99 % of revenue, every 9 days, last order 4 days ago'],
      ['Small lapsed buyers', '40 small lapsed buyers bought 1 % of revenue, last order 200 days ago'],
    ]);
  });

  test('says why so many segments', () => {
    expect(readySegments(twelveAndForty).reason).toMatch(
      /^k = 2 of k = 2 to 5: the greatest mean silhouette \(mean silhouette 0\.\d\d, found again in resamples to 1\.00\)$/,
    );
  });

  test('calls nobody small where nobody bought for money, and an order of the day one of today', () => {
    const giftTakers = Array.from({ length: 9 }, (_, i) => aBuyer({ customer: `c${i}` }));

    expect(readySegments(giftTakers).segments[0]).toMatchObject({
      name: 'One-time buyers',
      description: '9 one-time buyers buy 0 % of revenue, ordered once so far, last order today',
    });
  });

  test('calls nobody regular for several orders on one day', () => {
    const stockedUp = Array.from({ length: 9 }, (_, i) =>
      aBuyer({ customer: `c${i}`, orders: 8, yearOrders: 8, yearRevenueMinor: 100 }),
    );

    expect(readySegments(stockedUp).segments[0]?.name).toBe('Mid-sized one-time buyers');
  });

  test('reports shares and medians computed by hand', () => {
    const [large, small] = readySegments(twelveAndForty).segments;

    // 12 × 400,000 + (0 + … + 11) = 4,800,066 and 40 × 1,000 + (0 + … + 39) = 40,780
    expect(large?.revenueShare).toBeCloseTo(4_800_066 / 4_840_846, 12);
    expect(large).toMatchObject({
      segment: 's1',
      buyers: 12,
      recencyDays: 4,
      ordersPerYear: 41,
      // the median of 400,000 … 400,011 is 400,005.5
      yearRevenue: { minor: 400_006, currency: 'GBP' },
    });
    expect(small).toMatchObject({ buyers: 40, recencyDays: 200, ordersPerYear: 1 });
  });

  test('labels each buyer with its segment and keeps its own figures', () => {
    const { buyers } = segmentBuyers(aggregatesOf(twelveAndForty), options);

    expect(buyers).toHaveLength(52);
    expect(buyers.find(({ customer }) => customer === 'large-03')).toEqual({
      customer: 'large-03',
      segment: 's1',
      runId: 'gb-2011-12-09',
      asOf,
      recencyDays: 4,
      orders: 41,
      yearRevenue: { minor: 400_003, currency: 'GBP' },
      firstOrder: '2010-12-10',
      lastOrder: '2011-12-05',
    });
    for (const buyer of buyers) expect(buyerSchema.parse(buyer)).toEqual(buyer);
  });

  test('answers a document that its schema takes, the same when it is asked again', () => {
    const first = segmentBuyers(aggregatesOf(twelveAndForty), options);
    const again = segmentBuyers(aggregatesOf(twelveAndForty), options);

    expect(segmentationDocumentSchema.parse(first.document)).toEqual(first.document);
    expect(again).toEqual(first);
  });

  test('names every segment differently even when their words would be the same', () => {
    const rhythms = [7, 14, 21, 28];
    const buyers = rhythms.flatMap((gap) =>
      Array.from({ length: 10 }, (_, i) => {
        const days = Math.floor(360 / gap) + 1;
        return aBuyer({
          customer: `every-${gap}-${i}`,
          firstDay: dayNumber(asOf) - gap * (days - 1),
          orders: days,
          orderDays: days,
          yearOrders: days,
          yearRevenueMinor: 100_000,
        });
      }),
    );

    const { segments } = readySegments(buyers);

    expect(segments.length).toBeGreaterThan(1);
    expect(new Set(segments.map(({ name }) => name)).size).toBe(segments.length);
    expect(new Set(segments.map(({ segment }) => segment)).size).toBe(segments.length);
    expect(segments.map(({ name }) => name).join()).toMatch(/Mid-sized regulars, every \d+ days/);
  });

  test('keeps buyers who are all alike in one segment', () => {
    const alike = Array.from({ length: 9 }, (_, i) => aBuyer({ customer: `c${i}`, yearRevenueMinor: 500 }));

    const document = readySegments(alike);

    expect(document).toMatchObject({
      k: 1,
      reason: 'all buyers are alike: they are one segment',
      inertia: 0,
    });
  });

  test('counts a buyer whose returns exceed its purchases as no revenue, but shows the amount', () => {
    const returner = aBuyer({ customer: 'returner', yearRevenueMinor: -5_000 });

    const { document, buyers } = segmentBuyers(aggregatesOf([...twelveAndForty, returner]), options);

    const shares = document.kind === 'ready' ? document.segments.map(({ revenueShare }) => revenueShare) : [];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(buyers.find(({ customer }) => customer === 'returner')?.yearRevenue.minor).toBe(-5_000);
  });

  test.each([
    [[], 0, 'orders', 'there are no orders up to this date'],
    [[], 12, 'customer_id', 'none of 12 order lines names its customer'],
    [
      Array.from({ length: 7 }, (_, i) => aLapsedBuyer(i)),
      7,
      'buyers',
      'segments need 8 buyers or more; there are 7',
    ],
  ] as const)('says what is missing: case %#', (buyers, orderLines, missing, detail) => {
    const segmented = segmentBuyers(aggregatesOf([...buyers], { orderLines }), options);

    expect(segmented).toMatchObject({
      document: { kind: 'insufficientData', runId: 'gb-2011-12-09', asOf, missing: [missing], detail },
      buyers: [],
    });
  });
});
