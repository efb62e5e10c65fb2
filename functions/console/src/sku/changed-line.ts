import type { DailyValues, PlottedDays } from '../../../../lib/charts/index.ts';

/** The line of what a person tries, drawn alike wherever it stands beside what is planned. */
export const changedLine = (name: string, values: DailyValues): PlottedDays['lines'][number] => ({
  ...{ name, values },
  ...{ ink: 'changed', width: 2, dash: [8, 3] },
});
