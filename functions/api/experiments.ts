import {
  ConflictError,
  controlKeys,
  type Experiment,
  type ExperimentSummary,
  type ExperimentView,
  InputError,
  NotFoundError,
} from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import {
  type ControlTable,
  type ExperimentTable,
  experimentsInForce,
  type RunTable,
  setForce,
  type UnitHistoryTable,
} from '../../lib/stores/index.ts';
import { entityTag } from './entity-tag.ts';
import { designOf, startOf } from './experiment-design.ts';
import { planTest } from './experiment-plan.ts';
import { newestRun } from './newest-run.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';
import { type Drafted, startExperiment } from './start-experiment.ts';

type Dependencies = {
  tenants: Tenants;
  controls: ControlTable;
  experiments: ExperimentTable;
  histories: Pick<UnitHistoryTable, 'get'>;
  runs: RunTable;
  cursors: Cursors;
  /** Told who starts and stops. */
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Plan, start, show and stop tests of AI against people. The nights draw the arms and compare them. */
export function createExperimentRoutes(
  dependencies: Dependencies,
): Pick<
  RouteHandlers,
  | 'POST /v1/experiments/plan'
  | 'GET /v1/experiments'
  | 'POST /v1/experiments'
  | 'GET /v1/experiments/{experiment}'
  | 'POST /v1/experiments/{experiment}/stop'
> {
  const { tenants, experiments, histories, cursors, audit, now } = dependencies;
  const prefix = controlKeys.experiment('', '').sk;
  return {
    'POST /v1/experiments/plan': async ({ caller: { merchant }, body }) => {
      const design = designOf(tenants, merchant, body);
      const start = await nextStart(dependencies, merchant, design.markets);
      return { body: await planTest(histories, merchant, { design, asked: body, start }) };
    },
    'GET /v1/experiments': async ({ caller: { merchant }, query }) => {
      const inForce = await allInForce(dependencies, merchant);
      return answerPage<Experiment, ExperimentSummary>(
        { cursors, of: [merchant, 'experiments'], query },
        (page) => experiments.query(merchant, { ...page, prefix, descending: true }),
        (items) => items.map(({ value }) => summaryOf(value, inForce)),
      );
    },
    'POST /v1/experiments': async ({ caller, body, requestId }) => {
      const { merchant, client } = caller;
      const design = designOf(tenants, merchant, body);
      const start = await nextStart(dependencies, merchant, design.markets);
      const weeks = body.weeks ?? (await plannedWeeks(dependencies, merchant, { design, body, start }));
      const drafted: Drafted = { design, asked: body, weeks, start, author: client, at: now() };
      const made = await startExperiment(dependencies, merchant, drafted);
      audit.info('experiment started', { merchant, client, requestId, experiment: made.id });
      return {
        body: viewOf(made, new Set([made.id])),
        headers: { location: `experiments/${made.id}`, etag: entityTag(1) },
      };
    },
    'GET /v1/experiments/{experiment}': async ({ caller: { merchant }, path }) => {
      const { value, version } = await experimentOf(experiments, merchant, path.experiment);
      return {
        body: viewOf(value, await inForceOf(dependencies, merchant, value)),
        headers: { etag: entityTag(version) },
      };
    },
    'POST /v1/experiments/{experiment}/stop': async ({ caller, path, body, requestId }) => {
      const { merchant, client } = caller;
      const found = await experimentOf(experiments, merchant, path.experiment);
      // first what acts at once: should the rest fail, a second stop finds it without force
      for (const market of found.value.markets)
        await setForce(dependencies.controls, { merchant, market, experiment: found.value.id }, false);
      const by = { at: now(), by: client, cause: 'person' as const, reason: body.reason };
      const stopped = await markStopped(experiments, merchant, found.value.id, by);
      audit.info('experiment stopped', { merchant, client, requestId, experiment: found.value.id });
      return { body: viewOf(stopped.value, new Set()), headers: { etag: entityTag(stopped.version) } };
    },
  };
}

const TRIES = 5;

/** Note the end. A night may write a look at the same time: what it wrote is read again. */
async function markStopped(
  experiments: ExperimentTable,
  merchant: string,
  id: string,
  ended: NonNullable<Experiment['ended']>,
) {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { value, version } = await experimentOf(experiments, merchant, id);
    if (value.state !== 'running') {
      if (value.state === 'stopped' && value.ended?.cause === 'person') return { value, version };
      throw new ConflictError(`the experiment is ${value.state} already`);
    }
    const next: Experiment = { ...value, state: 'stopped', ended };
    if (await experiments.replace(controlKeys.experiment(merchant, id), next, version))
      return { value: next, version: version + 1 };
  }
  throw new ConflictError(
    'the experiment is being written to: its arms have no force any more, stop it again',
  );
}

async function experimentOf(experiments: ExperimentTable, merchant: string, id: string) {
  const stored = await experiments.get(controlKeys.experiment(merchant, id), { consistent: true });
  if (stored === undefined) throw new NotFoundError(`there is no experiment ${id}`);
  return stored;
}

async function nextStart(
  { runs, now }: Pick<Dependencies, 'runs' | 'now'>,
  merchant: string,
  markets: ReturnType<typeof designOf>['markets'],
): Promise<string> {
  const newest = await Promise.all(markets.map(({ market }) => newestRun(runs, merchant, market)));
  return startOf(
    markets,
    newest.map((run) => run?.asOf),
    now(),
  );
}

/** @throws InputError where the plan reaches no power within half a year, or nothing is known to plan by */
async function plannedWeeks(
  { histories }: Pick<Dependencies, 'histories'>,
  merchant: string,
  { design, body, start }: { design: Drafted['design']; body: Drafted['asked']; start: string },
): Promise<number> {
  const { kind, markets, metric, minimalEffect, aiShare } = body;
  const asked = { kind, markets, metric, minimalEffect, ...(aiShare === undefined ? {} : { aiShare }) };
  const plan = await planTest(histories, merchant, { design, asked, start });
  if (plan.kind === 'planned') return plan.weeks;
  throw new InputError(`${plan.sentence} To start it nevertheless, give weeks.`);
}

async function allInForce({ tenants, controls }: Dependencies, merchant: string): Promise<Set<string>> {
  const lists = await Promise.all(
    tenants.markets(merchant).map(({ market }) => experimentsInForce(controls, { merchant, market })),
  );
  return new Set(lists.flat());
}

async function inForceOf({ controls }: Dependencies, merchant: string, { markets }: Experiment) {
  const lists = await Promise.all(
    markets.map((market) => experimentsInForce(controls, { merchant, market })),
  );
  return new Set(lists.flat());
}

function summaryOf(
  { looks, strata: _, ...settings }: Experiment,
  inForce: ReadonlySet<string>,
): ExperimentSummary {
  return {
    ...settings,
    sentence: looks.at(-1)?.sentence ?? waiting(settings),
    inForce: settings.state === 'running' && inForce.has(settings.id),
  };
}

function viewOf(experiment: Experiment, inForce: ReadonlySet<string>): ExperimentView {
  const { looks, strata } = experiment;
  return { ...summaryOf(experiment, inForce), looks, strata };
}

const waiting = ({ state, start }: Pick<Experiment, 'state' | 'start'>) =>
  state === 'running'
    ? `It starts on ${start}: the night before draws the arms, and the first verdict comes after two whole weeks.`
    : 'It ended before a night had looked at it.';
