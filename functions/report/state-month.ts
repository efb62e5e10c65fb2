import {
  type Assignment,
  addDays,
  daysBetween,
  type EarningsLine,
  insightKeys,
  lakeKeys,
  type Market,
  type MonthEarnings,
  type ReportRequest,
  type StoredRules,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES } from '../../lib/operations/index.ts';
import { type MonthUnit, monthStatement } from '../../lib/oversight/index.ts';
import {
  type DocumentTable,
  type EarningsLinesTable,
  type LoggedGain,
  type MonthEarningsTable,
  type MonthSpan,
  type ObjectStore,
  readRuleLayers,
  type SkuEarned,
} from '../../lib/stores/index.ts';

/** What stating a month reads and writes. */
export type MonthDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'list'>;
  /** Who operated each SKU after a night. */
  readAssignments: (key: string) => Promise<Assignment[]>;
  /** What each SKU earned. */
  readUnits: (
    request: ReportRequest,
    span: Omit<MonthSpan, 'locationMarkets'>,
  ) => Promise<{ units: SkuEarned[]; stockCounted: boolean }>;
  /** Which decisions took effect. */
  readDecisions: (request: ReportRequest, days: { from: string; to: string }) => Promise<LoggedGain[]>;
  months: Pick<MonthEarningsTable, 'get' | 'put'>;
  lines: Pick<EarningsLinesTable, 'putAll'>;
  rules: Pick<DocumentTable<StoredRules>, 'get'>;
};

/** Nights of the next month on which a month is stated anew: late orders and files still come. */
const SETTLING_DAYS = 8;
/** Days before the holdout that a month is compared with. */
const BEFORE_DAYS = 91;
const LINES_AN_ITEM = 200;
const LINES_SHOWN = 20;

/**
 * State what the month before the run's own earned against the human holdout, in the first nights after it, and later where no
 * night did. A second run of the date writes the same.
 */
export async function stateMonth(
  dependencies: MonthDependencies,
  request: ReportRequest,
  home: Market,
): Promise<void> {
  const { merchant, market, asOf, runId } = request;
  const to = addDays(`${asOf.slice(0, 7)}-01`, -1);
  const month = to.slice(0, 7);
  const key = insightKeys.monthEarnings(merchant, market, month);
  if (Number(asOf.slice(8)) > SETTLING_DAYS && (await dependencies.months.get(key)) !== undefined) return;
  const run = { market, month, asOf, runId };
  const nights = await nightsOf(dependencies, request);
  const [first] = nights;
  if (first === undefined || first >= to) {
    const nobody: MonthEarnings = {
      ...{ kind: 'notMeasured', ...run, reason: 'noHoldout', days: 0, units: { ai: 0, human: 0 } },
    };
    return dependencies.months.put(key, nobody);
  }
  const from = first < `${month}-01` ? `${month}-01` : addDays(first, 1);
  const arms = await readArms(dependencies, request, { nights, from: addDays(from, -1), to });
  const { units: earned, stockCounted } = await dependencies.readUnits(request, {
    ...{ market, currency: home.currency, location: home.location, from, to },
    ...{ beforeFrom: addDays(first, 1 - BEFORE_DAYS), beforeTo: first },
    holdingRatePerYear: await holdingRate(dependencies.rules, merchant, market),
  });
  const { units, costMissing } = joinArms(arms.armOf, earned);
  const decisions = await dependencies.readDecisions(request, { from, to });
  const { statement, lines } = monthStatement({
    ...{ run, from, to, days: daysBetween(from, to) + 1, units, stockCounted, currency: home.currency },
    decisions: decisions
      // people decide in their own arm: nothing of it is Tradewind's
      .filter(({ sku }) => arms.armOf.get(sku) !== 'human')
      .map(({ until, expectedGainPerDayMinor, ...one }) => {
        const days = daysBetween(one.from, until);
        return { ...one, days, expectedMinor: Math.round(expectedGainPerDayMinor * days) };
      }),
    leftOut: { experiments: arms.experiments, costMissing },
    seed: seedFrom(1, merchant, market, month, 'earnings'),
  });
  await keep(dependencies, request, { statement, lines });
}

