import { HORIZON_DAYS, type StoredForecast } from '../../lib/domain/index.ts';
import type { ChosenForecast } from '../../lib/forecasting/index.ts';
import { fiveDigits } from './five-digits.ts';

/** What is kept of a forecast's ground beside its figures. */
export type StoredKnowledge = Pick<StoredForecast, 'parts' | 'effects' | 'errorAgainstNaive'>;

/** Keep parts and effects as far as days are stored. */
export function storedKnowledge({ parts, futures, errorAgainstNaive }: ChosenForecast): StoredKnowledge {
  const stored = (values: number[]) => values.slice(0, HORIZON_DAYS).map(fiveDigits);
  return {
    ...(errorAgainstNaive === undefined ? {} : { errorAgainstNaive: fiveDigits(errorAgainstNaive) }),
    parts: {
      level: stored(parts.level),
      trend: stored(parts.trend),
      season: stored(parts.season),
      events: stored(parts.events),
    },
    ...(futures === undefined
      ? {}
      : {
          effects: futures.effects.map((effect) => ({
            ...effect,
            coefficient: fiveDigits(effect.coefficient),
            standardError: fiveDigits(effect.standardError),
            future: effect.future.slice(0, HORIZON_DAYS),
          })),
        }),
  };
}
