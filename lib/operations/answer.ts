import {
  type Control,
  type GuardPrice,
  learntGainAt,
  microsOf,
  type Reason,
  type Recommendation,
  type RecommendationQuery,
  type ServedPolicy,
  type ServedRow,
  type Trial,
} from '../domain/index.ts';
import { buyerReasons } from './buyer-reasons.ts';
import { currencyWarning, safeOrder, type Withheld, withheldGround } from './control-bounds.ts';
import { type DecidedAction, decidedAction, type StandingDecision } from './decided-action.ts';
import { type Controls, effectiveControl } from './effective-control.ts';
import { type AgreedPrice, agreedPrice } from './effective-price.ts';
import { gateReasons, mayAct, type Permission } from './evidence-gate.ts';
import { heldPrice } from './held-price.ts';
import { operatingArm } from './operating-arm.ts';
import { type JudgedState, judgeState, type ProposedAction, proposeAction } from './propose-action.ts';
import { reasonsOf, withheldReasons } from './reasons.ts';
import { shownPrior } from './shown-prior.ts';
import { termsAnswer } from './terms-answer.ts';

/** What an answer needs besides the policy. */
export type AnswerContext = Controls & {
  market: string;
  query: RecommendationQuery;
  /** RFC 3339 UTC */
  now: string;
  guardPrice: GuardPrice;
  /** The price group of the customer that the query names: '' where it has none, undefined where it is not known. */
  priceGroup?: string | undefined;
  /** Who operates the customer that the query names, as its document says. */
  customerTrial?: Trial | undefined;
  /** Who operates it, where that was settled before; otherwise the trials and the market's control row say. */
  arm?: 'ai' | 'human';
  /** Whether the customer has opted out of decisions by machine. */
  optedOut?: boolean;
  /** The SKU's stored decision. */
  decision?: StandingDecision | undefined;
};

type Ready = Extract<Recommendation, { kind: 'ready' }>;
type Insufficient = Extract<Recommendation, { kind: 'insufficientData' }>;
/** A recommendation before its decision id is signed. */
export type RecommendationDraft = Omit<Ready, 'decisionId'> | Insufficient;

/**
 * Answer what to charge and how many to reorder, from a SKU's policy and its state now. Pure arithmetic.
 *
 * The learnt table's best action at the stock level is brought within the guardrails from the live price, the order to
 * packs and minimum order. What the query leaves out comes from the last upload. What is in force (`effective`) is the
 * contract, else price group or quantity break, else the proposal where the mode is automatic, the policy fresh and the
 * evidence enough (`mayAct`), else today's price; the order likewise. A state beyond the table is judged at its edge, with a warning.
 */
export function recommend(document: ServedPolicy, context: AnswerContext): RecommendationDraft {
  return document.kind === 'insufficientData'
    ? answerInsufficient(document, context)
    : answerReady(document, context);
}

function answerReady(row: ServedRow, context: AnswerContext): Omit<Ready, 'decisionId'> {
  const { query, market } = context;
  const arm = operatingArm(row.trial, context);
  const control = effectiveControl(context);
  const { mode, killed } = control;
  const state = judgeState(row, query);
  const stale = isLater(context.now, row.validUntil);
  const bounds = { ...control.limits, now: context.now };
  const proposal = proposeAction(row, state, context.guardPrice, bounds);
  const buying = buyingOf(context);
  const agreed = agreedPrice(row, buying);
  const withheld = withheldGround(row, control, { optedOut: context.optedOut, arm });
  const judgedBy = { control, state, proposal, withheld, stale, arm };
  const { automatic, may, acts, decided } = actingNow(row, context, judgedBy);
  const priced = (micros: number) => ({ micros, currency: row.currency });
  const effective = effectiveOf(row, { agreed, proposal, state, acts, decided });
  const held = heldPrice(row, effective, context.guardPrice);
  const judged = { ...state, currentMicros: state.priceMicros, ...proposal };
  return {
    kind: 'ready',
    market,
    sku: row.sku,
    asOf: row.asOf,
    effective,
    ...{ mode, killed, arm },
    reasons: [
      ...(withheld === null
        ? reasonsOf(row, judged)
        : withheldReasons(row, judged, withheld).filter(
            // today's price does not hold where a person approved another for everybody
            ({ code }) => decided === null || code !== 'withheld',
          )),
      ...buyerReasons(agreed, buying, row.currency),
      ...decidedReason(decided),
      ...(automatic ? gateReasons(row, may) : []),
    ],
    limitsApplied: [
      ...held.limitsApplied,
      ...(decided?.limitsApplied ?? []),
      ...(withheld === null ? proposal.limitsApplied : []),
    ],
    fallback: {
      price: priced(state.priceMicros),
      orderUnits: safeOrder(row, state, bounds),
    },
    proposal: withheld === null ? proposalOf(row, proposal) : null,
    state: {
      onHand: state.onHand,
      onOrder: state.onOrder,
      price: priced(state.priceMicros),
      stockLevel: state.level,
    },
    ...(withheld === null ? shownPrior(row, state.priceMicros, proposal.priceMicros) : {}),
    expectedGain: gainAt(row, state.level),
    evidence: evidenceOf(row),
    ...(row.terms === undefined ? {} : { terms: termsAnswer(row.terms, row.currency) }),
    policyVersion: row.policyVersion,
    validUntil: row.validUntil,
    stale,
    warnings: saidOnce(
      ...[row.warnings, state.warnings, proposal.warnings, held.warnings],
      ...[staleWarning(row, stale), currencyWarning(row, control)],
    ),
  };
}

/** The night's ladder and the live price may meet the same contradiction. */
const saidOnce = (...warnings: readonly (readonly string[])[]): string[] => [...new Set(warnings.flat())];

