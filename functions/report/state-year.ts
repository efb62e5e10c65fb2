import {
  addDays,
  insightKeys,
  type Market,
  type Proof,
  type ReportRequest,
  type StoredRules,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { yearStatement } from '../../lib/oversight/index.ts';
import {
  type DocumentTable,
  type ObjectStore,
  readRuleLayers,
  readYearReplays,
  type YearEarningsTable,
} from '../../lib/stores/index.ts';

/** What stating earnings reads and writes. */
export type YearDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get' | 'list'>;
  years: Pick<YearEarningsTable, 'put'>;
  rules: Pick<DocumentTable<StoredRules>, 'get'>;
};

const YEAR_DAYS = 364;

/**
 * State what the last twelve months would have earned by Tradewind, on a night that replayed them; any other night leaves
 * the last statement. A second run of the date writes the same.
 */
export async function stateYear(
  { objects, years, rules }: YearDependencies,
  request: ReportRequest,
  { currency }: Market,
  proof: Proof,
): Promise<void> {
  const { merchant, market, asOf, runId } = request;
  const night = await readYearReplays(objects, request);
  if (night === null) return;
  const yearAgo = addDays(asOf, 1 - YEAR_DAYS);
  const { firstDay } = night.sample.ground;
  const statement = yearStatement({
    run: { market, asOf, runId },
    from: firstDay > yearAgo ? firstDay : yearAgo,
    strata: night.sample.strata,
    replays: night.replays,
    prices: proof.prices,
    ratesSet: await areRatesSet(rules, merchant, market),
    currency,
    seed: seedFrom(1, merchant, market, asOf, 'earnings'),
  });
  await years.put(insightKeys.yearEarnings(merchant, market), statement);
}

/** Whether the merchant said what holding a unit and placing an order cost. */
async function areRatesSet(
  rules: YearDependencies['rules'],
  merchant: string,
  market: string,
): Promise<boolean> {
  const layers = await readRuleLayers(rules, merchant, market);
  const isSet = (term: 'holdingRatePerYear' | 'orderCost') =>
    layers.some((layer) => layer[term] !== undefined);
  return isSet('holdingRatePerYear') && isSet('orderCost');
}
