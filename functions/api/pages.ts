import { DEFAULT_PAGE_ITEMS } from '../../lib/domain/index.ts';
import type { CursorKey, Cursors } from '../../lib/runtime/cursor.ts';
import type { Page, QueryOptions } from '../../lib/stores/index.ts';

/** What the caller asked of a list. */
type Asked = { limit?: number | undefined; cursor?: string | undefined };

/** A page as it is answered: in the body the cursor, in the headers the same as a link relative to the request. */
export type ListAnswer<T> = {
  body: { items: T[]; cursor?: string };
  headers: Record<string, string>;
};

/**
 * Read one page of a list and say where the next one starts.
 *
 * @param of - names the list in the cursor: merchant, route, market, order
 * @param read - reads a page of the table
 * @param show - turns a page's items into those of the answer
 */
export async function answerPage<Stored, Shown>(
  { cursors, of, query }: { cursors: Cursors; of: readonly string[]; query: Asked & Record<string, unknown> },
  read: (options: Pick<QueryOptions, 'limit' | 'cursor'>) => Promise<Page<Stored>>,
  show: (items: Page<Stored>['items']) => Shown[] | Promise<Shown[]>,
): Promise<ListAnswer<Shown>> {
  const list = of.join(' ');
  const limit = query.limit ?? DEFAULT_PAGE_ITEMS;
  const start = query.cursor === undefined ? {} : { cursor: await cursors.read(list, query.cursor) };
  const page = await read({ limit, ...start });
  const items = await show(page.items);
  if (page.cursor === undefined) return { body: { items }, headers: {} };
  return nextPage({ cursors, of, query }, items, page.cursor);
}

/** Answer a page after which there is another, from `key` on. */
export async function nextPage<Shown>(
  { cursors, of, query }: { cursors: Cursors; of: readonly string[]; query: Asked & Record<string, unknown> },
  items: Shown[],
  key: CursorKey,
): Promise<ListAnswer<Shown>> {
  const cursor = await cursors.write(of.join(' '), key);
  return { body: { items, cursor }, headers: { link: `<?${nextQuery(query, cursor)}>; rel="next"` } };
}

function nextQuery(query: Record<string, unknown>, cursor: string): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor }))
    if (value !== undefined) next.set(name, String(value));
  return next.toString();
}
