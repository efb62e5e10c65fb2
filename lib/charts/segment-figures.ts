import { majorOf } from '../domain/money.ts';
import type { NumberWords } from './number-words.ts';

/** How one of a buyer's figures is named and written. */
export type FigureWords = {
  /** As the segmentation names it. */
  figure: string;
  label: string;
  /** Amounts and counts that range over powers of ten are compared by their ratio. */
  log: boolean;
  write(value: number, words: NumberWords, currency: string): string;
};

const inDays: FigureWords['write'] = (days, words) =>
  `${words.count(days)} ${Math.round(days) === 1 ? 'day' : 'days'}`;
const asNumber: FigureWords['write'] = (value, words) => words.decimal(value, Math.abs(value) < 10 ? 1 : 0);
const asShare: FigureWords['write'] = (value, words) => words.share(value);

/** The figures that a profile shows, in this order. */
export const segmentFigures: readonly FigureWords[] = [
  { figure: 'recencyDays', label: 'since last order', log: true, write: inDays },
  { figure: 'ordersPerYear', label: 'orders a year', log: true, write: asNumber },
  {
    figure: 'valueMinor',
    label: 'revenue a year',
    log: true,
    write: (minor, words, currency) => words.money(majorOf(minor, currency)),
  },
  { figure: 'cadenceDays', label: 'between orders', log: true, write: inDays },
  {
    figure: 'gapVariation',
    label: 'irregularity',
    log: false,
    write: (value, words) => words.decimal(value, 2),
  },
  { figure: 'skusPerOrder', label: 'articles an order', log: true, write: asNumber },
  { figure: 'skusPerYear', label: 'articles a year', log: true, write: asNumber },
  { figure: 'discountShare', label: 'below list price', log: false, write: asShare },
  // stored as the log of the ratio of two half-years
  {
    figure: 'growth',
    label: 'half-year growth',
    log: false,
    write: (logRatio, words) => words.change(Math.exp(logRatio) - 1),
  },
  { figure: 'seasonConcentration', label: 'in one season', log: false, write: asShare },
  { figure: 'returnsShare', label: 'returned', log: false, write: asShare },
];
