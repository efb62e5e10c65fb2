import { describe, expect, test } from '@jest/globals';
import { dateTicks } from '../../lib/charts/date-ticks.ts';
import { type PlottedSeries, seriesChart } from '../../lib/charts/index.ts';
import { readSvg } from './read-svg.ts';

const OPTIONS = { title: 'Forecast of LAMP', subtitle: '2 months ahead', valueLabel: 'units a month' };

/** Eight months from January 2025 and two ahead, between 0 and 60 units. */
const aSeries = (changes: Partial<PlottedSeries> = {}): PlottedSeries => ({
  values: [10, 20, null, 30, 20, 10, 30, 20],
  mean: [26, 27],
  median: [25, 26],
  intervals: [
    { level: 95, lower: [10, 8], upper: [44, 60] },
    { level: 80, lower: [15, 14], upper: [38, 40] },
  ],
  dates: Array.from({ length: 10 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}-01`),
  ...changes,
});

describe('seriesChart', () => {
  // 1080 wide: ten steps of 89.6 from 76; 520 high: 116 to 476 over 0 to 60 units, 6 a unit
  const stepAt = (step: number) => Math.round((76 + (step + 0.5) * 89.6) * 100) / 100;
  const unitsAt = (units: number) => 476 - 6 * units;

  const pathsOf = (svg: string, className: string) =>
    readSvg(svg)
      .marks(className)
      .filter(({ tag }) => tag === 'path')
      .map(({ d }) => d);

  test('draws the values with their gaps, the forecast behind them and a band a level, the widest first', () => {
    const svg = seriesChart(aSeries(), OPTIONS);

    expect(pathsOf(svg, 'observed')[0]).toMatch(
      `M${stepAt(0)} ${unitsAt(10)}h0L${stepAt(1)} ${unitsAt(20)}M${stepAt(3)} ${unitsAt(30)}h0`,
    );
    expect(pathsOf(svg, 'forecast')).toEqual([`M${stepAt(8)} ${unitsAt(25)}h0L${stepAt(9)} ${unitsAt(26)}`]);
    expect(pathsOf(svg, 'fan')[0]).toMatch(`M${stepAt(8)} ${unitsAt(44)}L${stepAt(9)} ${unitsAt(60)}`);
    expect(pathsOf(svg, 'fan')[1]).toMatch(`M${stepAt(8)} ${unitsAt(38)}L${stepAt(9)} ${unitsAt(40)}`);
  });

  test('names what is drawn, the axes and the value at each line end', () => {
    const { words } = readSvg(seriesChart(aSeries(), OPTIONS));

    expect(words).toEqual(
      expect.arrayContaining(
        'Forecast of LAMP|units a month|60|Jan 2025|forecast|P97.5 60|P90 40|mean 27|P50 26|P10 14|P2.5 8'.split(
          '|',
        ),
      ),
    );
    expect(words[1]).toBe(
      '7 observed values (units a month) and a forecast of 2 steps with intervals of 95 % and 80 %.',
    );
  });

  test('keeps labels of lines that end together apart', () => {
    const flat = { level: 80, lower: [20, 20], upper: [20, 20] };
    const svg = seriesChart(aSeries({ mean: [20, 20], median: [20, 20], intervals: [flat] }), OPTIONS);

    const labels = [...svg.matchAll(/<text x="980" y="([\d.]+)"/g)].map(([, y]) => Number(y));

    expect(labels).toHaveLength(4);
    labels.slice(1).forEach((y, i) => {
      expect(y - labels[i]!).toBeGreaterThanOrEqual(15);
    });
  });

  test('numbers the steps where there are no dates, from the first value of the whole series', () => {
    const values = Array.from({ length: 300 }, (_, i) => i % 10);
    const { words } = readSvg(seriesChart(aSeries({ values, dates: null }), { ...OPTIONS, shown: 40 }));

    expect(words).toEqual(expect.arrayContaining(['265', '300']));
    expect(words).not.toContain('255');
  });

  test.each([
    ['nothing observed', { values: [null], dates: null }],
    ['a constant', { values: [5, 5], mean: [5], median: [5], intervals: [], dates: null }],
    [
      'values as large as numbers get',
      { values: [1e300, -1e300], mean: [0], median: [0], intervals: [], dates: null },
    ],
    ['no step ahead', { mean: [], median: [], intervals: [], dates: null }],
  ])('stays well formed with %s', (_, changes) => {
    const svg = seriesChart(aSeries(changes), OPTIONS);

    expect(readSvg(svg).words).toContain('observed');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('dateTicks over many years', () => {
  test('leaves years out so that at most twelve labels stand', () => {
    const labels = dateTicks('1950-01-01', '2020-01-01').map(({ label }) => label);

    expect(labels).toEqual(['1950', '1960', '1970', '1980', '1990', '2000', '2010', '2020']);
  });
});