type Judged = {
  control: Control;
  state: JudgedState;
  proposal: ProposedAction;
  withheld: Withheld | null;
  stale: boolean;
  arm: 'ai' | 'human';
};

/** Find out what may take effect: what was decided, and what the mode lets the proposal do by itself. */
function actingNow(row: ServedRow, context: AnswerContext, judged: Judged) {
  const { control, state, proposal, withheld, stale, arm } = judged;
  const open = withheld === null && arm === 'ai';
  // a person approved it for everybody: who opted out of decisions by machine pays it too
  const forAll = open || (context.optedOut === true && withheldGround(row, control, { arm }) === null);
  const standing = forAll
    ? decidedAction(context.decision, row, state, { ...context, limits: control.limits })
    : null;
  // what Tradewind approved holds as long as it may
  const decided = standing?.automatic === true && (!open || control.mode !== 'automatic') ? null : standing;
  // where the limits of approving are set, a decision alone puts a proposal in force
  const byDecision = (context.marketControl?.approval ?? context.merchantControl?.approval) !== undefined;
  const automatic = control.mode === 'automatic' && !byDecision && open && !stale;
  const may = mayAct(row.gate, proposal.priceMicros, state.priceMicros, proposal.testing);
  // limits that contradict each other are a person's to solve
  const acts = {
    price: automatic && may.price && !proposal.contradicted,
    orders: automatic && may.orders && !proposal.orderContradicted,
  };
  return { automatic, may, acts, decided };
}

/** Say what is in force: an agreed price, else what was decided, else what may act by itself, else what is now. */
function effectiveOf(
  { currency }: ServedRow,
  {
    agreed,
    proposal,
    state,
    acts,
    decided,
  }: {
    agreed: AgreedPrice | null;
    proposal: ProposedAction;
    state: JudgedState;
    acts: Permission;
    decided: DecidedAction | null;
  },
): Ready['effective'] {
  const own = acts.price
    ? { priceMicros: proposal.priceMicros, source: 'automatic' as const }
    : { priceMicros: state.priceMicros, source: 'current' as const };
  const approved =
    decided === null || decided.priceMicros === null
      ? null
      : {
          priceMicros: decided.priceMicros,
          source: decided.automatic ? ('automatic' as const) : ('approved' as const),
        };
  const { priceMicros, source } = agreed ?? approved ?? own;
  const orderUnits = decided?.orderUnits ?? (acts.orders ? proposal.orderUnits : null);
  return { price: { micros: priceMicros, currency }, source, orderUnits };
}

/** Say that it was approved; by whom stands in the decision. */
function decidedReason(decided: DecidedAction | null): Reason[] {
  if (decided === null) return [];
  const text = decided.automatic
    ? 'Approved within the limits that Tradewind may act in.'
    : 'Approved by a person.';
  return [{ code: 'approved', text, figures: { automatic: decided.automatic } }];
}

/** Compare two moments of UTC to the second, as text: engines hold no clock type. */
function isLater(instant: string, limit: string): boolean {
  return instant.slice(0, 19) > limit.slice(0, 19);
}

function buyingOf({ query, priceGroup }: AnswerContext) {
  return {
    ...(query.customer === undefined ? {} : { customer: query.customer }),
    ...(query.quantity === undefined ? {} : { quantity: query.quantity }),
    ...(priceGroup === undefined ? {} : { priceGroup }),
  };
}

function proposalOf(
  { currency, replenishment: { reorderPoint, orderUpTo } }: ServedRow,
  { priceMicros, orderUnits }: ProposedAction,
): Ready['proposal'] {
  return { price: { micros: priceMicros, currency }, orderUnits, reorderPoint, orderUpTo };
}

function evidenceOf({ evidence, demand }: ServedRow): Ready['evidence'] {
  const { weeks, priceMoves, outcomes } = evidence;
  const { elasticity, elasticityStandardError } = demand;
  return { weeks, priceMoves, outcomes, elasticity, elasticityStandardError };
}

function gainAt(row: ServedRow, level: number): Ready['expectedGain'] {
  const { gainPerDay, currency } = row;
  const [mean, lower, upper] = learntGainAt(row, level) ?? [
    gainPerDay.meanMinor,
    gainPerDay.lowerMinor,
    gainPerDay.upperMinor,
  ];
  const money = (minor: number) => ({ minor, currency });
  return { perDay: money(mean), lower: money(lower), upper: money(upper) };
}

function staleWarning({ validUntil }: ServedRow, stale: boolean): string[] {
  return stale ? [`the policy was valid until ${validUntil}: nothing is charged automatically from it`] : [];
}

function answerInsufficient(
  document: Extract<ServedPolicy, { kind: 'insufficientData' }>,
  context: AnswerContext,
): Insufficient {
  const { query, market } = context;
  const arm = operatingArm(document.trial, context);
  const { mode, killed } = effectiveControl(context);
  const known = query.price === undefined ? document.lastKnown.unitPriceMicros : microsOf(query.price);
  const buying = buyingOf(context);
  const agreed = agreedPrice(document, buying);
  const priced = (micros: number | null) =>
    micros === null ? null : { micros, currency: document.currency };
  const source = agreed?.source ?? (known === null ? ('none' as const) : ('current' as const));
  return {
    kind: 'insufficientData',
    market,
    sku: document.sku ?? '',
    asOf: document.asOf,
    effective: { price: priced(agreed?.priceMicros ?? known), source },
    mode,
    killed,
    arm,
    reasons: [
      { code: 'insufficientData', text: document.detail, figures: { missing: document.missing } },
      ...buyerReasons(agreed, buying, document.currency),
    ],
    limitsApplied: [],
    fallback: { price: priced(known), orderUnits: 0 },
    missing: document.missing,
    detail: document.detail,
  };
}
