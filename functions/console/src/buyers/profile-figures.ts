import type { Segment, Segmentation } from '../../../../lib/domain/index.ts';
import { majorOf } from '../../../../lib/domain/money.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import type { Language } from '../language/language.tsx';

type Spread = Segment['figures'][string];
type Line = { segment: Segment; name: string; unit: string; spread: Spread };

/** How a figure is turned from what is stored into what people count in. */
type Known = { unit: 'days' | 'currency' | 'percent' | 'number'; of?: (stored: number) => number };

const percent = (share: number) => 100 * share;
/** In the order of the picture. */
const known = {
  recencyDays: { unit: 'days' },
  ordersPerYear: { unit: 'number' },
  valueMinor: { unit: 'currency' },
  cadenceDays: { unit: 'days' },
  gapVariation: { unit: 'number' },
  skusPerOrder: { unit: 'number' },
  skusPerYear: { unit: 'number' },
  discountShare: { unit: 'percent', of: percent },
  // stored as the log of the ratio of two half-years
  growth: { unit: 'percent', of: (logRatio) => percent(Math.exp(logRatio) - 1) },
  seasonConcentration: { unit: 'percent', of: percent },
  returnsShare: { unit: 'percent', of: percent },
} satisfies Record<string, Known>;

/** What tells the segments apart, as a table: a row for each figure of each group, each in the unit that the row names. */
export function profileFigures({ segments, revenue }: Segmentation, language: Language): Figures<Line> {
  const { words } = language;
  const told = words.buyers.profile;
  const columns = columnsOf(language);
  const units = { ...told.units, currency: revenue.currency, percent: '%' };
  // an object's entries have the names that it was made with
  const names = Object.entries(known) as [keyof typeof known, Known][];
  const spread = (name: string, of: (spread: Spread) => number) =>
    columns.decimal<Line>(name, (line) => rounded(of(line.spread)));
  return {
    caption: words.buyers.apart,
    columns: [
      columns.words(told.group, ({ segment }) => segment.name),
      columns.count(words.buyers.card.buyers, ({ segment }) => segment.buyers),
      columns.share(words.buyers.card.share, ({ segment }) => segment.revenueShare),
      columns.words(told.figure, ({ name }) => name),
      columns.words(told.unit, ({ unit }) => unit),
      spread(told.lower, ({ lower }) => lower),
      spread(told.middle, ({ median }) => median),
      spread(told.upper, ({ upper }) => upper),
      spread(told.market, ({ market }) => market),
    ],
    rows: segments.flatMap((segment) =>
      names.flatMap(([figure, { unit, of = (one: number) => one }]) => {
        const stored = segment.figures[figure];
        if (stored === undefined) return [];
        const shown = unit === 'currency' ? (minor: number) => majorOf(minor, revenue.currency) : of;
        return [{ segment, name: told.figures[figure], unit: units[unit], spread: eachOf(stored, shown) }];
      }),
    ),
  };
}

const eachOf = ({ lower, median, upper, market }: Spread, of: (stored: number) => number): Spread => ({
  lower: of(lower),
  median: of(median),
  upper: of(upper),
  market: of(market),
});

const rounded = (value: number) => Number(value.toFixed(4));
