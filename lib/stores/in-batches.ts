/**
 * Work on many items, so many at once, and yield what came of each batch before the next one begins: what is read needs not
 * all lie in memory.
 *
 * @param work - given the item and its place among all
 */
export async function* inBatches<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, place: number) => Promise<Result>,
): AsyncGenerator<Result[]> {
  for (let first = 0; first < items.length; first += atOnce)
    yield await Promise.all(
      items.slice(first, first + atOnce).map((item, place) => work(item, first + place)),
    );
}
