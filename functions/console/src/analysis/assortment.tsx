import { share, units } from '../format.ts';
import { Heading } from '../heading.tsx';
import type { Part } from './analysis-page.tsx';

const sizes = ['A', 'B', 'C'];
const allRhythms = ['X', 'Y', 'Z', 'N'];

/** Articles by what they bring and how steadily they sell. */
export function Assortment({ analysis: { abcXyz } }: Part) {
  const cells = new Map(abcXyz.map((cell) => [cell.class, cell]));
  const isNew = abcXyz.some((cell) => cell.class.endsWith('N'));
  const rhythms = allRhythms.filter((rhythm) => rhythm !== 'N' || isNew);
  return (
    <section class="panel" aria-label="Assortment">
      <h3>What it lives on</h3>
      <div class="scroll">
        <table>
          <caption class="quiet">Articles, and their share of revenue</caption>
          <thead>
            <tr>
              <td />
              {rhythms.map((words) => (
                <Heading key={words} name={words} numbers />
              ))}
            </tr>
          </thead>
          <tbody>
            {sizes.map((size) => (
              <tr key={size}>
                <th scope="row">{size}</th>
                {rhythms.map((rhythm) => {
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
      <p class="quiet">
        A brings the first 80 % of revenue, B the next 15 %, C the rest. X sells steadily, Y varies, Z sells
        now and then{isNew ? ', N is too new to tell' : ''}.
      </p>
    </section>
  );
}
