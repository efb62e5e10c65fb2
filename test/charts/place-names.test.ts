import { describe, expect, test } from '@jest/globals';
import { marksInView, placeLevels, placeNames } from '../../lib/charts/index.ts';
import { plottedDays } from './some-days.ts';

const edges = { left: 0, right: 200 };

describe('placeNames', () => {
  test('stands a name above the plot, in the middle of its day', () => {
    expect(placeNames([{ at: 100, width: 40 }], edges)).toEqual([{ start: 80, row: 0 }]);
  });

  test('moves a name at the edge inside', () => {
    const placed = placeNames(
      [
        { at: 5, width: 40 },
        { at: 195, width: 40 },
      ],
      edges,
    );

    expect(placed).toEqual([
      { start: 0, row: 0 },
      { start: 160, row: 0 },
    ]);
  });

  test('stands what has no room above beside its line, and leaves out what has none there either', () => {
    const near = [100, 110, 120].map((at) => ({ at, width: 40 }));

    expect(placeNames(near, edges)).toEqual([{ start: 80, row: 0 }, { start: 114, row: 1 }, undefined]);
  });
});

describe('placeLevels', () => {
  test('writes a name above its line, below it near the top, and never over another', () => {
    expect(placeLevels([100, 20, 40], { top: 10 })).toEqual([96, 33, 53]);
  });

  test('makes room for the highest of two lines that are near each other', () => {
    expect(placeLevels([38, 20], { top: 10 })).toEqual([51, 33]);
  });

  test('leaves out a name that has room neither above nor below', () => {
    expect(placeLevels([100, 100, 100], { top: 10 })).toEqual([96, 113, undefined]);
  });
});

describe('marksInView', () => {
  test('leaves out what ends before the first day shown, or begins after the last', () => {
    const span = { kind: 'Promotion', name: 'Sale', ink: 'event', row: 0 } as const;
    const plotted = plottedDays([1, 2, 3], {
      ...{ from: 20_001, shaded: [{ name: 'Sold out', from: 20_000, to: 20_000 }] },
      spans: [
        { ...span, from: 19_990, to: 20_001 },
        { ...span, from: 20_003, to: 20_009 },
      ],
      days: [20_002, 20_000, 20_003].map((day) => ({ name: String(day), day, ink: 'price' })),
    });

    expect(marksInView(plotted)).toMatchObject({
      ...{ shaded: [], spans: [{ from: 19_990 }], days: [{ name: '20002' }] },
    });
  });
});
