import type { GroundSentences } from './say-grounds.ts';

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
const ago = (days: number) => (days === 0 ? 'today' : `${plural(days, 'day')} ago`);
const lately = (days: number) => (days === 1 ? 'yesterday' : ago(days));

/** English. */
export const english: GroundSentences = {
  between: '; ',
  orders: ({ orderDays, sinceDays, everyDays = 0, overdue }) => {
    if (orderDays === 1) return `ordered once, ${lately(sinceDays)}`;
    // one gap is no rhythm yet
    if (orderDays === 2)
      return `ordered twice, ${plural(everyDays, 'day')} apart, the last ${lately(sinceDays)}`;
    const every =
      Math.round(everyDays) === 1 ? 'every day' : `every ${Math.round(everyDays)} days on average`;
    return `ordered on ${orderDays} days, ${every}, the last ${lately(sinceDays)}${overdue ? ': overdue by its own rhythm' : ''}`;
  },
  boughtOnce: ({ orders, sinceDays }) =>
    `bought once, ${ago(sinceDays)}, ${orders === 1 ? 'in the only order' : `in 1 of ${orders} orders`}`,
  rhythm: ({ times, orders, everyDays, dueInDays }) => {
    const due = dueInDays > 0 ? `due in ${dueInDays}` : `due ${ago(-dueInDays)}`;
    return `bought ${times} times in ${orders} orders, every ${plural(everyDays, 'day')}, ${due}`;
  },
  similarBuyers: ({ takers, compared, country }) =>
    `${takers} of ${compared} similar buyers${country === undefined ? '' : ` in ${country}`} also take it`,
  market: ({ orders, of, days }) => `in ${orders} of the market's ${of} orders of the last ${days} days`,
  looks: ({ looks, since, boughtBefore }) =>
    `looked at ${looks === 1 ? 'once' : `${looks} times`} since ${since}, not bought${boughtBefore ? ' since' : ''}`,
  quote: ({ units, until }) => `open quote of ${units} until ${until}`,
};
