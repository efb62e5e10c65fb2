import { csvText } from '../../../../lib/domain/csv-text.ts';
import { Heading } from '../heading.tsx';
import type { Figures } from './figures.ts';

/** The figures behind a chart, for whoever reads rather than looks. */
export function FigureTable<Row>({ figures: { caption, columns, rows } }: { figures: Figures<Row> }) {
  const [first, ...others] = columns;
  return (
    <div class="scroll">
      <table>
        <caption class="quiet">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <Heading key={name} name={name} numbers={isNumber} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // rows have no name of their own, and don't change places
            <tr key={place}>
              <th scope="row">{first?.shown(row)}</th>
              {others.map(({ name, isNumber, shown }) => (
                <td key={name} class={isNumber ? 'number' : undefined}>
                  {shown(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same figures as a file that a spreadsheet opens: plain numbers, their unit in the heading. */
export const figuresAsCsv = <Row,>({ columns, rows }: Figures<Row>): string =>
  csvText(
    columns.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`)),
    rows.map((row) => columns.map(({ plain }) => plain(row) ?? undefined)),
  );
