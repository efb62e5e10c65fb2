import { describe, expect, test } from '@jest/globals';
import {
  cohortChart,
  type DaysChartOptions,
  daysChart,
  lorenzChart,
  marketsChart,
  type PictureOptions,
  positionChart,
  priceAxisChart,
  revenueChart,
  seasonChart,
  segmentChart,
} from '../../lib/charts/index.ts';
import { type ReadSvg, readSvg } from './read-svg.ts';
import { plottedDays, plottedPrices } from './some-days.ts';
import { aPlottedMarket, aPosition, aSegment, cohorts, measured, months } from './some-market.ts';

const HOSTILE = `<script>alert("1")</script>&'\u0000`;
const LONG = 'a name that goes on and on '.repeat(8);
const NAMES = [
  'Lamps',
  HOSTILE,
  LONG,
  'Unbreakable'.repeat(20),
  '掃除用品と台所用品',
  'أدوات المطبخ والحديقة',
  '👩‍👩‍👧‍👦',
  '',
];

const ofDays = (given: PictureOptions): DaysChartOptions => ({
  ...{ title: 'Stock of A-1', subtitle: LONG, description: 'units on hand, day by day', value: String },
  ...given,
});
const ofPrices = (given: PictureOptions) => ({
  ...given,
  price: (micros: number) => `€${(micros / 1e6).toFixed(2)}`,
  words: {
    ...{ title: 'Prices of A-1', description: 'floor and ceiling of what may be charged' },
    ...{ allowed: 'may be charged', reachable: 'may be charged at the next move' },
  },
});

/** Each picture from usual and from extreme inputs. */
const pictures: [string, (options: PictureOptions) => string][] = [
  ['revenue of no month', (o) => revenueChart([], o)],
  ['revenue of one month', (o) => revenueChart(months([5]), o)],
  ['revenue of nothing', (o) => revenueChart(months([0, 0, 0]), o)],
  ['revenue of 120 months', (o) => revenueChart(months(Array.from({ length: 120 }, (_, i) => i * 1e9)), o)],
  ['revenue below zero, in yen', (o) => revenueChart(months([-500, 20, 30], 'JPY'), o)],
  ['a season', (o) => seasonChart(measured, o)],
  [
    'a flat season',
    (o) =>
      seasonChart({ ...measured, indices: measured.indices.map(() => ({ value: 1, low: 1, high: 1 })) }, o),
  ],
  [
    'a provisional season',
    (o) =>
      seasonChart(
        { kind: 'provisional', indices: [null, 1.2, 0, ...Array(9).fill(null)], detail: LONG, months: 2 },
        o,
      ),
  ],
  ['no season', (o) => seasonChart({ kind: 'tooShort', detail: HOSTILE, months: 2 }, o)],
  [
    'concentration',
    (o) =>
      lorenzChart(
        {
          gini: 0.5,
          lorenz: [0, 0.25, 0.5, 0.75, 0.9, 1].map((x) => ({ buyersShare: x, revenueShare: x * x })),
        },
        o,
      ),
  ],
  ['concentration of too few', (o) => lorenzChart({ gini: null, lorenz: [] }, o)],
  [
    'returns that outweigh',
    (o) =>
      lorenzChart(
        {
          gini: 1.2,
          lorenz: [
            { buyersShare: 0, revenueShare: 0 },
            { buyersShare: 0.5, revenueShare: -0.3 },
            { buyersShare: 1, revenueShare: 1 },
          ],
        },
        o,
      ),
  ],
  ['no cohorts', (o) => cohortChart({ cohorts: [], pooled: [] }, o)],
  [
    'one cohort',
    (o) =>
      cohortChart(
        cohorts(1, () => 0),
        o,
      ),
  ],
  [
    'cohorts of five years',
    (o) =>
      cohortChart(
        cohorts(60, (row, month) => ((row + month) % 5 === 0 ? null : 1 / month)),
        o,
      ),
  ],
  [
    'cohorts that never came back',
    (o) =>
      cohortChart(
        cohorts(4, () => 0),
        o,
      ),
  ],
  ['no segments', (o) => segmentChart({ segments: [], revenue: { currency: 'EUR' } }, o)],
  ['one segment', (o) => segmentChart({ segments: [aSegment('All')], revenue: { currency: 'EUR' } }, o)],
  [
    'segments of all kinds of names',
    (o) =>
      segmentChart(
        {
          segments: [...NAMES, ...NAMES.slice(0, 4)].map((name) => aSegment(name)),
          revenue: { currency: 'HUF' },
        },
        o,
      ),
  ],
  ['no market', (o) => marketsChart([], o)],
  ['a market of one month', (o) => marketsChart([aPlottedMarket('Alone', [5])], o)],
  [
    'markets of all kinds of names, and months that are not told',
    (o) =>
      marketsChart(
        NAMES.map((name) => aPlottedMarket(name, [100, null, 0, 5000, -20])),
        o,
      ),
  ],
  ['days without values', (o) => daysChart(plottedDays([], {}), ofDays(o))],
  ['days with gaps', (o) => daysChart(plottedDays([1, null, 3, null, null, 4e9], {}), ofDays(o))],
  [
    'days with names, levels and strips of all kinds, near each other',
    (o) =>
      daysChart(
        plottedDays(Array(238).fill(5), {
          days: NAMES.map((name, place) => ({ name, day: 20_200 + place, ink: 'price' })),
          levels: [4, 4.9, 5, 5, 5.1].map((value) => ({ name: `${LONG} ${value}`, value })),
          spans: NAMES.flatMap((name, place) => [
            {
              kind: 'Promotion',
              name,
              from: 20_010 + 20 * place,
              to: 20_060 + 20 * place,
              ink: 'event',
              row: 0,
            },
            { kind: 'Adjustment', name, from: 20_000, to: 20_230, ink: 'changed', row: 1 },
          ]),
          shaded: [{ name: 'Sold out', from: 20_100, to: 20_110 }],
        }),
        ofDays(o),
      ),
  ],
  ['one price', (o) => priceAxisChart(plottedPrices([['Now', 10, 'inForce']]), ofPrices(o))],
  ['no price above nothing', (o) => priceAxisChart(plottedPrices([['Now', 0, 'inForce']]), ofPrices(o))],
  [
    'prices near each other',
    (o) =>
      priceAxisChart(
        plottedPrices([
          ...([
            ['Now', 10, 'inForce'],
            ['Proposed', 10.01, 'proposed'],
          ] as const),
          ...(['Floor', 'Ceiling', 'Least advertised', 'Other buyers, highest'] as const).map(
            (name, place) => [name, 10 + place / 100, 'bound'] as const,
          ),
        ]),
        ofPrices(o),
      ),
  ],
  ['no category', (o) => positionChart([], o)],
  [
    'categories of all kinds of names, in one place',
    (o) =>
      positionChart(
        NAMES.map((name) => aPosition(name)),
        o,
      ),
  ],
  [
    'categories without margin or revenue',
    (o) =>
      positionChart(
        [
          aPosition('A', { margin: null, revenueShare: 0 }),
          aPosition('B', { margin: null, growth: { value: -1, low: -1, high: -1 } }),
        ],
        o,
      ),
  ],
];

