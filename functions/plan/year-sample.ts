import {
  addDays,
  daysBetween,
  lakeKeys,
  parseStored,
  type RunName,
  type SeriesRecord,
  type YearHistory,
  type YearSample,
  yearSampleSchema,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { keyBefore, type Lake, type ObjectStore } from '../../lib/stores/index.ts';
import type { Scope } from './series-tables.ts';

/** SKUs whose year is replayed at most: enough for bounds of a tenth or so, little enough for minutes. */
const MOST_DRAWN = 240;
const STRATA = 5;
/** A year is replayed anew each month, and as soon as there is more to replay. */
const OFTEN_DAYS = 28;
/** By so much a market must have grown for that. */
const GROWTH = 1.2;

/** What the SKUs drawn tonight carry into their series; nothing for those that were not drawn. */
export type YearDraw = {
  /** @param series - its days are counted from the series' first */
  historyOf(series: Pick<SeriesRecord, 'sku' | 'start'>): Promise<YearHistory | undefined>;
};

const NOBODY: YearDraw = { historyOf: async () => undefined };

/**
 * Draw the SKUs whose last year is replayed tonight: all of a small market; of a large one equally many from each of five
 * strata of like revenue, cut where the sum of its square roots has grown by a fifth (Dalenius & Hodges 1959).
 *
 * On the first night of a market, each month from then on, and when its files say more than they did: an earlier first
 * day, a fifth more SKUs, the first counts of stock or purchases. The draw is kept beside the night's date, so that a repeat
 * of the night draws the same.
 */
export async function drawYearSample(
  { objects, lake }: { objects: Pick<ObjectStore, 'get' | 'put' | 'list'>; lake: Lake },
  run: RunName,
  scope: Scope,
): Promise<YearDraw> {
  const ground = await readGround(lake, scope);
  const key = lakeKeys.yearSample(run.merchant, run.market, run.asOf);
  const before = await keyBefore(objects, key);
  if (before !== undefined) {
    const known = parseStored(yearSampleSchema, new TextDecoder().decode(await objects.get(before)), before);
    if (daysBetween(known.asOf, run.asOf) < OFTEN_DAYS && !saysMore(ground, known.ground)) return NOBODY;
  }
  const rows = await lake.columns(
    'SELECT s.sku, coalesce(r.minor, 0) AS minor FROM starts s LEFT JOIN sku_revenues r ON r.sku = s.sku ORDER BY s.sku',
  );
  const { sku = [], minor = [] } = rows;
  const skus = sku.map((name, place) => ({ sku: String(name), minor: Math.max(0, Number(minor[place])) }));
  const chosen = drawStrata(skus, (name) => seedFrom(1, run.merchant, run.market, run.asOf, 'year', name));
  const sample: YearSample = { asOf: run.asOf, strata: chosen.strata, ground };
  await objects.put(key, JSON.stringify(sample), 'application/json');
  return {
    historyOf: async ({ sku: name, start }) => {
      const stratum = chosen.stratumOf.get(name);
      return stratum === undefined ? undefined : { stratum, ...(await readHistory(lake, name, start)) };
    },
  };
}

type Ground = YearSample['ground'];

function saysMore(now: Ground, known: Ground): boolean {
  return (
    daysBetween(now.firstDay, known.firstDay) >= 28 ||
    now.skus > known.skus * GROWTH ||
    now.counts > Math.max(1, known.counts) * GROWTH ||
    now.purchases > Math.max(1, known.purchases) * GROWTH
  );
}

async function readGround(lake: Lake, { from }: Scope): Promise<Ground> {
  const [row] = await lake.run(
    `SELECT (SELECT coalesce(min(day), 0) FROM starts) AS first, (SELECT count(*) FROM starts) AS skus,
      (SELECT count(*) FROM location_stock) AS counts, (SELECT count(*) FROM receipts) AS purchases`,
  );
  return {
    firstDay: addDays(from, Number(row?.first ?? 0)),
    skus: Number(row?.skus ?? 0),
    counts: Number(row?.counts ?? 0),
    purchases: Number(row?.purchases ?? 0),
  };
}

/** Cut SKUs into strata of like revenue where they are more than `most`, and draw from each by a hash. */
export function drawStrata(
  skus: readonly { sku: string; minor: number }[],
  hashOf: (sku: string) => number,
  most: number = MOST_DRAWN,
): { strata: YearSample['strata']; stratumOf: ReadonlyMap<string, string> } {
  const groups = skus.length <= most ? [skus] : cutByRevenue(skus);
  const stratumOf = new Map<string, string>();
  let left = most;
  // the smallest group first: what it leaves others draw
  const bySize = [...groups.entries()].sort(([, one], [, other]) => one.length - other.length);
  const strata: YearSample['strata'] = [];
  for (const [place, [name, group]] of bySize.entries()) {
    const stratum = `r${name + 1}`;
    const drawn = Math.min(group.length, Math.floor(left / (bySize.length - place)));
    left -= drawn;
    const hashed = group.map(({ sku }) => ({ sku, hash: hashOf(sku) }));
    hashed.sort((one, other) => one.hash - other.hash || (one.sku < other.sku ? -1 : 1));
    for (const { sku } of hashed.slice(0, drawn)) stratumOf.set(sku, stratum);
    strata.push({ stratum, skus: group.length, drawn });
  }
  return { strata: strata.sort((one, other) => (one.stratum < other.stratum ? -1 : 1)), stratumOf };
}

/** From the largest revenue down; a group may be empty where one SKU fills a fifth, and is left out. */
function cutByRevenue(skus: readonly { sku: string; minor: number }[]): (typeof skus)[] {
  const sorted = skus.toSorted((one, other) => other.minor - one.minor || (one.sku < other.sku ? -1 : 1));
  const whole = sorted.reduce((sum, { minor }) => sum + Math.sqrt(minor), 0);
  const groups: { sku: string; minor: number }[][] = Array.from({ length: STRATA }, () => []);
  let sum = 0;
  for (const one of sorted) {
    const place = whole > 0 ? Math.floor((STRATA * sum) / whole) : 0;
    groups[Math.min(STRATA - 1, place)]?.push(one);
    sum += Math.sqrt(one.minor);
  }
  return groups.filter((group) => group.length > 0);
}

/** Counts and purchases of a SKU, days counted from `start`. */
async function readHistory(lake: Lake, sku: string, start: string): Promise<Omit<YearHistory, 'stratum'>> {
  const counts = await lake.run(
    `SELECT CAST(as_of - CAST($start AS DATE) AS INTEGER) AS day, on_hand FROM location_stock WHERE sku = $sku ORDER BY as_of`,
    { sku, start },
  );
  const lines = await lake.run(
    `SELECT CAST(ordered_on - CAST($start AS DATE) AS INTEGER) AS ordered,
        CAST(received_on - CAST($start AS DATE) AS INTEGER) AS received, quantity
      FROM receipts WHERE sku = $sku AND ordered_on IS NOT NULL AND quantity > 0 ORDER BY ordered_on, received_on, quantity`,
    { sku, start },
  );
  return {
    stock: counts.map(({ day, on_hand }) => [Number(day), Number(on_hand)]),
    purchases: lines.map(({ ordered, received, quantity }) => [
      Number(ordered),
      received === null || received === undefined ? null : Number(received),
      Number(quantity),
    ]),
  };
}
