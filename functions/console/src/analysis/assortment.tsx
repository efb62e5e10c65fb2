import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import type { Part } from './analysis-page.tsx';

const sizes = ['A', 'B', 'C'];
const allRhythms = ['X', 'Y', 'Z', 'N'];

/** Articles by what they bring and how steadily they sell. */
export function Assortment({ analysis: { abcXyz } }: Part) {
  const { words, format } = useLanguage();
  const told = words.market.assortment;
  const cells = new Map(abcXyz.map((cell) => [cell.class, cell]));
  const isNew = abcXyz.some((cell) => cell.class.endsWith('N'));
  const rhythms = allRhythms.filter((rhythm) => rhythm !== 'N' || isNew);
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      <div class="scroll">
        <table>
          <caption class="quiet">{told.caption}</caption>
          <thead>
            <tr>
              <td />
              {rhythms.map((rhythm) => (
                <Heading key={rhythm} name={rhythm} numbers />
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
                      {cell === undefined
                        ? '–'
                        : `${format.units(cell.skus)} · ${format.share(cell.revenueShare)}`}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{isNew ? `${told.classes} ${told.newClass}` : told.classes}</p>
    </section>
  );
}
