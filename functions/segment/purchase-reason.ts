/** Beyond this many times its usual gap a buyer is overdue. */
const OVERDUE = 2;

/**
 * Say what a prediction of a buyer rests on: `ordered on 9 days, every 31 days on average, the last 12 days ago`.
 *
 * @param days - its order days, at least one, ascending
 * @param today - the last day known
 */
export function purchaseReason(days: Int32Array, today: number): string {
  const first = days[0] ?? today;
  const latest = days.at(-1) ?? today;
  const ago = agoOf(today - latest);
  if (days.length === 1) return `ordered once, ${ago}`;
  // one gap is no rhythm yet
  if (days.length === 2) return `ordered twice, ${plural(latest - first, 'day')} apart, the last ${ago}`;
  const gap = (latest - first) / (days.length - 1);
  const every = Math.round(gap) === 1 ? 'every day' : `every ${Math.round(gap)} days on average`;
  const rhythm = `ordered on ${days.length} days, ${every}, the last ${ago}`;
  return today - latest > OVERDUE * gap ? `${rhythm}: overdue by its own rhythm` : rhythm;
}

function agoOf(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
