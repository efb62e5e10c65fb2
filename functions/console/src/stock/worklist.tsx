import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { useRowWindow } from './row-window.ts';
import type { KeptWorklist } from './worklist-memory.ts';
import { COLUMNS, rowName, WorklistRow } from './worklist-row.tsx';

type Props = {
  worklist: KeptWorklist;
  selected: string | undefined;
  hrefOf: (sku: string) => string;
};

/** Rows that stand for what is not read yet. */
const AWAITED = 3;

/**
 * A market's SKUs, however many: a grid of which only the rows in sight are drawn and only those near them are held. Arrows, Page Up and
 * Page Down, Home and End go from row to row, Enter opens.
 */
export function Worklist({ worklist, selected, hrefOf }: Props) {
  const { words } = useLanguage();
  const { rows } = worklist;
  const known = rows.count();
  const isWhole = rows.isWhole();
  const count = known + (isWhole || rows.failure() !== undefined ? 0 : AWAITED);
  const scroller = useRef<HTMLDivElement>(null);
  const measure = useRef<HTMLDivElement>(null);
  const sight = useRowWindow(scroller, measure, { count, start: worklist.first });
  const { first, last, rowHeight } = sight;
  const [active, setActive] = useState<number>();
  useKeptPlace(worklist, scroller, rowHeight, count);
  useEffect(() => rows.look(first, last), [rows, first, last]);
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const go = (to: number) => {
    const place = Math.max(0, Math.min(to, known - 1));
    setActive(place);
    scroller.current?.scrollTo({ top: topToShow(scroller.current, place, rowHeight) });
  };
  return (
    <>
      <div class="worklist" ref={scroller}>
        <div class="one-row" ref={measure} aria-hidden="true" />
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that keys go through row by row is the grid of the ARIA practices
          role="grid"
          tabIndex={0}
          aria-label={words.stock.worklist}
          aria-rowcount={isWhole ? known + 1 : -1}
          aria-colcount={COLUMNS}
          aria-activedescendant={
            active !== undefined && active >= first && active <= last ? rowName(active) : undefined
          }
          onFocus={() => active === undefined && known > 0 && setActive(0)}
          onClick={(event) => {
            const item = rows.at(placeClicked(event.target));
            if (item !== undefined) location.hash = hrefOf(item.sku);
          }}
          onKeyDown={(event) => {
            const place = placeAfter(event.key, { from: active ?? 0, page: sight.page, end: known - 1 });
            const item = rows.at(active ?? 0);
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (place !== undefined) go(place);
            else if (event.key === 'Enter' && item !== undefined) location.hash = hrefOf(item.sku);
            else return;
            event.preventDefault();
          }}
        >
          <Headings />
          <tbody style={{ height: `${count * rowHeight}px` }}>
            {places.map((place) => {
              const item = rows.at(place);
              return (
                <WorklistRow
                  key={place}
                  {...{ place, item }}
                  top={place * rowHeight}
                  href={item && hrefOf(item.sku)}
                  isOpen={item !== undefined && item.sku === selected}
                  isActive={place === active}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      <HowMany worklist={worklist} />
    </>
  );
}

function Headings() {
  const { words } = useLanguage();
  const told = words.stock;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <Heading name={told.sku} />
        <Heading name={told.atRisk} numbers />
        <Heading name={told.why} />
        <Heading name={told.onHand} numbers />
        <Heading name={told.cover} numbers />
        <Heading name={told.price} numbers />
        <Heading name={told.order} numbers />
        <Heading name={told.ahead} numbers />
      </tr>
    </thead>
  );
}

/** How many there are, as far as is known; why no more come. */
function HowMany({ worklist: { rows } }: Pick<Props, 'worklist'>) {
  const { words, count } = useLanguage();
  const failure = rows.failure();
  const known = rows.count();
  if (failure !== undefined) return <Failure error={failure} what={words.stock.rest} again={rows.again} />;
  if (known === 0) return null;
  return <p class="quiet how-many">{count(rows.isWhole() ? words.stock.all : words.stock.soFar, known)}</p>;
}

/** The row that was clicked, where it was not its link, which opens by itself. */
function placeClicked(target: EventTarget | null): number {
  if (!(target instanceof Element) || target.closest('a') !== null) return -1;
  return Number(target.closest('tr')?.dataset.place ?? -1);
}

/** The row that a key goes to; `undefined` where the key goes nowhere. */
function placeAfter(key: string, { from, page, end }: { from: number; page: number; end: number }) {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page },
    ...{ Home: 0, End: end },
  };
  return steps[key];
}

/** How far to scroll so that a row is seen whole, and no further than that. */
function topToShow({ scrollTop, clientHeight }: HTMLElement, place: number, rowHeight: number): number {
  const top = place * rowHeight;
  // the heading covers what it stands above, as tall as a row
  const bottom = top + 2 * rowHeight - clientHeight;
  return Math.max(bottom, Math.min(scrollTop, top));
}

/** Come back to the row that stood first in sight; note it when the person leaves. */
function useKeptPlace(
  worklist: KeptWorklist,
  scroller: { current: HTMLElement | null },
  rowHeight: number,
  count: number,
): void {
  useLayoutEffect(() => {
    if (rowHeight > 1) scroller.current?.scrollTo({ top: worklist.first * rowHeight });
    // rows that were known are there at once
  }, [worklist, rowHeight, count === 0]);
  useEffect(() => {
    const outer = scroller.current;
    if (outer === null || rowHeight <= 1) return;
    const note = () => {
      worklist.first = outer.scrollTop / rowHeight;
    };
    outer.addEventListener('scroll', note, { passive: true });
    return () => outer.removeEventListener('scroll', note);
  }, [worklist, rowHeight]);
}