describe('every picture of a market', () => {
  describe.each(pictures)('%s', (_, draw) => {
    test.each([320, 900])(
      'is well formed at %i pixels, within its edges, and says in words what it shows',
      (width) => {
        const svg = draw({ width, id: 'it' });

        const { words, texts } = readSvg(svg);
        expect(svg).not.toMatch(/NaN|undefined|Infinity|<script/);
        expect(words[0]).not.toBe('');
        expect(words[1]?.length).toBeGreaterThan(20);
        expect(svg).toContain('aria-labelledby="it-title it-description"');
        expect(texts.filter((one) => isOutside(one, width)).map((one) => one.words)).toEqual([]);
      },
    );

    test.each([320, 900])('writes no words over others at %i pixels', (width) => {
      expect(overlaps(readSvg(draw({ width })))).toEqual([]);
    });
  });

  test('writes numbers as readers of the locale do', () => {
    const svg = revenueChart(months([123_456_00, 0]), { locale: 'de' });

    expect(readSvg(svg).words[1]).toContain('123.000\u00a0€');
  });

  test('shows names as they are, markup and all', () => {
    const { words } = readSvg(positionChart([aPosition('<b>"&\'')]));

    expect(words).toContain('<b>"&\'');
  });
});

type Written = ReadSvg['texts'][number];

/** The least that the words must cover: narrow letters, so that only real collisions count. */
function boxOf({ words, at }: Written) {
  const size = Number(at['font-size'] ?? 12);
  const width = [...words].reduce((sum, sign) => sum + (/[\u3000-\uffff]/u.test(sign) ? 1 : 0.45) * size, 0);
  const x = Number(at.x);
  const left = at['text-anchor'] === 'end' ? x - width : at['text-anchor'] === 'middle' ? x - width / 2 : x;
  return { left, right: left + width, top: Number(at.y) - 0.7 * size, bottom: Number(at.y) };
}

function isOutside(written: Written, width: number): boolean {
  const { left, right } = boxOf(written);
  return left < 0 || right > width;
}

function overlaps({ texts }: ReadSvg): string[] {
  const boxes = texts
    .filter(({ words }) => words !== '')
    .map((written) => ({ ...boxOf(written), words: written.words }));
  return boxes.flatMap((one, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.words} / ${other.words}`),
  );
}
