import {
  type DecisionLogEntry,
  type GuardPrice,
  InputError,
  type LoggedDraft,
  type ServedPolicy,
} from '../domain/index.ts';
import { type RecommendationDraft, recommend } from './answer.ts';

const FIGURES = [
  'priceMicros',
  'currentPriceMicros',
  'orderUnits',
  'expectedGainPerDayMinor',
] as const satisfies readonly (keyof LoggedDraft)[];

/** What a night's proposal is held against; `null` where the line says nothing of it. */
export type NightDraft = Record<(typeof FIGURES)[number], number | null>;

/** A night's draft made again, and the figures in which it is another. */
export type NightReplay = {
  kind: 'same' | 'different';
  logged: NightDraft;
  replayed: NightDraft;
  differs: (keyof NightDraft)[];
  answer: RecommendationDraft;
};

/**
 * Draft once more what a night proposed, from its line of the decision log and the policy that it names: the last known state at the moment
 * of the draft, so the same draft.
 *
 * @param policy - of the version that the line names
 * @throws InputError when the policy is of another SKU or version, or proposes nothing
 */
export function replayNight(
  line: DecisionLogEntry,
  policy: ServedPolicy,
  guardPrice: GuardPrice,
): NightReplay {
  const { sku, policyVersion, market, inputs, at } = line;
  if (policy.kind === 'insufficientData' || policy.sku !== sku || policy.policyVersion !== policyVersion)
    throw new InputError(`the decision was made from ${policyVersion} of ${sku}, which this policy is not`);
  const answer = recommend(policy, { market, query: {}, now: inputs.answeredAt ?? at, guardPrice });
  if (answer.kind !== 'ready' || answer.proposal === null)
    throw new InputError(`the policy ${policyVersion} of ${sku} proposes nothing`);
  const replayed = {
    priceMicros: answer.proposal.price.micros,
    currentPriceMicros: answer.state.price.micros,
    orderUnits: answer.proposal.orderUnits,
    expectedGainPerDayMinor: answer.expectedGain.perDay.minor,
  };
  const { draft } = line;
  const logged = {
    priceMicros: draft.priceMicros ?? null,
    currentPriceMicros: draft.currentPriceMicros ?? null,
    orderUnits: draft.orderUnits ?? null,
    expectedGainPerDayMinor: draft.expectedGainPerDayMinor ?? null,
  };
  const differs = FIGURES.filter((name) => logged[name] !== replayed[name]);
  return { kind: differs.length === 0 ? 'same' : 'different', logged, replayed, differs, answer };
}
