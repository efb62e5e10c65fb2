import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import type { DialogAsk } from './decide-dialog.tsx';
import { NeedRow } from './need-row.tsx';
import type { Need } from './needs.ts';
import type { Drafts } from './use-drafts.ts';

export type TableProps = {
  needs: readonly Need[];
  market: HomedMarket;
  drafts: Drafts;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onApprove: (need: Need) => void;
  onAsk: (ask: DialogAsk) => void;
};

/**
 * The needs of a market as rows that are decided in place, by mouse or by keys: arrows (or j and k) go from row to row, the space bar
 * selects, a approves, c changes, r rejects, Enter opens the SKU.
 */
export function NeedTable(props: TableProps) {
  const { needs, market, selected, onSelect } = props;
  const { words } = useLanguage();
  const keys = `keys-${market.market}`;
  return (
    <>
      <p id={keys} class="quiet keys">
        {words.today.keys}
      </p>
      <div class="scroll">
        <table class="folding needs" aria-describedby={keys}>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">{words.today.select}</span>
              </th>
              <Heading name={words.today.sku} />
              <Heading name={words.today.atRisk} numbers />
              <Heading name={words.today.why} />
              <Heading name={words.today.cover} numbers />
              <Heading name={words.today.price} numbers />
              <Heading name={words.today.order} numbers />
              <Heading name={words.today.gain} numbers />
              <Heading name={words.today.decide} />
            </tr>
          </thead>
          <tbody onKeyDown={(event) => handleKey(event, props)}>
            {needs.map((need) => (
              <NeedRow
                key={need.sku}
                {...props}
                need={need}
                isSelected={selected.has(need.sku)}
                onToggle={() => onSelect(toggled(selected, need.sku))}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function toggled(selected: ReadonlySet<string>, sku: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(sku)) next.add(sku);
  return next;
}

/** Act by a key on the row that has the focus; keys within its buttons and fields are theirs. */
function handleKey(event: KeyboardEvent, props: TableProps): void {
  const row = event.target;
  if (!(row instanceof HTMLTableRowElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const { needs, market, drafts, selected, onSelect, onApprove, onAsk } = props;
  const need = needs.find(({ sku }) => sku === row.dataset.sku);
  if (need === undefined) return;
  const open = drafts.isOpen(need);
  const go = (to: Element | null) => to instanceof HTMLElement && to.focus();
  const acts: Record<string, () => void> = {
    ArrowDown: () => go(nextRow(row, 1)),
    j: () => go(nextRow(row, 1)),
    ArrowUp: () => go(nextRow(row, -1)),
    k: () => go(nextRow(row, -1)),
    Enter: () => {
      location.hash = addressOf(market.market, 'stock', need.sku);
    },
    ...(open
      ? {
          ' ': () => onSelect(toggled(selected, need.sku)),
          a: () => onApprove(need),
          c: () => onAsk({ needs: [need], action: 'change' }),
          r: () => onAsk({ needs: [need], action: 'reject' }),
        }
      : {}),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** The next row of a need in a direction; rows between belong to the one above. */
function nextRow(row: HTMLTableRowElement, step: 1 | -1): Element | null {
  let next = row as Element | null;
  do next = (step === 1 ? next?.nextElementSibling : next?.previousElementSibling) ?? null;
  while (next !== null && !(next instanceof HTMLElement && next.dataset.sku !== undefined));
  return next;
}
