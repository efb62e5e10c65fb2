import type {
  Decision,
  ForecastDocument,
  Market,
  OrderCandidate,
  PolicyDocument,
  PricePriors,
  Proof,
  SeriesRecord,
  ShardRef,
  StoredOutcome,
} from '../../lib/domain/index.ts';
import { normalCdf, seedFrom } from '../../lib/numeric/index.ts';
import {
  DEFAULT_RULES,
  evidenceGate,
  type LearntPolicy,
  lackingDocument,
  learnPolicy,
  orderCandidate,
  type RuleLayers,
  recommend,
  rulesOf,
  type SiblingForecast,
  type SkuRules,
  triedPrices,
  weighDraft,
} from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';

const RUN_SEED = 1;

/** What a series is learnt from besides itself. */
export type SeriesEvidence = {
  forecast: ForecastDocument | undefined;
  siblings: readonly SiblingForecast[];
  outcomes: readonly StoredOutcome[];
};

/** The rules that hold in a run: what was set, and the versions by which a policy names them; 0 where nothing was. */
export type HeldRules = { layers: RuleLayers; version: { merchant: number; market: number } };

/** All that a SKU is learnt from besides its series. */
export type LearningGround = {
  evidence: SeriesEvidence;
  /** RFC 3339 UTC */
  validUntil: string;
  held: HeldRules;
  /** The market's newest proof before this night. */
  proof: Proof | null;
  /** What the market's SKUs told on the newest night before this one. */
  priors: PricePriors | null;
  /** Whether prices may be tested: recommendations are neither off nor killed. */
  mayTest: boolean;
  /** Who operates it: for people nothing is proposed, no price is tested and nothing ordered. */
  arm?: 'ai' | 'human';
};

/** A learnt policy, what its SKU may be ordered by, and what kept it from being learnt, when something unforeseen did. */
export type SeriesPolicy = LearntPolicy & {
  /** `null` where people alone order. */
  order: OrderCandidate | null;
  arm: 'ai' | 'human';
  failure: unknown;
};

/**
 * Learn one SKU's policy. Whatever fails becomes an `insufficientData` document with its reason: a single SKU never
 * fails its shard. Same record and evidence, same policy.
 */
export function learnSeries(
  shard: ShardRef,
  market: Market,
  series: SeriesRecord,
  { evidence, validUntil, held, proof, priors, mayTest, arm = 'ai' }: LearningGround,
): SeriesPolicy {
  const { runId, asOf, merchant } = shard;
  const settings = {
    runId,
    asOf,
    validUntil,
    seed: seedFrom(RUN_SEED, merchant, market.market, series.sku),
    guardPrice,
    outcomes: evidence.outcomes,
    siblings: evidence.siblings,
    priors,
    mayTest: mayTest && arm === 'ai',
    // an order asks what the policy says tonight
    now: validUntil,
  };
  const { forecast } = evidence;
  try {
    const known = rulesOf(held.layers, series, market.currency);
    const learnt = learnPolicy(series, forecast, market, { ...settings, rules: known.rules });
    const document = gated(
      named(learnt.document, series, known, { ...held, shard: shard.shard }),
      series,
      proof,
    );
    const order = orderCandidate(series, { document, forecast }, market, { ...settings, rules: known.rules });
    return operated({ ...learnt, document, order, failure: undefined }, series, arm);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    const detail = `The policy could not be learnt: ${reason}`;
    const document = lackingDocument(series, market, shard, { missing: [], detail });
    const order = orderCandidate(series, { document, forecast: undefined }, market, {
      ...settings,
      rules: DEFAULT_RULES,
    });
    const nothing = { table: null, riskMinor: 0, prices: [], answer: null, test: null };
    return operated({ document, ...nothing, order, failure }, series, arm);
  }
}

/**
 * Write into a policy who operates its SKU. What people operate stands on no worklist and in no purchase order, and the price log has no
 * line of it: nothing was proposed.
 */
