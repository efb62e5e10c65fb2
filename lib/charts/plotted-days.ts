/** What a chart over days is drawn with. */
export const inkNames = [
  ...(['words', 'quiet', 'grid', 'axis', 'paper', 'observed', 'forecast', 'fan', 'mean'] as const),
  ...(['changed', 'changed-fan', 'sold-out', 'event', 'price', 'alert', 'level'] as const),
] as const;
export type InkName = (typeof inkNames)[number];

/** Values day by day from the first day of the chart; `null` is a gap. */
export type DailyValues = readonly (number | null)[];

/** A line, or single dots, over the days. */
export type PlottedLine = {
  name: string;
  values: DailyValues;
  ink: InkName;
  width?: number;
  dash?: readonly number[];
};

/** The area between two lines. */
export type PlottedBand = { name: string; low: DailyValues; high: DailyValues; ink: InkName };

/** Days that stand out over the whole height, told by a hatching. */
export type ShadedDays = { name: string; from: number; to: number };

/** Days that a strip above the plot marks, with a name where it fits; the key tells the kind. */
export type PlottedSpan = { kind: string; name: string; from: number; to: number; ink: InkName; row: 0 | 1 };

/** A day with a line of its own and a few words above it. The key tells the kind, where the words alone don't. */
export type PlottedDay = { kind?: string; name: string; day: number; ink: InkName; dash?: readonly number[] };

/** How the line of a day is dashed. */
export const DAY_DASH: readonly number[] = [3, 3];

/** A value that holds on all days: a line across, with its name on it. */
export type PlottedLevel = { name: string; value: number };

/** Everything that a chart over days shows. Days are day numbers (`dayNumber`). */
export type PlottedDays = {
  /** Day of the first value. */
  first: number;
  /** Day of the last one. */
  last: number;
  /** The first day that is in view. */
  from: number;
  lines: readonly PlottedLine[];
  bands: readonly PlottedBand[];
  shaded: readonly ShadedDays[];
  spans: readonly PlottedSpan[];
  days: readonly PlottedDay[];
  levels: readonly PlottedLevel[];
};

/** What is in view of all that is marked: between the first day that is shown and the last. */
export function marksInView({ from, last, shaded, spans, days }: PlottedDays) {
  const overlaps = (one: { from: number; to: number }) => one.to >= from && one.from <= last;
  return {
    shaded: shaded.filter(overlaps),
    spans: spans.filter(overlaps),
    days: days
      .filter(({ day }) => day >= from - 0.5 && day <= last + 0.5)
      .sort((one, other) => one.day - other.day),
  };
}
