import { useState } from 'preact/hooks';
import type { Run, RunView } from '../../../../lib/domain/index.ts';
import { askRegions, type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, useLoaded } from '../load.tsx';
import { useAct } from '../use-act.ts';
import { useRefresh } from '../use-refresh.ts';

type Shown = { run: Run | RunView; market: HomedMarket };

const EVERY_MS = 2000;
/** Nights of a market that are shown. */
const NIGHTS = 5;

/** The newest nights of each market, with live progress; a night can be started, stopped, and worked on once more where parts failed. */
export function RunList({ markets }: { markets: readonly HomedMarket[] }) {
  const { words } = useLanguage();
  const told = words.data.runs;
  const runs = useLoaded(`runs ${markets.map(({ market }) => market).join()}`, () => readRuns(markets));
  // a night that was asked for is in no list until its turn comes
  const [awaited, setAwaited] = useState<ReadonlyMap<string, string>>(new Map());
  const shown = runs.kind === 'loaded' ? runs.value : [];
  const isUnderWay = shown.some(({ run }) => run.state === 'running');
  const isAwaited = [...awaited].some(([market, before]) => newestStart(shown, market) === before);
  const again = runs.kind === 'loaded' ? runs.again : undefined;
  useRefresh(isUnderWay || isAwaited, EVERY_MS, again);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <Loaded state={runs} what={told.title}>
        {(value) => (
          <ul class="runs">
            {value.map(({ run, market }) => (
              <li key={run.runId}>
                <RunLine run={run} market={market} again={again ?? (() => undefined)} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {markets.map((market) => (
        <StartRun
          key={market.market}
          market={market}
          onStarted={() => {
            setAwaited(new Map(awaited).set(market.market, newestStart(shown, market.market)));
            again?.();
          }}
        />
      ))}
    </section>
  );
}

/** When a market's newest night began; empty where it had none. */
const newestStart = (shown: readonly Shown[], market: string): string =>
  shown.find(({ run }) => run.market === market)?.run.startedAt ?? '';

/** Read the newest nights; of those under way how far each step is. */
async function readRuns(markets: readonly HomedMarket[]): Promise<Shown[]> {
  // a region that does not answer is told of above the room
  const { came: lists } = await askRegions(regionsOf(markets), async ({ client }) => {
    const { body } = await client.call('GET /v1/runs', { query: { limit: 100 } });
    return body.items;
  });
  const byMarket = Map.groupBy(lists.flat(), ({ market }) => market);
  const shown = markets.flatMap((market) =>
    (byMarket.get(market.market) ?? [])
      .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
      .slice(0, NIGHTS)
      .map((run) => ({ run, market })),
  );
  return Promise.all(
    shown.map(async ({ run, market }): Promise<Shown> => {
      if (run.state !== 'running') return { run, market };
      const { body } = await market.region.client.call('GET /v1/runs/{run}', { path: { run: run.runId } });
      return { run: body, market };
    }),
  );
}

function RunLine({ run, market, again }: Shown & { again: () => void }) {
  const { words, say, format } = useLanguage();
  const told = words.data.runs;
  const { busy, failure, act } = useAct();
  const { client } = market.region;
  const attempt = async (work: (idempotencyKey: string) => Promise<unknown>) => {
    if (await act(work)) again();
  };
  const cancel = () =>
    attempt((idempotencyKey) =>
      client.call('POST /v1/runs/{run}/cancel', { path: { run: run.runId }, body: {}, idempotencyKey }),
    );
  const retry = () =>
    attempt((idempotencyKey) =>
      client.call('POST /v1/markets/{market}/runs', {
        path: { market: market.market },
        body: { asOf: run.asOf, retry: true },
        idempotencyKey,
      }),
    );
  return (
    <>
      <strong>{say(told.night, { market: market.name, day: format.day(run.asOf) })}</strong>
      {` ${words.runStates[run.state]}`}
      {run.reason !== undefined && `: ${run.reason}`}
      {run.state === 'running' && 'progress' in run && <Progress progress={run.progress} />}
      {run.state === 'running' && (
        <button type="button" disabled={busy} onClick={cancel}>
          {told.cancel}
        </button>
      )}
      {run.state === 'finishedWithFailures' && (
        <button type="button" disabled={busy} onClick={retry}>
          {told.retry}
        </button>
      )}
      {run.summary !== undefined && (
        <span class="quiet evidence">
          {say(told.summary, {
            forecasts: format.units(run.summary.forecasts),
            policies: format.units(run.summary.policies),
            buyers: format.units(run.summary.buyers),
          })}
        </span>
      )}
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}

/** How many shards each step has done, as bars that say so in words too. */
function Progress({ progress }: Pick<RunView, 'progress'>) {
  const { words, say } = useLanguage();
  const steps = ['forecast', 'segment', 'learn'] as const;
  return (
    <span class="progress">
      {steps.map((step) => {
        const { of, done } = progress[step];
        const told = say(words.data.runs.step, {
          step: words.data.runs.steps[step],
          done: done.length,
          of,
        });
        return (
          <label key={step}>
            {told}
            <progress max={Math.max(1, of)} value={done.length} />
          </label>
        );
      })}
    </span>
  );
}

function StartRun({ market, onStarted }: { market: HomedMarket; onStarted: () => void }) {
  const { words, say } = useLanguage();
  const told = words.data.runs;
  const { busy, failure, act } = useAct();
  const [started, setStarted] = useState(false);
  const start = async () => {
    const path = { market: market.market };
    const isTaken = await act((idempotencyKey) =>
      market.region.client.call('POST /v1/markets/{market}/runs', { path, body: {}, idempotencyKey }),
    );
    if (!isTaken) return;
    setStarted(true);
    onStarted();
  };
  return (
    <>
      <button type="button" onClick={start} disabled={busy || started}>
        {say(told.start, { market: market.name })}
      </button>
      {started && <span role="status">{` ${told.started}`}</span>}
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}
