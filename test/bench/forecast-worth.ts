import { join } from 'node:path';
import {
  criticalRatio,
  cumulativeDemand,
  forecast,
  type StockRules,
  samplePaths,
  simulateStockCost,
} from '../../lib/forecasting/index.ts';
import {
  createRandom,
  normalQuantile,
  quantileOfSorted,
  standardDeviation,
} from '../../lib/numeric/index.ts';
import { DEFAULT_RULES } from '../../lib/operations/policy-rules.ts';
import { sharedFolder } from './shared-folder.ts';
import { type MeanAndError, textbookMethods } from './textbook-methods.ts';
import { readWeeklyDemand, WEEKS, type WeeklyDemand } from './weekly-demand.ts';

const RETAIL = 'data/retail/online-retail.csv.gz';
/** Weeks whose costs count, at the end. */
const COUNTED = 12;
/** Weeks from the first sale to the first order, at least. */
const LEAST_HISTORY = 26;
/** A SKU that sold nothing in as many weeks before the first order is not reordered by anybody. */
const STILL_SOLD = 13;
const LEAD_TIMES = [1, 2, 4] as const;
/** Service levels at which a short unit costs so much that they are right. */
const SERVICE_LEVELS = [0.9, 0.95, 0.99] as const;
const LONGEST = Math.max(...LEAD_TIMES) + 1;
const PATHS = 2000;
const DRAWS = 1000;
/** The house's assumption for this file, which has no costs. */
const COST_SHARE = 0.6;

const OURS = 'Tradewind quantiles';
const OUR_MEAN = 'Tradewind mean + textbook';
const rivals = Object.keys(textbookMethods);
/** The rivals' mean and error at the ratio that lost sales make right, which no textbook's safety stock knows. */
const informed = (rival: string) => `${rival}, lost sales`;
const methods = [...rivals, ...rivals.map(informed), OUR_MEAN, OURS];

type Case = { leadTimeWeeks: number; serviceLevel: number };
const cases: Case[] = LEAD_TIMES.flatMap((leadTimeWeeks) =>
  SERVICE_LEVELS.map((serviceLevel) => ({ leadTimeWeeks, serviceLevel })),
);
/** By method: holding and stock-out cost in pounds of one SKU over the counted weeks, and its units. */
type Costs = Record<string, { holding: number; stockOut: number; short: number; demand: number }>;

/**
 * `node test/bench/forecast-worth.ts [--every n]`: what it costs to run the stock of a wholesaler's SKUs by each method's
 * forecasts, on the real demand of the last twelve weeks; `--every` takes each n-th SKU alone.
 *
 * Every week each SKU is filled up to a level that covers lead time + a week: the textbook's mean + z σ √(L + R) at the service
 * level for the others, the quantile of the summed demand for ours, at the ratio that lost sales make right (`criticalRatio`). The others
 * are also run at that ratio.
 */
function main(): void {
  const shared = sharedFolder(RETAIL);
  if (shared === null) return;
  const every = Number(process.argv[process.argv.indexOf('--every') + 1] ?? 1) || 1;
  const all = readWeeklyDemand(join(shared, RETAIL));
  const skus = all.filter(isRun).filter((_, i) => i % every === 0);
  const started = process.cpuUsage();
  const costs = skus.map(costsOf);
  const cpuSeconds = (process.cpuUsage(started).user / 1e6).toFixed(0);
  console.log(
    `${skus.length} of ${all.length} SKUs: first sold ${LEAST_HISTORY} weeks before the first order or earlier, still sold in the ${STILL_SOLD} before it`,
  );
  console.log(`${COUNTED} weeks from week ${WEEKS - COUNTED + 1} of ${WEEKS}, ${cpuSeconds} s of CPU`);
  cases.forEach((one, i) => {
    print(
      one,
      costs.map((ofSku) => ofSku[i]!),
    );
  });
}

const firstOrder = (leadTimeWeeks: number) => WEEKS - COUNTED - leadTimeWeeks;

/** What is known at the earliest first order decides, so that every lead time is judged on the same SKUs. */
function isRun({ units, start }: WeeklyDemand): boolean {
  const first = firstOrder(LONGEST - 1);
  return first - start >= LEAST_HISTORY && units.subarray(first - STILL_SOLD, first).some((sold) => sold > 0);
}

/** Of one origin. `ourMean` is our mean with the sd of our first step, as the textbook takes it. */
type Answers = {
  textbook: Record<string, MeanAndError>;
  ours: ReturnType<typeof forecast>;
  ourMean: MeanAndError;
};

function costsOf(sku: WeeklyDemand): Costs[] {
  const answers = new Map<number, Answers>();
  for (let origin = firstOrder(LONGEST - 1); origin < WEEKS; origin++)
    answers.set(origin, answersFrom(sku.units.slice(sku.start, origin)));
  return LEAD_TIMES.flatMap((leadTimeWeeks) => {
    const origins = Array.from({ length: COUNTED + leadTimeWeeks }, (_, i) => firstOrder(leadTimeWeeks) + i);
    const demand = sku.units.subarray(firstOrder(leadTimeWeeks));
    const rulesByLevel = SERVICE_LEVELS.map((serviceLevel) => rulesOf(sku, { leadTimeWeeks, serviceLevel }));
    const lostRatios = rulesByLevel.map(criticalRatio);
    const levels = origins.map((origin) => levelsOf(answers.get(origin)!, leadTimeWeeks + 1, lostRatios));
    return rulesByLevel.map((rules, i) => {
      return Object.fromEntries(
        methods.map((method) => {
          const run = simulateStockCost(
            demand,
            levels.map((ofOrigin) => ofOrigin[method]![i]!),
            rules,
          );
          const { holdingCost, stockOutCost, shortUnits, demandUnits } = run;
          return [
            method,
            { holding: holdingCost, stockOut: stockOutCost, short: shortUnits, demand: demandUnits },
          ];
        }),
      );
    });
  });
}

