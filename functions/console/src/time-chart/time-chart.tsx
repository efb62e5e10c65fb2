import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { PlottedDays } from '../../../../lib/charts/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, useLoaded } from '../load.tsx';
import { useShownTheme } from '../theme.ts';
import { readInk } from './ink.ts';
import { Key } from './key.tsx';
import type { Plot } from './plot.ts';
import { usePlotWords } from './plot-words.ts';

type Props = {
  /** What the chart shows, for those who don't see it. */
  label: string;
  /** Kept by its maker between renderings: another one is drawn anew. */
  plotted: PlottedDays;
  /** The day that is read first. */
  start: number;
  /** Says what is known of a day. */
  tell: (day: number) => string;
};

/** Days that a key goes. */
const steps: Readonly<Record<string, number>> = {
  ...{ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 },
  ...{ PageDown: -7, PageUp: 7, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

/**
 * A chart over days with a crosshair that goes by pointer or by keys: arrows a day, Page Up and Page Down a week, Home and End to the
 * first and the last day. What is known of the day is told in a line below.
 */
export function TimeChart({ label, plotted, start, tell }: Props) {
  const { words } = useLanguage();
  const [day, setDay] = useState(start);
  const { place, plot, failure } = usePlot(plotted, day, setDay);
  const keys = useId();
  const { from, last } = plotted;
  const shown = Math.min(Math.max(day, from), last);
  // a key that is held down is faster than the page is drawn
  const newest = useRef(shown);
  newest.current = shown;
  const go = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.min(Math.max(newest.current + step, from), last);
    newest.current = next;
    setDay(next);
    plot.current?.select(next);
  };
  return (
    <div class="time-chart">
      <Key plotted={plotted} />
      <div
        ref={place}
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={from}
        aria-valuemax={last}
        aria-valuenow={shown}
        aria-valuetext={tell(shown)}
        aria-describedby={keys}
        onKeyDown={go}
      />
      {failure !== undefined && <Failure error={failure.error} again={failure.again} />}
      <span id={keys} class="unseen">
        {words.plot.keys}
      </span>
      <p class="reading">{tell(shown)}</p>
    </div>
  );
}

/** Draw the chart in its place, as wide as that is, and anew where its content, the language or the theme changes. */
function usePlot(plotted: PlottedDays, day: number, onDay: (day: number) => void) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | undefined>(undefined);
  const drawing = useLoaded('drawing of charts', () => import('./plot.ts'));
  const words = usePlotWords();
  const theme = useShownTheme();
  const draw = drawing.kind === 'loaded' ? drawing.value.createPlot : undefined;
  useEffect(() => {
    const element = place.current;
    if (element === null || draw === undefined) return;
    const width = element.clientWidth;
    const made = draw(element, plotted, { ink: readInk(element), words, width, onDay });
    plot.current = made;
    made.select(day);
    const observer = new ResizeObserver(() => made.resize(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [draw, plotted, words, theme]);
  return { place, plot, failure: drawing.kind === 'failed' ? drawing : undefined };
}
