/** A page of a list; the last one has no `cursor`. */
type ListPage<T> = { items: readonly T[]; cursor?: string | undefined };

type Slot<T> = { cursor: string | undefined; rows: number; items: readonly T[] | undefined; stale: boolean };

/** A long list as rows by their place, of which only those around a person's place are held. */
export type PagedRows<T> = {
  /** Rows that are known to be there. */
  count: () => number;
  /** True once the last page has come. */
  isWhole: () => boolean;
  /** The row in a place; `undefined` while it is on its way. */
  at: (place: number) => T | undefined;
  /** Why the page that is next did not come. */
  failure: () => unknown;
  /** Say which rows a person looks at: what lacks there is read, and some pages ahead; what is far away is let go. */
  look: (first: number, last: number) => void;
  /** Read what is looked at anew, and show what is here until that has come. */
  renew: () => void;
  /** Read on after a failure. */
  again: () => void;
  /** Be told of every change; returns how to end that. */
  follow: (changed: () => void) => () => void;
};

/** Rows that are asked for before a person comes to them. */
const AHEAD = 150;
/** Rows to each side of a person's place that are kept; others are read again when they are come back to. */
const KEPT = 2000;

/**
 * Read a list page by page as a person comes to its rows. One page is asked for at a time, since each says where the next begins.
 *
 * @param load - reads the page at a cursor, the first one without
 */
export function createPagedRows<T>(load: (cursor?: string) => Promise<ListPage<T>>): PagedRows<T> {
  const slots: Slot<T>[] = [];
  const followers = new Set<() => void>();
  let next: { cursor: string | undefined } | undefined = { cursor: undefined };
  let looked = { first: 0, last: 0 };
  let failure: unknown;
  let busy = false;
  const count = () => slots.reduce((sum, { rows }) => sum + rows, 0);

  const read = async (slot: Slot<T>): Promise<void> => {
    busy = true;
    try {
      const { items, cursor } = await load(slot.cursor);
      failure = undefined;
      if (!slots.includes(slot)) slots.push(slot);
      Object.assign(slot, { items, rows: items.length, stale: false });
      if (slots.at(-1) === slot) next = cursor === undefined ? undefined : { cursor };
    } catch (error) {
      failure = error;
    } finally {
      busy = false;
    }
    for (const changed of followers) changed();
    readOn();
  };
  const readOn = (): void => {
    if (busy || failure !== undefined) return;
    const lacking = slotsOf(slots, looked).find(({ items, stale }) => items === undefined || stale);
    const isNear = next !== undefined && looked.last + AHEAD >= count();
    if (lacking !== undefined) void read(lacking);
    else if (next !== undefined && isNear)
      void read({ cursor: next.cursor, rows: 0, items: undefined, stale: false });
  };
  const letGo = (): void => {
    const { first, last } = looked;
    const near = new Set(slotsOf(slots, { first: first - KEPT, last: last + KEPT }));
    for (const slot of slots) if (!near.has(slot)) slot.items = undefined;
  };

  return {
    count,
    isWhole: () => next === undefined,
    at: (place) => {
      let start = 0;
      for (const { rows, items } of slots) {
        if (place < start + rows) return items?.[place - start];
        start += rows;
      }
      return undefined;
    },
    failure: () => failure,
    look: (first, last) => {
      looked = { first, last };
      letGo();
      readOn();
    },
    renew: () => {
      for (const slot of slots) slot.stale = true;
      failure = undefined;
      readOn();
    },
    again: () => {
      failure = undefined;
      for (const changed of followers) changed();
      readOn();
    },
    follow: (changed) => {
      followers.add(changed);
      return () => followers.delete(changed);
    },
  };
}

/** The pages that hold any of some rows. */
function slotsOf<T>(slots: readonly Slot<T>[], { first, last }: { first: number; last: number }): Slot<T>[] {
  let start = 0;
  return slots.filter(({ rows }) => {
    const from = start;
    start += rows;
    return from <= last && start > first;
  });
}
