/** A moment of a start at which it is killed: the so-many-th time, from 1, that a line is told or a step does something. */
export type Moment = { name: string; nth: number } & (
  | { told: string }
  | { step: string; does: 'entered' | 'left' }
  | { run: 'ended' }
);

const told = (text: string, nth = 1): Moment => ({ name: `"${text}" told, ${nth}`, told: text, nth });
const step = (name: string, does: 'entered' | 'left', nth = 1): Moment => ({
  ...{ name: `${name} ${does}, ${nth}`, step: name },
  ...{ does, nth },
});

/**
 * Twenty moments of a start of two markets, in the order in which they come: files are dropped and read, and both sides of
 * the border of every step. `left` is when a step's output is stored and the state machine knows of it, before that is kept.
 */
export const MOMENTS: readonly Moment[] = [
  told('the template runs at'),
  told('files dropped into'),
  told('accepted  '),
  told('accepted  ', 5),
  step('Plan', 'entered'),
  step('Plan', 'left'),
  step('ForecastShard', 'entered'),
  step('Segment', 'entered'),
  step('ForecastShard', 'left'),
  step('ForecastShard', 'left', 2),
  step('Segment', 'left'),
  step('LearnShard', 'entered'),
  step('LearnShard', 'left'),
  step('LearnShard', 'left', 2),
  step('Report', 'entered'),
  step('Report', 'left'),
  { name: 'a run ended', run: 'ended', nth: 1 },
  step('Plan', 'left', 2),
  step('Report', 'entered', 2),
  // the run that was killed as its report was done is not made again: this is the other one
  { name: 'both runs ended', run: 'ended', nth: 2 },
];

/** Three of them, one in each stage. */
export const THREE_MOMENTS = MOMENTS.filter((_moment, place) => [3, 8, 15].includes(place));
