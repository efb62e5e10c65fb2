import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import { dayNumber, epochMsOfDay } from '../../../lib/domain/calendar.ts';
import type { StoredForecast } from '../../../lib/domain/index.ts';

const HISTORY_DAYS = 120;

/** Draw a SKU's observed demand and its forecast as a fan from P10 to P90; sold-out days are shaded. */
export function ForecastChart({ forecast }: { forecast: StoredForecast }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const width = Math.min(place.current?.clientWidth ?? 720, 960);
    place.current?.replaceChildren(draw(forecast, width));
  }, [forecast]);
  return (
    <figure class="chart">
      <div ref={place} role="img" aria-label={`Daily demand of ${forecast.sku} and its forecast`} />
      <figcaption class="quiet">
        Units a day: observed (grey), expected P50 (line), P10 to P90 (band). Shaded days were sold out.
      </figcaption>
    </figure>
  );
}

function draw(forecast: StoredForecast, width: number): Element {
  const lastDay = dayNumber(forecast.asOf);
  const first = Math.max(0, forecast.history.length - HISTORY_DAYS);
  const dateOf = (day: number) => new Date(epochMsOfDay(day));
  const dayOfHistory = (index: number) => lastDay - forecast.history.length + 1 + index;
  const history = forecast.history
    .map((units, index) => ({ date: dateOf(dayOfHistory(index)), units }))
    .slice(first);
  const soldOut = forecast.historyCensoredDays
    .filter((index) => index >= first)
    .map((index) => ({ from: dateOf(dayOfHistory(index)), to: dateOf(dayOfHistory(index) + 1) }));
  const ahead = forecast.p50.map((p50, index) => ({
    date: dateOf(lastDay + 1 + index),
    p10: forecast.p10[index],
    p50,
    p90: forecast.p90[index],
  }));
  const chart = Plot.plot({
    width,
    height: 280,
    marginLeft: 48,
    x: { type: 'utc', label: null },
    y: { label: 'units a day', grid: true, zero: true },
    marks: [
      Plot.rectX(soldOut, { x1: 'from', x2: 'to', fill: 'currentColor', fillOpacity: 0.12 }),
      Plot.lineY(history, { x: 'date', y: 'units', stroke: 'currentColor', strokeOpacity: 0.55 }),
      Plot.areaY(ahead, { x: 'date', y1: 'p10', y2: 'p90', fill: 'var(--accent)', fillOpacity: 0.25 }),
      Plot.lineY(ahead, { x: 'date', y: 'p50', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.ruleX([dateOf(lastDay)], { stroke: 'currentColor', strokeOpacity: 0.4, strokeDasharray: '3 3' }),
      Plot.ruleY([0]),
    ],
  });
  // the content policy allows no style element: its few rules stand in style.css
  for (const style of chart.querySelectorAll('style')) style.remove();
  return chart;
}
