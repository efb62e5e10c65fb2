import type { Run, RunStarted, RunView, Upload } from '../../../lib/domain/index.ts';
import { type ApiClient, ApiProblem } from './api-client.ts';
import type { Narrator } from './narrator.ts';
import { pollUntil } from './poll.ts';

/** What the runs need to know of a market. */
export type MarketToRun = { market: string; region: string; location: string };

/**
 * Bring every market with accepted orders up to date, and wait for it: a run that is newer than all its uploads is kept,
 * one that is under way is waited for, else one is started as of the newest date in the market's data.
 */
export async function awaitRuns(
  apis: ReadonlyMap<string, ApiClient>,
  markets: readonly MarketToRun[],
  uploads: readonly { region: string; upload: Upload }[],
  narrator: Narrator,
): Promise<Run[]> {
  const withOrders = markets.filter((one) =>
    uploads.some(
      ({ upload }) => upload.market === one.market && upload.kind === 'orders' && upload.rows.accepted > 0,
    ),
  );
  return Promise.all(
    withOrders.map(async (one) => {
      const api = apis.get(one.region);
      if (api === undefined) throw new Error(`no API for ${one.region}`);
      const newest = newestUpload(one, markets, uploads);
      const kept = (await api.all<Run>('/v1/runs'))
        .filter((run) => run.market === one.market)
        .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
      const current = kept !== undefined && kept.startedAt > newest;
      const runId =
        current && (kept.state === 'running' || kept.finishedAt !== undefined) && kept.state !== 'failed'
          ? kept.runId
          : await startRun(api, one.market);
      return awaitRun(api, runId, narrator);
    }),
  );
}

/** The moment of the newest upload that the market's run depends on, its location's other markets included. */
function newestUpload(
  one: MarketToRun,
  markets: readonly MarketToRun[],
  uploads: readonly { region: string; upload: Upload }[],
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

async function startRun(api: ApiClient, market: string): Promise<string> {
  try {
    const { runId } = await api.post<RunStarted>(`/v1/markets/${market}/runs`, {});
    return runId;
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 409)) throw error;
    const running = (await api.all<Run>('/v1/runs')).find(
      (run) => run.market === market && run.state === 'running',
    );
    if (running === undefined) throw error;
    return running.runId;
  }
}

async function awaitRun(api: ApiClient, runId: string, narrator: Narrator): Promise<Run> {
  let told = '';
  return pollUntil(async () => {
    const run = await api.get<RunView>(`/v1/runs/${runId}`).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return undefined;
      throw error;
    });
    const state = run === undefined ? 'planning' : describe(run);
    if (state !== told) narrator.say(`${runId}: ${state}`);
    told = state;
    return run === undefined || run.state === 'running' ? { waiting: `${runId}, ${state}` } : { done: run };
  });
}

function describe(run: RunView): string {
  if (run.state !== 'running') return run.reason === undefined ? run.state : `${run.state}: ${run.reason}`;
  const steps = Object.entries(run.progress).map(([step, { done, of }]) => `${step} ${done.length}/${of}`);
  return `${run.series} series; ${steps.join(', ')}`;
}
