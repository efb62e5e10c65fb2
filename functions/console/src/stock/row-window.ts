import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** The rows of a long list that are drawn: those in sight and some to each side. */
export type RowWindow = {
  first: number;
  last: number;
  /** Pixels. */
  rowHeight: number;
  /** Rows that fit in sight. */
  page: number;
};

/** Rows that are drawn beyond each edge, so that nothing is empty while the next ones are drawn. */
const BEYOND = 8;
/** The window moves by as many rows at once: fewer drawings while a person scrolls. */
const STEP = 4;

/**
 * Which rows are drawn. All are as tall as each other, so it is a division.
 *
 * @param top - the row that stands first in sight
 */
export function rowsInSight(
  top: number,
  { height, rowHeight }: { height: number; rowHeight: number },
  count: number,
): RowWindow {
  const page = Math.max(1, Math.floor(height / rowHeight));
  const first = Math.max(0, Math.min(top - BEYOND, count - 1));
  return { first, last: Math.min(count - 1, top + page + STEP + BEYOND), rowHeight, page };
}

type Element = { current: HTMLElement | null };

/**
 * Follow a person's place in a long list.
 *
 * @param scroller - what scrolls
 * @param measure - an element as tall as one row: text may be enlarged, and a narrow place folds its rows
 * @param of - how many rows there are, and which one stood first when the person was here last
 */
export function useRowWindow(
  scroller: Element,
  measure: Element,
  { count, start }: { count: number; start: number },
): RowWindow {
  const [size, setSize] = useState({ height: 0, rowHeight: 1 });
  const [top, setTop] = useState(() => stepOf(start));
  useLayoutEffect(() => {
    const [outer, row] = [scroller.current, measure.current];
    if (outer === null || row === null) return;
    const read = () => setSize({ height: outer.clientHeight, rowHeight: Math.max(1, row.offsetHeight) });
    const observer = new ResizeObserver(read);
    observer.observe(outer);
    observer.observe(row);
    read();
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const outer = scroller.current;
    if (outer === null || size.rowHeight <= 1) return;
    const follow = () => setTop(stepOf(outer.scrollTop / size.rowHeight));
    follow();
    outer.addEventListener('scroll', follow, { passive: true });
    return () => outer.removeEventListener('scroll', follow);
  }, [size.rowHeight]);
  return rowsInSight(top, size, count);
}

/** A place between two steps changes nothing that is drawn. */
const stepOf = (row: number) => Math.floor(row / STEP) * STEP;
