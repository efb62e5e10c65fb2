import { createHash } from 'node:crypto';
import {
  AppError,
  eventId,
  InputError,
  type Market,
  NotFoundError,
  type PolicyDocument,
  type StockAnswer,
  type StockLevel,
  type StockLevelInput,
  skuKey,
  standsBeside,
  stockLevelKey,
  type TradewindEvent,
} from '../../lib/domain/index.ts';
import { projectStockOut, type StockProjection } from '../../lib/operations/index.ts';
import type { EventBus } from '../../lib/runtime/index.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import { problemOf } from '../../lib/runtime/problem.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import { inBatches, type PolicyTable, type StockLevels } from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  tenants: Pick<Tenants, 'markets'>;
  policies: PolicyTable;
  stockLevels: StockLevels;
  announce: EventBus['announce'];
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};
type Result = StockAnswer['results'][number];

/** A level that was checked, with what it comes to. */
type Judged = { level: StockLevel; projection: StockProjection };

/** Writes under way at once: 500 in one burst would meet the table's throttle. */
const AT_ONCE = 25;
/** SKUs in one event: what an event holds is bounded, and so are their names. */
const SKUS_AN_EVENT = 50;
/** How far the clock of who counts may be ahead. */
const CLOCKS_DIFFER_MS = 300_000;

/** Take stock levels between two stock files; each is judged and refused alone. */
export function createStockRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'PUT /v1/markets/{market}/stock'> {
  return {
    'PUT /v1/markets/{market}/stock': async ({ caller: { merchant }, market, body, requestId }) => {
      // markets of one location share its shelf: what is said in one holds in all
      const neighbours = dependencies.tenants
        .markets(merchant)
        .filter(({ market: name, location }) => name !== market.market && location === market.location);
      const results = await takeLevels(dependencies, { merchant, market, requestId }, body.levels);
      for (const neighbour of neighbours)
        await takeLevels(dependencies, { merchant, market: neighbour, requestId }, body.levels);
      return { body: { ...totalsOf(results), results } };
    },
  };
}

type Place = { merchant: string; market: Market; requestId: string };

async function takeLevels(
  dependencies: Dependencies,
  place: Place,
  levels: readonly StockLevelInput[],
): Promise<Result[]> {
  const { policies, stockLevels, now } = dependencies;
  const { merchant, market } = place;
  const { pk } = skuKey(merchant, market.market, '');
  const said = stockLevelKey(merchant, market.market, '');
  const skus = levels.map(({ sku }) => sku);
  const [known, before] = await Promise.all([policies.getAll(pk, skus), stockLevels.getAll(said.pk, skus)]);

  const judged = levels.map((given, index) => {
    try {
      return judge(given, known.get(given.sku), { market, now: now() });
    } catch (error) {
      return refused(given, error, { requestId: place.requestId, path: `/levels/${index}` });
    }
  });
  // told before it is kept: whoever dies in between tells it again, under the same id
  await tellShort(dependencies, place, judged, before);

  const results: Result[] = [];
  const keep = async (one: Judged | Result): Promise<Result> => {
    if (!('level' in one)) return one;
    const { level, projection } = one;
    const isTaken = await stockLevels.putNewer({ ...said, sk: level.sku }, level);
    if (!isTaken) return { sku: level.sku, state: 'older' };
    const { stockOutDate, short } = projection;
    return { sku: level.sku, state: 'taken', stockOutDate, short };
  };
  for await (const kept of inBatches(judged, AT_ONCE, keep)) results.push(...kept);
  return results;
}

/** Check a level and project it. @throws NotFoundError, InputError */
function judge(
  given: StockLevelInput,
  policy: PolicyDocument | undefined,
  { market, now }: { market: Market; now: string },
): Judged | Result {
  const { sku, onHand, onOrder, countedAt = now } = given;
  if (policy === undefined)
    throw new NotFoundError(
      `there is no SKU ${sku} in the market ${market.market}; its first files make one`,
    );
  if (Date.parse(countedAt) > Date.parse(now) + CLOCKS_DIFFER_MS)
    throw new InputError(`it was counted at ${countedAt}, and it is ${now}: say when it was counted`);
  const day = todayIn(market.timeZone, countedAt);
  const fileAsOf = policy.kind === 'ready' ? policy.lastKnown.stockAsOf : null;
  if (!standsBeside({ day, fileAsOf }, fileAsOf)) return { sku, state: 'older' };
  const projection = projectStockOut(policy, { onHand, onOrder }, day);
  const units = onOrder === undefined ? { onHand } : { onHand, onOrder };
  return { level: { sku, ...units, countedAt, day, fileAsOf, short: projection.short }, projection };
}

/** Tell of SKUs that will run out before an order could arrive, each once a day. */
async function tellShort(
  { announce, now }: Dependencies,
  { merchant, market: { market } }: Place,
  judged: readonly (Judged | Result)[],
  before: ReadonlyMap<string, StockLevel>,
): Promise<void> {
  const news = judged.flatMap((one) => {
    if (!('level' in one) || !one.projection.short) return [];
    const { sku, day, onHand, onOrder, countedAt } = one.level;
    const last = before.get(sku);
    const isOld = last !== undefined && Date.parse(last.countedAt) > Date.parse(countedAt);
    const isTold = last?.short === true && last.day === day;
    const { stockOutDate, leadTimeDays } = one.projection;
    if (isOld || isTold || stockOutDate === null || leadTimeDays === null) return [];
    return [{ sku, day, onHand, onOrder: onOrder ?? null, stockOutDate, leadTimeDays }];
  });
  const told: TradewindEvent[] = [];
  for (let first = 0; first < news.length; first += SKUS_AN_EVENT) {
    const some = news.slice(first, first + SKUS_AN_EVENT);
    const id = eventId('stock.out', merchant, market, nameOf(some));
    const skus = some.map(({ day: _, ...rest }) => rest);
    told.push({ id, type: 'stock.out', merchant, market, at: now(), data: { skus } });
  }
  if (told.length > 0) await announce(told);
}

/** The same SKUs on the same days have the same name, whoever says so again. */
function nameOf(some: readonly { sku: string; day: string }[]): string {
  const text = JSON.stringify(some.map(({ sku, day }) => [sku, day]));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Refuse one level where the fault is its own; anything else fails the whole request, which may be sent again. */
function refused(
  { sku }: StockLevelInput,
  error: unknown,
  item: { requestId: string; path: string },
): Result {
  if (!(error instanceof AppError) || error.code === 'upstream') throw error;
  return { sku, state: 'refused', problem: problemOf(error, item) };
}

function totalsOf(results: readonly Result[]) {
  const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
  return { taken: count('taken'), older: count('older'), refused: count('refused') };
}
