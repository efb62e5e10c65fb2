import { describe, expect, test } from '@jest/globals';
import type { SeriesRecord, StoredOutcome } from '../../lib/domain/index.ts';
import { foldOutcomes as foldWith } from '../../lib/operations/index.ts';
import { aSeries, euro } from './a-series.ts';

/** Six days from 1 June: 5, 5, sold out at 2, not observed, 5, 5. */
function aWeek(): SeriesRecord {
  const demand = [5, 5, 2, null, 5, 5];
  return aSeries({
    start: '2024-06-01',
    demand,
    censoredDays: [2],
    groups: [{ priceGroup: '', demand, priceSteps: [] }],
  });
}

const foldOutcomes = (record: SeriesRecord, outcomes: StoredOutcome[]) => foldWith(record, outcomes, 'EUR');

const anOutcome = (changes: Partial<StoredOutcome>): StoredOutcome => ({
  key: 'k1',
  sku: 'A-1',
  from: '2024-06-03',
  to: '2024-06-03',
  ...changes,
});

const shown = (euros: number) => ({ micros: Math.round(euros * euro), currency: 'EUR' });

describe('foldOutcomes', () => {
  test('adds lost units to the demand of their day, which then is no longer censored', () => {
    const { record, counted } = foldOutcomes(aWeek(), [anOutcome({ unitsLost: 4 })]);

    expect(record.demand).toEqual([5, 5, 6, null, 5, 5]);
    expect(record.groups[0]?.demand).toEqual(record.demand);
    expect(record.censoredDays).toEqual([]);
    expect(counted).toBe(1);
  });

  test('counts a key once, however often it comes', () => {
    const twice = [anOutcome({ unitsLost: 4 }), anOutcome({ unitsLost: 4 })];

    const { record, counted } = foldOutcomes(aWeek(), twice);

    expect(record.demand[2]).toBe(6);
    expect(counted).toBe(1);
  });

  test('adds up reports of the same period, and takes the larger where periods overlap', () => {
    const reports = [
      anOutcome({ key: 'a', unitsLost: 1 }),
      anOutcome({ key: 'b', unitsLost: 2 }),
      anOutcome({ key: 'c', from: '2024-06-03', to: '2024-06-04', unitsLost: 4 }),
    ];

    // 3 June: 1 + 2 = 3 against 4 / 2 = 2; 4 June: 2, and it was not observed otherwise
    expect(foldOutcomes(aWeek(), reports).record.demand).toEqual([5, 5, 5, 2, 5, 5]);
  });

  test('never adds units sold or back-ordered: orders have them', () => {
    const { record, counted } = foldOutcomes(aWeek(), [anOutcome({ unitsSold: 2, unitsBackOrdered: 9 })]);

    expect(record).toEqual(aWeek());
    expect(counted).toBe(1);
  });

  test('says when more was reported sold than orders show', () => {
    const { warnings } = foldOutcomes(aWeek(), [anOutcome({ unitsSold: 20 })]);

    expect(warnings).toEqual(['20 units were reported sold from 2024-06-03 to 2024-06-03, orders show 2']);
  });

  test('raises the recent rate by losses on open days alone: sold-out days are filled by the forecast', () => {
    const onSoldOut = foldOutcomes(aWeek(), [anOutcome({ unitsLost: 4 })]);
    const onUnseen = foldOutcomes(aWeek(), [
      anOutcome({ from: '2024-06-04', to: '2024-06-04', unitsLost: 4 }),
    ]);
    const onOpen = foldOutcomes(aWeek(), [anOutcome({ from: '2024-06-05', to: '2024-06-06', unitsLost: 3 })]);

    expect([onSoldOut.lostPerDay, onUnseen.lostPerDay]).toEqual([0, 0]);
    // 3 units in a history of 6 days
    expect(onOpen.lostPerDay).toBe(0.5);
  });

  test('leaves out what lies outside the history', () => {
    const { record, counted } = foldOutcomes(aWeek(), [
      anOutcome({ from: '2024-07-01', to: '2024-07-02', unitsLost: 9 }),
    ]);

    expect(record).toEqual(aWeek());
    expect(counted).toBe(0);
  });

  test('takes a report of no loss for what it is: the day stays as it was', () => {
    const { record, counted } = foldOutcomes(aWeek(), [anOutcome({ unitsLost: 0 })]);

    expect(record).toEqual(aWeek());
    expect(counted).toBe(1);
  });

  test('adds lost units and never those that wait, which are order lines', () => {
    const both = foldOutcomes(aWeek(), [anOutcome({ unitsLost: 4, unitsBackOrdered: 9, unitsSold: 2 })]);

    expect(both.record).toEqual(foldOutcomes(aWeek(), [anOutcome({ unitsLost: 4 })]).record);
    expect(both.warnings).toEqual([]);
  });

  test('lets a correction stand in place of what it corrects, in whatever order they come', () => {
    const first = anOutcome({ key: 'a', unitsLost: 40 });
    const second = anOutcome({ key: 'b', unitsLost: 4, corrects: 'a' });
    const third = anOutcome({ key: 'c', unitsLost: 1, corrects: 'b' });

    for (const order of [
      [first, second, third],
      [third, first, second],
    ]) {
      const { record, counted } = foldOutcomes(aWeek(), order);
      expect(record.demand[2]).toBe(3);
      expect(counted).toBe(1);
    }
    expect(foldOutcomes(aWeek(), [first, second]).record.demand[2]).toBe(6);
  });

  test('lets one correction stand where two correct the same: the last in the order of keys', () => {
    const reports = [
      anOutcome({ key: 'a', unitsLost: 40 }),
      anOutcome({ key: 'c', unitsLost: 1, corrects: 'a' }),
      anOutcome({ key: 'b', unitsLost: 4, corrects: 'a' }),
    ];

    expect(foldOutcomes(aWeek(), reports)).toMatchObject({
      counted: 1,
      record: { demand: [5, 5, 3, null, 5, 5] },
    });
  });

  test('is the same whatever order outcomes come in', () => {
    const reports = [
      anOutcome({ key: 'a', unitsLost: 1, priceShown: shown(11) }),
      anOutcome({ key: 'b', unitsLost: 2, to: '2024-06-04', priceShown: shown(12) }),
      anOutcome({ key: 'c', unitsLost: 3, from: '2024-06-01', unitsSold: 90 }),
      anOutcome({ key: 'd', corrects: 'a', unitsLost: 9 }),
    ];

    const forwards = foldOutcomes(aWeek(), reports);

    expect(foldOutcomes(aWeek(), reports.toReversed()).record).toEqual(forwards.record);
    expect(foldOutcomes(aWeek(), reports.toReversed()).warnings).toEqual(forwards.warnings);
  });
});

