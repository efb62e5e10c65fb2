import { useMemo } from 'preact/hooks';
import { dateOfDay } from '../../../../lib/domain/calendar.ts';
import { useLanguage } from '../language/language.tsx';

/** How a chart writes what it shows. */
export type PlotWords = {
  /** Of the vertical axis. */
  value: (value: number) => string;
  day: (day: number) => string;
  month: (day: number) => string;
};

/** How charts write days and values in the page's language. */
export function usePlotWords(): PlotWords {
  const { format } = useLanguage();
  return useMemo(
    () => ({
      value: format.axis,
      day: (day: number) => format.dayOfMonth(dateOfDay(day)),
      month: (day: number) => format.month(dateOfDay(day).slice(0, 7)),
    }),
    [format],
  );
}
