/** The words of charts in English. Numbers and months come as they are to be read. */
export const englishCharts = {
  month: (month: number) =>
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? '',
  monthOfYear: (month: string, year: string) => `${month} ${year}`,
  dayOfMonth: (day: number, month: string) => `${day} ${month}`,
  percent: (number: string) => `${number} %`,
  under: (share: string) => `under ${share}`,
  over: (share: string) => `over ${share}`,
  revenue: {
    title: 'Revenue by month',
    nothing: 'No month has revenue yet.',
    span: (first: string, last: string) => `${first} to ${last}`,
    total: (span: string, total: string, currency: string) => `${span}: ${total} in all, in ${currency}.`,
    partial: ' A hatched month is known in part alone; it is no fall.',
    noneWhole: 'No month is whole.',
    extremes: (most: string, mostAmount: string, least: string, leastAmount: string) =>
      `Of whole months ${most} had most, ${mostAmount}, and ${least} least, ${leastAmount}.`,
  },
  season: {
    title: 'Season',
    nothing: 'No season can be told yet.',
    provisional: (months: number, detail: string) =>
      `Against the mean month, of ${months} months; provisional: ${detail}`,
    measured: (months: number, strength: string, words: string, chance: string) =>
      `Against the mean month, of ${months} months, with 95 % intervals. Strength ${strength} of 1, ${words} (p ${chance}).`,
    chance: 'no more than chance makes',
    weak: 'weak',
    moderate: 'moderate',
    strong: 'strong',
    noneKnown: 'No month is known.',
    extremes: (most: string, mostChange: string, least: string, leastChange: string) =>
      `${most} is highest, ${mostChange}, and ${least} lowest, ${leastChange}.`,
  },
  cohorts: {
    title: 'Who comes back',
    nothing: 'No month has enough new buyers to follow yet.',
    together: 'all together',
    first: 'first order',
    since: 'months since the first order',
    says: 'Per cent of the buyers of each first month who ordered again, with their number at the left',
    hidden: 'hatched: one to four buyers, too few to show',
    older: '* the data begin here, so these buyers may be older',
    cut: (columns: number, months: number) => `the first ${columns} of ${months} months are shown`,
    joined: (says: readonly string[]) => `${says.join('; ')}.`,
    buyers: (buyers: string, first: string, last: string) =>
      `${buyers} buyers, first seen from ${first} to ${last}.`,
    third: (share: string, months: number) =>
      ` Three months later ${share} order, the mean of ${months} such months.`,
  },
  lorenz: {
    title: 'How much hangs on few buyers',
    nothing: 'There are too few buyers to say how much hangs on few of them.',
    gini: (gini: string) => `Gini ${gini} (0, the dashed line: all buy the same; 1: one buys all).`,
    revenue: 'share of revenue',
    buyers: 'share of buyers, the smallest first',
    fromSmallest: (share: string, buyers: string) => `${share} from the smallest ${buyers}`,
    fromLargest: (share: string, buyers: string) => `${share} from the largest ${buyers}`,
    smallest: (buyers: string, share: string) =>
      `The smallest ${buyers} of buyers bring ${share} of revenue.`,
    largest: (buyers: string, share: string) => `The largest ${buyers} bring ${share}.`,
  },
  positions: {
    title: 'Where categories stand',
    nothing: 'No category has a growth to show yet.',
    margin: 'margin',
    revenue: 'share of revenue',
    growth: 'growth of revenue in a year',
    advice: { launch: 'launch', push: 'push', hold: 'hold', drop: 'drop', none: 'no advice' },
    explained: 'Larger marks have more of the revenue; the thin lines are the 95 % intervals of growth.',
    withoutBoth: (names: readonly string[]) => ` Without a known growth or margin: ${names.join(', ')}.`,
    withoutGrowth: (names: readonly string[]) => ` Without a known growth: ${names.join(', ')}.`,
    ofRevenue: (share: string) => `${share} of revenue`,
    ofMargin: (share: string) => `margin ${share}`,
    one: (name: string, advice: string, growth: string, height: string) =>
      `${name}: ${advice}, growth ${growth}, ${height}.`,
  },
  segments: {
    title: 'Buyer segments',
    nothing: 'The market has no segments.',
    explained:
      'Dot: the middle buyer. Bar: the middle half of the buyers. Line: the middle buyer of the whole market. ' +
      'A row has the same scale in every panel.',
    size: (buyers: number, count: string, share: string) =>
      `${count} ${buyers === 1 ? 'buyer' : 'buyers'} · ${share} of revenue`,
    unknown: 'unknown',
    days: (days: number, count: string) => `${count} ${days === 1 ? 'day' : 'days'}`,
    figures: {
      recencyDays: 'since last order',
      ordersPerYear: 'orders a year',
      valueMinor: 'revenue a year',
      cadenceDays: 'between orders',
      gapVariation: 'irregularity',
      skusPerOrder: 'articles an order',
      skusPerYear: 'articles a year',
      discountShare: 'below list price',
      growth: 'half-year growth',
      seasonConcentration: 'in one season',
      returnsShare: 'returned',
    },
  },
};
