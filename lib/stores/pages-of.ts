import type { DocumentTable, Page, QueryOptions } from './documents.ts';

/** Read a partition page by page, to its end, holding one page at a time. */
export async function* pagesOf<T>(
  table: Pick<DocumentTable<T>, 'query'>,
  pk: string,
  options: Omit<QueryOptions, 'cursor'> = {},
): AsyncGenerator<Page<T>['items']> {
  let page = await table.query(pk, options);
  yield page.items;
  while (page.cursor !== undefined) {
    page = await table.query(pk, { ...options, cursor: page.cursor });
    yield page.items;
  }
}
