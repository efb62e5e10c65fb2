import { daysChart, inTheme, type PlottedDays } from '../../../../lib/charts/index.ts';
import { dateOfDay } from '../../../../lib/domain/calendar.ts';
import type { Language } from '../language/language.tsx';

type Options = { title: string; subtitle: string; speech: Pick<Language, 'format' | 'tag'> };

/** Draw what a chart over days shows as an SVG document, to be kept. */
export const daysSvg = (
  plotted: PlottedDays,
  { title, subtitle, speech: { format, tag } }: Options,
): string =>
  inTheme(
    daysChart(plotted, {
      ...{ title, subtitle, description: subtitle, locale: tag, value: format.axis },
      day: (day) => format.dayOfMonth(dateOfDay(day)),
    }),
    'light',
  );
