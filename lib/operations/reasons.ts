import {
  amountText,
  type Reason,
  type ReasonFigures,
  type ServedRow,
  unitPriceText,
} from '../domain/index.ts';
import type { Withheld } from './control-bounds.ts';
import { coverText, rateText, shortNumber, unitsText } from './number-text.ts';
import type { JudgedState, ProposedAction } from './propose-action.ts';
import { textbookOrder } from './textbook-order.ts';

/** What was judged and what came out. */
export type Judged = Pick<JudgedState, 'onHand' | 'onOrder'> &
  Pick<ProposedAction, 'priceMicros' | 'learntMicros' | 'testing' | 'contradicted' | 'orderUnits'> & {
    /** The price in force. */
    currentMicros: number;
  };

/** The quantile of the standard normal that bounds 80 %. */
const Z80 = 1.2816;
const SURE = 0.8;
/** A price test's largest cost is exceeded in one of ten cases. */
const TEST_SURE = 0.9;

/** Say in sentences, made from the numbers, why this price and this order. */
export function reasonsOf(row: ServedRow, judged: Judged): Reason[] {
  const [order, price] =
    row.learning === false
      ? [textbookReason(row, judged), keptPriceReason(row, judged)]
      : [orderReason(row, judged), priceReason(row, judged)];
  return [stockReason(row, judged), order, price, ...sharedStock(row)];
}

/** Say that nothing is proposed, and on which ground, beside the state of the stock. */
export function withheldReasons(row: ServedRow, judged: Judged, { text, figures }: Withheld): Reason[] {
  return [
    { code: 'withheld', text: `${text}: nothing is proposed and today's price holds.`, figures },
    stockReason(row, judged),
  ];
}

function stockReason({ demand, replenishment }: ServedRow, { onHand, onOrder }: Judged): Reason {
  const position = onHand + onOrder;
  const perDay = replenishment.dailyDemand || demand.meanPerDay;
  const ofHand = onOrder > 0 && onHand > 0 ? `, ${coverText(onHand / perDay)} of it on hand` : '';
  const cover =
    perDay > 0
      ? `${coverText(Math.max(0, position) / perDay)} of cover at ${rateText(perDay)}${ofHand}`
      : 'no demand is expected';
  const owed = onHand < 0 ? `${unitsText(-onHand)} owed to customers` : `${unitsText(onHand)} on hand`;
  return {
    code: 'stock',
    text: `${owed} and ${unitsText(onOrder)} on order make ${unitsText(position)} units: ${cover}.`,
    figures: {
      onHandUnits: onHand,
      onOrderUnits: onOrder,
      positionUnits: position,
      demandPerDay: perDay,
      coverDays: perDay > 0 ? finite(Math.max(0, position) / perDay) : null,
      onHandCoverDays: perDay > 0 && onOrder > 0 && onHand > 0 ? finite(onHand / perDay) : null,
    },
  };
}

/** What JSON can hold: next to no demand is no division by nothing. */
const finite = (number: number) => Math.min(Number.MAX_VALUE, number);

function orderReason({ replenishment }: ServedRow, judged: Judged): Reason {
  const { onHand, onOrder, orderUnits } = judged;
  const { orderUpTo } = replenishment;
  const position = onHand + onOrder;
  const ground = reorderGround(replenishment, position);
  const textbook = textbookOrder(position, replenishment);
  const waiting =
    textbook > 0
      ? `the textbook rule orders ${unitsText(textbook)}, by what was learnt waiting is worth more`
      : 'waiting is worth more than ordering now';
  const early = textbook === 0 ? 'by what was learnt ordering early is worth more: ' : '';
  const verdict =
    orderUnits > 0
      ? `${early}ordering ${unitsText(orderUnits)} brings ${unitsText(position + orderUnits)}, the textbook rule orders up to ${shortNumber(orderUpTo)}`
      : waiting;
  const figures = orderFigures(replenishment, judged, true);
  return { code: 'order', text: `${ground}: ${verdict}.`, figures };
}

function reorderGround(replenishment: ServedRow['replenishment'], position: number): string {
  const { reorderPoint, leadTime } = replenishment;
  const side = position <= reorderPoint ? 'at or below' : 'above';
  return `${unitsText(position)} units are ${side} the reorder point of ${shortNumber(reorderPoint)} (lead time ${coverText(leadTime.meanDays)}, ${serviceText(replenishment)})`;
}

