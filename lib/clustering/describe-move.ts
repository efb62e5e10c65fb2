import type { FeatureColumn } from './buyer-features.ts';
import type { BuyerFigureName, BuyerFigures } from './buyer-figures.ts';
import { ago, inDays, inMoney, inNumber, percent, signedPercent } from './in-words.ts';
import { scoreOf } from './robust-scale.ts';

/** A buyer's figures in the segmentation before and today, each with its row. */
export type BuyerThenAndNow = {
  earlier: BuyerFigures;
  rowEarlier: number;
  today: BuyerFigures;
  rowToday: number;
};

/** The two segments of a move as they lie today, [columns] each, weighted like the points. */
export type MoveBetween = { from: Float64Array; to: Float64Array };

const FEWEST_PULLS = 1e-9;

/**
 * Say why a buyer moved: in the figure whose change since then pulled it most towards the new centroid and away from the old one.
 *
 * With scores s and centroids c the pull of a feature is (s_now − c_old)² − (s_now − c_new)² less the same of s_then: what it adds to the
 * difference of both squared distances.
 */
export function describeMove(
  columns: readonly FeatureColumn[],
  { earlier, rowEarlier, today, rowToday }: BuyerThenAndNow,
  { from, to }: MoveBetween,
  currency: string,
): string {
  const pulls = columns.flatMap(({ figure, factor }, c) => {
    if (figure === undefined) return [];
    const { name, log, scale } = figure;
    const score = (value: number) => factor * scoreOf(log ? Math.log1p(value) : value, scale);
    const [was, is] = [earlier[name][rowEarlier]!, today[name][rowToday]!];
    return [{ name, was, is, pull: 2 * (score(is) - score(was)) * (to[c]! - from[c]!) }];
  });
  const words = pulls
    .filter(({ pull }) => pull > FEWEST_PULLS)
    .sort((a, b) => b.pull - a.pull)
    .map(({ name, was, is }) => inWords(name, is, was, currency))
    .find((text) => text !== undefined);
  return words ?? 'its own figures are much as before: the segments around it have shifted';
}

type Writing = { write(value: number, currency: string): string; before: string; after: string };

const plainNumber = { write: inNumber };
const share = { write: percent };
const days = { write: inDays };

const writings: Partial<Record<BuyerFigureName, Writing>> = {
  recencyDays: {
    write: ago,
    before: 'last order ',
    after: '',
  },
  ordersPerYear: { ...plainNumber, before: '', after: ' orders a year' },
  valueMinor: { write: inMoney, before: 'bought for ', after: ' in the year' },
  cadenceDays: { ...days, before: 'orders every ', after: '' },
  gapVariation: { ...share, before: 'its days between orders vary by ', after: '' },
  skusPerOrder: { ...plainNumber, before: '', after: ' articles an order' },
  skusPerYear: { ...plainNumber, before: '', after: ' articles in the year' },
  discountShare: { ...share, before: 'pays ', after: ' below list price' },
  growth: {
    write: (log) => signedPercent(Math.expm1(log)),
    before: 'revenue of the half-year ',
    after: ' against the one before',
  },
  seasonConcentration: {
    ...share,
    before: 'two of its orders fall into one quarter with a chance of ',
    after: '',
  },
  returnsShare: { ...share, before: 'returned or cancelled ', after: ' of what it bought' },
};

/** @returns nothing where both are written alike */
function inWords(name: BuyerFigureName, is: number, was: number, currency: string): string | undefined {
  const writing = writings[name];
  if (writing === undefined || Number.isNaN(is)) return undefined;
  const { write, before, after } = writing;
  const now = write(is, currency);
  if (Number.isNaN(was)) return `${before}${now}${after}, not known before`;
  const then = write(was, currency);
  if (now === then) return undefined;
  // the unit stands once: 62 instead of 31 days
  const [number = now] = now.split(' ');
  const unit = now.slice(number.length);
  const hasOneUnit = then.endsWith(unit) && unit !== '';
  return `${before}${hasOneUnit ? number : now} instead of ${then}${after}`;
}
