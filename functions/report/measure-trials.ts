import { join } from 'node:path';
import {
  addDays,
  type Experiment,
  type ExperimentMetric,
  lakeKeys,
  type Market,
  marketsAt,
  type UnitHistories,
} from '../../lib/domain/index.ts';
import { unitHistory } from '../../lib/oversight/index.ts';
import {
  type ClusterOutcome,
  createTrialDays,
  HISTORY_WEEKS,
  inTemporaryFolder,
  type Lake,
  type LakeRequest,
  type ObjectStore,
  PREPERIOD_DAYS,
  readHistory,
  readOutcomes,
  TRIAL_KINDS,
  type TrialScope,
  withLake,
} from '../../lib/stores/index.ts';

/** Where outcomes are read. */
export type TrialPlace = Omit<Pick<LakeRequest, 'objects' | 'catalog' | 'temporaryDirectory'>, 'objects'> & {
  objects: Pick<ObjectStore, 'download'>;
};

/** An experiment, and the last day that counts. */
export type Due = { experiment: Experiment; asOf: string };

/** What is read of a market. */
export type TrialRequest = {
  merchant: string;
  market: Market;
  /** Markets homed here. */
  markets: readonly Market[];
  /** Last day that is known. */
  asOf: string;
  /** Day of the assignment that says who is in which arm. */
  assignedOn: string;
  due: readonly Due[];
  /** Whether the units' past is measured too. */
  history: boolean;
};

/** What a market's units did: of each experiment by metric, and before any. */
export type MeasuredMarket = {
  outcomes: Map<string, Map<ExperimentMetric, ClusterOutcome[]>>;
  histories: UnitHistories['histories'];
};

/** Read from a market's lake what the units of experiments did, and what all units did in the last half-year. */
export async function measureMarket(place: TrialPlace, request: TrialRequest): Promise<MeasuredMarket> {
  const { merchant, market, markets, asOf, due, history } = request;
  const served = marketsAt(market.location, markets);
  const from = firstDay(request);
  const found: MeasuredMarket = { outcomes: new Map(), histories: [] };
  return inTemporaryFolder(place.temporaryDirectory, 'trials', async (directory) => {
    const file = join(directory, 'assignments.parquet');
    if (due.length > 0)
      await place.objects.download(lakeKeys.assignments(merchant, market.market, request.assignedOn), file);
    const lakeRequest: LakeRequest = {
      ...{ ...place, merchant, market: market.market, kinds: TRIAL_KINDS, window: { orders: from } },
      neighbours: served.filter((name) => name !== market.market),
    };
    await withLake(lakeRequest, async (lake) => {
      for (const whose of ['sku', 'customer'] as const) {
        const own = due.filter(({ experiment }) => (experiment.unit === 'buyer') === (whose === 'customer'));
        if (own.length === 0 && !history) continue;
        const scope: TrialScope = { of: whose, market, locationMarkets: served, from, asOf };
        await createTrialDays(lake, scope);
        if (history) found.histories.push(...(await historiesOf(lake, scope)));
        for (const one of own) found.outcomes.set(one.experiment.id, await outcomesOf(lake, file, one));
      }
    });
    return found;
  });
}

function firstDay({ asOf, due }: TrialRequest): string {
  const history = addDays(asOf, 1 - 7 * HISTORY_WEEKS);
  const starts = due.map(({ experiment }) => addDays(experiment.start, -PREPERIOD_DAYS));
  return starts.reduce((first, day) => (day < first ? day : first), history);
}

async function historiesOf(lake: Lake, scope: TrialScope): Promise<UnitHistories['histories']> {
  const columns = await readHistory(lake, scope);
  return columns.flatMap(({ metric, ...weeks }) => {
    const cut = metric === 'revenue' || metric === 'margin';
    const history = unitHistory(weeks, { cut, span: HISTORY_WEEKS });
    return history === null ? [] : [{ of: scope.of, metric, ...history }];
  });
}

const KINDS = { buyer: 'customer', skuMarket: 'sku', skuLocation: 'skuLocation' } as const;

async function outcomesOf(
  lake: Lake,
  file: string,
  { experiment: { id, unit, start, metric, guards }, asOf }: Due,
): Promise<Map<ExperimentMetric, ClusterOutcome[]>> {
  const outcomes = new Map<ExperimentMetric, ClusterOutcome[]>();
  const scope = { experiment: id, kind: KINDS[unit], start, asOf };
  for (const one of new Set([metric, ...guards.map((guard) => guard.metric)]))
    outcomes.set(one, await readOutcomes(lake, file, scope, one));
  return outcomes;
}
