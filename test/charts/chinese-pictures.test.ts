import { describe, expect, test } from '@jest/globals';
import {
  cohortChart,
  lorenzChart,
  marketsChart,
  type PictureOptions,
  positionChart,
  revenueChart,
  seasonChart,
  segmentChart,
} from '../../lib/charts/index.ts';
import { aPlottedMarket, aPosition, aSegment, cohorts, measured, months, spread } from './some-market.ts';

const steep = Array.from({ length: 11 }, (_, place) => ({
  buyersShare: place / 10,
  revenueShare: (place / 10) ** 3,
}));
const drawn = { title: '标题' };

const pictures: [string, (options: PictureOptions) => string][] = [
  ['revenue', (o) => revenueChart(months([5_000_000, 9_000_000, 7_000_000, 4_000_000]), o)],
  ['revenue of nothing', (o) => revenueChart([], o)],
  ['revenue of a part of a month', (o) => revenueChart(months([5]), o)],
  ['a season', (o) => seasonChart(measured, o)],
  ['a weak season', (o) => seasonChart({ ...measured, strength: 0.2, pValue: 0.03 }, o)],
  ['a season of chance', (o) => seasonChart({ ...measured, pValue: 0.4 }, o)],
  ['no season', (o) => seasonChart({ kind: 'tooShort', detail: '太短', months: 2 }, o)],
  [
    'returning buyers',
    (o) =>
      cohortChart(
        cohorts(30, (_, month) => (month === 3 ? null : 0.4)),
        o,
      ),
  ],
  ['none to return', (o) => cohortChart({ cohorts: [], pooled: [] }, o)],
  ['concentration', (o) => lorenzChart({ lorenz: steep, gini: 0.5 }, o)],
  ['too few buyers', (o) => lorenzChart({ lorenz: [], gini: null }, o)],
  [
    'categories',
    (o) =>
      positionChart(
        (['launch', 'push', 'hold', 'drop', null] as const).map((advice) =>
          aPosition(`品类${advice === null}`, { advice }),
        ),
        o,
      ),
  ],
  ['categories without growth', (o) => positionChart([aPosition('灯', { growth: null, margin: null })], o)],
  [
    'segments',
    (o) =>
      segmentChart(
        {
          segments: [
            { ...aSegment('大买家', { returnsShare: spread, skusPerOrder: spread }), description: '说明' },
          ],
          revenue: { currency: 'EUR' },
        },
        o,
      ),
  ],
  ['markets', (o) => marketsChart([aPlottedMarket('德国', [5, 9, 7])], { ...o, ...drawn, subtitle: '说明' })],
];

/** What is read of a picture: its words, not its marks. */
const wordsOf = (svg: string) =>
  [...svg.matchAll(/<(?:text|title|desc)[^>]*>([^<]*)</g)].map(([, words = '']) => words).join(' ');

describe('a picture for readers of Chinese', () => {
  test.each(pictures)('of %s has no English word', (_, draw) => {
    const words = wordsOf(draw({ locale: 'zh-Hans-CN' }));

    expect(words).toMatch(/[\u4e00-\u9fff]/);
    expect(words.replaceAll(/EUR|true|false/g, '').match(/[A-Za-z]{2,}/g)).toBeNull();
  });

  test.each(pictures)('of %s has no space after a full stop', (_, draw) => {
    const described = /<desc[^>]*>([^<]*)/.exec(draw({ locale: 'zh-Hans-CN' }))?.[1];

    expect(described).not.toMatch(/。 /);
  });

  test('names months and shares as they are read', () => {
    const words = wordsOf(revenueChart(months([5_000_000, 9_000_000, 7_000_000]), { locale: 'zh-Hans-CN' }));

    expect(words).toContain('2023年1月至2023年3月');
    expect(words).toContain('完整月份中2023年2月最高');
  });
});
