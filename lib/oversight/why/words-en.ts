import type { LimitFigures, ReasonFigures } from '../../domain/index.ts';
import { LONGEST_COVER_DAYS, pace, type Sentences, type Words } from './sentences.ts';
import type { Writer } from './writer.ts';

/** English. */
export const english: Words = {
  locale: 'en-GB',
  sentences: (write) => ({ reasons: reasonsIn(write), limits: limitsIn(write) }),
};

const UNITS = { one: 'unit', other: 'units' };

const units = (write: Writer, number: number) => `${write.quantity(number)} ${write.form(number, UNITS)}`;
/** A measured number and its noun, whose plural ends in s. */
export const measured = (write: Writer, number: number, one: string) =>
  `${write.measure(number)} ${write.form(number, { one, other: `${one}s` })}`;

function cover(write: Writer, days: number): string {
  return days > LONGEST_COVER_DAYS ? 'more than ten years' : measured(write, days, 'day');
}

function reasonsIn(write: Writer): Sentences['reasons'] {
  const { price } = write;
  return {
    stock: (figures) => stockSentence(write, figures),
    order: (figures) => orderSentence(write, figures),
    price: (figures) => priceSentence(write, figures),
    priceTest: (test) =>
      test.returns
        ? `The price test is over: ${price(test.price)} instead of ${price(test.insteadPrice)}, as before it.`
        : `A price test: ${price(test.price)} instead of ${price(test.insteadPrice)} until ${write.date(test.until)}, to learn how demand answers to the price. It is expected to cost ${write.money(test.expectedCost)}, and with a chance of ${write.share(test.sureShare)} at most ${write.money(test.largestCost)}.`,
    sharedLocation: ({ markets }) =>
      `One location serves ${write.names(markets)}: the order covers all of them together, so place it once.`,
    withheld: ({ ground, runId, activeRun }) => {
      const grounds = {
        killed: 'The kill switch is on',
        off: 'Recommendations are switched off here',
        otherRun: `Only policies of the run ${write.name(activeRun ?? '')} may be answered from, and this one is of the run ${write.name(runId ?? '')}`,
        optedOut: 'This customer has opted out of decisions by machine',
        people: 'People alone operate it, so that Tradewind can be compared with them',
      };
      return `${grounds[ground]}: nothing is proposed and today's price holds.`;
    },
    evidence: (figures) => evidenceSentence(write, figures),
    drift: (figures) => driftSentence(write, figures),
    approved: ({ automatic }) =>
      automatic ? 'Approved within the limits that Tradewind may act in.' : 'Approved by a person.',
    insufficientData: ({ missing }) =>
      missing.length === 0
        ? 'No policy could be learnt for this SKU: nothing is proposed.'
        : `There is too little to go by. What is missing: ${write.names(missing.map((one) => MISSING[one] ?? write.name(one)))}.`,
    unknownCustomer: () => 'This customer is not known in the market: the price for all holds.',
    contract: (figures) => `The customer's contract says ${price(figures.price)}.`,
    quote: (figures) => `An open quote to the customer says ${price(figures.price)}.`,
    priceGroup: (figures) =>
      `The customer is in price group ${write.name(figures.priceGroup)}, which pays ${price(figures.price)}.`,
    quantityBreak: ({ quantityUnits, priceGroup, ...figures }) =>
      `For ${units(write, quantityUnits)} ${priceGroup === '' ? 'the price list' : `the price list of group ${write.name(priceGroup)}`} says ${price(figures.price)}.`,
  };
}

const MISSING: Readonly<Record<string, string>> = {
  history: 'a history that is long enough',
  unit_cost: 'the unit cost',
  stock: 'the stock',
  list_price: 'the list price',
};

function stockSentence(write: Writer, figures: ReasonFigures['stock']): string {
  const { onHandUnits, onOrderUnits, positionUnits, demandPerDay, coverDays, onHandCoverDays } = figures;
  const held =
    onHandUnits < 0
      ? `${write.quantity(-onHandUnits)} owed to customers`
      : `${write.quantity(onHandUnits)} on hand`;
  const sum = `${held} and ${write.quantity(onOrderUnits)} on order make ${units(write, positionUnits)}`;
  if (coverDays === null) return `${sum}: no demand is expected.`;
  const { units: demand, period } = pace(demandPerDay);
  const ofHand = onHandCoverDays === null ? '' : `, ${cover(write, onHandCoverDays)} of it on hand`;
  return `${sum}: ${cover(write, coverDays)} of cover at ${write.measure(demand)} a ${period}${ofHand}.`;
}

function orderSentence(write: Writer, figures: ReasonFigures['order']): string {
  const { positionUnits, reorderPointUnits, leadTimeDays, measure, share, endsOn } = figures;
  const kept = share === null ? '' : write.share(share);
  const service = {
    serviceLevel: `${kept} service`,
    fillRate: `${kept} of units from the shelf`,
    cost: 'where holding, ordering and missing units cost least',
  }[measure];
  const side = positionUnits <= reorderPointUnits ? 'at or below' : 'above';
  const end = endsOn === null ? '' : `, sold until ${write.date(endsOn)}`;
  const ground = `${units(write, positionUnits)} ${write.form(positionUnits, { one: 'is', other: 'are' })} ${side} the reorder point of ${write.measure(reorderPointUnits)} (lead time ${cover(write, leadTimeDays)}, ${service}${end})`;
  return `${ground}: ${orderVerdict(write, figures)}.`;
}

