import { describe, expect, test } from '@jest/globals';
import {
  type EffectChartOptions,
  effectChart,
  type PlottedEffect,
  powerChart,
} from '../../lib/charts/index.ts';
import { readSvg } from './read-svg.ts';

const words: EffectChartOptions = {
  ...{ subtitle: 'What one may believe.', nothing: 'No effect yet.', write: (effect) => `${effect} %` },
  legend: { effect: 'effect', interval: 'interval', minimal: 'worth having' },
};
const aTest = (looks: PlottedEffect['looks'], given: Partial<PlottedEffect> = {}): PlottedEffect => ({
  ...{ looks, minimalEffect: 2, isLessBetter: false, start: '2026-06-01', end: '2026-07-12' },
  ...given,
});
const looks = [
  { asOf: '2026-06-14', effect: 1, lower: null, upper: null },
  { asOf: '2026-06-21', effect: 3, lower: -1, upper: 7 },
  { asOf: '2026-06-28', effect: 4, lower: 1, upper: 6 },
];

describe('effectChart', () => {
  test('draws each look that has bounds into the band, all of them into the line', () => {
    const { marks } = readSvg(effectChart(aTest(looks), words));

    expect(
      marks('fan')
        .filter(({ d }) => d !== undefined)[0]
        ?.d?.match(/[ML]/g),
    ).toHaveLength(4);
    expect(
      marks('forecast')
        .find(({ d }) => d !== undefined)
        ?.d?.match(/[ML]/g),
    ).toHaveLength(3);
  });

  test('draws the interval of a single look as a line', () => {
    const { marks } = readSvg(effectChart(aTest(looks.slice(2)), words));

    const [interval] = marks('observed');
    expect(interval?.x1).toBe(interval?.x2);
    expect(Number(interval?.y1)).toBeGreaterThan(Number(interval?.y2));
  });

  test('puts the smallest effect worth having below nothing where less is better', () => {
    const yOf = (isLessBetter: boolean) =>
      Number(
        readSvg(effectChart(aTest(looks, { isLessBetter }), words))
          .marks('mean')
          .at(-1)?.y1,
      );

    expect(yOf(true)).toBeGreaterThan(yOf(false));
  });

  test('says that there is none yet where no look could tell one', () => {
    const unknown = looks.map((look) => ({ ...look, effect: null }));

    expect(readSvg(effectChart(aTest(unknown), words)).words.join(' ')).toContain('No effect yet.');
  });
});

describe('powerChart', () => {
  test('marks the planned end on the curve', () => {
    const curve = [0, 0.5, 0.9].map((power, place) => ({ weeks: place + 1, power }));

    const { marks } = readSvg(powerChart({ curve, wanted: 0.8, weeks: 2 }, { subtitle: 'By week.' }));

    const [dot] = marks('above');
    const [wanted] = marks('mean');
    // half a chance lies below the four fifths that are wanted
    expect(Number(dot?.cy)).toBeGreaterThan(Number(wanted?.y1));
  });
});