/** Name what set the reorder point. */
function serviceText({ serviceLevel, measure, fillRate, endsOn }: ServedRow['replenishment']): string {
  const end = endsOn === undefined ? '' : `, sold until ${endsOn}`;
  if (measure === 'cost') return `where holding, ordering and missing units cost least${end}`;
  return measure === 'fillRate' && fillRate !== undefined
    ? `${shortNumber(fillRate * 100)} % of units from the shelf${end}`
    : `${shortNumber(serviceLevel * 100)} % service${end}`;
}

/** Why the textbook orders or not, where nothing is learnt. */
function textbookReason({ replenishment }: ServedRow, judged: Judged): Reason {
  const { onHand, onOrder, orderUnits } = judged;
  const position = onHand + onOrder;
  const verdict =
    orderUnits > 0
      ? `the textbook rule orders ${unitsText(orderUnits)}, up to ${shortNumber(replenishment.orderUpTo)} in whole packs`
      : 'the textbook rule orders nothing';
  return {
    code: 'order',
    text: `${reorderGround(replenishment, position)}: ${verdict}.`,
    figures: orderFigures(replenishment, judged, false),
  };
}

function orderFigures(
  replenishment: ServedRow['replenishment'],
  { onHand, onOrder, orderUnits }: Judged,
  learnt: boolean,
): ReasonFigures['order'] {
  const { reorderPoint, orderUpTo, leadTime, measure, serviceLevel, fillRate, endsOn } = replenishment;
  const byFillRate = measure === 'fillRate' && fillRate !== undefined;
  const positionUnits = onHand + onOrder;
  return {
    positionUnits,
    reorderPointUnits: reorderPoint,
    leadTimeDays: leadTime.meanDays,
    measure: measure === 'cost' ? 'cost' : byFillRate ? 'fillRate' : 'serviceLevel',
    share: measure === 'cost' ? null : byFillRate ? fillRate : serviceLevel,
    endsOn: endsOn ?? null,
    orderUnits,
    afterOrderUnits: positionUnits + orderUnits,
    textbookUnits: textbookOrder(positionUnits, replenishment),
    orderUpToUnits: orderUpTo,
    learnt,
  };
}

/** Why today's price stays, where nothing is learnt. */
function keptPriceReason(row: ServedRow, judged: Judged): Reason {
  const { currentMicros, priceMicros } = judged;
  if (priceMicros !== currentMicros || judged.contradicted) return priceReason(row, judged);
  const kept = unitPriceText(currentMicros, row.currency);
  return {
    code: 'price',
    text: `${kept} is kept: by the merchant's rules nothing is learnt for this SKU, so no other price was weighed.`,
    figures: priceFigures(row, judged, 'notLearnt'),
  };
}

/** Say what is tested, until when, and what it may cost. */
function testReason({ priceTest, currency }: ServedRow): Reason | undefined {
  if (priceTest === undefined) return undefined;
  const { priceMicros, insteadMicros, until, expectedCostMinor, largestCostMinor, returns } = priceTest;
  const prices = `${unitPriceText(priceMicros, currency)} instead of ${unitPriceText(insteadMicros, currency)}`;
  const cost = `it is expected to cost ${amountText(expectedCostMinor, currency)}, and costs at most ${amountText(largestCostMinor, currency)} in nine of ten cases`;
  const text =
    returns === true
      ? `The price test is over: ${prices}, as before it.`
      : `A price test: ${prices} until ${until}, to learn how demand answers to the price; ${cost}.`;
  const money = (minor: number) => ({ minor, currency });
  return {
    code: 'priceTest',
    text,
    figures: {
      price: { micros: priceMicros, currency },
      insteadPrice: { micros: insteadMicros, currency },
      until,
      expectedCost: money(expectedCostMinor),
      largestCost: money(largestCostMinor),
      sureShare: TEST_SURE,
      returns: returns === true,
    },
  };
}

