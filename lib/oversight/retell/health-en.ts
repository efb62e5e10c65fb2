/** What is said of how a market is looked after, in the English of `GET …/health` and of `lib/oversight/fairness`. */
export const healthEnglish = {
  nothingMet:
    'no forecast has been met by what came yet: the run after the first compares them; until then each forecast’s own backtest says how it would have done',
  notChecked: 'no night has checked the market for drift yet: the next run does',
  tooShortToCheck: 'no SKU has the 36 observed days that a change is looked for in',
  paidAlike: 'all paid alike',
  boughtBy: 'the cheapest bought by {cheapest}, the dearest by {dearest}',
  boughtByUnexplained:
    'the cheapest bought by {cheapest}, the dearest by {dearest}: nothing that was agreed explains it',
  linesUnlisted:
    'no price file has a list price of the day for {#lines} order lines: the middle of what was paid for the SKU stands for it',
  noSegments: 'the night has no segments of buyers: no rates were compared',
} as const;
