import { contracts, type Upload } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';

/** What differs between two runs of the same data: moments, and what is signed with one. */
const OF_THE_MOMENT = new Set([
  'at',
  'startedAt',
  'finishedAt',
  'validUntil',
  'changedAt',
  'decisionId',
  'sequence',
  'lastRun',
]);

/** What the API shows, as JSON text by path. */
export type Documents = Readonly<Record<string, string>>;

/**
 * Read everything that the API shows of some markets, in an order and with names of its own making, so that two stacks
 * with the same data give the same text.
 *
 * @returns documents by their paths, as JSON text
 */
export async function documentsOf(stack: RunningStack, markets: readonly string[]): Promise<Documents> {
  const uploads = await stack.read(contracts['GET /v1/uploads'].answer, '/v1/uploads?limit=200');
  const canonical = canonicalWith(uploads.items);
  const documents: Record<string, string> = { uploads: canonical(newestOfEachFile(uploads.items)) };
  for (const market of markets) {
    const of = `/v1/markets/${market}`;
    const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
    const { items } = await stack.read(worklist, `${of}/skus?limit=200`);
    const perSku = items.flatMap(({ sku }) => [
      `${of}/skus/${sku}`,
      `${of}/skus/${sku}/recommendation`,
      `${of}/forecasts/${sku}`,
    ]);
    for (const path of [of, `${of}/skus?limit=200`, `${of}/segments`, `${of}/analysis`, ...perSku]) {
      const { status, body } = await stack.get(path);
      documents[path] = `${status} ${canonical(body)}`;
    }
  }
  return documents;
}

/** Tell where documents differ: the path, and the text on both sides from a little before the first difference. */
export function differences(seen: Documents, expected: Documents): string[] {
  const paths = [...new Set([...Object.keys(seen), ...Object.keys(expected)])];
  return paths.flatMap((path) => {
    const [left, right] = [seen[path] ?? 'nothing', expected[path] ?? 'nothing'];
    if (left === right) return [];
    let first = 0;
    while (left[first] === right[first]) first++;
    const excerpt = (text: string) => text.slice(Math.max(0, first - 60), first + 40);
    return [`${path}: …${excerpt(left)}… in place of …${excerpt(right)}…`];
  });
}

/** A kill between a drop and its note drops a file once more; the newer upload takes the place of the older. */
function newestOfEachFile(uploads: readonly Upload[]): Upload[] {
  const byKey = Map.groupBy(uploads, ({ key }) => key);
  return [...byKey.keys()]
    .sort()
    .flatMap((key) => (byKey.get(key) ?? []).sort((a, b) => (a.sequence < b.sequence ? 1 : -1)).slice(0, 1));
}

/** Write JSON without what is of the moment, and uploads by their files' names in place of their numbers. */
function canonicalWith(uploads: readonly Upload[]): (value: unknown) => string {
  const names = new Map(uploads.map(({ upload, key }) => [upload, key]));
  const nameOf = (upload: unknown) => names.get(String(upload)) ?? String(upload);
  return (value) =>
    JSON.stringify(value, (field, content) => {
      if (OF_THE_MOMENT.has(field)) return undefined;
      if (field === 'uploads' && Array.isArray(content)) return [...new Set(content.map(nameOf))].sort();
      if (field === 'upload') return nameOf(content);
      if (field === 'rejectsKey' && typeof content === 'string') return 'kept';
      return content;
    });
}
