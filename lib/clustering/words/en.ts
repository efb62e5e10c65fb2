import type { Rhythm, Size } from '../describe-segment.ts';
import { ago, inBuyers, inDays, inNumber, percent, signedPercent } from '../in-words.ts';
import type { SegmentSentences } from './sentences.ts';

const NOUNS: Record<Rhythm, string> = {
  lapsed: 'lapsed buyer',
  new: 'new buyer',
  regular: 'regular',
  'one-time': 'one-time buyer',
  occasional: 'occasional buyer',
};

const kindOf = (size: Size | null, rhythm: Rhythm, ending: string) =>
  `${size === null ? '' : `${size} `}${NOUNS[rhythm]}${ending}`;
const lastOrder = (days: number) => `last order ${ago(days)}`;
const decimal = (value: number) => value.toFixed(1).replace('-', '−');
const belowList = (share: number) =>
  share >= 0 ? `${percent(share)} below list price` : `${percent(-share)} above list price`;
const worthOf = (worth: number) => `a buyer is worth ${inNumber(worth)} times the market’s mean`;

/** English. */
export const english: SegmentSentences = {
  name: (size, rhythm) => kindOf(size, rhythm, 's'),
  apart: {
    growing: ', growing',
    declining: ', declining',
    silentFor: (days) => `, silent for ${inDays(days)}`,
    every: (days) => `, every ${inDays(days)}`,
    ofRevenue: (share) => ` with ${percent(share)} of revenue`,
    numbered: (name, place) => `${name} (${place})`,
  },
  description: ({ buyers, size, rhythm, revenueShare, cadenceDays, recencyDays }) => {
    const one = buyers === 1;
    const who = `${buyers.toLocaleString('en')} ${kindOf(size, rhythm, one ? '' : 's')}`;
    const revenue = `${percent(revenueShare)} of revenue`;
    if (rhythm === 'lapsed') return `${who} bought ${revenue}, ${lastOrder(recencyDays)}`;
    const often = cadenceDays === null ? 'ordered once so far' : `every ${inDays(cadenceDays)}`;
    return `${who} ${one ? 'buys' : 'buy'} ${revenue}, ${often}, ${lastOrder(recencyDays)}`;
  },
  price: {
    advice: {
      high: 'quantity breaks and dated offers move these buyers: raise list prices here last',
      medium: 'give discounts against quantity alone',
      low: 'hold the price: sell range and service, no discounts',
      unknown: 'no price step on this evidence: try two discount bands against each other first',
    },
    tooFew: 'too few of them bought an article again at another price to tell how units answer',
    answer: ({ elasticity, halfWidth, buyers }) =>
      `${decimal(elasticity)} ± ${decimal(halfWidth)} % of units a month for 1 % of price, from ${inBuyers(buyers)}`,
    notClose: (answer) => `how units answer to price is not told closely enough (${answer})`,
    hardly: (answer) => `units hardly answered to price, or its changes were too short to see it (${answer})`,
    noListPrices: (answer) => `${answer}; no list prices are known to hold what they pay against`,
    terms: (share, marketShare, answer) =>
      `they pay ${belowList(share)}, the market ${belowList(marketShare)}; ${answer}`,
  },
  contact: {
    winBack: 'one call to win back, the largest first; then no more than the newsletter',
    lapsed: (recencyDays, cadenceDays) =>
      cadenceDays === null
        ? `${lastOrder(recencyDays)}, and no other`
        : `${lastOrder(recencyDays)}, when they used to order every ${inDays(cadenceDays)}`,
    secondOrder: 'call for the second order, before the market’s usual interval is over',
    once: (recencyDays, marketCadenceDays) =>
      `ordered once so far, ${lastOrder(recencyDays)}; the market’s middle buyer orders every ${inDays(marketCadenceDays)}`,
    remind: 'remind shortly before the next order is due',
    keepInTouch: (silentDays) =>
      `keep in touch at this rhythm, and call when one has been silent for ${inDays(silentDays)}`,
    rhythm: (cadenceDays, variation, recencyDays) =>
      `orders every ${inDays(cadenceDays)}${variation === undefined ? '' : `, varying by ${percent(variation)}`}, ${lastOrder(recencyDays)}`,
  },
  offers: {
    nothingSpecial: {
      advice: 'each buyer’s own list of offers: what is due again, and what similar buyers take',
      evidence: 'categories, baskets, growth and returns are about the market’s',
    },
    lead: (category) => `lead with ${category}`,
    show: (category) => `show ${category}, which they hardly buy here`,
    shares: ({ share, marketShare }) =>
      `${percent(share)} of what they buy, ${percent(marketShare)} in the market`,
    widen: 'widen the basket: offer what is bought together with their articles',
    basket: (skusPerOrder, market) =>
      `${inNumber(skusPerOrder)} articles an order, the market’s middle buyer has ${inNumber(market)}`,
    newFirst: 'new articles first: they are growing',
    askWhatChanged: 'ask what changed before offering more: they buy less',
    growth: (growth, market) =>
      `revenue of the half-year ${signedPercent(growth)} against the one before, the market ${signedPercent(market)}`,
    checkReturns: 'check descriptions, packs and damages before offering more: they give much back',
    returns: (share, market) =>
      `${percent(share)} of sales were returned or cancelled, ${percent(market)} in the market`,
  },
  service: {
    none: 'hold no stock for them: what others need is enough',
    serve: (fillRate) => `serve ${percent(fillRate)} of their demand from stock`,
    lapsed: (worth, recencyDays) => `${worthOf(worth)}, ${lastOrder(recencyDays)}`,
    worth: (worth, variation) =>
      `${worthOf(worth)}; ${variation === undefined ? 'their rhythm is not known yet' : `their days between orders vary by ${percent(variation)}`}`,
  },
};
