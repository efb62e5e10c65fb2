import { InputError } from '../../domain/index.ts';
import type { Window } from './arm-units.ts';
import type { Guard } from './guards.ts';
import { METRICS, type Metric } from './metrics.ts';

/** What `compareArms` may be told. */
export type CompareOptions = {
  /** `conversion` by default. */
  metric?: Metric;
  /** What is a gain, where it is not the metric's usual direction. */
  better?: 'higher' | 'lower';
  /** Chance of calling a difference that is not there; 0.05 by default. */
  alpha?: number;
  /**
   * `any` (the default): look as often as you like, the interval holds at all looks at once. `once`: a single look at an end that was
   * set before the start; narrower, and wrong when peeked at.
   */
  looks?: 'any' | 'once';
  /** Smallest effect worth having, in the metric's units, set before the start; 5 % of the human arm's mean where absent. */
  minimalEffect?: number;
  /** Planned share of units of the AI arm; 0.5 by default. */
  aiShare?: number;
  /** First day, `YYYY-MM-DD`; with `asOf` it bounds the rows that count, and the duration is held to `minimumWeeks`. */
  start?: string;
  /** Last day that data are complete for. */
  asOf?: string;
  /** Whole weeks before any verdict; 2 by default. */
  minimumWeeks?: number;
  /** Count whole weeks alone, so that each weekday counts alike; true by default. */
  wholeWeeks?: boolean;
  /** Cut the means of units at the 1 % and 99 % quantiles; by default for revenue and margin. */
  winsorise?: boolean;
  /** What the test must not harm. */
  guards?: readonly Guard[];
  /** Of the randomisation test's draws; 1 by default. */
  seed?: number;
};

/** Options with every default filled in. */
export type CompareSettings = {
  metric: Metric;
  better: 'higher' | 'lower';
  alpha: number;
  looks: 'any' | 'once';
  minimalEffect: number | null;
  aiShare: number;
  window: Window | null;
  minimumWeeks: number;
  winsorise: boolean;
  guards: readonly Guard[];
  seed: number;
};

/**
 * Fill in the defaults.
 *
 * @throws InputError when a number is out of its range, an option is unknown, or one of `start` and `asOf` is missing
 */
export function readOptions(options: CompareOptions): CompareSettings {
  const { metric = 'conversion', alpha = 0.05, aiShare = 0.5, minimumWeeks = 2, minimalEffect } = options;
  const rule = METRICS[metric];
  if (rule === undefined)
    throw new InputError(`no metric ${metric}: one of ${Object.keys(METRICS).join(', ')}`);
  const unknown = Object.keys(options).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw new InputError(`unknown options: ${unknown.join(', ')}`);
  if (!(alpha > 0 && alpha < 1))
    throw new InputError(`alpha is ${alpha}: a number between 0 and 1 is needed`);
  if (!(aiShare > 0 && aiShare < 1))
    throw new InputError(`aiShare is ${aiShare}: a number between 0 and 1 is needed`);
  if (minimalEffect !== undefined && !(minimalEffect > 0 && Number.isFinite(minimalEffect)))
    throw new InputError(`minimalEffect is ${minimalEffect}: a number above 0 is needed`);
  if (!(minimumWeeks >= 0)) throw new InputError(`minimumWeeks is ${minimumWeeks}: 0 or more are needed`);
  return {
    metric,
    better: options.better ?? rule.better,
    alpha,
    looks: options.looks ?? 'any',
    minimalEffect: minimalEffect ?? null,
    aiShare,
    window: windowOf(options),
    minimumWeeks,
    winsorise: options.winsorise ?? rule.heavyTailed,
    guards: options.guards ?? [],
    seed: options.seed ?? 1,
  };
}

function windowOf({ start, asOf, wholeWeeks = true }: CompareOptions): Window | null {
  if (start === undefined && asOf === undefined) return null;
  if (start === undefined || asOf === undefined)
    throw new InputError(
      'start and asOf go together: the first day of the test, and the last with complete data',
    );
  return { start, asOf, wholeWeeks };
}

const KNOWN = new Set<string>([
  ...['metric', 'better', 'alpha', 'looks', 'minimalEffect', 'aiShare', 'start', 'asOf', 'minimumWeeks'],
  ...['wholeWeeks', 'winsorise', 'guards', 'seed'],
]);
