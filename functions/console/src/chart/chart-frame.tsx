import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLanguage } from '../language/language.tsx';
import { saveBlob, saveFile } from '../save-file.ts';
import { FigureTable, figuresAsCsv } from './figure-table.tsx';
import type { Figures } from './figures.ts';
import { pngOf } from './png.ts';
import { type SavedKind, SaveMenu } from './save-menu.tsx';

type Props<Row> = {
  /** Of the files that a person may save, without its ending: market, what and day, by `fileName`. */
  file: string;
  /** The figures behind the chart, made with `columnsOf`: the table and the file have these rows. */
  figures: Figures<Row>;
  /** Draws the chart as an SVG document as it shall be saved: in light. Without it no SVG is offered. */
  svg?: () => string;
  /** Draws the chart as it shall be saved, where that is no SVG: a canvas gives its own. Else it is drawn from `svg`. */
  png?: () => Promise<Blob>;
  /** The chart itself, whatever draws it: an image, an SVG element, a canvas. */
  children: ComponentChildren;
};

/**
 * A frame around any chart: below it the figures as a table, and a menu to keep it as SVG, PNG or CSV.
 *
 * A canvas passes `png` (`() => new Promise((done) => canvas.toBlob(done))`) and, where it has one, `svg`. What a chart says
 * to those who don't see it is the chart's own: the `alt` of an image, the label of a canvas with `role="img"`.
 */
export function ChartFrame<Row>({ file, figures, svg, png, children }: Props<Row>) {
  const told = useLanguage().words.chart;
  const [isOpen, setOpen] = useState(false);
  const draw = png ?? (svg && (() => pngOf(svg())));
  const kinds: SavedKind[] = [
    ...(svg ? [{ kind: 'svg' as const, save: () => saveFile(`${file}.svg`, 'image/svg+xml', svg()) }] : []),
    ...(draw ? [{ kind: 'png' as const, save: async () => saveBlob(`${file}.png`, await draw()) }] : []),
    { kind: 'csv', save: () => saveFile(`${file}.csv`, 'text/csv', figuresAsCsv(figures)) },
  ];
  return (
    <figure class="chart">
      {children}
      <figcaption>
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {told.asTable}
            <span class="unseen">{`: ${figures.caption}`}</span>
          </summary>
          {isOpen && <FigureTable figures={figures} />}
        </details>
        <SaveMenu of={figures.caption} kinds={kinds} />
      </figcaption>
    </figure>
  );
}
