import {
  type ConditionalArima,
  fitConditionalArima,
  forecastConditionalArima,
  type SeasonalOrder,
} from './conditional-arima.ts';
import { fitDynamicTheta, forecastDynamicTheta } from './dynamic-theta.ts';
import { erraticness } from './erratic-demand.ts';
import { type Season, withoutSeason } from './seasonal-factors.ts';
import { fitSeasonalSmoothing, forecastSeasonalSmoothing } from './seasonal-smoothing.ts';
import { fitTrendSmoothing, forecastTrendSmoothing, type TrendSmoothing } from './trend-smoothing.ts';

/** A series as the members of the combination read it. */
export type MemberInput = {
  /** [n] complete, n ≥ 3. */
  y: Float64Array;
  observed: Uint8Array;
  season: Season | null;
  /** [n] the same without its season. */
  adjusted: Float64Array;
  /** Whether 0 is a bound of the series. */
  bounded: boolean;
  /** Whether logarithms may be taken: every value and adjusted value is above 0, and 0 is a bound. */
  positive: boolean;
};

/** A fitted model that can forecast from any origin with the coefficients of the whole series. */
export type Member = {
  name: string;
  /** Forecast `horizon` steps from the first `origin` values: season taken out for `adjusted`, with it for `whole`. */
  from: (origin: number, horizon: number) => Float64Array;
  scale: 'adjusted' | 'whole';
  /** Coefficients and first states that were fitted. */
  parameters: number;
};

/**
 * Fit the members whose weighted mean is the default forecast.
 *
 * Without season: dynamic optimised Theta, exponential smoothing chosen by AICc, its damped trend in logarithms,
 * simple smoothing with drift, ARIMA(1,1,1). With one: the first, third and fourth on the adjusted series, and three models that
 * let the season move: ETS(A,Ad,A) and ARIMA(1,0,1)(0,1,1) with and without drift, in logarithms where the season is
 * multiplicative. Erratic demand without season gets `steadyMembers` alone. Which ones was settled on the public sets; `docs/forecasting.md` tells how and with which figures.
 */
export function fitMembers(input: MemberInput): Member[] {
  const { adjusted, observed, season, positive, bounded } = input;
  const moving = season ? seasonalMembers(input, season) : [];
  if (moving.length === 0 && bounded && erraticness(adjusted) > 0.5) return steadyMembers(adjusted, observed);
  const theta = fitDynamicTheta(adjusted, observed);
  const candidates: (Member | null)[] = [
    {
      name: 'theta',
      scale: 'adjusted',
      parameters: 3,
      from: (origin, horizon) => forecastDynamicTheta(theta, origin, horizon),
    },
    arimaMember(adjusted, observed, SMOOTHING_WITH_DRIFT, 1, 'adjusted'),
    positive
      ? inLogarithms(adjusted, (logs) => smoothingMember(fitTrendSmoothing(logs, observed, 'damped')))
      : smoothingMember(fitTrendSmoothing(adjusted, observed, 'damped')),
  ];
  const members = candidates.filter((member) => member !== null);
  if (moving.length > 0) return [...members, ...moving];
  const smoothing = (['none', 'linear', 'damped'] as const)
    .map((trend) => fitTrendSmoothing(adjusted, observed, trend))
    .reduce((best, model) => (model.criterion < best.criterion ? model : best));
  const arima = arimaMember(adjusted, observed, ONE_ONE_ONE, 1, 'adjusted');
  return [...members, smoothingMember(smoothing), ...(arima ? [arima] : [])];
}

/**
 * Fit what suits a level under much noise: smoothing without trend, and the plain means of the last 4 and 13 steps.
 *
 * Every trend that is read from such noise is chance. On a wholesaler's weeks before the test's, an order-up-to level by these cost
 * 8 to 30 % less than one by the usual members.
 */
function steadyMembers(adjusted: Float64Array, observed: Uint8Array): Member[] {
  return [
    smoothingMember(fitTrendSmoothing(adjusted, observed, 'none')),
    ...WINDOWS.map((window) => windowMember(adjusted, window)),
  ];
}

const WINDOWS = [4, 13] as const;

