import {
  lakeKeys,
  NotFoundError,
  type Outlook,
  type OutlookTotal,
  type ReportRequest,
} from '../../lib/domain/index.ts';
import { bottomUp, mergeTotals, type TotalForecast } from '../../lib/forecasting/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { type CategoryTotals, inBatches, type ObjectStore, readShardTotals } from '../../lib/stores/index.ts';
import { digits, secondOpinion } from './second-opinion.ts';
import { shardsDone } from './shards-done.ts';

/** Categories told apart: more would not fit beside the analysis in one item; the smallest are told together. */
const MOST_CATEGORIES = 100;
/** Shards read at once. */
const AT_ONCE = 16;
const PROBABILITIES = [0.1, 0.5, 0.9];
const WEEK_DAYS = 7;
const RUN_SEED = 1;

/** A category, or the smallest ones in one. */
type Category = CategoryTotals & { smaller?: number };

/**
 * Forecast a run's market and categories from what its shards left, so that they agree with the SKUs' forecasts.
 *
 * Shards are added up in the order of the manifest, whatever order they ended in: the same bytes every time. A shard
 * that failed is left out, and its SKUs count as lacking; what an earlier try of it may have left is not read.
 *
 * @returns `undefined` where no SKU has a forecast
 */
export async function readOutlook(
  objects: Pick<ObjectStore, 'get'>,
  request: ReportRequest,
  mostCategories = MOST_CATEGORIES,
): Promise<Outlook | undefined> {
  const { runId, asOf, market, series } = request;
  const categories = largestFirst(await sumCategories(objects, request), mostCategories);
  if (categories.length === 0) return undefined;
  const told = bottomUp(
    categories.map(({ category, totals }) => ({
      totals,
      seed: seedFrom(RUN_SEED, market, 'category', category ?? ''),
    })),
    { probabilities: PROBABILITIES, blockSteps: WEEK_DAYS, seed: seedFrom(RUN_SEED, market) },
  );
  const summed = categories.reduce((sum, { totals }) => sum + totals.series, 0);
  return {
    runId,
    asOf,
    market: storedTotal(told.market, summed),
    ...secondOpinion(
      categories.map(({ history }) => history),
      told.market,
    ),
    categories: categories.map(({ category, smaller, totals }, place) => ({
      category,
      ...(smaller === undefined ? {} : { smaller }),
      // as many as there are categories
      ...storedTotal(told.groups[place] ?? told.market, totals.series),
    })),
    lacking: { series: series - summed, share: digits((series - summed) / series, 5) },
    commonShares: { market: digits(told.shares.market, 5), category: digits(told.shares.group, 5) },
  };
}

/** Sum the shards up by category, in the order of the manifest. */
async function sumCategories(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, runId, forecast }: ReportRequest,
): Promise<Category[]> {
  const sums = new Map<string | null, CategoryTotals>();
  const read = (shard: string) => totalsLeft(objects, lakeKeys.shardTotals(merchant, runId, shard));
  for await (const parts of inBatches(shardsDone(forecast), AT_ONCE, read))
    for (const part of parts.flat()) {
      const sum = sums.get(part.category);
      if (sum === undefined) sums.set(part.category, part);
      else addPart(sum, part);
    }
  return [...sums.values()];
}

/** A shard that was done before totals were kept left none: its SKUs count as lacking. */
async function totalsLeft(objects: Pick<ObjectStore, 'get'>, key: string): Promise<CategoryTotals[]> {
  try {
    return await readShardTotals(objects, key);
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

function addPart(into: CategoryTotals, { totals, history }: CategoryTotals): void {
  mergeTotals(into.totals, totals);
  into.history.forEach((units, day) => {
    into.history[day] = units + (history[day] ?? 0);
  });
}

/** Sort by what is expected; where there are too many, the smallest are added to the last. */
function largestFirst(categories: Category[], most: number): Category[] {
  const size = ({ totals }: Category) => totals.mean.reduce((sum, units) => sum + units, 0);
  const sorted = categories.toSorted(
    (one, other) => size(other) - size(one) || compareNames(one.category, other.category),
  );
  const shown = sorted.slice(0, most);
  const last = shown.at(-1);
  const rest = sorted.slice(most);
  if (last === undefined || rest.length === 0) return shown;
  for (const part of rest) addPart(last, part);
  return [...shown.slice(0, -1), { ...last, smaller: rest.length }];
}

/** By code units, as sorting does; SKUs without a category last. */
function compareNames(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return one < other ? -1 : 1;
}

function storedTotal({ mean, quantiles, cumulative }: TotalForecast, series: number): OutlookTotal {
  const [p10 = [], p50 = [], p90 = []] = quantiles.map((values) => values.map((value) => digits(value, 5)));
  return {
    series,
    // as exact as numbers are: they are held against the sum of the SKUs' means
    mean: mean.map((value) => digits(value, 12)),
    p10,
    p50,
    p90,
    cumulative: cumulative.map(({ steps, mean: sum, quantiles: [low = 0, middle = 0, high = 0] }) => ({
      days: steps,
      mean: digits(sum, 12),
      p10: digits(low, 5),
      p50: digits(middle, 5),
      p90: digits(high, 5),
    })),
  };
}