async function keep(
  { months, lines: table }: MonthDependencies,
  { merchant, market }: ReportRequest,
  { statement, lines }: { statement: MonthEarnings; lines: readonly EarningsLine[] },
): Promise<void> {
  const { month } = statement;
  const pages = Math.ceil(lines.length / LINES_AN_ITEM);
  await table.putAll(
    Array.from({ length: pages }, (_, page) => ({
      key: insightKeys.earningsLines(merchant, market, month, page),
      value: { lines: lines.slice(page * LINES_AN_ITEM, (page + 1) * LINES_AN_ITEM) },
    })),
  );
  await months.put(
    insightKeys.monthEarnings(merchant, market, month),
    statement.kind === 'measured' ? { ...statement, pages, lines: lines.slice(0, LINES_SHOWN) } : statement,
  );
}

/** The dates of all assignments, ascending. */
async function nightsOf(
  { objects }: MonthDependencies,
  { merchant, market, asOf }: ReportRequest,
): Promise<string[]> {
  const key = lakeKeys.assignments(merchant, market, asOf);
  const keys = await objects.list(key.slice(0, key.lastIndexOf('/') + 1));
  return keys.map((one) => one.slice(key.lastIndexOf('/') + 1).slice(0, 10)).sort();
}

/**
 * Read who operated each SKU, by the first and the last night of the days counted. People operate a SKU of the holdout; one that
 * they operate for an experiment counts for neither side: chance put it there.
 */
async function readArms(
  { readAssignments }: MonthDependencies,
  { merchant, market }: ReportRequest,
  { nights, from, to }: { nights: readonly string[]; from: string; to: string },
): Promise<{ armOf: Map<string, 'ai' | 'human'>; experiments: number }> {
  const within = nights.filter((night) => night >= from && night < to);
  const chosen = [...new Set([within[0], within.at(-1)])].filter((night) => night !== undefined);
  const armOf = new Map<string, 'ai' | 'human'>();
  const apart = new Set<string>();
  for (const night of chosen)
    for (const { unit, kind, holdout, arm } of await readAssignments(
      lakeKeys.assignments(merchant, market, night),
    )) {
      if (kind !== 'sku') continue;
      if (!holdout && arm === 'human') apart.add(unit);
      else if (armOf.get(unit) !== 'human') armOf.set(unit, holdout ? 'human' : 'ai');
    }
  for (const unit of apart) armOf.delete(unit);
  return { armOf, experiments: apart.size };
}

/** Give each assigned SKU what it earned: nothing where nothing was sold. */
function joinArms(
  armOf: ReadonlyMap<string, 'ai' | 'human'>,
  earned: readonly SkuEarned[],
): { units: MonthUnit[]; costMissing: number } {
  const bySku = new Map(earned.map((one) => [one.sku, one]));
  const costless = [...armOf.keys()].filter((sku) => bySku.get(sku)?.earnedMinor === null);
  const units = [...armOf].flatMap(([sku, arm]): MonthUnit[] => {
    const { earnedMinor, beforeMinor } = bySku.get(sku) ?? { earnedMinor: 0, beforeMinor: 0 };
    return earnedMinor === null ? [] : [{ sku, arm, earnedMinor, beforeMinor }];
  });
  return {
    units: units.sort((one, other) => (one.sku < other.sku ? -1 : 1)),
    costMissing: costless.length,
  };
}

async function holdingRate(
  rules: MonthDependencies['rules'],
  merchant: string,
  market: string,
): Promise<number> {
  const layers = await readRuleLayers(rules, merchant, market);
  const [rate = DEFAULT_RULES.holdingRatePerYear] = layers.flatMap(
    ({ holdingRatePerYear }) => holdingRatePerYear ?? [],
  );
  return rate;
}
