import {
  type Adjustment,
  type AdjustmentsDocument,
  type AdjustmentsRequest,
  addDays,
  adjustmentHolds,
  InputError,
  type KeptAdjustment,
} from '../../lib/domain/index.ts';

/** Who changes adjustments, when, which day it is in the market, and up to which the forecast knows. */
export type Editing = { author: string; now: string; today: string; until: string };

/** What has ended is kept this long: its worth is known after the lead time, and two years of it may be looked up. */
const KEPT_DAYS = 735;
const MOST_KEPT = 200;

/**
 * Make the adjustments that hold exactly those asked for: what held before keeps its author and time, what is new gets them,
 * what is missing is taken back and stays in the history.
 *
 * @param stored - `undefined` where nobody adjusted anything yet
 * @throws InputError where a new one lies in the past: nothing of it could come true any more
 */
export function mergeAdjustments(
  stored: AdjustmentsDocument | undefined,
  { serve, adjustments }: AdjustmentsRequest,
  sku: string,
  { author, now, today, until }: Editing,
): AdjustmentsDocument {
  const held = (stored?.entries ?? []).filter((entry) => adjustmentHolds(entry, until));
  const added = adjustments.filter((wanted) => !held.some((entry) => isSame(entry, wanted)));
  const issues = added
    .filter(({ to }) => to <= until)
    .map((late) => ({
      pointer: `/adjustments/${adjustments.indexOf(late)}/to`,
      detail: `is ${late.to}: the forecast begins after ${until}`,
    }));
  if (issues.length > 0)
    throw new InputError('an adjustment must end within the days that are forecast', { issues });
  const entries = (stored?.entries ?? [])
    .map((entry) =>
      !adjustmentHolds(entry, until) || adjustments.some((wanted) => isSame(entry, wanted))
        ? entry
        : { ...entry, withdrawnAt: now, withdrawnOn: today, withdrawnBy: author },
    )
    .filter(({ to }) => to >= addDays(today, -KEPT_DAYS));
  const all = [
    ...entries,
    ...added.map((adjustment) => ({ ...adjustment, author, madeAt: now, madeOn: today })),
  ];
  return { sku, serve: serve ?? stored?.serve ?? 'whenItPays', entries: withoutSurplus(all, until) };
}

/** Forget the oldest of what is over where there is too much: what holds is kept, however old it is. */
function withoutSurplus(entries: readonly KeptAdjustment[], until: string): KeptAdjustment[] {
  let surplus = entries.length - MOST_KEPT;
  return entries.filter((entry) => adjustmentHolds(entry, until) || surplus-- <= 0);
}

function isSame(kept: KeptAdjustment, wanted: Adjustment): boolean {
  const names = ['from', 'to', 'factor', 'unitsPerDay', 'addUnits', 'reason'] as const;
  return names.every((name) => kept[name] === wanted[name]);
}
