import type { LimitsDecision, Run, Upload } from '../../../../lib/domain/index.ts';
import { askRegions, type HomedMarket, type Region, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, useLoaded } from '../load.tsx';
import { ALL, addressOf } from '../place.ts';
import { LimitsWaiting } from './limits-waiting.tsx';

type Waiting = {
  uploads: { region: Region; upload: Upload }[];
  runs: { region: Region; run: Run }[];
  limits: { region: Region; decision: LimitsDecision }[];
  /** Regions that did not say what waits there. */
  silent: string[];
};

/** Uploads that wait for a person, newest runs that failed, and changes of limits that wait for another person. */
export function Blocked({ markets }: { markets: readonly HomedMarket[] }) {
  const { words, say, format } = useLanguage();
  const waiting = useLoaded(`blocked ${markets.map(({ market }) => market).join()}`, () =>
    readWaiting(markets),
  );
  if (waiting.kind === 'loading') return null;
  if (waiting.kind === 'failed')
    return <Failure error={waiting.error} what={words.today.blocked} again={waiting.again} />;
  const { uploads, runs, limits, silent } = waiting.value;
  if (uploads.length + runs.length + limits.length + silent.length === 0) return null;
  return (
    <section class="panel urgent" aria-labelledby="blocked">
      <h2 id="blocked">{words.today.blocked}</h2>
      {silent.length > 0 && (
        <p class="alert" role="status">
          {say(words.today.silent, { regions: format.list(silent) })}
        </p>
      )}
      <ul class="waiting">
        {uploads.map(({ upload }) => (
          <li key={upload.upload}>
            <UploadLine upload={upload} />
          </li>
        ))}
        {runs.map(({ run }) => (
          <li key={run.runId}>
            <RunLine run={run} markets={markets} />
          </li>
        ))}
        {limits.map(({ region, decision }) => (
          <li key={decision.decision}>
            <LimitsWaiting
              client={region.client}
              decision={decision}
              markets={markets}
              onDone={waiting.again}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function UploadLine({ upload }: { upload: Upload }) {
  const { words, say, count } = useLanguage();
  const { state, fileName, questions, market, reason, rows } = upload;
  const told =
    state === 'needsAnswer'
      ? count(words.today.uploadAsks, questions.length, { file: fileName })
      : state === 'partlyAccepted'
        ? count(words.today.uploadPartly, rows.quarantined, { file: fileName })
        : say(words.today.uploadHeld, { file: fileName, reason: reason ?? '' });
  return <a href={addressOf(market === '_all' ? ALL : market, 'data', upload.upload)}>{told}</a>;
}

function RunLine({ run, markets }: { run: Run; markets: readonly HomedMarket[] }) {
  const { words, say, count, format } = useLanguage();
  const name = markets.find(({ market }) => market === run.market)?.name ?? run.market;
  const values = { market: name, day: format.day(run.asOf), reason: run.reason ?? '' };
  const failures = run.summary?.failures ?? run.summary?.failedShards.length ?? 0;
  const told =
    run.state === 'finishedWithFailures'
      ? count(words.today.runPartly, failures, values)
      : say(words.today.runFailed, values);
  return <a href={addressOf(run.market, 'data')}>{told}</a>;
}

const ASKING: ReadonlySet<Upload['state']> = new Set(['needsAnswer', 'held', 'partlyAccepted', 'rejected']);
const FAILED: ReadonlySet<Run['state']> = new Set(['failed', 'finishedWithFailures']);

async function readWaiting(markets: readonly HomedMarket[]): Promise<Waiting> {
  const shown = new Set([...markets.map(({ market }) => market), '_all']);
  const { came, silent } = await askRegions(
    regionsOf(markets),
    async (region): Promise<Omit<Waiting, 'silent'>> => {
      const { client } = region;
      const here = markets.filter((one) => one.region === region);
      const [uploads, runs, ...automations] = await Promise.all([
        client.call('GET /v1/uploads', { query: { limit: 100 } }),
        readFailedRuns(region, here),
        client.call('GET /v1/automation'),
        ...here.map(({ market }) => client.call('GET /v1/markets/{market}/automation', { path: { market } })),
      ]);
      return {
        uploads: uploads.body.items
          .filter(({ state, market }) => ASKING.has(state) && shown.has(market))
          .map((upload) => ({ region, upload })),
        runs: runs.map((run) => ({ region, run })),
        limits: automations.flatMap(({ body: { pending } }) =>
          pending === null ? [] : [{ region, decision: pending }],
        ),
      };
    },
  );
  return {
    silent,
    uploads: came.flatMap(({ uploads }) => uploads),
    runs: came.flatMap(({ runs }) => runs),
    limits: came.flatMap(({ limits }) => limits),
  };
}

/** The newest runs of a region's markets where they failed; a market tells how its last run went, so that mostly nothing has to be asked. */
async function readFailedRuns({ client }: Region, here: readonly HomedMarket[]): Promise<Run[]> {
  const failed = new Set(
    here.flatMap(({ market, lastRun }) => (lastRun !== null && FAILED.has(lastRun.state) ? [market] : [])),
  );
  if (failed.size === 0) return [];
  const { body } = await client.call('GET /v1/runs', { query: { limit: 100 } });
  return newestOfEach(body.items).filter(({ state, market }) => FAILED.has(state) && failed.has(market));
}

/** A market's newest run: what failed before it is over. */
function newestOfEach(runs: readonly Run[]): Run[] {
  const newest = new Map<string, Run>();
  for (const run of runs) {
    const known = newest.get(run.market);
    if (known === undefined || known.startedAt < run.startedAt) newest.set(run.market, run);
  }
  return [...newest.values()];
}
