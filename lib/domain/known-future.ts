import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

/** The list price of a single unit moves: on its first day, from and to, in millionths of the currency's unit. */
const priceMarkSchema = z.object({ on: isoDate, fromMicros: z.int(), toMicros: z.int() });

/** What happens on days that are known beforehand, or happened on days past. */
export const marketEventSchema = z.object({
  name: z.string(),
  kind: z.enum(['promotion', 'holiday', 'closure', 'launch', 'delisting']),
  from: isoDate,
  /** Last day. */
  to: isoDate,
});
export type MarketEvent = z.infer<typeof marketEventSchema>;

/** What a chart of history and forecast marks, oldest first: past, and known ahead. Public holidays are left out. */
export const seriesMarksSchema = z.object({
  prices: z.array(priceMarkSchema),
  events: z.array(marketEventSchema),
});
export type SeriesMarks = z.infer<typeof seriesMarksSchema>;

/** What series of a category or segment have in common: what a new one among them is expected to do. */
export const seriesProfileSchema = z.object({
  period: z.int(),
  /** [period] factors around 1, by place in the season; of days, place 0 is Monday. */
  season: z.array(z.number()),
  /** Mean of a step of a usual series. */
  level: z.number(),
  /** Variance between the series' levels over the square of `level`: how different they are. */
  levelVariation: z.number(),
  /** Variance of a step with mean m within a series: `ofMean`·m + `ofSquare`·m². */
  noise: z.object({ ofMean: z.number(), ofSquare: z.number() }),
  /** Share of steps without demand. */
  zeroShare: z.number(),
  /** Sizes of steps with demand relative to their mean, ascending: evenly spaced quantiles. */
  sizes: z.array(z.number()),
  /** Mean of a step with demand. */
  size: z.number(),
  /** How many series it rests on. */
  series: z.int(),
});
export type SeriesProfile = z.infer<typeof seriesProfileSchema>;

/** What a price, an event or a closure does to demand; enough to ask "what if" without another forecast. */
export const knownEffectSchema = z.object({
  name: z.string(),
  kind: z.enum(['price', 'event', 'amount', 'closure']),
  /**
   * Of `price` and `amount`: per cent that demand changes for 1 % more. Of `event`: the logarithm of the factor on demand; where
   * demand may be negative, what is added. Of `closure`: 0, since demand is 0 on it whatever is estimated.
   */
  coefficient: z.number(),
  standardError: z.number(),
  /** `history`: estimated; `assumed`: the history says nothing of it; `given`: nothing to estimate. */
  source: z.enum(['history', 'assumed', 'given']),
  /** Whether the forecast rests on it: an effect that made past forecasts worse does not count, but can be asked for. */
  used: z.boolean(),
  /** Value at which there is no effect: a price is in millionths of the currency's unit. */
  reference: z.number(),
  /** What is planned, a step each. */
  future: z.array(z.number()),
  /** In words. */
  text: z.string(),
});
export type KnownEffect = z.infer<typeof knownEffectSchema>;

/** What a forecast's mean is the sum of, a step each, in the series' units. */
export const forecastPartsSchema = z.object({
  /** What a usual step comes to now. */
  level: z.array(z.number()),
  /** How far it moves from there. */
  trend: z.array(z.number()),
  /** What the place in the season adds or takes, a yearly season included. */
  season: z.array(z.number()),
  /** What prices, events and closures add or take. */
  events: z.array(z.number()),
});
export type ForecastParts = z.infer<typeof forecastPartsSchema>;
