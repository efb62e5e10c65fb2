import { createFrame, drawPlaces, drawValueAxis, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { numberWords } from './number-words.ts';
import { element, linePath } from './svg.ts';
import { ink, picture } from './theme.ts';

/** How sure a test is to show an effect by the end of each week. */
export type PlottedPower = {
  /** Ascending, from the first week. */
  curve: readonly { weeks: number; power: number }[];
  /** The chance that is wanted, 0–1. */
  wanted: number;
  /** Whole weeks that are planned. */
  weeks: number;
};

/** Words in the reader's language. */
export type PowerChartOptions = PictureOptions & { subtitle: string };

const PLOT_HEIGHT = 180;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Draw the chance of showing an effect, week by week, as SVG text: the chance that is wanted as a line, the planned end as a dot. */
export function powerChart({ curve, wanted, weeks }: PlottedPower, options: PowerChartOptions): string {
  const { width = 900, title = 'Chance of showing the effect', id = 'power', subtitle } = options;
  const words = numberWords(options.locale);
  const head = drawHead(title, subtitle, width);
  const share = (tick: number) => words.share(tick);
  const top = head.bottom + 28;
  const edges = { left: leftOfAxis(TICKS, share), right: width - MARGIN, top, bottom: top + PLOT_HEIGHT };
  const last = curve.at(-1)?.weeks ?? 1;
  const frame = createFrame(edges, [0, last], TICKS);
  const planned = curve.find((one) => one.weeks === weeks);
  const every = Math.max(1, Math.ceil(last / Math.max(1, Math.floor((edges.right - edges.left) / 40))));
  const places = curve.filter((one) => one.weeks % every === 0).map((one) => one.weeks);
  const marks = [
    ...head.marks,
    ...drawValueAxis(frame, 0, share),
    ...drawPlaces(
      frame,
      places.map((week) => ({ label: words.count(week), at: frame.x(week) })),
    ),
    element('line', {
      ...{ x1: frame.left, x2: frame.right, y1: frame.y(wanted), y2: frame.y(wanted) },
      ...ink.mean,
    }),
    element('path', {
      d: linePath(
        [[0, 0] as const, ...curve.map((one) => [one.weeks, one.power] as const)].map(
          ([x, y]) => [frame.x(x), frame.y(y)] as const,
        ),
      ),
      ...ink.forecast,
    }),
    ...(planned === undefined
      ? []
      : [element('circle', { cx: frame.x(weeks), cy: frame.y(planned.power), r: 4.5, ...ink.above })]),
  ];
  return picture(width, frame.bottom + 34, { id, title, description: subtitle }, marks);
}
