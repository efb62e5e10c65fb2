/** What nights say of policies and of drift, in the English that `lib/operations`, `functions/learn` and `lib/oversight/drift` write. */
export const policyEnglish = {
  missingOne: 'Missing {@one} ({~whyOne}).',
  missingTwo: 'Missing {@one} ({~whyOne}), {@two} ({~whyTwo}).',
  missingThree: 'Missing {@one} ({~whyOne}), {@two} ({~whyTwo}), {@three} ({~whyThree}).',
  missingFour:
    'Missing {@one} ({~whyOne}), {@two} ({~whyTwo}), {@three} ({~whyThree}), {@four} ({~whyFour}).',
  notLearnt: 'The policy could not be learnt: {error}',
  daysSeen: '{#days} days of demand were seen, {#least} are needed',
  daysSeenBy: '{#days} days were seen by {date}, {#least} are needed',
  noForecast: 'there is no forecast',
  noForecastAs: 'no forecast: {~why}',
  noCost: 'no file gives its cost',
  costElsewhere: 'its cost is in {currency}, prices are in {market}',
  noStock: 'no file gives its stock',
  noListPrice: 'no file gives its list price',

  noLandedCost: 'no landed cost is given: the unit cost stands for it',
  pricesPaid: 'no list price file: the price is the median that buyers paid',
  leadBeyondHistory:
    'a lead time of {#days} days is longer than the history of {#history}: what is asked for until an order comes is a guess',
  leadAssumed: 'a lead time of {#days} days is assumed',
  oldStock: 'the newest stock figure is of {date}: what has moved since is not counted',
  owed: '{#units} units more are owed to customers than are on hand',
  reserved: '{#units} units on hand are reserved and not counted',
  oddOnOrder: '{#units} units on order make no sense: taken as none',
  noMoveKnown: 'a price rests for {#days} days after a move, and no price file tells when it moved last',
  foreignTerm:
    '{term} is set in {foreign}, which the market does not trade in: set it for the market in {currency}',

  minimumMonths: 'the minimum order of {#units} units is {#months} months of demand',
  minimumUnsold: 'the minimum order is {#units} units, and nobody is expected to buy any',
  minimumForbidden: 'nothing can be ordered: the minimum order is {#units} units, {#allowed} are allowed',
  endsTooSoon: 'it is sold for {#days} more days, an order would come after {#lead}: nothing is ordered',
  ends: 'it is sold for {#days} more days: orders are held to what can still be sold',

  neverMovedPrice: 'the list price never moved: how demand answers to price is {~ground}',
  answerIs: 'how demand answers to price is {~ground}: {~reason}',
  fromRules: 'taken from the rules',
  borrowed: 'borrowed from {#skus} other SKUs of {category}',
  paidPrices: 'prices are those paid, which tell buyers apart rather than demand',
  fewWeeks: 'only {#weeks} of at least {#least} weeks can be used',
  fewWeeksUnseen:
    'only {#weeks} of at least {#least} weeks can be used, for on {#unseen} of {#days} days it was sold out or not observed',
  hardToBelieve:
    'the history says that demand changes by {#percent} % when the price falls by 1 %, which is hard to believe: {#taken} % is taken',
  priceKept: "today's price is kept: the history does not show how demand answers to price",
  onePrice: 'no price but {price} lies within the limits and their rounding',
  outsideLimits: "today's price is outside its limits: {limits}",
  contradict: 'price limits contradict: {why}',
  stalePolicy: 'the policy was valid until {until}: nothing is charged automatically from it',

  outcomeAside: 'the outcome {key} is set aside: {~doubt}',
  outcomesAside: '{#count} more outcomes are set aside as they can not be believed',
  soldMoreRest: '{#count} more reports have more sold than orders show',
  shownRest: '{#count} more reports show another price than the price list',
  soldMore: '{#units} units were reported sold from {from} to {to}, orders show {#ordered}',
  shownElsewhere: '{#prices} prices shown are not in {currency}: nothing is made of them',
  shownOther:
    '{shown} was shown from {from} to {to} where the price list has {listed}: demand is fitted to what was shown',

  driftLevel: 'sells {#percent} % {sense} than before for {#days} days',
  driftBias: 'sells {#percent} % {sense} than forecast for {#days} days, against before',
  driftErrors: 'errors are {#times} times as large as before for {#days} days',
  driftZeros: '{#percent} % of days {sense} than before are without a sale for {#days} days',

  weeksFew:
    "{#weeks} weeks of history can be used, under {#least}: of plans on so little up to a quarter did worse than a person's rule, so everything is only suggested",
  weeksFree: '{#weeks} weeks of history can be used: orders and prices may take effect by themselves',
  weeksProven:
    "{#weeks} weeks of history can be used, and the market's price rule is proven to gain: orders and prices may take effect by themselves",
  weeksTested:
    '{#weeks} weeks of history can be used, under {#least}: orders may take effect by themselves, and prices that were tried for three weeks',
} as const;
