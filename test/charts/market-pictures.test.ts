import { describe, expect, test } from '@jest/globals';
import {
  cohortChart,
  lorenzChart,
  type PlottedSeason,
  positionChart,
  revenueChart,
  type SegmentProfile,
  seasonChart,
  segmentChart,
} from '../../lib/charts/index.ts';
import { readSvg } from './read-svg.ts';
import { aPosition, aSegment, cohorts, measured, months, spread } from './some-market.ts';

describe('revenueChart', () => {
  test('draws columns in proportion, and hatches the month that is cut off', () => {
    const { marks } = readSvg(revenueChart(months([200_000, 100_000, 50_000])));

    const heights = marks('above').map(({ height }) => Number(height));
    expect(heights[0]! / heights[1]!).toBeCloseTo(2, 2);
    expect(marks('partial')).toHaveLength(1);
    expect(Number(marks('partial')[0]?.height)).toBeCloseTo(heights[0]! / 4, 1);
  });

  test('leaves a place for a month without revenue', () => {
    const [first, , third] = months([100, 100, 100, 100]);

    const { marks } = readSvg(revenueChart([first!, third!]));

    const [one, other] = marks('above');
    // the pitch of three months: a column is 0.72 of it
    expect((Number(other?.x) - Number(one?.x)) / Number(one?.width)).toBeCloseTo(2 / 0.72, 2);
  });

  test('adds up in words, in the currency, and says that a part of a month is no fall', () => {
    const { words } = readSvg(revenueChart(months([200_000, 100_000, 50_000])));

    expect(words[1]).toBe(
      'Jan 2023 to Mar 2023: €3.5K in all, in EUR. A hatched month is known in part alone; it is no fall. ' +
        'Of whole months Jan 2023 had most, €2K, and Feb 2023 least, €1K.',
    );
  });
});

describe('seasonChart', () => {
  test('draws each month against the mean month with its interval', () => {
    const { marks, words } = readSvg(seasonChart(measured));

    // 0.5 to 0.9 lie below; 1 has a column without height; 1.1 to 1.6 lie above
    expect(marks('below')).toHaveLength(5);
    expect(marks('above')).toHaveLength(7);
    expect(marks('observed')).toHaveLength(12);
    expect(words).toEqual(expect.arrayContaining(['Jan', 'Dec', '−50 %', '+60 %']));
  });

  test('tells the strength in words, and that a season may be chance', () => {
    const subtitle = (season: PlottedSeason) => readSvg(seasonChart(season)).words[1];

    expect(subtitle(measured)).toContain('Strength 0.7 of 1, strong (p under 0.001)');
    expect(subtitle({ ...measured, pValue: 0.4 })).toContain('no more than chance makes (p 0.4)');
  });

  test('hatches a season of less than two years, calls it provisional and leaves unknown months open', () => {
    const { marks, words } = readSvg(
      seasonChart({
        kind: 'provisional',
        indices: [null, ...Array(11).fill(1.1)],
        detail: 'a trend is in it',
        months: 11,
      }),
    );

    expect(marks('provisional')).toHaveLength(11);
    expect(words).toContain('–');
    expect(words[1]).toContain('of 11 months; provisional: a trend is in it');
  });
});

describe('lorenzChart', () => {
  const lorenz = [0, 0.5, 0.9, 1].map((share, i) => ({
    buyersShare: share,
    revenueShare: [0, 0.1, 0.4, 1][i]!,
  }));

  test('says the Gini coefficient and what the small half and the largest tenth bring', () => {
    expect(readSvg(lorenzChart({ gini: 0.62, lorenz })).words[1]).toBe(
      'Gini 0.62 (0, the dashed line: all buy the same; 1: one buys all). The smallest 50 % of buyers bring 10 % of revenue. ' +
        'The largest 10 % bring 60 %.',
    );
  });

  test('claims nothing between points that lie far apart', () => {
    const words = readSvg(lorenzChart({ gini: 0.62, lorenz: [lorenz[0]!, lorenz[1]!, lorenz[3]!] })).words[1];

    expect(words).toContain('The smallest 50 %');
    expect(words).not.toContain('The largest');
  });
});

