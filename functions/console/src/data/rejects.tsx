import { csvText } from '../../../../lib/domain/csv-text.ts';
import type { Upload } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { saveFile } from '../save-file.ts';

/** The rows that were refused, with their places and reasons, to mend and to send again. */
export function Rejects({ upload: { rejects, rows, fileName } }: { upload: Upload }) {
  const { words, say, format } = useLanguage();
  const told = words.data.rejects;
  const save = () =>
    saveFile(
      `refused-${fileName}.csv`,
      'text/csv',
      csvText(
        ['line', 'column', 'value', 'reason'],
        rejects.map(({ line, column, value, reason }) => [line, column, value, reason]),
      ),
    );
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <p class="quiet">
        {say(told.shown, { shown: format.units(rejects.length), all: format.units(rows.quarantined) })}
        <button type="button" onClick={save}>
          {told.save}
        </button>
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <Heading name={told.line} numbers />
              <Heading name={told.column} />
              <Heading name={told.value} />
              <Heading name={told.reason} />
            </tr>
          </thead>
          <tbody>
            {rejects.map(({ line, column, value, reason }) => (
              <tr key={`${line} ${column}`}>
                <td class="number">{line}</td>
                <td>{column}</td>
                <td>
                  <bdi>{value}</bdi>
                </td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
