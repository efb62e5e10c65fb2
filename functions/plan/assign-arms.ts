import { join } from 'node:path';
import {
  type Assignment,
  addDays,
  controlKeys,
  DEFAULT_HOLDOUT,
  type Experiment,
  lakeKeys,
  type RunName,
  type Trial,
  trialsOf,
} from '../../lib/domain/index.ts';
import { abcClasses } from '../../lib/insight/index.ts';
import {
  ACTIVE_DAYS,
  assignmentFile,
  type ControlTable,
  type ExperimentTable,
  experimentsInForce,
  inTemporaryFolder,
  keyBefore,
  type Lake,
  type ObjectStore,
  quoteText,
  readAssignments,
  readRuleLayers,
  type TradeRulesTable,
} from '../../lib/stores/index.ts';
import { type DrawnUnit, drawArms } from './draw-arms.ts';
import { HISTORY_DAYS, type Scope } from './series-tables.ts';

/** What the draw reads and writes. */
export type AssignDependencies = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'put' | 'list' | 'download'>;
  controls: Pick<ControlTable, 'get'>;
  experiments: Pick<ExperimentTable, 'getAll'>;
  rules: Pick<TradeRulesTable, 'get'>;
  temporaryDirectory: string;
};

const PARQUET = 'application/vnd.apache.parquet';

/**
 * Draw who operates each SKU, and each buyer of an experiment, from the day after the run's date on, and keep it in the lake.
 *
 * @returns the trial of each SKU that has one
 */
export async function assignArms(
  dependencies: AssignDependencies,
  run: RunName,
  { lake, scope, skus }: { lake: Lake; scope: Scope; skus: readonly string[] },
): Promise<Map<string, Trial>> {
  const experiments = await begun(dependencies, run);
  const withBuyers = experiments.some(({ unit }) => unit === 'buyer');
  const rows = drawArms({
    run,
    market: scope.market,
    locationMarkets: scope.locationMarkets,
    skus: await skuUnits(lake, scope, skus),
    buyers: withBuyers ? await buyerUnits(dependencies, run, lake) : [],
    experiments,
    holdoutShare: await holdoutShare(dependencies.rules, run.merchant, scope.locationMarkets),
    drawnBefore: await readDrawn(dependencies, run, experiments),
  });
  const key = lakeKeys.assignments(run.merchant, run.market, run.asOf);
  await dependencies.objects.put(key, assignmentFile(rows), PARQUET);
  return trialsOf(rows.filter(({ kind }) => kind === 'sku'));
}

/** The market's experiments that have force, and have begun on the day that the night decides on. */
async function begun(
  { controls, experiments }: Pick<AssignDependencies, 'controls' | 'experiments'>,
  { merchant, market, asOf }: RunName,
): Promise<Experiment[]> {
  const ids = await experimentsInForce(controls, { merchant, market });
  const keys = ids.map((id) => controlKeys.experiment(merchant, id).sk);
  const found = await experiments.getAll(merchant, keys);
  const tomorrow = addDays(asOf, 1);
  return [...found.values()].filter(({ state, start }) => state === 'running' && start <= tomorrow);
}

/** A location has one holdout: the largest share that one of its markets is set to. */
async function holdoutShare(
  rules: AssignDependencies['rules'],
  merchant: string,
  markets: readonly string[],
): Promise<number> {
  const shares = await Promise.all(
    markets.map(async (market) => {
      const layers = await readRuleLayers(rules, merchant, market);
      const [share = DEFAULT_HOLDOUT] = layers.flatMap(({ humanHoldout }) => humanHoldout ?? []);
      return share;
    }),
  );
  return Math.max(...shares);
}

/**
 * Read what was drawn before: on the newest night before this one, or for a run of an older date on the first one after it. A draw is
 * made once.
 */
