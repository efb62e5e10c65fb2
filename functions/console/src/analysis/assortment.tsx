import { useState } from 'preact/hooks';
import type { Analysis } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import type { Part } from './analysis-page.tsx';

const sizes = ['A', 'B', 'C'];
const allRhythms = ['X', 'Y', 'Z', 'N'];

type Cell = Analysis['abcXyz'][number];

/** Articles by what they bring and how steadily they sell; a class leads to its articles. */
export function Assortment({ analysis: { abcXyz }, market }: Part) {
  const { words } = useLanguage();
  const told = words.market.assortment;
  const [open, setOpen] = useState<string>();
  const cells = new Map(abcXyz.map((cell) => [cell.class, cell]));
  const isNew = abcXyz.some((cell) => cell.class.endsWith('N'));
  const rhythms = allRhythms.filter((rhythm) => rhythm !== 'N' || isNew);
  const shown = open === undefined ? undefined : cells.get(open);
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      <div class="scroll">
        <table class="matrix">
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
                {rhythms.map((rhythm) => (
                  <ClassCell
                    key={rhythm}
                    cell={cells.get(`${size}${rhythm}`)}
                    isOpen={open === `${size}${rhythm}`}
                    onChoose={() => setOpen(open === `${size}${rhythm}` ? undefined : `${size}${rhythm}`)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown?.largest !== undefined && <Articles cell={shown} largest={shown.largest} market={market} />}
      <p class="quiet">{isNew ? `${told.classes} ${told.newClass}` : told.classes}</p>
    </section>
  );
}

type CellProps = { cell: Cell | undefined; isOpen: boolean; onChoose: () => void };

/** Deeper in colour the more of the revenue it brings, at most as deep as text stays legible on. */
const DEEPEST_PERCENT = 35;

function ClassCell({ cell, isOpen, onChoose }: CellProps) {
  const { words, say, format } = useLanguage();
  if (cell === undefined) return <td class="number">–</td>;
  const figures = `${format.units(cell.skus)} · ${format.share(cell.revenueShare)}`;
  const depth = Math.round(DEEPEST_PERCENT * Math.sqrt(cell.revenueShare));
  const style = { background: `color-mix(in srgb, var(--accent) ${depth}%, transparent)` };
  return (
    <td class="number" style={style}>
      {cell.largest === undefined ? (
        figures
      ) : (
        <button type="button" aria-expanded={isOpen} onClick={onChoose}>
          <span class="unseen">{say(words.market.assortment.ofClass, { class: cell.class })} </span>
          {figures}
        </button>
      )}
    </td>
  );
}

type ArticlesProps = { cell: Cell; largest: NonNullable<Cell['largest']>; market: HomedMarket };

function Articles({ cell, largest, market }: ArticlesProps) {
  const { words, say, format } = useLanguage();
  const told = words.market.assortment;
  const title = say(largest.length < cell.skus ? told.largest : told.all, {
    class: cell.class,
    count: format.units(largest.length),
  });
  return (
    <section class="articles" aria-label={title}>
      <h4>{title}</h4>
      <ul>
        {largest.map(({ sku, revenueShare }) => (
          <li key={sku}>
            <a href={addressOf(market.market, 'stock', sku)}>{sku}</a>{' '}
            <span class="quiet">{format.share(revenueShare)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
