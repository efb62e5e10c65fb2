import type { Upload } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';

/** The first rows of a file as they would be read. */
export function Preview({ preview: { columns, rows } }: { preview: NonNullable<Upload['preview']> }) {
  const told = useLanguage().words.data.preview;
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column} name={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={place}>
                {row.map((value, column) => (
                  <td key={columns[column]}>{value ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
