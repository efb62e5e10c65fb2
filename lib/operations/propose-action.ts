import {
  type AppliedLimit,
  type ControlLimits,
  currencyDigits,
  daysBetween,
  type GuardPrice,
  learntActionAt,
  microsOf,
  type PriceLimits,
  type RecommendationQuery,
  type ServedRow,
  unitPriceText,
} from '../domain/index.ts';
import { unitsText } from './number-text.ts';
import { type GuardedOrder, guardOrder } from './order-guardrails.ts';
import { textbookNeed } from './textbook-order.ts';

/** The state that an answer judges. Units and micros. */
export type JudgedState = {
  /** Free stock; below 0 when more is owed to customers than is there. */
  onHand: number;
  onOrder: number;
  /** On hand and on order. */
  position: number;
  priceMicros: number;
  /** Of the learnt table, its nearest edge where the position lies beyond. */
  level: number;
  warnings: string[];
};

/**
 * Read the state from the query, and from the last upload what it leaves out.
 *
 * Level s holds (s − ½, s + ½] lots. A price so small that it rounds to nothing counts as a millionth.
 */
export function judgeState(
  { lastKnown, lotUnits, stockLevels, learning, currency }: ServedRow,
  query: RecommendationQuery,
): JudgedState {
  const onHand = query.onHand ?? lastKnown.onHand;
  const onOrder = query.onOrder ?? lastKnown.onOrder;
  const position = onHand + onOrder;
  const level = Math.ceil(position / lotUnits - 0.5);
  const clamped = Math.max(0, Math.min(stockLevels - 1, level));
  const edge = unitsText(clamped * lotUnits);
  const priceMicros =
    query.price === undefined ? lastKnown.unitPriceMicros : Math.max(1, microsOf(query.price));
  const warnings: string[] = [];
  if (level > clamped && learning !== false)
    warnings.push(
      `the stock position of ${unitsText(position)} units is beyond the learnt table: judged as ${edge}`,
    );
  if (priceMicros !== lastKnown.unitPriceMicros)
    warnings.push(
      `the expected gain is that at the last known price of ${unitPriceText(lastKnown.unitPriceMicros, currency)}`,
    );
  return { onHand, onOrder, position, priceMicros, level: clamped, warnings };
}

/** What the policy would do in a state, within every limit. */
export type ProposedAction = {
  priceMicros: number;
  /** The price that the table has learnt; `undefined` where it knows no price but today's. */
  learntMicros: number | undefined;
  /** Whether the price is that of a price test. */
  testing: boolean;
  /** Whether the price's limits contradict each other, so that today's stays, and whether the order's do, so that none is placed. */
  contradicted: boolean;
  orderContradicted: boolean;
  orderUnits: number;
  limitsApplied: AppliedLimit[];
  warnings: string[];
};

/** What bounds an answer besides the policy row: the tighter of the control rows' limits and of the row's own hold. */
export type AnswerBounds = ControlLimits & {
  /** The moment of the answer, RFC 3339 UTC; left out, the policy's own day. */
  now?: string;
};

/**
 * Take the best action at the state's level and bring it within the guardrails, from the live price; the order to packs
 * and minimum order, and within what one answer may order. Units owed to customers are ordered on top: the table begins at an
 * empty shelf.
 */
export function proposeAction(
  row: ServedRow,
  state: JudgedState,
  guardPrice: GuardPrice,
  bounds: AnswerBounds = {},
): ProposedAction {
  const best = learntActionAt(row, state.level);
  // one rung: the price was not learnt, so the live one is kept, whatever the last upload said
  const learntMicros =
    best === undefined || row.priceMicros.length === 1 ? undefined : row.priceMicros[best.price];
  const guard = (proposedMicros: number) =>
    guardPrice({
      proposedMicros,
      currentMicros: state.priceMicros,
      limits: limitsWithin(row.limits, bounds),
      currency: row.currency,
      ...(bounds.now === undefined ? {} : { now: bounds.now }),
      movedSince: state.priceMicros !== row.lastKnown.unitPriceMicros,
    });
  // a price under test is charged as it was drawn or not at all: bent to the limits it would be another test
  const test = row.priceTest === undefined ? undefined : guard(row.priceTest.priceMicros);
  const testing = test !== undefined && test.priceMicros === row.priceTest?.priceMicros;
  const guarded = testing ? test : guard(learntMicros ?? state.priceMicros);
  const owedUnits = Math.max(0, -state.position);
  const wanted =
    best === undefined
      ? textbookNeed(state.position, row.replenishment)
      : owedUnits > 0
        ? best.orderUnits + owedUnits
        : best.orderUnits;
  const order = orderWithin(wanted, row, state, bounds);
  const warnings = [
    ...(guarded.contradiction === null ? [] : [`price limits contradict: ${guarded.contradiction}`]),
    ...(order.contradiction === null ? [] : [`order limits contradict: ${order.contradiction}`]),
  ];
  if (!testing && learntMicros !== undefined && guarded.priceMicros !== learntMicros)
    warnings.push('the expected gain is that of the learnt price, which the limits do not allow in full');
  return {
    priceMicros: guarded.priceMicros,
    learntMicros,
    testing,
    contradicted: guarded.contradiction !== null,
    orderContradicted: order.contradiction !== null,
    orderUnits: order.orderUnits,
    limitsApplied: [...guarded.limitsApplied, ...order.limitsApplied],
    warnings,
  };
}

/**
 * Bring an order within what supplier, merchant and control rows allow.
 *
 * A unit counts as its floor price, which covers landed cost and least margin, so the order's cost stays below; as today's
 * price where there is no floor. A budget in another currency than the market's binds nothing.
 */
export function orderWithin(
  wantedUnits: number,
  { limits, currency, replenishment, asOf }: ServedRow,
  { position, priceMicros }: Pick<JudgedState, 'position' | 'priceMicros'>,
  { largestOrder, now = asOf }: Pick<AnswerBounds, 'largestOrder' | 'now'>,
): GuardedOrder {
  const { largestStockUnits, largestOrderUnits, endsOn, leadTime } = replenishment;
  const budget =
    largestOrder?.currency === currency
      ? {
          largestMicros: largestOrder.minor * 10 ** (6 - currencyDigits(currency)),
          unitMicros: limits.floorMicros > 0 ? limits.floorMicros : priceMicros,
          currency,
        }
      : undefined;
  return guardOrder({
    ...{ wantedUnits, position, lot: replenishment, largestStockUnits, largestOrderUnits },
    ...(budget === undefined ? {} : { budget }),
    ...(endsOn === undefined
      ? {}
      : {
          end: { endsOn, daysLeft: daysBetween(now.slice(0, DAY), endsOn), leadTimeDays: leadTime.meanDays },
        }),
  });
}

const DAY = 'YYYY-MM-DD'.length;

function limitsWithin(limits: PriceLimits, { largestStep }: ControlLimits): PriceLimits {
  return largestStep === undefined || largestStep >= limits.largestStep ? limits : { ...limits, largestStep };
}
