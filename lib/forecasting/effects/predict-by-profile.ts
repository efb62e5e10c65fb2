import { InputError } from '../../domain/errors.ts';
import type { SeriesProfile } from '../../domain/known-future.ts';
import type { PredictionTask } from '../candidates.ts';
import type { Answer } from '../forecast.ts';
import type { ObservedSeries } from '../observed-series.ts';
import { wordsOf } from '../period-words.ts';
import type { Prediction } from '../prediction.ts';
import { LUMPY_SHARE } from './profile.ts';

/** Sizes of its own that weigh as much as the category's. */
const USUAL_SIZES = 4;

/** Seasons from which on a series' own history forecasts better than its category: of days four, else two. */
const ENOUGH_SEASONS = { ofDays: 4, ofOthers: 2 } as const;
/** Without a season, this many values. */
const ENOUGH_VALUES = 8;

/**
 * Answer by the profile where there is one and the series' own history is short.
 *
 * @param unit - what one unit of `series` stands for; the profile is in the caller's
 * @returns `null` where the series' own models are to answer
 * @throws InputError when the profile has another season, or the place of the first value is none of it
 */
export function profileAnswer(
  series: ObservedSeries,
  { period, horizon, nonNegative }: PredictionTask,
  { profile, phase = 0, model = 'auto', unit }: ProfileOptions,
): Answer | null {
  if (profile === undefined || model !== 'auto' || !nonNegative || unit !== 1) return null;
  const season = period >= 2 ? Math.round(period) : 1;
  if (profile.period !== season)
    throw new InputError(`the profile's season of ${profile.period} steps is not that of ${period}`);
  if (!Number.isSafeInteger(phase) || phase < 0 || phase >= season)
    throw new InputError(`the phase ${phase} is none of the season's ${season} places`);
  const enough =
    season === 1 ? ENOUGH_VALUES : season * (season === 7 ? ENOUGH_SEASONS.ofDays : ENOUGH_SEASONS.ofOthers);
  const { observed } = series;
  if (observed >= enough) return null;
  const { prediction, ownWeight } = predictByProfile(series, profile, phase, horizon);
  const { step } = wordsOf(period);
  const history = observed === 1 ? `its one ${step}` : `its ${observed} ${step}s`;
  const percent = Math.round(100 * ownWeight);
  return {
    base: { ...prediction, warnings: [...series.warnings, ...prediction.warnings] },
    widening: 1,
    reason: `new: what ${profile.series} others of its kind do, with ${percent} % of the weight on ${history} of history; too short to try it on the past`,
    candidates: [],
  };
}

type ProfileOptions = {
  profile?: SeriesProfile;
  phase?: number;
  model?: string;
  unit: number;
};

/**
 * Predict a series with little history by its category's profile, drawn to its own as far as there is any.
 *
 * Level: gamma among the series of the category, demand around it with the category's dispersion, so that the level is
 * (α + Σy/φ) / (α/m + Σs/φ) with α = 1 / variation (Bühlmann 1967: credibility n / (n + k) of its own mean). Season: the
 * category's. Demand comes by chance and in sizes like those of the category, drawn to those seen.
 *
 * @param phase - place in the season of the first value
 * @returns the prediction, and the weight of the series' own history, 0 to 1
 */
function predictByProfile(
  { values }: Pick<ObservedSeries, 'values'>,
  profile: SeriesProfile,
  phase: number,
  horizon: number,
): { prediction: Prediction; ownWeight: number } {
  const { season, period, level, levelVariation, noise } = profile;
  const factorAt = (t: number) => season[(t + phase) % period]!;
  let units = 0;
  let exposure = 0;
  let sizes = 0;
  let demands = 0;
  values.forEach((value, t) => {
    if (Number.isNaN(value)) return;
    units += value;
    exposure += factorAt(t);
    if (value > 0) {
      sizes += value;
      demands++;
    }
  });
  const shape = 1 / levelVariation;
  const prior = shape / level;
  let expected = (level + units) / (1 + exposure);
  let posteriorShape = shape;
  let own = 0;
  // the noise depends on the level that is sought: three rounds settle it
  for (let round = 0; round < 3; round++) {
    const dispersion = Math.max(1e-9 * level, noise.ofMean + noise.ofSquare * expected);
    posteriorShape = shape + units / dispersion;
    own = exposure / dispersion;
    expected = posteriorShape / (prior + own);
  }
  const size = (sizes + USUAL_SIZES * profile.size) / (demands + USUAL_SIZES);
  const mean = Array.from({ length: horizon }, (_, step) => expected * factorAt(values.length + step));
  const variances = mean.map(
    (value) => noise.ofMean * value + (noise.ofSquare + 1 / posteriorShape) * value ** 2,
  );
  const chance = mean.map((value) => Math.min(1, value / size));
  const sizeFactor = mean.map((value) => Math.max(1, value / size));
  const relative = profile.sizes;
  const scale = size / (relative.reduce((sum, value) => sum + value, 0) / relative.length);
  return {
    ownWeight: own / (prior + own),
    prediction: {
      model: 'profile',
      mean,
      withoutSeason: mean.map(() => expected),
      sd: variances.map(Math.sqrt),
      errorWeights: mean.map((_, lag) => (lag === 0 ? 1 : 0)),
      sharedShare: mean.map((value, step) => value ** 2 / posteriorShape / variances[step]!),
      degreesOfFreedom: 1e9,
      warnings: [],
      ...(profile.zeroShare > LUMPY_SHARE
        ? {
            lumpy: {
              chance,
              sizes: relative.map((value) => value * scale),
              shareUpTo: relative.map((_, i) => (i + 1) / relative.length),
              rateShape: posteriorShape,
              ...(sizeFactor.some((factor) => factor > 1) ? { sizeFactor } : {}),
            },
          }
        : {}),
    },
  };
}
