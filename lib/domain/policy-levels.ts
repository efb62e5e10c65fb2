/** What a stock level's best actions are, best first: `[action, Q]`; Q in the currency's unit. */
export type BestActions = [number, number][];
/** Mean gain a day and its bounds, minor units. */
export type LevelGain = [number, number, number];

/** Digits that a learnt value keeps, and how far one falls short of another. */
const VALUE_DIGITS = 7;
const LOSS_DIGITS = 3;

/**
 * Write what was learnt of each stock level as a line of text, a third of what arrays of JSON take: the best actions; the
 * best one's Q and how far the others fall short of it; the gain a day, where it is another than the level's before.
 *
 * @param gains - by level; left out where they are not known
 * @returns `29,28,23;33316.2,8.5,17.9;329,198,465`, and without the last part where the line before says it
 */
export function packLevels(top: readonly BestActions[], gains?: readonly LevelGain[]): string[] {
  return top.map((best, level) => {
    const [first = 0, ...others] = best.map(([, value]) => value);
    const losses = others.map((value) => digits(first - value, LOSS_DIGITS));
    const line = `${best.map(([action]) => action).join()};${[first, ...losses].join()}`;
    const gain = gains?.[level]?.join();
    return gain === undefined || gain === gains?.[level - 1]?.join() ? line : `${line};${gain}`;
  });
}

/** Read the best actions of one line; the Q of all but the best to three digits of their distance from it. */
export function bestActionsOf(line: string): BestActions {
  const [actions = '', values = ''] = line.split(';');
  if (actions === '') return [];
  const [first = 0, ...losses] = numbersOf(values);
  return numbersOf(actions).map((action, place) => [
    action,
    place === 0 ? first : digits(first - (losses[place - 1] ?? 0), VALUE_DIGITS),
  ]);
}

/** Read the best action of one level, and nothing else; `undefined` where the line names none. */
export function bestActionAt(levels: readonly string[], level: number): number | undefined {
  const action = Number.parseInt(levels[level] ?? '', 10);
  return Number.isNaN(action) ? undefined : action;
}

/** Read the gain at one level: its own line's, or that of the nearest line before which has one. */
export function gainAtLevel(levels: readonly string[], level: number): LevelGain | undefined {
  for (let place = level; place >= 0; place--) {
    const gain = levels[place]?.split(';')[2];
    if (gain === undefined) continue;
    const [mean = 0, lower = 0, upper = 0] = numbersOf(gain);
    return [mean, lower, upper];
  }
  return undefined;
}

const numbersOf = (text: string): number[] => text.split(',').map(Number);

const digits = (value: number, count: number): number => Number(value.toPrecision(count));