function answersFrom(history: Float64Array): Answers {
  const ours = forecast(history, { horizon: LONGEST, period: 52 });
  const firstSteps = samplePaths(ours.distribution, { paths: PATHS, days: 1, seed: 1 });
  return {
    textbook: Object.fromEntries(
      Object.entries(textbookMethods).map(([name, method]) => [name, method(history, LONGEST)]),
    ),
    ours,
    ourMean: { mean: ours.mean, sd: standardDeviation(firstSteps) },
  };
}

/**
 * Order-up-to levels over some weeks, by method, one a service level.
 *
 * @param lostRatios - the ratio of each service level that lost sales make right
 */
function levelsOf(
  { textbook, ours, ourMean }: Answers,
  weeks: number,
  lostRatios: readonly number[],
): Record<string, number[]> {
  const byTextbook = ({ mean, sd }: MeanAndError, ratios: readonly number[]) => {
    let sum = 0;
    for (let week = 0; week < weeks; week++) sum += mean[week]!;
    return ratios.map((ratio) => sum + normalQuantile(ratio) * sd * Math.sqrt(weeks));
  };
  return {
    ...Object.fromEntries(
      Object.entries(textbook).flatMap(([name, answer]) => [
        [name, byTextbook(answer, SERVICE_LEVELS)],
        [informed(name), byTextbook(answer, lostRatios)],
      ]),
    ),
    [OUR_MEAN]: byTextbook(ourMean, SERVICE_LEVELS),
    [OURS]: cumulativeDemand(ours.distribution, weeks, lostRatios, { paths: PATHS }).quantiles,
  };
}

function rulesOf({ price }: WeeklyDemand, { leadTimeWeeks, serviceLevel }: Case): StockRules {
  const holdingCostPerUnitStep = (DEFAULT_RULES.holdingRatePerYear * COST_SHARE * price) / 52;
  const rules: StockRules = {
    holdingCostPerUnitStep,
    // cu / (cu + co) = service level
    stockOutCostPerUnit: (holdingCostPerUnitStep * serviceLevel) / (1 - serviceLevel),
    leadTimeSteps: leadTimeWeeks,
    reviewSteps: 1,
    countFrom: leadTimeWeeks,
  };
  if (Math.abs(criticalRatio({ ...rules, unmet: 'backlog' }) - serviceLevel) > 1e-9)
    throw new RangeError('costs and service level disagree');
  return rules;
}

function print({ leadTimeWeeks, serviceLevel }: Case, costs: readonly Costs[]): void {
  const totalOf = (method: string) =>
    costs.reduce((sum, ofSku) => sum + ofSku[method]!.holding + ofSku[method]!.stockOut, 0);
  const best = rivals.reduce((least, method) => (totalOf(method) < totalOf(least) ? method : least));
  console.log(`\nlead time ${leadTimeWeeks} weeks, service level ${serviceLevel}`);
  for (const method of methods) {
    const part = (of: 'holding' | 'stockOut' | 'short' | 'demand') =>
      costs.reduce((sum, ofSku) => sum + ofSku[method]![of], 0);
    console.log(
      `  ${method.padEnd(26)} £${totalOf(method).toFixed(0).padStart(6)}  holding ${part('holding').toFixed(0).padStart(6)}  stock-out ${part('stockOut').toFixed(0).padStart(6)}` +
        `  fill rate ${(1 - part('short') / part('demand')).toFixed(3)}  ${percent(savingOf(costs, method, [best]))} below ${best}`,
    );
  }
  const against = (names: readonly string[], what: string) => {
    const [low, middle, high] = bootstrap(costs, names);
    console.log(
      `  saving of ${OURS} against the best ${what}: ${percent(middle)}, 95 % interval ${percent(low)} to ${percent(high)} (${DRAWS} draws of SKUs, the best rival of each draw)`,
    );
  };
  against(rivals, 'textbook');
  against([...rivals, ...rivals.map(informed)], 'rival that knows of lost sales');
}

/** How much cheaper a method is than the cheapest of its rivals, as a share. */
function savingOf(costs: readonly Costs[], method: string, rivals: readonly string[]): number {
  const totalOf = (name: string) =>
    costs.reduce((sum, ofSku) => sum + ofSku[name]!.holding + ofSku[name]!.stockOut, 0);
  return 1 - totalOf(method) / Math.min(...rivals.map(totalOf));
}

/** Paired: SKUs are drawn anew, and every method is added up over the same ones (Efron & Tibshirani 1993, §13.3). */
function bootstrap(costs: readonly Costs[], rivals: readonly string[]): [number, number, number] {
  const random = createRandom(1);
  const savings = Float64Array.from({ length: DRAWS }, () => {
    const drawn = costs.map(() => costs[Math.floor(random() * costs.length)]!);
    return savingOf(drawn, OURS, rivals);
  }).sort();
  return [quantileOfSorted(savings, 0.025), savingOf(costs, OURS, rivals), quantileOfSorted(savings, 0.975)];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

main();
