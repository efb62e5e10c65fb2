import type { BuyerAggregates } from './buyer-columns.ts';
import type { BuyerFigureName, BuyerFigures } from './buyer-figures.ts';
import { categoryColumns } from './category-shares.ts';
import type { Points } from './points.ts';
import { type RobustScale, robustScale, scoreOf } from './robust-scale.ts';

/** What buyers are told apart by: how much it counts, why so, and of how many buyers it is known. */
export type FeatureNote = { feature: string; weight: number; why: string; knownShare: number };

/** A feature that is not used, and why. */
export type LeftOutFeature = { feature: string; reason: string };

/** A column of the points: a figure's score or one category's share. */
export type FeatureColumn = {
  feature: string;
  /** Root of its weight, by which the column is multiplied: squared distances then count as the weight says. */
  factor: number;
  /** How a buyer's figure becomes its score; absent for categories. */
  figure?: { name: BuyerFigureName; log: boolean; scale: RobustScale };
};

/** A market's buyers as points. */
export type BuyerFeatures = {
  /** [buyers × columns], weighted. */
  points: Points;
  columns: readonly FeatureColumn[];
  notes: readonly FeatureNote[];
  leftOut: readonly LeftOutFeature[];
};

type Rule = { feature: string; figure: BuyerFigureName; log: boolean; weight: number; why: string };

/** Counts, amounts and days are skewed: their logs are compared, so that twice as much is the same step everywhere. */
const rules: readonly Rule[] = [
  {
    ...{ feature: 'recency', figure: 'recencyDays', log: true, weight: 1 },
    why: 'who still buys: the first thing to know (RFM, Hughes 1994)',
  },
  {
    ...{ feature: 'frequency', figure: 'ordersPerYear', log: true, weight: 1 },
    why: 'how much attention a buyer asks for in a year (RFM)',
  },
  {
    ...{ feature: 'value', figure: 'valueMinor', log: true, weight: 1 },
    why: 'what a buyer is worth (RFM)',
  },
  {
    ...{ feature: 'cadence', figure: 'cadenceDays', log: true, weight: 0.5 },
    why: 'half of the rhythm; the other half is its regularity, and frequency says part of it',
  },
  {
    ...{ feature: 'regularity', figure: 'gapVariation', log: false, weight: 0.5 },
    why: 'half of the rhythm: a regular buyer can be planned for',
  },
  {
    ...{ feature: 'breadth', figure: 'skusPerOrder', log: true, weight: 0.25 },
    why: 'half of the basket: wide orders or refills of a few articles',
  },
  {
    ...{ feature: 'range', figure: 'skusPerYear', log: true, weight: 0.25 },
    why: 'half of the basket: it grows with frequency, which is counted already',
  },
  {
    ...{ feature: 'discount', figure: 'discountShare', log: false, weight: 0.5 },
    why: 'what a buyer pays against list price: terms, not behaviour alone',
  },
  {
    ...{ feature: 'growth', figure: 'growth', log: false, weight: 0.5 },
    why: 'half-years of few orders vary by chance as well',
  },
  {
    ...{ feature: 'season', figure: 'seasonConcentration', log: false, weight: 0.25 },
    why: 'one year shows one season only',
  },
  {
    ...{ feature: 'returns', figure: 'returnsShare', log: false, weight: 0.25 },
    why: 'rare for most buyers: a single return must not make a group',
  },
];
const CATEGORY_WEIGHT = 0.5;
const CATEGORY_WHY =
  'what a buyer takes: all categories together count as one feature, however many there are';
/** A feature that is known of fewer buyers than this would be the middle value for nearly everyone. */
const LEAST_KNOWN = 0.25;

/**
 * Turn figures into points: logs where figures are skewed, robust scales (median and interquartile range), held within ±3, times the
 * root of the feature's weight. What is not known of a buyer is put at the market's middle, where it pulls nowhere.
 *
 * A feature that is the same for every buyer, or known of under a quarter of them, is left out with the reason.
 */
export function buyerFeatures(aggregates: BuyerAggregates, figures: BuyerFigures): BuyerFeatures {
  const rows = aggregates.customers.length;
  const columns: FeatureColumn[] = [];
  const scores: Float64Array[] = [];
  const notes: FeatureNote[] = [];
  const leftOut: LeftOutFeature[] = [];
  for (const { feature, figure: name, log, weight, why } of rules) {
    const values = log ? figures[name].map((value) => Math.log1p(value)) : figures[name];
    const knownShare = values.reduce((known, value) => known + Number(!Number.isNaN(value)), 0) / rows;
    const scale = robustScale(values);
    if (knownShare < LEAST_KNOWN || scale.spread === 0) {
      leftOut.push({ feature, reason: reasonFor(knownShare) });
      continue;
    }
    columns.push({ feature, factor: Math.sqrt(weight), figure: { name, log, scale } });
    scores.push(values.map((value) => scoreOf(value, scale)));
    notes.push({ feature, weight, why, knownShare });
  }
  addCategories(aggregates, { columns, scores, notes, leftOut });
  return { points: pointsOf(columns, scores, rows), columns, notes, leftOut };
}

function addCategories(
  aggregates: BuyerAggregates,
  to: { columns: FeatureColumn[]; scores: Float64Array[]; notes: FeatureNote[]; leftOut: LeftOutFeature[] },
): void {
  const shares = categoryColumns(aggregates);
  if (shares.length === 0) {
    const reason =
      aggregates.categories.length === 0
        ? 'no article that was sold has a category in the products file'
        : 'all buyers take the same mix of categories';
    to.leftOut.push({ feature: 'categories', reason });
    return;
  }
  shares.forEach((column, c) => {
    const feature = `category: ${aggregates.categories[c] ?? 'all others'}`;
    to.columns.push({ feature, factor: Math.sqrt(CATEGORY_WEIGHT) });
    to.scores.push(column);
  });
  const { categoryLines } = aggregates.columns;
  const known = categoryLines.reduce((sum, lines) => sum + Number(lines > 0), 0);
  to.notes.push({
    feature: 'categories',
    weight: CATEGORY_WEIGHT,
    why: CATEGORY_WHY,
    knownShare: known / categoryLines.length,
  });
}

function reasonFor(knownShare: number): string {
  if (knownShare === 0) return 'not known of any buyer';
  if (knownShare < LEAST_KNOWN) return `known of ${Math.round(100 * knownShare)} % of the buyers only`;
  return 'the same for every buyer';
}

/** Where every buyer is alike in everything, one column of zeros is left, so that there are points at all. */
function pointsOf(columns: FeatureColumn[], scores: Float64Array[], rows: number): Points {
  const width = Math.max(columns.length, 1);
  const data = new Float64Array(rows * width);
  scores.forEach((column, c) => {
    const { factor } = columns[c]!;
    for (let i = 0; i < rows; i++) data[i * width + c] = column[i]! * factor;
  });
  return { data, rows, columns: width };
}
