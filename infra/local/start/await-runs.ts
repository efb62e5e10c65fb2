import type { Run, RunStarted, RunView, Upload } from '../../../lib/domain/index.ts';
import { type ApiClient, ApiProblem } from './api-client.ts';
import type { Narrator } from './narrator.ts';
import { pollUntil } from './poll.ts';

/** What the runs need to know of a market. */
export type MarketToRun = { market: string; region: string; location: string };

/** An upload and where it lies. */
export type PlacedUpload = { region: string; upload: Upload };

/**
 * Bring every market with accepted orders up to date, and wait for it: a run that is newer than all its uploads is kept,
 * one that is under way is waited for, else one is started as of the newest date in the market's data.
 *
 * Markets that share a location run one after the other, since each plans its stock with what is known of the others'
 * demand: side by side, the numbers would depend on which was faster.
 */
export async function awaitRuns(
  apis: ReadonlyMap<string, ApiClient>,
  markets: readonly MarketToRun[],
  uploads: readonly PlacedUpload[],
  narrator: Narrator,
): Promise<Run[]> {
  const withOrders = markets.filter((one) =>
    uploads.some(
      ({ upload }) => upload.market === one.market && upload.kind === 'orders' && upload.rows.accepted > 0,
    ),
  );
  const locations = [...Map.groupBy(withOrders, ({ location }) => location).values()];
  const runs = locations.map(async (sharing) => {
    const ended: Run[] = [];
    for (const one of sharing) {
      const api = apis.get(one.region);
      if (api === undefined) throw new Error(`no API for ${one.region}`);
      ended.push(await bringUpToDate(api, one.market, newestUpload(one, markets, uploads), narrator));
    }
    return ended;
  });
  return (await Promise.all(runs)).flat();
}

/** The moment of the newest upload that the market's run depends on, its location's other markets included. */
function newestUpload(
  one: MarketToRun,
  markets: readonly MarketToRun[],
  uploads: readonly PlacedUpload[],
): string {
  const related = new Set(
    markets.filter(({ location }) => location === one.location).map(({ market }) => market),
  );
  return uploads
    .filter(
      ({ region, upload }) =>
        region === one.region && (related.has(upload.market) || upload.market === '_all'),
    )
    .map(({ upload }) => upload.at)
    .reduce((latest, at) => (at > latest ? at : latest), '');
}

/**
 * Look at the market's newest run again and again, until one that began after `newest` has ended well; start one where
 * none such is kept or under way.
 *
 * A start that is refused is one that a former process asked for, or a neighbour: its run shows up in a moment.
 */
async function bringUpToDate(
  api: ApiClient,
  market: string,
  newest: string,
  narrator: Narrator,
): Promise<Run> {
  let started: { runId: string; before: string } | undefined;
  let told = '';
  return pollUntil(async () => {
    const last = await newestRun(api, market);
    const before = last?.startedAt ?? '';
    if (started === undefined && !isCurrent(last, newest)) {
      const runId = await startRun(api, market);
      if (runId === undefined) return { waiting: `the run of ${market} that was asked for before` };
      started = { runId, before };
    }
    // the row of a run that is done again is the former one's until its first step has begun
    const run = started === undefined || before > started.before ? last : undefined;
    const state = run === undefined ? 'planning' : await describe(api, run);
    const name = run?.runId ?? started?.runId ?? market;
    if (state !== told) narrator.say(`${name}: ${state}`);
    told = state;
    return run === undefined || run.state === 'running' ? { waiting: `${name}, ${state}` } : { done: run };
  });
}

/** Tell whether a run holds all uploads and has not failed; it may still be under way. */
function isCurrent(run: Run | undefined, newest: string): run is Run {
  return run !== undefined && run.startedAt > newest && run.state !== 'failed';
}

async function newestRun(api: ApiClient, market: string): Promise<Run | undefined> {
  const runs = await api.all<Run>('/v1/runs');
  return runs.filter((run) => run.market === market).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
}

/** Ask for a run. @returns `undefined` where one is under way already */
async function startRun(api: ApiClient, market: string): Promise<string | undefined> {
  try {
    const { runId } = await api.post<RunStarted>(`/v1/markets/${market}/runs`, {});
    return runId;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 409) return undefined;
    throw error;
  }
}

async function describe(api: ApiClient, run: Run): Promise<string> {
  if (run.state !== 'running') return run.reason === undefined ? run.state : `${run.state}: ${run.reason}`;
  const { progress, series } = await api.get<RunView>(`/v1/runs/${run.runId}`);
  const steps = Object.entries(progress).map(([step, { done, of }]) => `${step} ${done.length}/${of}`);
  return `${series} series; ${steps.join(', ')}`;
}
