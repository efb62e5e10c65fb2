import { describe, expect, test } from '@jest/globals';
import { dateTicks } from '../../lib/charts/date-ticks.ts';
import { forecastChart, inTheme, niceTicks } from '../../lib/charts/index.ts';
import { readSvg } from './read-svg.ts';
import { aForecast } from './some-results.ts';

describe('niceTicks', () => {
  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [-1.2, 1.2, 5, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]],
    [3, 17, 5, [0, 5, 10, 15, 20]],
    [5, 5, 2, [0, 5, 10]],
  ])('covers %p to %p in about %p round steps', (low, high, count, expected) => {
    expect(niceTicks(low, high, count)).toEqual(expected);
  });
});

describe('niceTicks at its edges', () => {
  test('widens a domain too narrow for a step, and refuses one without ends', () => {
    expect(niceTicks(0, 5e-324, 2)).toEqual(niceTicks(0, 0, 2));
    expect(() => niceTicks(Number.NaN, 1, 5)).toThrow('an axis from NaN to 1');
  });
});

describe('dateTicks', () => {
  // 1 January 2024 is a Monday
  test('labels Mondays of a short axis, and its first day where it has none', () => {
    expect(dateTicks('2023-12-31', '2024-01-08')).toEqual([
      { date: '2024-01-01', label: '1 Jan 2024' },
      { date: '2024-01-08', label: '8 Jan' },
    ]);
    expect(dateTicks('2024-02-28', '2024-03-01')).toEqual([{ date: '2024-02-28', label: '28 Feb 2024' }]);
  });

  test('labels every third month of a long axis, Januaries with their year', () => {
    const labels = dateTicks('2023-03-15', '2025-04-02').map(({ label }) => label);

    expect(labels.slice(0, 4)).toEqual(['Apr 2023', 'Jul', 'Oct', 'Jan 2024']);
  });
});

describe('forecastChart', () => {
  // 900 wide: the plot spans 64 to 880 over ten days of 81.6; 420 high: 84 to 380 over 0 to 20 units, 14.8 a unit
  const dayAt = (day: number) => Math.round((64 + (day + 0.5) * 81.6) * 100) / 100;
  const unitsAt = (units: number) => Math.round((380 - units * 14.8) * 100) / 100;

  const pathOf = (svg: string, className: string) =>
    readSvg(svg)
      .marks(className)
      .find(({ tag }) => tag === 'path')?.d;

  test('marks events and moves of the price that are in view, above the plot', () => {
    const marks = {
      prices: [{ on: '2025-03-05', fromMicros: 10_000_000, toMicros: 9_500_000 }],
      events: [{ name: 'Spring sale', kind: 'promotion', from: '2025-03-01', to: '2025-03-10' } as const],
    };

    const { words } = readSvg(forecastChart(aForecast({ marks })));

    for (const one of ['Spring sale', '10 → 9.5', 'event', 'new price']) expect(words).toContain(one);
    expect(words[1]).toContain('Marked: Spring sale, moves of the price: 1.');
  });

  test('draws each observed day at its date and height, with a gap where a day was not observed', () => {
    expect(pathOf(forecastChart(aForecast()), 'observed')).toBe(
      `M${dayAt(0)} ${unitsAt(8)}h0L${dayAt(1)} ${unitsAt(12)}` +
        `M${dayAt(3)} ${unitsAt(2)}h0L${dayAt(4)} ${unitsAt(9)}L${dayAt(5)} ${unitsAt(11)}`,
    );
  });

  test('draws the forecast from the day after the last observed one, and the fan around it', () => {
    const svg = forecastChart(aForecast());

    expect(pathOf(svg, 'forecast')).toMatch(`M${dayAt(6)} ${unitsAt(9)}h0L${dayAt(7)} ${unitsAt(9)}`);
    expect(pathOf(svg, 'mean')).toMatch(`M${dayAt(6)} ${unitsAt(10)}h0`);
    expect(pathOf(svg, 'fan')).toBe(
      `M${[16, 17, 18, 20].map((units, i) => `${dayAt(6 + i)} ${unitsAt(units)}`).join('L')}L` +
        `${[3, 3, 4, 4].map((units, i) => `${dayAt(9 - i)} ${unitsAt(units)}`).join('L')}Z`,
    );
  });

  test('shades the days that had sold out, over the whole height', () => {
    const shades = readSvg(forecastChart(aForecast())).marks('sold-out');

    expect(shades[0]).toMatchObject({ x: String(dayAt(2.5)), width: '81.6', y: '84', height: '296' });
    // the other one is the legend's
    expect(shades).toHaveLength(2);
  });

  test('names the picture, its axes and what is drawn', () => {
    const svg = forecastChart(aForecast(), { id: 'lamp' });
    const { words } = readSvg(svg);

    expect(words.slice(0, 2)).toEqual([
      'Demand forecast of LAMP-1',
      'Units a day of LAMP-1, observed up to 2025-03-06 and forecast for 4 days by arima(5,1,0): 40 units in all on average. Sold out on 1 of the days shown.',
    ]);
    expect(words).toEqual(
      expect.arrayContaining(['units a day', '0', '20', '3 Mar 2025', 'observed', 'sold out', 'P50', 'mean']),
    );
    expect(svg).toContain('aria-labelledby="lamp-title lamp-description"');
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  test('stays light or dark where it is told to, whatever the reader prefers', () => {
    const svg = forecastChart(aForecast());

    const [light, dark] = [inTheme(svg, 'light'), inTheme(svg, 'dark')];

    expect(light).not.toContain('<style');
    expect(dark).toContain('.paper { fill: #1c2027 }');
    expect(dark).not.toContain('prefers-color-scheme');
  });

  test('escapes what a SKU may hold', () => {
    const { words } = readSvg(forecastChart(aForecast({ sku: `<script>"&'\u0000` })));

    expect(words[0]).toBe(`Demand forecast of <script>"&'\ufffd`);
  });

  test('shows the newest days of a long history, their sold-out days with them', () => {
    const history = Array.from({ length: 1000 }, () => 5);
    const svg = forecastChart(aForecast({ history, historyCensoredDays: [10, 996] }), { historyDays: 6 });

    // day 996 of 1000 is the third of the six shown
    expect(readSvg(svg).marks('sold-out')[0]).toMatchObject({ x: String(dayAt(1.5)) });
    expect(readSvg(svg).marks('sold-out')).toHaveLength(2);
  });

  test('stays well formed without history and with a demand of nothing', () => {
    const nothing = { history: [], historyCensoredDays: [], mean: [0], p10: [0], p50: [0], p90: [0] };

    const svg = forecastChart(aForecast(nothing));

    expect(readSvg(svg).words).toContain('mean');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
