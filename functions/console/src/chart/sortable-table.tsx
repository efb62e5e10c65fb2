import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Column, Figures } from './figures.ts';

/** A column that a table can be sorted by. */
export type SortableColumn<Row> = Column<Row> & {
  /** What it is sorted by, where that is not its plain value; what is not known comes last either way. */
  by?: (row: Row) => string | number | null;
  /** What the cell shows beyond its words: a link. */
  cell?: (row: Row) => ComponentChildren;
};

export type SortableFigures<Row> = Omit<Figures<Row>, 'columns'> & {
  columns: readonly SortableColumn<Row>[];
};

type Props<Row> = {
  figures: SortableFigures<Row>;
  nameOf: (row: Row) => string;
  /** The column that it is sorted by first, the greatest on top. */
  first: number;
};

type Order = { column: number; isDescending: boolean };

/** A table that a person sorts by any of its columns, from its headings. */
export function SortableTable<Row>({ figures: { caption, columns, rows }, nameOf, first }: Props<Row>) {
  const [order, setOrder] = useState<Order>({ column: first, isDescending: true });
  const [heading, ...others] = columns;
  const sorted = sortedBy(rows, columns[order.column], order.isDescending);
  return (
    <div class="scroll">
      <table class="sortable">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, place) => (
              <SortHeading
                key={column.name}
                column={column}
                isDescending={order.column === place ? order.isDescending : undefined}
                // figures begin with the greatest, names with A
                onSort={() =>
                  setOrder({
                    column: place,
                    isDescending: order.column === place ? !order.isDescending : column.isNumber,
                  })
                }
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={nameOf(row)}>
              <th scope="row">{heading?.cell?.(row) ?? heading?.shown(row)}</th>
              {others.map((column) => (
                <td key={column.name} class={column.isNumber ? 'number' : undefined}>
                  {column.cell?.(row) ?? column.shown(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadingProps<Row> = {
  column: Column<Row>;
  /** `undefined` where the table is sorted by another column. */
  isDescending: boolean | undefined;
  onSort: () => void;
};

function SortHeading<Row>({ column: { name, isNumber }, isDescending, onSort }: HeadingProps<Row>) {
  const sort = isDescending === undefined ? undefined : isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={isNumber ? 'number' : undefined} aria-sort={sort}>
      <button type="button" class="sort" onClick={onSort}>
        {name}
        <span aria-hidden="true">{sort === undefined ? '' : isDescending ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
}

function sortedBy<Row>(
  rows: readonly Row[],
  column: SortableColumn<Row> | undefined,
  isDescending: boolean,
): readonly Row[] {
  if (column === undefined) return rows;
  const of = column.by ?? column.plain;
  return rows.toSorted((one, other) => {
    const [a, b] = [of(one), of(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const ascending =
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
    return isDescending ? -ascending : ascending;
  });
}
