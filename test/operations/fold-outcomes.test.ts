import { describe, expect, test } from '@jest/globals';
import type { Outcome, SeriesRecord } from '../../lib/domain/index.ts';
import { foldOutcomes } from '../../lib/operations/index.ts';
import { aSeries } from './a-series.ts';

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

const anOutcome = (changes: Partial<Outcome>): Outcome => ({
  key: 'k1',
  sku: 'A-1',
  from: '2024-06-03',
  to: '2024-06-03',
  ...changes,
});

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

  test('does not change its input', () => {
    const series = aWeek();
    const before = structuredClone(series);

    foldOutcomes(series, [anOutcome({ unitsLost: 4 })]);

    expect(series).toEqual(before);
  });
});
