/** When a buyer's next order comes, in days from now; `null` where no chance reaches so far. */
export type NextOrder = { earlyDays: number | null; medianDays: number | null; lateDays: number | null };

/** Of futures in which the order has come: an interval of 80 % about the median. */
export const EARLY = 0.1;
export const MIDDLE = 0.5;
export const LATE = 0.9;

/** Farther ahead than this many times the longer window nothing is said. */
const FARTHEST = 4;

/**
 * Tell when the next order comes from its chances within two windows.
 *
 * The cumulative hazard H(t) = −ln(1 − chance within t) is a power of t through both points (Weibull 1951); before the first
 * window the buyer's hazard is constant, and beyond the second the power goes on. It never rises faster than t: whoever has
 * not ordered for long is the less likely to.
 *
 * @param chances - within each window, 0 to 1, the second no less than the first
 * @param windows - days, ascending
 */
export function nextOrderOf(
  [near, far]: readonly [number, number],
  [short, long]: readonly [number, number],
): NextOrder {
  const atShort = -Math.log1p(-near);
  const atLong = -Math.log1p(-far);
  const power = Math.min(1, Math.log(atLong / atShort) / Math.log(long / short));
  const within = (chance: number): number | null => {
    const hazard = -Math.log1p(-chance);
    if (hazard <= atShort) return (short * hazard) / atShort;
    // from the longer window where the order is due beyond it: its chance is met whatever the power
    const days =
      hazard >= atLong
        ? long * (hazard / atLong) ** (1 / power)
        : short * (hazard / atShort) ** (Math.log(long / short) / Math.log(atLong / atShort));
    return days <= FARTHEST * long ? days : null;
  };
  return { earlyDays: within(EARLY), medianDays: within(MIDDLE), lateDays: within(LATE) };
}
