import { useMemo } from 'preact/hooks';
import type { SkuSummary } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';

type Props = {
  place: number;
  /** `undefined` while it is on its way. */
  item: SkuSummary | undefined;
  top: number;
  href: string | undefined;
  isOpen: boolean;
  isActive: boolean;
};

/** Columns of the worklist. */
export const COLUMNS = 8;
/** Rows count from one, and the first one is the heading. */
const BEFORE = 2;

/** The name of a row for what points at it. */
export const rowName = (place: number): string => `worklist-${place}`;

/** One SKU of the worklist, at its place. */
export function WorklistRow({ place, item, top, href, isOpen, isActive }: Props) {
  const { words } = useLanguage();
  // a row that stays as it is costs nothing while the list moves
  return useMemo(
    () => (
      <tr
        id={rowName(place)}
        class={isActive ? 'active' : undefined}
        aria-rowindex={place + BEFORE}
        aria-selected={isOpen}
        data-place={place}
        // moved by the script, which the content policy allows, and not by the layout of the rows before it
        style={{ transform: `translateY(${top}px)` }}
      >
        {item === undefined ? <Awaited /> : <Cells item={item} href={href} />}
      </tr>
    ),
    [place, item, top, href, isOpen, isActive, words],
  );
}

function Awaited() {
  return (
    <td class="awaited" colSpan={COLUMNS}>
      …
    </td>
  );
}

function Cells({ item, href }: { item: SkuSummary; href: string | undefined }) {
  const { format } = useLanguage();
  return (
    <>
      <th scope="row">
        {/* the keys of the grid open it too */}
        <a class="sku" href={href} tabIndex={-1}>
          {item.sku}
        </a>
        {item.name !== null && <span class="quiet name">{item.name}</span>}
      </th>
      <td class="number at-risk">{item.moneyAtRisk === null ? '–' : format.money(item.moneyAtRisk)}</td>
      {item.kind === 'ready' ? <Figures item={item} /> : <Missing item={item} />}
    </>
  );
}

function Figures({ item }: { item: SkuSummary }) {
  const { words, format, say } = useLanguage();
  const { units, unitPrice } = format;
  const orNothing = <T,>(value: T | null, show: (value: T) => string) => (value === null ? '–' : show(value));
  return (
    <>
      <td class="why">
        <span class="tags">
          {item.attention.map((kind) => (
            <span key={kind} class={`tag ${kind}`}>
              {words.attention[kind]}
            </span>
          ))}
        </span>
      </td>
      <td class="number on-hand">{orNothing(item.onHand, units)}</td>
      <td class="number cover" data-label={words.stock.cover}>
        {orNothing(item.daysOfCover, units)}
      </td>
      <td class="number price">
        {orNothing(item.price, unitPrice)}
        {item.proposedPrice !== null && item.proposedPrice.micros !== item.price?.micros && (
          <span class="moved">{` → ${unitPrice(item.proposedPrice)}`}</span>
        )}
      </td>
      <td class="number order" data-label={words.stock.order}>
        {orNothing(item.orderUnits, units)}
      </td>
      <td class="number ahead">
        {orNothing(item.next28Days, ({ p10, p50, p90 }) =>
          say(words.stock.aheadRange, { middle: units(p50), low: units(p10), high: units(p90) }),
        )}
      </td>
    </>
  );
}

function Missing({ item }: { item: SkuSummary }) {
  const { words, say, missing } = useLanguage();
  return (
    <td class="quiet missing" colSpan={COLUMNS - 2}>
      {say(words.stock.missing, { names: missing(item.missing) })}
    </td>
  );
}
