import { amountText, type Reason, type ServedRow, unitPriceText } from '../domain/index.ts';
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

/** Say in sentences, made from the numbers, why this price and this order. */
export function reasonsOf(row: ServedRow, judged: Judged): Reason[] {
  const [order, price] =
    row.learning === false
      ? [textbookReason(row, judged), keptPriceReason(row, judged)]
      : [orderReason(row, judged), priceReason(row, judged)];
  return [stockReason(row, judged), order, price, ...sharedStock(row)];
}

/** Say that nothing is proposed, and on which ground, beside the state of the stock. */
export function withheldReasons(row: ServedRow, judged: Judged, ground: string): Reason[] {
  return [
    { code: 'withheld', text: `${ground}: nothing is proposed and today's price holds.` },
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
  };
}

function orderReason({ replenishment }: ServedRow, { onHand, onOrder, orderUnits }: Judged): Reason {
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
  return { code: 'order', text: `${ground}: ${verdict}.` };
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
function textbookReason({ replenishment }: ServedRow, { onHand, onOrder, orderUnits }: Judged): Reason {
  const position = onHand + onOrder;
  const verdict =
    orderUnits > 0
      ? `the textbook rule orders ${unitsText(orderUnits)}, up to ${shortNumber(replenishment.orderUpTo)} in whole packs`
      : 'the textbook rule orders nothing';
  return { code: 'order', text: `${reorderGround(replenishment, position)}: ${verdict}.` };
}

/** Why today's price stays, where nothing is learnt. */
function keptPriceReason(row: ServedRow, judged: Judged): Reason {
  const { currentMicros, priceMicros } = judged;
  if (priceMicros !== currentMicros || judged.contradicted) return priceReason(row, judged);
  const kept = unitPriceText(currentMicros, row.currency);
  return {
    code: 'price',
    text: `${kept} is kept: by the merchant's rules nothing is learnt for this SKU, so no other price was weighed.`,
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
  return { code: 'priceTest', text };
}

function priceReason(row: ServedRow, judged: Judged): Reason {
  const test = judged.testing ? testReason(row) : undefined;
  if (test !== undefined) return test;
  const { currentMicros, priceMicros, learntMicros, contradicted } = judged;
  const text = (micros: number) => unitPriceText(micros, row.currency);
  const sentence = (words: string): Reason => ({ code: 'price', text: `${words}.` });
  const move = priceMicros - currentMicros;
  const moved = `${text(priceMicros)} instead of ${text(currentMicros)} (${move > 0 ? '+' : '−'}${shortNumber((Math.abs(move) / Math.max(1, currentMicros)) * 100)} %)`;
  if (contradicted) return sentence(`${text(currentMicros)} is kept: the price limits contradict each other`);
  if (learntMicros === undefined)
    return sentence(
      move === 0
        ? `${text(currentMicros)} is kept: no other price was weighed, the warnings say why`
        : `${moved}: today's price is outside its limits`,
    );
  if (priceMicros === learntMicros)
    return sentence(
      move === 0
        ? `keeping ${text(currentMicros)} is worth most: ${answerToPrice(row)}`
        : `${moved} is worth more: ${answerToPrice(row)}`,
    );
  const nearest = `the limits allow no price nearer to the learnt ${text(learntMicros)}`;
  return sentence(move === 0 ? `${text(currentMicros)} is kept: ${nearest}` : `${moved}: ${nearest}`);
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
    },
  ];
}
