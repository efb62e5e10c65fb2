import { daysChart, type InkName } from '../../../../lib/charts/index.ts';
import { dateOfDay, dayNumber } from '../../../../lib/domain/calendar.ts';
import type { Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { useLanguage } from '../language/language.tsx';

/** A figure night by night. */
export type NightLine = { name: string; ink: InkName; of: ReadonlyMap<string, number | null> };

type Props<Row> = {
  title: string;
  /** In a sentence, for those who don't see it. */
  description: string;
  lines: readonly NightLine[];
  /** Writes a value of the axis. */
  value: (value: number) => string;
  file: string;
  figures: Figures<Row>;
};

/** Draw figures of nights over their days, from night to night by a straight line. */
export function NightsPicture<Row>({ title, description, lines, value, file, figures }: Props<Row>) {
  const { format } = useLanguage();
  const nights = [...new Set(lines.flatMap(({ of }) => [...of.keys()]))].map(dayNumber);
  const [first, last] = [Math.min(...nights), Math.max(...nights)];
  const plotted = {
    ...{ first, last, from: first, bands: [], shaded: [], spans: [], days: [], levels: [] },
    lines: lines.map(({ name, ink, of }) => ({ name, ink, values: fromNightToNight(of, first, last) })),
  };
  return (
    <Picture
      draw={(options) =>
        daysChart(plotted, {
          ...options,
          ...{ title, subtitle: '', description, value },
          day: (day) => format.day(dateOfDay(day)),
        })
      }
      file={file}
      figures={figures}
    />
  );
}

/** Values of each day between two nights that have one, on the straight line from the one to the other. */
function fromNightToNight(of: NightLine['of'], first: number, last: number): (number | null)[] {
  const values: (number | null)[] = Array.from({ length: last - first + 1 }, () => null);
  const known = [...of]
    .flatMap(([night, value]) => (value === null ? [] : [{ day: dayNumber(night), value }]))
    .sort((one, other) => one.day - other.day);
  for (const [place, { day, value }] of known.entries()) {
    const next = known[place + 1] ?? { day, value };
    for (let at = day; at <= next.day; at++) {
      const share = next.day === day ? 0 : (at - day) / (next.day - day);
      values[at - first] = value + share * (next.value - value);
    }
  }
  return values;
}