function orderVerdict(write: Writer, figures: ReasonFigures['order']): string {
  const { orderUnits, afterOrderUnits, textbookUnits, orderUpToUnits, learnt } = figures;
  const upTo = write.measure(orderUpToUnits);
  if (!learnt)
    return orderUnits > 0
      ? `the textbook rule orders ${write.quantity(orderUnits)}, up to ${upTo} in whole packs`
      : 'the textbook rule orders nothing';
  if (orderUnits > 0) {
    const early = textbookUnits === 0 ? 'by what was learnt ordering early is worth more: ' : '';
    return `${early}ordering ${write.quantity(orderUnits)} brings ${write.quantity(afterOrderUnits)}, the textbook rule orders up to ${upTo}`;
  }
  return textbookUnits > 0
    ? `the textbook rule orders ${write.quantity(textbookUnits)}, by what was learnt waiting is worth more`
    : 'waiting is worth more than ordering now';
}

function priceSentence(write: Writer, figures: ReasonFigures['price']): string {
  const { verdict, moveShare, learntPrice } = figures;
  const current = write.price(figures.currentPrice);
  const moves = figures.price.micros !== figures.currentPrice.micros;
  const moved = `${write.price(figures.price)} instead of ${current} (${write.moved(moveShare)})`;
  switch (verdict) {
    case 'best':
      return `${moves ? `${moved} is worth more` : `Keeping ${current} is worth most`}${answerToPrice(write, figures)}.`;
    case 'bounded': {
      const learnt = learntPrice === null ? '' : ` ${write.price(learntPrice)}`;
      return `${moves ? moved : `${current} is kept`}: the limits allow no price nearer to the learnt${learnt}.`;
    }
    case 'outside':
      return `${moved}: today's price is outside its limits.`;
    case 'notWeighed':
      return `${current} is kept: no other price was weighed, the warnings say why.`;
    case 'notLearnt':
      return `${current} is kept: by the merchant's rules nothing is learnt for this SKU, so no other price was weighed.`;
    case 'contradicted':
      return `${current} is kept: the price limits contradict each other.`;
  }
}

function answerToPrice(write: Writer, figures: ReasonFigures['price']): string {
  const { dropShare, dropLowerShare, dropUpperShare, sureShare, weeks, priceMoves } = figures;
  if (dropShare === null || dropLowerShare === null || dropUpperShare === null) return '';
  if (sureShare === null || weeks === null || priceMoves === null) return '';
  const { otherSkus, category } = figures;
  const others =
    otherSkus === null
      ? ''
      : `, and from ${measured(write, otherSkus, 'other SKU')} of ${category === null ? 'the market' : write.name(category)}`;
  return `: a price higher by one percent sells about ${write.share(dropShare)} less (with a chance of ${write.share(sureShare)} between ${write.share(dropLowerShare)} and ${write.share(dropUpperShare)}, from ${measured(write, weeks, 'week')} with ${measured(write, priceMoves, 'price move')}${others})`;
}

function evidenceSentence(write: Writer, figures: ReasonFigures['evidence']): string {
  const { held, weeks, neededWeeks, triedOnly, withdrawn } = figures;
  const waits = {
    price: 'The price waits for approval',
    order: 'The order waits for approval',
    both: 'Price and order wait for approval',
  }[held];
  const enough = neededWeeks === null ? '' : `, of ${write.measure(neededWeeks)} needed`;
  const tried = triedOnly ? '; until then only prices that were tried may take effect' : '';
  const rules = withdrawn
    .map(
      (rule) =>
        `; the market's ${rule} rule is withdrawn until its proven gain has stayed above zero for a week`,
    )
    .join('');
  return `${waits}: ${measured(write, weeks, 'week')} of history can be used${enough}${tried}${rules}.`;
}

function driftSentence(write: Writer, figures: ReasonFigures['drift']): string {
  const { signal, rises, sizeShare, since } = figures;
  const waits = 'Price and order wait for approval until the SKU has settled';
  if (signal === null || since === null || sizeShare === null) return `${waits}: it drifts.`;
  const what = {
    level: 'demand',
    bias: 'the error of its forecast',
    volatility: 'the spread of its forecast errors',
    zeroShare: 'the share of days without a sale',
  }[signal];
  const size = write.share(Math.abs(sizeShare));
  const moved =
    signal === 'volatility'
      ? `is at ${size} of what it was`
      : `has ${rises === false ? 'fallen' : 'risen'} by ${size}`;
  return `${waits}: since ${write.date(since)} ${what} ${moved}.`;
}

