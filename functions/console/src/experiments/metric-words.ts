import type { ExperimentMetric } from '../../../../lib/domain/index.ts';
import { currencyDigits, majorOf } from '../../../../lib/domain/money.ts';
import type { Language } from '../language/language.tsx';

/** How a metric is typed, written and told apart from its file's plain numbers. */
export type MetricWriting = {
  /** What a person types it in: `EUR a unit and week`. */
  unit: string;
  /** From what is typed to what the API takes, and back. */
  stored: (typed: number) => number;
  typed: (stored: number) => number;
  /** A level, and a difference with its sign. */
  level: (stored: number) => string;
  change: (stored: number) => string;
};

/** Metrics of which less is better. */
export const lessIsBetter = (metric: ExperimentMetric): boolean =>
  metric === 'stockOuts' || metric === 'daysOfCover';

/**
 * Tell how a metric is written in a language.
 *
 * @param currency - of revenue and margin
 */
export function metricWriting(
  metric: ExperimentMetric,
  currency: string,
  { words, format, say }: Pick<Language, 'words' | 'format' | 'say'>,
): MetricWriting {
  const units = words.experiments.units;
  switch (metric) {
    case 'revenue':
    case 'margin': {
      const scale = 10 ** currencyDigits(currency);
      const money = (minor: number) => format.money({ minor: Math.round(minor), currency });
      return {
        unit: say(units.money, { currency }),
        stored: (typed) => typed * scale,
        typed: (stored) => majorOf(stored, currency),
        level: money,
        change: signed(money),
      };
    }
    case 'stockOuts':
      return {
        unit: units.stockOuts,
        stored: (typed) => typed / 100,
        typed: (stored) => 100 * stored,
        level: format.share,
        change: format.change,
      };
    default:
      return {
        unit: units[metric],
        stored: (typed) => typed,
        typed: (stored) => stored,
        level: format.decimal,
        change: signed(format.decimal),
      };
  }
}

const signed = (write: (value: number) => string) => (value: number) =>
  value > 0 ? `+${write(value)}` : write(value);
