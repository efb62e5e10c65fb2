import { describe, expect, test } from '@jest/globals';
import { followCohorts } from '../../lib/insight/index.ts';
import { monthsOf } from './months-of-revenue.ts';

const cell = (cohort: string, monthsSince: number, buyers: number, revenueMinor = 10 * buyers) => ({
  cohort,
  monthsSince,
  buyers,
  revenueMinor,
});

describe('followCohorts', () => {
  test('tells the share that ordered again, and revenue, months without an order as 0', () => {
    const cells = [cell('2023-01', 0, 50), cell('2023-02', 0, 40), cell('2023-02', 2, 10)];

    const { cohorts } = followCohorts(cells, monthsOf([1, 1, 1, 1]));

    expect(cohorts).toEqual([
      {
        ...{ month: '2023-01', buyers: 50, mayBeOlder: true },
        ...{ retained: [1, 0, 0, 0], revenueMinor: [500, 0, 0, 0] },
      },
      {
        ...{ month: '2023-02', buyers: 40, mayBeOlder: false },
        ...{ retained: [1, 0, 0.25], revenueMinor: [400, 0, 100] },
      },
    ]);
  });

  test('hides a cell of one to four buyers, and leaves a cohort of so few out', () => {
    const cells = [cell('2023-01', 0, 9), cell('2023-01', 1, 4), cell('2023-02', 0, 4)];

    const { cohorts } = followCohorts(cells, monthsOf([1, 1]));

    expect(cohorts).toMatchObject([{ month: '2023-01', retained: [1, null], revenueMinor: [90, null] }]);
  });

  test('never uses a month that is cut off', () => {
    const cells = [cell('2023-01', 0, 9), cell('2023-01', 1, 9), cell('2023-02', 0, 30)];

    const { cohorts } = followCohorts(cells, monthsOf([1, 1], [1]));

    expect(cohorts).toMatchObject([{ month: '2023-01', retained: [1] }]);
  });

  test('adds cohorts up with Wilson’s interval, those that may be older left out', () => {
    const cells = [
      ...[cell('2023-01', 0, 99), cell('2023-01', 1, 99)],
      ...[cell('2023-02', 0, 8), cell('2023-02', 1, 5)],
      ...[cell('2023-03', 0, 12), cell('2023-03', 1, 3 + 5)],
    ];

    const { pooled } = followCohorts(cells, monthsOf([1, 1, 1, 1]));

    // 13 of 20 a month later; after two months nobody of the 8
    expect(pooled.map(({ monthsSince, buyers, share }) => [monthsSince, buyers, share])).toEqual([
      [1, 20, 13 / 20],
      [2, 8, 0],
    ]);
    expect(pooled[0]?.low).toBeLessThan(0.65);
    expect(pooled[0]?.high).toBeGreaterThan(0.65);
  });

  test('keeps back a sum from which the one hidden cell could be told', () => {
    const cells = [
      ...[cell('2023-02', 0, 8), cell('2023-02', 1, 3)],
      ...[cell('2023-03', 0, 12), cell('2023-03', 1, 9)],
    ];

    expect(followCohorts(cells, monthsOf([1, 1, 1, 1])).pooled.map(({ monthsSince }) => monthsSince)).toEqual(
      [2],
    );
  });

  test('answers an empty market', () => {
    expect(followCohorts([], [])).toEqual({ cohorts: [], pooled: [] });
  });
});
