import { describe, expect, test } from '@jest/globals';
import { type Contest, sumValuesAdded, valuesOf } from '../../lib/domain/index.ts';

const aContest = (
  served: string,
  ...rivals: [name: string, spoken: number, value: number, error: number][]
): Contest => ({
  served,
  reason: 'because',
  contestants: [
    {
      ...{ name: 'default', kind: 'default' as const, weight: 1, costMinor: 1000 },
      valueAddedMinor: 0,
      standardErrorMinor: 0,
      weeks: 12,
      spokenWeeks: 12,
    },
    ...rivals.map(([name, spokenWeeks, valueAddedMinor, standardErrorMinor]) => ({
      ...{ name, kind: 'uploaded' as const, weight: 0, costMinor: 1000 - valueAddedMinor },
      ...{ valueAddedMinor, standardErrorMinor, weeks: 12, spokenWeeks },
    })),
  ],
});

describe('the value that forecasters added', () => {
  test('adds up over SKUs by name, errors by their squares, most valuable first', () => {
    const contests = [
      aContest('planner', ['planner', 12, 300, 30], ['R', 6, -50, 20]),
      aContest('default', ['planner', 12, -100, 40], ['R', 0, 0, 0]),
    ];

    expect(sumValuesAdded(contests.flatMap(valuesOf))).toEqual([
      {
        ...{ name: 'planner', series: 2, served: 1 },
        ...{ defaultCostMinor: 2000, valueAddedMinor: 200, standardErrorMinor: 50 },
      },
      // it had not spoken of the second SKU in time
      {
        ...{ name: 'R', series: 1, served: 0 },
        ...{ defaultCostMinor: 1000, valueAddedMinor: -50, standardErrorMinor: 20 },
      },
    ]);
  });

  test('is nothing where nothing competed', () => {
    expect(sumValuesAdded([])).toEqual([]);
  });
});
