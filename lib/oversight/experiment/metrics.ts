/** What an experiment is judged by. */
export type Metric = 'conversion' | 'revenue' | 'margin' | 'stockOuts' | 'daysOfCover';

/** How a metric is read: what is a gain, and whether few large units could carry the whole result. */
export type MetricRule = { better: 'higher' | 'lower'; heavyTailed: boolean; words: string };

/** A row of each metric: its value, and its size as the denominator. */
export const METRICS: Readonly<Record<Metric, MetricRule>> = {
  conversion: { better: 'higher', heavyTailed: false, words: 'orders per quote or visit' },
  revenue: {
    better: 'higher',
    heavyTailed: true,
    words: 'revenue per unit and week, minor units of the currency',
  },
  margin: {
    better: 'higher',
    heavyTailed: true,
    words: 'margin per unit and week, minor units of the currency',
  },
  stockOuts: { better: 'lower', heavyTailed: false, words: 'share of days without stock' },
  daysOfCover: { better: 'lower', heavyTailed: false, words: 'days of demand that the stock covers' },
};
