import type { ComponentChildren } from 'preact';
import { DAY_DASH, marksInView, type PlottedDays } from '../../../../lib/charts/index.ts';

/** What each line, area and hatching of a chart stands for. */
export function Key({ plotted }: { plotted: PlottedDays }) {
  const { lines, bands } = plotted;
  const { shaded, spans, days } = marksInView(plotted);
  const once = <One extends { name: string }>(all: readonly One[], nameOf: (one: One) => string) => [
    ...new Map(all.map((one) => [nameOf(one), one])).values(),
  ];
  return (
    <ul class="chart-key">
      {lines.map(({ name, ink, dash }) => (
        <li key={name}>
          <Sample>
            <line x1="0" x2="20" y1="6" y2="6" class={`line ${ink}`} stroke-dasharray={dash?.join(' ')} />
          </Sample>
          {name}
        </li>
      ))}
      {bands.map(({ name, ink }) => (
        <li key={name}>
          <Sample>
            <rect width="20" height="12" class={`area ${ink}`} />
          </Sample>
          {name}
        </li>
      ))}
      {once(shaded, ({ name }) => name).map(({ name }) => (
        <li key={name}>
          <Sample>
            <rect width="20" height="12" class="area sold-out" />
            <path d="M-2 8L8 -2M2 14L16 0M10 14L22 2" class="line sold-out" />
          </Sample>
          {name}
        </li>
      ))}
      {once(spans, ({ kind }) => kind).map(({ ink, kind }) => (
        <li key={kind}>
          <Sample>
            <rect width="20" height="12" class={`strip ${ink}`} />
            <rect width="2" height="12" class={`edge ${ink}`} />
          </Sample>
          {kind}
        </li>
      ))}
      {once(days, ({ kind = '' }) => kind).map(
        ({ ink, kind, dash = DAY_DASH }) =>
          kind !== undefined && (
            <li key={kind}>
              <Sample>
                <line
                  x1="10"
                  x2="10"
                  y1="0"
                  y2="12"
                  class={`line ${ink}`}
                  stroke-dasharray={dash.join(' ')}
                />
              </Sample>
              {kind}
            </li>
          ),
      )}
    </ul>
  );
}

const Sample = ({ children }: { children: ComponentChildren }) => (
  <svg class="sample" width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">
    {children}
  </svg>
);
