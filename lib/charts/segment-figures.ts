import { majorOf } from '../domain/money.ts';
import type { ChartWords } from './chart-words.ts';
import type { NumberWords } from './number-words.ts';

/** How one of a buyer's figures is named and written. */
export type FigureWords = {
  /** As the segmentation names it. */
  figure: keyof ChartWords['segments']['figures'];
  /** Amounts and counts that range over powers of ten are compared by their ratio. */
  log: boolean;
  write(value: number, words: NumberWords, currency: string): string;
};

const inDays: FigureWords['write'] = (days, words) =>
  words.told.segments.days(Math.round(days), words.count(days));
const asNumber: FigureWords['write'] = (value, words) => words.decimal(value, Math.abs(value) < 10 ? 1 : 0);
const asShare: FigureWords['write'] = (value, words) => words.share(value);

/** The figures that a profile shows, in this order. */
export const segmentFigures: readonly FigureWords[] = [
  { figure: 'recencyDays', log: true, write: inDays },
  { figure: 'ordersPerYear', log: true, write: asNumber },
  {
    figure: 'valueMinor',

    log: true,
    write: (minor, words, currency) => words.money(majorOf(minor, currency)),
  },
  { figure: 'cadenceDays', log: true, write: inDays },
  {
    figure: 'gapVariation',

    log: false,
    write: (value, words) => words.decimal(value, 2),
  },
  { figure: 'skusPerOrder', log: true, write: asNumber },
  { figure: 'skusPerYear', log: true, write: asNumber },
  { figure: 'discountShare', log: false, write: asShare },
  // stored as the log of the ratio of two half-years
  {
    figure: 'growth',

    log: false,
    write: (logRatio, words) => words.change(Math.exp(logRatio) - 1),
  },
  { figure: 'seasonConcentration', log: false, write: asShare },
  { figure: 'returnsShare', log: false, write: asShare },
];