describe('an outcome that can not be believed', () => {
  test.each([
    ['1e9 units lost', { unitsLost: 1e9 }, 'unitsLost of 1,000,000,000'],
    ['1e9 units waiting', { unitsBackOrdered: 1e9 }, 'unitsBackOrdered'],
    ['1e9 units sold', { unitsSold: 1e9 }, 'unitsSold'],
    ['a price a thousand times the list price', { priceShown: shown(10_000) }, 'far from the list price'],
    ['a price in cents for millionths', { priceShown: { micros: 1000, currency: 'EUR' } }, 'millionths'],
    ['a period of years', { from: '2020-01-01', unitsLost: 1 }, '366 are the most'],
  ] as const)('is set aside and named: %s', (_, said, words) => {
    const { record, counted, warnings } = foldOutcomes(aWeek(), [
      anOutcome(said),
      anOutcome({ key: 'good', unitsLost: 4 }),
    ]);

    expect(record.demand).toEqual([5, 5, 6, null, 5, 5]);
    expect(counted).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(/^the outcome k1 is set aside: /)]);
    expect(warnings[0]).toContain(words);
  });

  test('is believed once orders show that the SKU sells so much', () => {
    const large = { ...aWeek(), demand: [5, 5, 2, null, 5, 900] };
    const lost = anOutcome({ unitsLost: 3000 });

    expect(foldOutcomes(aWeek(), [lost]).counted).toBe(0);
    expect(foldOutcomes(large, [lost]).counted).toBe(1);
  });

  test('does not flood the row: three are named and the rest counted', () => {
    const many = Array.from({ length: 500 }, (_, i) => anOutcome({ key: `k${i}`, unitsLost: 1e9 }));

    const { warnings } = foldOutcomes(aWeek(), many);

    expect(warnings).toHaveLength(4);
    expect(warnings[3]).toMatch(/^497 more/);
  });
});