describe('cohortChart', () => {
  test('draws a cell a month after the first, hatched where too few ordered, empty where time has not come', () => {
    const { marks, words } = readSvg(cohortChart(cohorts(4, (row) => (row === 1 ? null : 0.25))));

    // 3 + 2 + 1 cells of which row 1 has two hidden; and three of all together
    expect(marks('heat')).toHaveLength(4 + 3);
    expect(marks('hidden')).toHaveLength(2);
    expect(words[1]).toContain('hatched: one to four buyers, too few to show');
    expect(words).toContain('Jan 2023*');
  });

  test('is deeper in colour the more came back', () => {
    const { marks } = readSvg(cohortChart({ ...cohorts(3, (_, month) => month / 4), pooled: [] }));

    const depths = marks('heat').map((cell) => Number(cell['fill-opacity']));
    expect(depths[1]!).toBeGreaterThan(depths[0]!);
    expect(depths[2]).toBe(depths[0]);
  });

  test('says which months a narrow picture leaves out', () => {
    const subtitle = readSvg(
      cohortChart(
        cohorts(60, () => 0.5),
        { width: 320 },
      ),
    ).words[1];

    expect(subtitle).toMatch(/the first \d+ of 59 months are shown/);
  });
});

describe('segmentChart', () => {
  const market = (...segments: SegmentProfile[]) =>
    readSvg(segmentChart({ segments, revenue: { currency: 'EUR' } }));

  test('puts a figure on one scale in all panels, with the market at the same place', () => {
    const low = { lower: 0, median: 0, upper: 0, market: 0.5 };
    const high = { lower: 1, median: 1, upper: 1, market: 0.5 };
    const { marks } = readSvg(
      segmentChart({
        revenue: { currency: 'EUR' },
        segments: [
          { ...aSegment('A'), figures: { returnsShare: low } },
          { ...aSegment('B'), figures: { returnsShare: high } },
        ],
      }),
    );

    const [below, above] = [marks('below'), marks('above')].map((dots) =>
      dots.find(({ tag }) => tag === 'circle'),
    );
    const [first, second] = marks('axis').map(({ x1 }) => Number(x1));
    // the market lies midway between the two medians, each in its own panel
    expect(first! - Number(below?.cx)).toBeCloseTo(Number(above?.cx) - second!, 2);
  });

  test('starts another row after three panels, and after each on a narrow picture', () => {
    const heightOf = (count: number, width: number) => {
      const segments = Array.from({ length: count }, (_, i) => aSegment(`Segment ${i}`));
      return Number(
        /height="([\d.]+)"/.exec(segmentChart({ segments, revenue: { currency: 'EUR' } }, { width }))?.[1],
      );
    };

    expect(heightOf(3, 900)).toBe(heightOf(1, 900));
    expect(heightOf(4, 900)).toBeGreaterThan(heightOf(3, 900));
    expect(heightOf(2, 320)).toBeGreaterThan(heightOf(1, 320));
  });

  test('describes every segment in words for those who do not see it', () => {
    expect(market(aSegment('A'), aSegment('B')).words[1]).toBe('One of A buys little. One of B buys little');
  });

  test('writes the middle buyer in units a person uses, and says what is unknown', () => {
    const { words } = market(
      aSegment('A', { recencyDays: { ...spread, median: 1 }, valueMinor: { ...spread, median: 1_234_500 } }),
      aSegment('B', { discountShare: { ...spread, median: 0.123 } }),
    );

    expect(words).toEqual(
      expect.arrayContaining(['1 day', '€12.3K', '12 %', 'unknown', '1 buyer · under 1 % of revenue']),
    );
  });
});

describe('positionChart', () => {
  test('gives each advice a shape of its own, and explains only those it shows', () => {
    const { words } = readSvg(
      positionChart([
        aPosition('A', { advice: 'push' }),
        aPosition('B', { advice: 'drop', growth: { value: -0.4, low: -0.6, high: -0.2 } }),
      ]),
    );

    expect(words).toEqual(expect.arrayContaining(['push', 'drop']));
    expect(words).not.toContain('launch');
  });

  test('names what it cannot place', () => {
    const { words } = readSvg(positionChart([aPosition('A'), aPosition('B', { growth: null })]));

    expect(words[1]).toContain('Without a known growth or margin: B.');
  });
});
