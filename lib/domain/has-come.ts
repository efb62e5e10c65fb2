/** Length of an instant to the second: fractions would sort before the `Z`. */
const SECONDS = '2026-03-02T08:00:00'.length;

/**
 * Tell whether a moment has come, to the second and as text: engines hold no clock type.
 *
 * @param moment - RFC 3339 UTC, as is `now`
 */
export const hasCome = (moment: string, now: string): boolean =>
  now.slice(0, SECONDS) >= moment.slice(0, SECONDS);
