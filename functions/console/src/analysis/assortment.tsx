import { share, units } from '../format.ts';
import type { Part } from './analysis-page.tsx';

const sizes = { A: 'A, most of the revenue', B: 'B, the next part', C: 'C, the last few per cent' };
const rhythms = { X: 'X, steady', Y: 'Y, varying', Z: 'Z, now and then' };

/** Articles by what they bring and how steadily they sell. */
export function Assortment({ analysis: { abcXyz } }: Part) {
  const cells = new Map(abcXyz.map((cell) => [cell.class, cell]));
  return (
    <section class="panel" aria-label="Assortment">
      <h3>What it lives on</h3>
      <div class="scroll">
        <table>
          <caption class="quiet">Articles, and their share of revenue</caption>
          <thead>
            <tr>
              <td />
              {Object.values(rhythms).map((words) => (
                <th key={words} scope="col" class="number">
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(sizes).map(([size, words]) => (
              <tr key={size}>
                <th scope="row">{words}</th>
                {Object.keys(rhythms).map((rhythm) => {
                  const cell = cells.get(`${size}${rhythm}`);
                  return (
                    <td key={rhythm} class="number">
                      {cell === undefined ? '–' : `${units(cell.skus)} · ${share(cell.revenueShare)}`}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
