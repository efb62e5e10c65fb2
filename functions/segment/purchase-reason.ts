/** Beyond this many times its usual gap a buyer is overdue. */
const OVERDUE = 2;

/**
 * Say what a prediction of a buyer rests on: `ordered on 9 days, every 31 days on average, last 12 days ago`.
 *
 * @param days - its order days, at least one, ascending
 * @param today - the last day known
 */
export function purchaseReason(days: Int32Array, today: number): string {
  const first = days[0] ?? today;
  const latest = days.at(-1) ?? today;
  const ago = agoOf(today - latest);
  if (days.length === 1) return `ordered once, ${ago}`;
  const gap = (latest - first) / (days.length - 1);
  const rhythm = `ordered on ${days.length} days, every ${plural(Math.round(gap), 'day')} on average, last ${ago}`;
  return today - latest > OVERDUE * gap ? `${rhythm}: overdue by its own rhythm` : rhythm;
}

const agoOf = (days: number) => (days === 0 ? 'today' : `${plural(days, 'day')} ago`);
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