async function readDrawn(
  { objects, temporaryDirectory }: AssignDependencies,
  { merchant, market, asOf }: RunName,
  experiments: readonly Experiment[],
): Promise<(experiment: string) => Assignment[]> {
  if (experiments.length === 0) return () => [];
  const own = lakeKeys.assignments(merchant, market, asOf);
  const before = await keyBefore(objects, own);
  const keys = await objects.list(own.slice(0, own.lastIndexOf('/') + 1));
  const after = keys.find((key) => key > own);
  const read = (key: string | undefined) =>
    key === undefined ? [] : readAssignments({ objects, temporaryDirectory }, key);
  const [earlier, later] = [await read(before), await read(after)];
  const of = (rows: readonly Assignment[], id: string) => rows.filter((row) => row.experiment === id);
  return (id) => (of(earlier, id).length > 0 ? of(earlier, id) : of(later, id));
}

/** SKUs by their class of revenue; those that replace each other share a draw, and so do all that share a stock. */
async function skuUnits(
  lake: Lake,
  { market, locationMarkets }: Scope,
  skus: readonly string[],
): Promise<DrawnUnit[]> {
  const revenues = await lake.columns('SELECT sku, minor FROM sku_revenues');
  const minorOf = new Map(
    (revenues.sku ?? []).map((sku, row) => [String(sku), Number(revenues.minor?.[row])]),
  );
  // of a location that serves several markets any sale counts: all of its nights must see the same
  const active = await lake.columns(
    `SELECT DISTINCT sku FROM daily WHERE day >= ${HISTORY_DAYS - ACTIVE_DAYS}
      AND (market = $market OR ${locationMarkets.length > 1})`,
    { market: market.market },
  );
  const isActive = new Set((active.sku ?? []).map(String));
  const pairs = await lake.columns(
    'SELECT sku, replaces FROM product_rows WHERE replaces IS NOT NULL ORDER BY ALL',
  );
  const first = firstOfLines(
    (pairs.sku ?? []).map((sku, row) => [String(sku), String(pairs.replaces?.[row])]),
  );
  const classes = abcClasses(skus.map((sku) => minorOf.get(sku) ?? 0));
  return skus.map((unit, place) => ({
    unit,
    stratum: `${market.market}:${classes[place]}`,
    cluster: `${market.location}/${first(unit)}`,
    active: isActive.has(unit),
  }));
}

/** Name each SKU by the first of its line: of those that replace one another, the least name. */
export function firstOfLines(pairs: readonly (readonly [string, string])[]): (sku: string) => string {
  const parents = new Map<string, string>();
  const first = (sku: string): string => {
    let name = sku;
    for (let next = parents.get(name); next !== undefined; next = parents.get(name)) name = next;
    return name;
  };
  for (const [one, other] of pairs) {
    const [a, b] = [first(one), first(other)].sort();
    if (a !== undefined && b !== undefined && a !== b) parents.set(b, a);
  }
  return first;
}

/** Companies that bought lately, by the segment that the night before put them in. */
async function buyerUnits(
  { objects, temporaryDirectory }: AssignDependencies,
  run: RunName,
  lake: Lake,
): Promise<DrawnUnit[]> {
  const { merchant, market, asOf } = run;
  const key = await keyBefore(objects, lakeKeys.segmentBuyers(merchant, market, asOf));
  return inTemporaryFolder(temporaryDirectory, 'segments', async (directory) => {
    const file = join(directory, 'buyers.parquet');
    if (key !== undefined) await objects.download(key, file);
    const segments =
      key === undefined
        ? "(SELECT '' AS customer, '' AS segment WHERE false)"
        : `read_parquet(${quoteText(file)})`;
    const { customer = [], segment = [] } = await lake.columns(
      `SELECT customer, coalesce(segment, 'none') AS segment
        FROM (SELECT DISTINCT customer FROM order_lines WHERE customer IS NOT NULL AND kind = 'sale'
          AND ordered_on > CAST($asOf AS DATE) - ${ACTIVE_DAYS} AND ordered_on <= CAST($asOf AS DATE))
        LEFT JOIN (SELECT customer, any_value(segment) AS segment FROM ${segments} GROUP BY customer) USING (customer) ORDER BY customer`,
      { asOf },
    );
    return customer.map((name, row) => ({
      unit: String(name),
      stratum: `${market}:${segment[row]}`,
      cluster: String(name),
      active: true,
    }));
  });
}