function operated(
  learnt: Omit<SeriesPolicy, 'arm'>,
  { trial }: SeriesRecord,
  arm: 'ai' | 'human',
): SeriesPolicy {
  const document = trial === undefined ? learnt.document : { ...learnt.document, trial };
  if (arm === 'ai') return { ...learnt, document, arm };
  return { ...learnt, document, arm, riskMinor: 0, prices: [], test: null, order: null };
}

/**
 * Write into a policy where its audit lies, which rules it was learnt by, what of them did not hold, and the SKU's largest day, against which the
 * outcomes of the day to come are held.
 */
function named(
  document: PolicyDocument,
  { demand }: SeriesRecord,
  { warnings }: SkuRules,
  { version, shard }: HeldRules & { shard: string },
): PolicyDocument {
  if (document.kind !== 'ready') return document;
  return {
    ...document,
    shard,
    demand: {
      ...document.demand,
      largestDayUnits: demand.reduce<number>((most, units) => Math.max(most, units ?? 0), 0),
    },
    rulesVersion: version,
    warnings: [...document.warnings, ...warnings],
  };
}

/** Write into a policy how far it may act by itself, by its history and by what the market's rules were proven to earn. */
function gated(document: PolicyDocument, series: SeriesRecord, proof: Proof | null): PolicyDocument {
  if (document.kind !== 'ready') return document;
  const { priceMicros, lastKnown, evidence } = document;
  const triedMicros = triedPrices(series, priceMicros, lastKnown.unitPriceMicros);
  const { drift } = series;
  const gate = evidenceGate({ weeks: evidence.weeks, triedMicros, proof, drift: drift?.words });
  return { ...document, gate, ...(drift === undefined ? {} : { drift }) };
}

/**
 * Draft the decision that a policy asks of a person: its proposal at the last known state.
 *
 * @returns `null` where there is nothing to decide: no policy, or the price is kept and nothing ordered
 */
export function draftDecision(
  document: PolicyDocument,
  market: string,
  { now, category }: { now: string; category: string | null },
): Decision | null {
  if (document.kind !== 'ready') return null;
  const draft = recommend(document, { market, query: {}, now, guardPrice });
  if (draft.kind !== 'ready' || draft.proposal === null) return null;
  const { price, orderUnits } = draft.proposal;
  const weighed = { priceMicros: price.micros, orderUnits, currentMicros: draft.state.price.micros };
  if (price.micros === draft.state.price.micros && orderUnits === 0) return null;
  return {
    decision: `${market}:${document.sku}:${document.policyVersion}`,
    market,
    sku: document.sku,
    state: 'proposed',
    runId: document.runId,
    policyVersion: document.policyVersion,
    asOf: document.asOf,
    price,
    currentPrice: draft.state.price,
    orderUnits,
    expectedGainPerDay: draft.expectedGain.perDay,
    subject: price.micros === draft.state.price.micros ? 'order' : 'price',
    category,
    ...weighDraft(document, weighed),
    confidence: confidenceOf(draft.expectedGain),
    stock: { onHand: draft.state.onHand, onOrder: draft.state.onOrder },
    validUntil: document.validUntil,
    reasons: draft.reasons,
    limitsApplied: draft.limitsApplied,
  };
}

/** Half-width of a normal distribution's middle 80 %, in standard deviations. */
const MIDDLE_80 = 1.2815515655446004;

/** Chance that the gain is above zero: normal, of the width of its 80 % interval; where that has none, by its sign. */
function confidenceOf({ perDay, lower, upper }: Ready['expectedGain']): number {
  const sd = (upper.minor - lower.minor) / 2 / MIDDLE_80;
  if (sd > 0) return normalCdf(perDay.minor / sd);
  return perDay.minor > 0 ? 1 : perDay.minor < 0 ? 0 : 0.5;
}
type Ready = Extract<ReturnType<typeof recommend>, { kind: 'ready' }>;
