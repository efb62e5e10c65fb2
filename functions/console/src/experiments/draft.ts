import type {
  ExperimentMetric,
  ExperimentPlanRequest,
  ExperimentRequest,
} from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';

/** What a person has chosen and typed so far; numbers are as they are typed. */
export type Draft = {
  kind: ExperimentRequest['kind'];
  markets: readonly string[];
  metric: ExperimentMetric;
  effect: string;
  power: number;
  aiShare: number;
  weeks: string;
  guard: ExperimentMetric | '';
  tolerated: string;
  name: string;
};

/** What a person begins with: orders in a market, with all that share its stock, since one stock has one order. */
export const newDraft = (market: HomedMarket, beside: readonly HomedMarket[]): Draft => ({
  ...{ kind: 'orders', metric: 'stockOuts', effect: '', power: 0.8, aiShare: 0.5, weeks: '' },
  ...{ guard: '', tolerated: '', name: '' },
  markets: beside.filter(({ location }) => location === market.location).map((one) => one.market),
});

/** What is typed and not started yet, by market: a person who comes back finds it. Forgotten when the page closes. */
const kept = new Map<string, Draft>();

export const keptDraft = (market: string): Draft | undefined => kept.get(market);

export const keepDraft = (market: string, draft: Draft): unknown => kept.set(market, draft);

/** Let go of what was typed: the test has been started. */
export const forgetDraft = (market: string): unknown => kept.delete(market);

/** A guard says by how much its metric may get worse; without that it would guard nothing. */
export const lacksTolerance = ({ guard, tolerated }: Draft): boolean =>
  guard !== '' && (tolerated === '' || !(Number(tolerated) >= 0));

/** Markets that may stand in one test: those of its region. */
export const besideOf = (market: HomedMarket, all: readonly HomedMarket[]): readonly HomedMarket[] =>
  all.filter(({ region }) => region === market.region);

/** How typed numbers become those of the API. */
type Stored = (metric: ExperimentMetric, typed: number) => number;

/** What to ask the planner; `undefined` while no smallest effect is typed, or no market chosen. */
export function planRequestOf(draft: Draft, stored: Stored): ExperimentPlanRequest | undefined {
  const settled = settledOf(draft, stored);
  return settled === undefined ? undefined : { ...settled, power: draft.power };
}

/** What to start; the planner's weeks hold where none are typed. `undefined` while something is lacking that is needed. */
export function startRequestOf(draft: Draft, stored: Stored): ExperimentRequest | undefined {
  const settled = settledOf(draft, stored);
  if (settled === undefined || lacksTolerance(draft) || !isWholeWeeks(draft)) return undefined;
  const { guard, tolerated, weeks, name } = draft;
  return {
    ...settled,
    ...(guard === '' ? {} : { guards: [{ metric: guard, tolerated: stored(guard, Number(tolerated)) }] }),
    ...(weeks === '' ? {} : { weeks: Number(weeks) }),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  };
}

/** As many whole weeks as a test may run. */
export const WEEKS = { least: 2, most: 52 };

/** Weeks need not be typed. */
export const isWholeWeeks = ({ weeks }: Pick<Draft, 'weeks'>): boolean =>
  weeks === '' ||
  (Number.isInteger(Number(weeks)) && Number(weeks) >= WEEKS.least && Number(weeks) <= WEEKS.most);

function settledOf({ kind, markets, metric, effect, aiShare }: Draft, stored: Stored) {
  const minimalEffect = stored(metric, Number(effect));
  if (effect === '' || !(minimalEffect > 0) || markets.length === 0) return undefined;
  return { kind, markets: [...markets], metric, minimalEffect, aiShare };
}
