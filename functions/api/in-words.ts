import type { Decision, InsufficientData, Language, StoredForecast } from '../../lib/domain/index.ts';
import { createExplainKeptBack, createRetell } from '../../lib/oversight/index.ts';

/** Say in a language what kept a decision from being approved without a person; codes and figures stay as they are. */
export function createKeptBackInWords(language: Language) {
  const explain = createExplainKeptBack(language);
  return <D extends Pick<Decision, 'whyNotAutomatic' | 'price'>>(decision: D): D =>
    decision.whyNotAutomatic === undefined
      ? decision
      : {
          ...decision,
          whyNotAutomatic: decision.whyNotAutomatic.map((kept) => ({
            ...kept,
            text: explain(kept, decision.price.currency),
          })),
        };
}

/** Say in a language what a night wrote of a forecast: why it is so, what to know of it, and what known prices and events do. */
export function createForecastInWords(language: Language) {
  const retell = createRetell(language);
  return {
    ready: <F extends StoredForecast>(forecast: F): F => ({
      ...forecast,
      reason: retell(forecast.reason),
      warnings: forecast.warnings.map(retell),
      ...(forecast.effects === undefined
        ? {}
        : { effects: forecast.effects.map((effect) => ({ ...effect, text: retell(effect.text) })) }),
      ...(forecast.contest === undefined
        ? {}
        : { contest: { ...forecast.contest, reason: retell(forecast.contest.reason) } }),
    }),
    lacking: <D extends InsufficientData>(lacking: D): D => ({ ...lacking, detail: retell(lacking.detail) }),
  };
}