function limitsIn(write: Writer): Sentences['limits'] {
  const { price } = write;
  const rounded = (figures: LimitFigures['rounding']) => roundedSentence(write, figures);
  return {
    floor: ({ floor }) => `The price may not be below the floor of ${price(floor)}.`,
    ceiling: ({ ceiling }) => `The price may not be above the ceiling of ${price(ceiling)}.`,
    largestStep: ({ stepShare, currentPrice }) =>
      `A price moves by ${write.share(stepShare)} at most, from today's ${price(currentPrice)}.`,
    coolDown: ({ restDays, movedOn, until }) =>
      `The price moved ${movedOn === null ? 'after the newest files' : `on ${write.date(movedOn)}`}: it rests for ${measured(write, restDays, 'day')}${until === null ? '' : `, until ${write.date(until)}`}.`,
    parity: ({ end, othersPrice, gapShare, ...figures }) =>
      `Comparable buyers pay ${price(othersPrice)}, and may be ${write.share(gapShare)} apart at most: the price may not be ${end === 'lowest' ? 'below' : 'above'} ${price(figures.price)}.`,
    rounding: rounded,
    charmPrice: rounded,
    contradiction: (figures) => contradictionSentence(write, figures),
    contract: (figures) => `The contract price of ${price(figures.price)} holds.`,
    quote: (figures) => `The quoted price of ${price(figures.price)} holds.`,
    minimumAdvertisedPrice: (figures) =>
      `Resellers may not advertise it below ${price(figures.price)}; that does not bound the seller's own price.`,
    orderLot: ({ wantedUnits, orderUnits }) =>
      `The order is raised from ${write.quantity(wantedUnits)} to ${units(write, orderUnits)}: whole packs, and the minimum order.`,
    orderBounds: ({ wantedUnits, orderUnits }) =>
      `The order is cut from ${write.quantity(wantedUnits)} to ${units(write, orderUnits)}: what there is room for, or one order may hold.`,
    skuEnd: ({ wantedUnits, orderUnits, endsOn, leadTimeDays }) =>
      `The order is cut from ${write.quantity(wantedUnits)} to ${units(write, orderUnits)}: the SKU is sold until ${write.date(endsOn)}, and an order would come in ${measured(write, leadTimeDays, 'day')}.`,
    largestOrder: ({ wantedUnits, orderUnits, largest, unitCost }) =>
      `The order is cut from ${write.quantity(wantedUnits)} to ${units(write, orderUnits)}: one answer may order for ${price(largest)}, a unit counted at ${price(unitCost)}.`,
  };
}

function roundedSentence(write: Writer, figures: LimitFigures['rounding']): string {
  const { step, lowest, highest } = figures;
  if (figures.price !== null) return `The price is rounded to ${write.price(figures.price)}.`;
  if (step === null || lowest === null || highest === null) return "Today's price is kept.";
  return `No multiple of ${write.price(step)} lies between ${write.price(lowest)} and ${write.price(highest)}: today's price is kept.`;
}

const BOUNDS = {
  floor: 'the floor',
  ceiling: 'the ceiling',
  largestStep: 'the largest step',
  coolDown: 'the rest after a move',
  parity: 'parity with comparable buyers',
};

function contradictionSentence(write: Writer, figures: LimitFigures['contradiction']): string {
  const { kind, least, leastPrice, most, mostPrice, step, leastUnits, mostUnits, leastCost, mostCost } =
    figures;
  const [low, high] = [leastPrice, mostPrice].map((one) => (one === null ? '' : write.price(one)));
  const leastOrder = `the least order of ${units(write, leastUnits ?? 0)}`;
  switch (kind) {
    case 'limits':
      return `Limits contradict each other: ${least === null ? '' : BOUNDS[least]} asks for at least ${low}, ${most === null ? '' : BOUNDS[most]} for at most ${high}. ${keptSentence(write, figures)}`;
    case 'grid':
      return `Limits contradict each other: no multiple of ${step === null ? '' : write.price(step)} lies between ${low} and ${high}. ${keptSentence(write, figures)}`;
    case 'largestOrder':
      return `Limits contradict each other: ${leastOrder} is above the largest order of ${write.quantity(mostUnits ?? 0)}. Nothing is ordered, a person must look.`;
    case 'largestStock':
      return `Limits contradict each other: ${leastOrder} is above the ${write.quantity(mostUnits ?? 0)} that the location may hold. Nothing is ordered, a person must look.`;
    case 'orderBudget':
      return `Limits contradict each other: ${leastOrder} costs ${leastCost === null ? '' : write.price(leastCost)}, and one answer may order for ${mostCost === null ? '' : write.price(mostCost)}. Nothing is ordered, a person must look.`;
    case 'tooMuch':
      return `An order of more than ${units(write, mostUnits ?? 0)} cannot be meant: nothing is ordered.`;
    case 'noNumber':
      return 'The wanted order, the stock or one of its limits is no number: nothing is ordered.';
  }
}

function keptSentence(write: Writer, { keptPrice, outside }: LimitFigures['contradiction']): string {
  const kept = keptPrice === null ? "Today's price" : `Today's ${write.price(keptPrice)}`;
  const sides = outside.map((limit) => (limit === 'floor' ? 'below its floor' : 'above its ceiling'));
  return sides.length === 0
    ? `${kept} is kept.`
    : `${kept} is kept, though it is itself ${write.names(sides)}: a person must set it.`;
}
