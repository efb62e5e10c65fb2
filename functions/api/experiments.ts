import {
  addDays,
  controlKeys,
  type Experiment,
  type ExperimentSummary,
  type ExperimentView,
  InputError,
} from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { requireScope } from '../../lib/runtime/http-event.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import {
  type ControlTable,
  type ExperimentTable,
  experimentsInForce,
  type RunTable,
  type UnitHistoryTable,
} from '../../lib/stores/index.ts';
import { entityTag } from './entity-tag.ts';
import { type Design, designOf, startOf } from './experiment-design.ts';
import { firstBusinessDay, holidaysIn, warnOf } from './experiment-holidays.ts';
import { planTest } from './experiment-plan.ts';
import { newestRun } from './newest-run.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';
import { type Drafted, startExperiment } from './start-experiment.ts';
import { experimentOf, stopExperiment } from './stop-experiment.ts';
import type { ActParts } from './write-and-tell.ts';

type Dependencies = ActParts & {
  tenants: Tenants;
  controls: ControlTable;
  experiments: ExperimentTable;
  histories: Pick<UnitHistoryTable, 'get'>;
  runs: RunTable;
  cursors: Cursors;
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
  const { tenants, experiments, cursors, audit, now } = dependencies;
  const prefix = controlKeys.experiment('', '').sk;
  return {
    'POST /v1/experiments/plan': async ({ caller, body }) => {
      const design = designOf(tenants, caller.merchant, body);
      const start = await nextStart(dependencies, caller.merchant, design.markets);
      return {
        body: await planTest(dependencies.histories, caller.merchant, { design, asked: body, start }),
      };
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
      const { merchant, client, person } = caller;
      const design = designOf(tenants, merchant, body);
      for (const { market } of design.markets) requireScope(caller, 'decide', market);
      const start = await nextStart(dependencies, merchant, design.markets);
      const weeks = body.weeks ?? (await plannedWeeks(dependencies, merchant, { design, body, start }));
      const holidays = await holidaysIn(design.markets, start, addDays(start, 7 * weeks - 1));
      const drafted: Drafted = { design, asked: body, weeks, start, holidays, author: person, at: now() };
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
      const wish = { id: path.experiment, reason: body.reason, at: now() };
      const stopped = await stopExperiment(dependencies, caller, wish);
      audit.info('experiment stopped', { merchant, client, requestId, experiment: wish.id });
      return { body: viewOf(stopped.value, new Set()), headers: { etag: entityTag(stopped.version) } };
    },
  };
}

async function nextStart(
  { runs, now }: Pick<Dependencies, 'runs' | 'now'>,
  merchant: string,
  markets: ReturnType<typeof designOf>['markets'],
): Promise<string> {
  const newest = await Promise.all(markets.map(({ market }) => newestRun(runs, merchant, market)));
  const first = startOf(
    markets,
    newest.map((run) => run?.asOf),
    now(),
  );
  return firstBusinessDay(markets, first);
}

/** @throws InputError where the plan reaches no power within half a year, or nothing is known to plan by */
async function plannedWeeks(
  { histories }: Pick<Dependencies, 'histories'>,
  merchant: string,
  { design, body, start }: { design: Design; body: Drafted['asked']; start: string },
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

const waiting = ({ state, start, holidays = [] }: Pick<Experiment, 'state' | 'start' | 'holidays'>) =>
  state === 'running'
    ? `It starts on ${start}: the night before draws the arms, and the first verdict comes after two whole weeks.${warnOf(holidays)}`
    : 'It ended before a night had looked at it.';