function priceReason(row: ServedRow, judged: Judged): Reason {
  const test = judged.testing ? testReason(row) : undefined;
  if (test !== undefined) return test;
  const { currentMicros, priceMicros, learntMicros, contradicted } = judged;
  const text = (micros: number) => unitPriceText(micros, row.currency);
  const sentence = (words: string, verdict: PriceVerdict): Reason => ({
    code: 'price',
    text: `${words}.`,
    figures: priceFigures(row, judged, verdict),
  });
  const move = priceMicros - currentMicros;
  const moved = `${text(priceMicros)} instead of ${text(currentMicros)} (${move > 0 ? '+' : '−'}${shortNumber((Math.abs(move) / Math.max(1, currentMicros)) * 100)} %)`;
  if (contradicted)
    return sentence(`${text(currentMicros)} is kept: the price limits contradict each other`, 'contradicted');
  if (learntMicros === undefined)
    return sentence(
      move === 0
        ? `${text(currentMicros)} is kept: no other price was weighed, the warnings say why`
        : `${moved}: today's price is outside its limits`,
      move === 0 ? 'notWeighed' : 'outside',
    );
  if (priceMicros === learntMicros)
    return sentence(
      move === 0
        ? `keeping ${text(currentMicros)} is worth most: ${answerToPrice(row)}`
        : `${moved} is worth more: ${answerToPrice(row)}`,
      'best',
    );
  const nearest = `the limits allow no price nearer to the learnt ${text(learntMicros)}`;
  return sentence(
    move === 0 ? `${text(currentMicros)} is kept: ${nearest}` : `${moved}: ${nearest}`,
    'bounded',
  );
}

type PriceVerdict = ReasonFigures['price']['verdict'];

function priceFigures(row: ServedRow, judged: Judged, verdict: PriceVerdict): ReasonFigures['price'] {
  const { currentMicros, priceMicros, learntMicros } = judged;
  const { currency } = row;
  const price = (micros: number) => ({ micros, currency });
  return {
    verdict,
    price: price(priceMicros),
    currentPrice: price(currentMicros),
    moveShare: (priceMicros - currentMicros) / Math.max(1, currentMicros),
    learntPrice: learntMicros === undefined ? null : price(learntMicros),
    ...(verdict === 'best' ? answerFigures(row) : NO_ANSWER),
  };
}

const NO_ANSWER = {
  dropShare: null,
  dropLowerShare: null,
  dropUpperShare: null,
  sureShare: null,
  weeks: null,
  priceMoves: null,
  otherSkus: null,
  category: null,
};

/** How demand answers to price: what a price higher by one percent sells less, with its interval. */
function answerFigures({ demand, evidence: { weeks, priceMoves } }: ServedRow) {
  const percent = Math.abs(demand.elasticity);
  const reach = Z80 * demand.elasticityStandardError;
  return {
    dropShare: percent / 100,
    dropLowerShare: Math.max(0, percent - reach) / 100,
    dropUpperShare: (percent + reach) / 100,
    sureShare: SURE,
    weeks,
    priceMoves,
    otherSkus: demand.pooled?.skus ?? null,
    category: demand.pooled?.category ?? null,
  };
}

/** Say how demand answers to price, with the 80 % interval. A price was learnt only where the history showed it. */
function answerToPrice(row: ServedRow): string {
  const {
    demand,
    evidence: { weeks, priceMoves },
  } = row;
  const percent = Math.abs(demand.elasticity);
  const reach = Z80 * demand.elasticityStandardError;
  const interval = `80 % sure of ${shortNumber(Math.max(0, percent - reach))} to ${shortNumber(percent + reach)} %`;
  return `a price 1 % higher sells about ${shortNumber(percent)} % less (${interval}, from ${weeks} weeks with ${priceMoves} price moves${others(row)})`;
}

/** Name the SKUs whose answers this one's is drawn to. */
function others({ demand: { pooled } }: ServedRow): string {
  return pooled == null ? '' : `, and from ${pooled.skus} other SKUs of ${pooled.category ?? 'the market'}`;
}

function sharedStock({ replenishment: { markets } }: ServedRow): Reason[] {
  if (markets.length < 2) return [];
  return [
    {
      code: 'sharedLocation',
      text: `One location serves ${markets.join(' and ')}: the order covers all of them together, so place it once.`,
      figures: { markets: [...markets] },
    },
  ];
}
