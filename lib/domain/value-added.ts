import * as z from 'zod/mini';
import type { Contest } from './contest.ts';

/** What one contestant was worth over many SKUs. Amounts are over the reviews of each, minor units of the market's currency. */
export const valueAddedSchema = z.object({
  /** A source, `adjustments` or `blend`. */
  name: z.string(),
  /** SKUs for which it could be judged, and those that it serves. */
  series: z.int(),
  served: z.int(),
  /** What the default's stock would have cost for those SKUs, and how much less by this contestant; below 0 it is more. */
  defaultCostMinor: z.int(),
  valueAddedMinor: z.int(),
  /** SKUs taken as independent of each other. */
  standardErrorMinor: z.int(),
});
export type ValueAdded = z.infer<typeof valueAddedSchema>;

/** Tell what each contestant of one SKU's contest was worth; one that had not spoken in time counts by whether it serves alone. */
export function valuesOf({ served, contestants }: Contest): ValueAdded[] {
  const byDefault = contestants.find(({ kind }) => kind === 'default');
  return contestants
    .filter(({ kind }) => kind !== 'default')
    .map(({ name, spokenWeeks, valueAddedMinor, standardErrorMinor }) => ({
      name,
      series: spokenWeeks > 0 ? 1 : 0,
      served: served === name ? 1 : 0,
      defaultCostMinor: spokenWeeks > 0 ? (byDefault?.costMinor ?? 0) : 0,
      valueAddedMinor,
      standardErrorMinor,
    }));
}

/** Add up by name, most valuable first. Standard errors add up by their squares. */
export function sumValuesAdded(values: Iterable<ValueAdded>): ValueAdded[] {
  const sums = new Map<string, ValueAdded>();
  for (const value of values) {
    const sum = sums.get(value.name);
    if (sum === undefined) sums.set(value.name, { ...value });
    else
      sums.set(value.name, {
        name: value.name,
        series: sum.series + value.series,
        served: sum.served + value.served,
        defaultCostMinor: sum.defaultCostMinor + value.defaultCostMinor,
        valueAddedMinor: sum.valueAddedMinor + value.valueAddedMinor,
        standardErrorMinor: Math.round(Math.hypot(sum.standardErrorMinor, value.standardErrorMinor)),
      });
  }
  return [...sums.values()].sort(
    (a, b) => b.valueAddedMinor - a.valueAddedMinor || (a.name < b.name ? -1 : 1),
  );
}