function windowMember(adjusted: Float64Array, window: number): Member {
  return {
    name: `mean(${window})`,
    scale: 'adjusted',
    parameters: 1,
    from: (origin, horizon) => {
      const last = adjusted.subarray(Math.max(0, origin - window), origin);
      return new Float64Array(horizon).fill(last.reduce((sum, value) => sum + value, 0) / last.length);
    },
  };
}

const SMOOTHING_WITH_DRIFT: SeasonalOrder = { p: 0, d: 1, q: 1, D: 0, Q: 0, drift: true };
const ONE_ONE_ONE: SeasonalOrder = { p: 1, d: 1, q: 1, D: 0, Q: 0, drift: false };
const SEASONAL_ORDERS: readonly SeasonalOrder[] = [
  { p: 1, d: 0, q: 1, D: 1, Q: 1, drift: true },
  { p: 1, d: 0, q: 1, D: 1, Q: 1, drift: false },
];

/** Fewest seasons from which a moving season is fitted. */
const LEAST_SEASONS = 3;

function seasonalMembers({ y, observed, positive }: MemberInput, season: Season): Member[] {
  const { period, kind, factors } = season;
  if (y.length < LEAST_SEASONS * period) return [];
  const build = (values: Float64Array, first: Float64Array): Member[] => {
    const smoothing = fitSeasonalSmoothing(values, observed, centred(first));
    return [
      {
        name: 'ets(A,Ad,A)',
        scale: 'whole' as const,
        // α, β, γ, φ, level and slope; the first season was given
        parameters: 6,
        from: (origin: number, horizon: number) => forecastSeasonalSmoothing(smoothing, origin, horizon),
      },
      ...SEASONAL_ORDERS.map((order) => arimaMember(values, observed, order, period, 'whole')),
    ].filter((member) => member !== null);
  };
  const first = factors.slice(0, period);
  if (kind === 'additive') return build(y, first);
  if (positive) {
    const logs = y.map(Math.log);
    return build(logs, first.map(Math.log)).map((member) => exponentiated(member));
  }
  // A multiplicative season around zeros: its shape at the mean level is the start, and the data move it.
  const adjusted = withoutSeason(y, season);
  const level = adjusted.reduce((sum, value) => sum + value, 0) / y.length;
  return build(
    y,
    first.map((factor) => level * (factor - 1)),
  );
}

function smoothingMember(model: TrendSmoothing): Member {
  const trend = { none: 'N', linear: 'A', damped: 'Ad' }[model.trend];
  return {
    name: `ets(A,${trend},N)`,
    scale: 'adjusted',
    parameters: { none: 2, linear: 4, damped: 5 }[model.trend],
    from: (origin, horizon) => forecastTrendSmoothing(model, origin, horizon),
  };
}

function arimaMember(
  y: Float64Array,
  observed: Uint8Array,
  order: SeasonalOrder,
  period: number,
  scale: Member['scale'],
): Member | null {
  const model: ConditionalArima | null = fitConditionalArima(y, observed, order, period);
  if (!model) return null;
  const { p, d, q, D, Q, drift } = order;
  const seasonal = D + Q > 0 ? `(0,${D},${Q})[${period}]` : '';
  return {
    name: `arima(${p},${d},${q})${seasonal}${drift ? '+drift' : ''}`,
    scale,
    parameters: p + q + Q + (drift ? 1 : 0),
    from: (origin, horizon) => forecastConditionalArima(y.subarray(0, origin), model, period, horizon),
  };
}

function inLogarithms(y: Float64Array, build: (logs: Float64Array) => Member): Member {
  return exponentiated(build(y.map(Math.log)));
}

function exponentiated(member: Member): Member {
  return {
    ...member,
    name: `log ${member.name}`,
    from: (origin, horizon) => {
      const steps = member.from(origin, horizon);
      for (let step = 0; step < steps.length; step++) steps[step] = Math.exp(steps[step]!);
      return steps;
    },
  };
}

function centred(season: Float64Array): Float64Array {
  const mean = season.reduce((sum, factor) => sum + factor, 0) / season.length;
  return season.map((factor) => factor - mean);
}
