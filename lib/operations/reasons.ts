import { type PolicyRow, type Reason, unitPriceText } from '../domain/index.ts';

/** What was judged and what came out, in units and micros. */
export type Judged = {
  onHand: number;
  onOrder: number;
  currentMicros: number;
  priceMicros: number;
  orderUnits: number;
};

/** Say in sentences, made from the numbers, why this price and this order. */
export function reasonsOf(row: PolicyRow, judged: Judged): Reason[] {
  return [stockReason(row, judged), orderReason(row, judged), priceReason(row, judged), ...sharedStock(row)];
}

function stockReason({ demand, replenishment }: PolicyRow, { onHand, onOrder }: Judged): Reason {
  const position = onHand + onOrder;
  const perDay = replenishment.dailyDemand || demand.meanPerDay;
  const cover =
    perDay > 0
      ? `${short(position / perDay)} days of cover at ${short(perDay)} a day`
      : 'no demand is expected';
  return {
    code: 'stock',
    text: `${short(onHand)} on hand and ${short(onOrder)} on order make ${short(position)} units: ${cover}.`,
  };
}

function orderReason({ replenishment }: PolicyRow, { onHand, onOrder, orderUnits }: Judged): Reason {
  const { reorderPoint, orderUpTo, leadTime, serviceLevel } = replenishment;
  const position = onHand + onOrder;
  const side = position <= reorderPoint ? 'at or below' : 'above';
  const ground = `${short(position)} units are ${side} the reorder point of ${short(reorderPoint)} (lead time ${short(leadTime.meanDays)} days, ${short(serviceLevel * 100)} % service)`;
  const verdict =
    orderUnits > 0
      ? `ordering ${short(orderUnits)} brings ${short(position + orderUnits)}, the textbook's order-up-to is ${short(orderUpTo)}`
      : 'waiting is worth more than ordering now';
  return { code: 'order', text: `${ground}: ${verdict}.` };
}

function priceReason(row: PolicyRow, { currentMicros, priceMicros }: Judged): Reason {
  const { elasticity, elasticityStandardError } = row.demand;
  const { weeks, priceMoves } = row.evidence;
  const ground = `a price 1 % higher sells about ${short(Math.abs(elasticity))} % less (± ${short(1.2816 * elasticityStandardError)}, from ${weeks} weeks with ${priceMoves} price moves)`;
  const text = (micros: number) => unitPriceText(micros, row.currency);
  const move = priceMicros - currentMicros;
  const verdict =
    move === 0
      ? `keeping ${text(currentMicros)} is worth most`
      : `${text(priceMicros)} instead of ${text(currentMicros)} is worth more (${move > 0 ? '+' : '−'}${short((Math.abs(move) / Math.max(1, currentMicros)) * 100)} %)`;
  return { code: 'price', text: `${verdict}: ${ground}.` };
}

function sharedStock({ replenishment: { markets } }: PolicyRow): Reason[] {
  if (markets.length < 2) return [];
  return [
    {
      code: 'sharedLocation',
      text: `One location serves ${markets.join(' and ')}: the order covers all of them together, so place it once.`,
    },
  ];
}

/** Write a number for a reader: three significant digits, whole from 100 up. */
function short(number: number): string {
  if (!Number.isFinite(number)) return 'unknown';
  return Math.abs(number) >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}