describe('a price shown', () => {
  const listed = () => {
    const week = aWeek();
    return {
      ...week,
      groups: week.groups.map((group) => ({ ...group, priceSteps: [[0, 10 * euro]] as [number, number][] })),
    };
  };
  const stepsOf = (outcomes: StoredOutcome[], record = listed()) =>
    foldOutcomes(record, outcomes).record.groups[0]?.priceSteps;

  test('is the price of its days, and says where it is not that of the list', () => {
    const report = anOutcome({ to: '2024-06-04', priceShown: shown(12) });

    const { warnings } = foldOutcomes(listed(), [report]);

    expect(stepsOf([report])).toEqual([
      [0, 10 * euro],
      [2, 12 * euro],
      [4, 10 * euro],
    ]);
    expect(warnings).toEqual([
      '12.00 EUR was shown from 2024-06-03 to 2024-06-04 where the price list has 10.00 EUR: demand is fitted to what was shown',
    ]);
  });

  test('within a hundredth of the list price is taken without a word', () => {
    const report = anOutcome({ priceShown: shown(10.09) });

    expect(foldOutcomes(listed(), [report]).warnings).toEqual([]);
    expect(stepsOf([report])?.[1]).toEqual([2, 10.09 * euro]);
  });

  test('of a short period counts before that of a long one', () => {
    const reports = [
      anOutcome({ key: 'z', from: '2024-06-01', to: '2024-06-06', priceShown: shown(11) }),
      anOutcome({ key: 'a', priceShown: shown(12) }),
    ];

    expect(stepsOf(reports)).toEqual([
      [0, 11 * euro],
      [2, 12 * euro],
      [3, 11 * euro],
    ]);
  });

  test('in money that the market no longer trades in changes nothing, and its lost units still count', () => {
    const { record, warnings } = foldOutcomes(listed(), [
      anOutcome({ unitsLost: 4, priceShown: { micros: 20 * euro, currency: 'DEM' } }),
    ]);

    expect(record.groups[0]?.priceSteps).toEqual([[0, 10 * euro]]);
    expect(record.demand[2]).toBe(6);
    expect(warnings).toEqual(['1 prices shown are not in EUR: nothing is made of them']);
  });

  test('is that of everyone’s group; of named groups alone nobody knows whose it was', () => {
    const two = (names: string[]) => ({
      ...listed(),
      groups: names.map((priceGroup) => ({ ...listed().groups[0]!, priceGroup })),
    });
    const report = anOutcome({ priceShown: shown(12) });

    const everyones = foldOutcomes(two(['', 'gold']), [report]).record.groups;
    expect(everyones.map(({ priceSteps }) => priceSteps.length)).toEqual([3, 1]);
    const named = foldOutcomes(two(['gold', 'silver']), [report]);
    expect(named.record.groups.map(({ priceSteps }) => priceSteps.length)).toEqual([1, 1]);
    expect(named.warnings.join()).toContain('can not be told to a price group');
  });

  test('is no price list: where prices are only paid, nothing changes', () => {
    const paid = { ...listed(), priceSource: 'paid' as const };

    expect(stepsOf([anOutcome({ priceShown: shown(12) })], paid)).toEqual([[0, 10 * euro]]);
  });
});

describe('decisions that outcomes name', () => {
  test('are followed where their price was shown, not where another was, and unknown where none is said', () => {
    const decided = { policyVersion: 'v', priceMicros: 11 * euro, orderUnits: 0 };
    const named = { decisionId: 'token', decided };

    const { decisions } = foldOutcomes(aWeek(), [
      anOutcome({ key: 'a', ...named, priceShown: shown(11) }),
      anOutcome({ key: 'b', ...named, priceShown: shown(10) }),
      anOutcome({ key: 'c', ...named }),
      // from before tokens were read as they came
      anOutcome({ key: 'd', decisionId: 'token', priceShown: shown(11) }),
      anOutcome({ key: 'e', priceShown: shown(11) }),
    ]);

    expect(decisions).toEqual({ followed: 1, notFollowed: 1, unknown: 2 });
  });
});

describe('foldOutcomes on its input', () => {
  test('does not change its input', () => {
    const series = aWeek();
    const before = structuredClone(series);

    foldOutcomes(series, [anOutcome({ unitsLost: 4 })]);

    expect(series).toEqual(before);
  });
});
