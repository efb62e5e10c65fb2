import { describe, expect, test } from '@jest/globals';
import { adjustedContestant, uploadedContestant } from '../../../lib/forecasting/index.ts';

const none = Number.NaN;

describe('uploadedContestant', () => {
  const planner = uploadedContestant('planner', [
    { madeIn: 9, from: 10, mean: Float64Array.of(5, 6, 7) },
    // a correction of the days 11 and 12, made on day 11
    {
      madeIn: 11,
      from: 11,
      mean: Float64Array.of(60, 70),
      quantiles: { p10: Float64Array.of(50, 55), p50: Float64Array.of(60, 70), p90: Float64Array.of(90, 95) },
    },
  ]);
  const saidAt = (origin: number) => planner.saidAt(origin, new Float64Array(3));

  test('says at each day what it had said by then: a correction changes nothing before', () => {
    expect([...saidAt(9).mean]).toEqual([none, none, none]);
    expect([...saidAt(10).mean]).toEqual([5, 6, 7]);
    expect([...saidAt(11).mean]).toEqual([6, 7, none]);
    expect([...saidAt(12).mean]).toEqual([70, none, none]);
  });

  test('has quantiles where the latest word has them, and not those of the word before', () => {
    expect([...(saidAt(12).quantiles?.p90 ?? [])]).toEqual([95, none, none]);
    expect([...(saidAt(11).quantiles?.p90 ?? [])]).toEqual([none, none, none]);
  });
});

describe('adjustedContestant', () => {
  const usual = Float64Array.of(10, 20, 10, 20);
  const says = (adjustment: object, origin = 100) => [
    ...adjustedContestant('person', [{ from: 101, to: 102, madeIn: 99, ...adjustment }]).saidAt(origin, usual)
      .mean,
  ];

  test('multiplies, replaces, or adds in proportion, on the adjusted days alone', () => {
    expect(says({ factor: 1.5 })).toEqual([none, 30, 15, none]);
    expect(says({ unitsPerStep: 7 })).toEqual([none, 7, 7, none]);
    // 60 units over two days of which one sells twice as much
    expect(says({ addUnits: 60 })).toEqual([none, 60, 30, none]);
    expect(says({ addUnits: -600 })).toEqual([none, 0, 0, none]);
  });

  test('adds evenly where nothing is expected, and only what falls into the days asked for', () => {
    const closed = adjustedContestant('person', [{ from: 100, to: 101, madeIn: 99, addUnits: 6 }]);
    expect([...closed.saidAt(100, new Float64Array(3)).mean]).toEqual([3, 3, none]);
    // half of its days lie after the four: 30 of 60 units
    expect(says({ from: 102, to: 105, addUnits: 60 })).toEqual([none, none, 20, 40]);
  });

  test('holds from the day after it was made until it is taken back', () => {
    expect(says({ factor: 2, madeIn: 100 })).toEqual([none, none, none, none]);
    expect(says({ factor: 2, withdrawnIn: 100 })).toEqual([none, 40, 20, none]);
    expect(says({ factor: 2, withdrawnIn: 99 })).toEqual([none, none, none, none]);
  });

  test('builds later changes on earlier ones', () => {
    const person = adjustedContestant('person', [
      { from: 0, to: 0, madeIn: -1, addUnits: 5 },
      { from: 0, to: 1, madeIn: -2, factor: 2 },
    ]);
    expect([...person.saidAt(0, Float64Array.of(1, 1)).mean]).toEqual([7, 2]);
  });
});
