/** What nights say of a market, in the English that `lib/insight` and the readers of its aggregates write. */
export const analysisEnglish = {
  noOrders: 'there are no orders up to {date}',
  noOrdersWithin: 'there are no orders from {from} to {to}',
  marketWithoutOrders: 'the market {market} has no orders: upload some',
  marketWaits: 'the market {market} has orders and waits for its first run',
  waitsForRun: 'the market waits for its first run',
  fewBuyers: 'the market has fewer than five buyers',
  fewBuyersHere: 'this market has fewer than five buyers',

  seasonNeedsThree: 'a season needs 3 whole months, there are {#months}',
  seasonShape:
    'not enough to say: a season needs 24 whole months, there are {#months}; this is the shape of the newest, growth included',
  seasonWithoutRevenue: 'not enough to say: a month had no revenue; this is the shape of the newest twelve',
  monthsWithoutRevenue: 'the newest whole months have no revenue',

  fewMovingPrices:
    'not enough price variation: the price of {#skus} SKUs that sell all year moved, 10 are needed',
  fewBuyersOf: '{market} has fewer than five buyers in the last {#days} days',
  noRate: 'no rate between {one} and {other} of the last month was uploaded',
  noOtherMarket: 'the merchant has no other market in this region',
  fewSharedSkus: '{#skus} SKUs were sold both here and elsewhere in the last {#days} days, 5 are needed',
  noMarketToCompare: 'no other market of this region has five buyers to compare with',

  revenueAndReach: '{#share} % of revenue; bought by {#reach} % ({#low} to {#high} %) of the buyers',
  growthUnsaid: 'growth: not enough to say, 15 whole months and five buyers are needed',
  growsYear: 'grows: {#change} % year on year ({#low} % to {#high} %)',
  shrinksYear: 'shrinks: {#change} % year on year ({#low} % to {#high} %)',
  steadyYear: 'neither surely grows nor shrinks: {#change} % year on year ({#low} % to {#high} %)',
  growsMonths:
    'grows: {#change} % the newest {#months} months on those a year before ({#low} % to {#high} %)',
  shrinksMonths:
    'shrinks: {#change} % the newest {#months} months on those a year before ({#low} % to {#high} %)',
  steadyMonths:
    'neither surely grows nor shrinks: {#change} % the newest {#months} months on those a year before ({#low} % to {#high} %)',
  marginUnknown: 'margin: unknown, half of its revenue has no cost in the products file',
  earns: 'earns {#own} % of its revenue, the market’s mean is {#mean} %',
  sellsMore: 'sells more here than elsewhere: {#here} % of buyers here, {#there} % there',
  sellsLess: 'sells less here than elsewhere: {#here} % of buyers here, {#there} % there',
  sellsAlike: 'sells as elsewhere: {#here} % of buyers here, {#there} % there',
  dearer: 'prices here are {#share} % above those elsewhere ({#low} % to {#high} %)',
  cheaper: 'prices here are {#share} % below those elsewhere ({#low} % to {#high} %)',
  answer: 'elasticity {#value} ({#low} to {#high})',
  nobodyBought: 'nobody here bought it in the year',
  fewBought: 'fewer than five buyers here bought it in the year',
  boughtThere:
    'bought by {#reach} % ({#low} to {#high} %) of the buyers in {market}, who choose like ours ({#likeness} of 1)',
  boughtElsewhere: '{#reach} % of the buyers elsewhere did ({#buyers})',
} as const;
