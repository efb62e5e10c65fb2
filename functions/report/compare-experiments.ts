import {
  controlKeys,
  type Experiment,
  type ExperimentLook,
  insightKeys,
  lakeKeys,
  type Market,
  type ReportRequest,
  UpstreamError,
} from '../../lib/domain/index.ts';
import {
  type ControlTable,
  type ExperimentTable,
  experimentsInForce,
  type ObjectStore,
  takeForce,
  type UnitHistoryTable,
} from '../../lib/stores/index.ts';
import { lookAt, strataOf } from './experiment-look.ts';
import type { Due, MeasuredMarket, TrialRequest } from './measure-trials.ts';

/** What comparing reads and writes. */
export type CompareDependencies = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'list'>;
  measure: (request: TrialRequest) => Promise<MeasuredMarket>;
  controls: Pick<ControlTable, 'get' | 'putNew' | 'replace'>;
  experiments: Pick<ExperimentTable, 'get' | 'getAll' | 'queryAll' | 'replace'>;
  histories: Pick<UnitHistoryTable, 'put'>;
  /** The present moment, RFC 3339. */
  now: () => string;
};

/** An experiment that ended this night. */
export type EndedExperiment = { experiment: Experiment; sentence: string };

/**
 * Look at every experiment of the market, over the days that all its markets know, and measure what its units did, for plans of others. One
 * whose split of units is broken or that harms what it is guarded by ends at once, by the control rows; one whose weeks
 * are over ends too. The same night gives the same look.
 *
 * @returns those that this night ended, also where it did so in a try that was cut off before it was told
 */
export async function compareExperiments(
  dependencies: CompareDependencies,
  request: ReportRequest,
  { home, markets }: { home: Market; markets: readonly Market[] },
): Promise<EndedExperiment[]> {
  const { merchant, market, asOf } = request;
  const running = await readRunning(dependencies, { merchant, market });
  const nights = createNights(dependencies.objects, merchant, asOf);
  const due = (await Promise.all(running.map((one) => dueOf(one, nights)))).flatMap((one) => one ?? []);
  const own = { merchant, market: home, markets, asOf, assignedOn: asOf, due, history: true };
  const measured = new Map([[market, await dependencies.measure(own)]]);
  const histories = measured.get(market)?.histories ?? [];
  await dependencies.histories.put(insightKeys.unitHistories(merchant, market), {
    asOf,
    weeks: WEEKS,
    histories,
  });
  for (const other of markets) {
    const there = due.filter(({ experiment }) => experiment.markets.includes(other.market));
    const assignedOn = await nights(other.market);
    if (other.market === market || there.length === 0 || assignedOn === undefined) continue;
    const asked = {
      merchant,
      market: other,
      markets,
      asOf: assignedOn,
      assignedOn,
      due: there,
      history: false,
    };
    measured.set(other.market, await dependencies.measure(asked));
  }
  for (const one of due) await lookAndKeep(dependencies, request, one, measured);
  return endedBy(dependencies, request);
}

async function endedBy(
  { experiments }: CompareDependencies,
  { merchant, market, asOf }: ReportRequest,
): Promise<EndedExperiment[]> {
  const { pk, sk: prefix } = controlKeys.experiment(merchant, '');
  const all = await experiments.queryAll(pk, { prefix, consistent: true });
  return all
    .map(({ value }) => value)
    .filter(({ ended }) => ended?.night?.market === market && ended.night.asOf === asOf)
    .map((experiment) => ({ experiment, sentence: experiment.ended?.reason ?? '' }));
}

/** Weeks of the units' past. */
const WEEKS = 26;

/** Those with force here. One that had ended before its force was taken, because a step was cut off, loses it now. */
async function readRunning(
  { controls, experiments }: CompareDependencies,
  place: { merchant: string; market: string },
): Promise<Experiment[]> {
  const ids = await experimentsInForce(controls, place);
  const keys = ids.map((id) => controlKeys.experiment(place.merchant, id).sk);
  const found = [...(await experiments.getAll(place.merchant, keys)).values()];
  const over = found.filter(({ state }) => state !== 'running');
  for (const { id } of over) await takeForce(controls, { ...place, experiment: id });
  return found.filter(({ state }) => state === 'running');
}

/** Finds the newest night of a market up to a date that drew arms. */
type Nights = (market: string) => Promise<string | undefined>;

function createNights(objects: CompareDependencies['objects'], merchant: string, asOf: string): Nights {
  return async (market) => {
    const newest = lakeKeys.assignments(merchant, market, asOf);
    const folder = newest.slice(0, newest.lastIndexOf('/') + 1);
    const keys = await objects.list(folder);
    return keys
      .filter((key) => key <= newest)
      .at(-1)
      ?.slice(folder.length, -'.parquet'.length);
  };
}

/** The last day that every market of it knows, and that still counts; nothing before its first day is over. */
async function dueOf(experiment: Experiment, nights: Nights): Promise<Due | null> {
  const { markets, start, end } = experiment;
  const known = await Promise.all(markets.map(nights));
  const asOf = known.reduce<string>(
    (least, night) => (night === undefined || night < least ? (night ?? '') : least),
    end,
  );
  return asOf < start ? null : { experiment, asOf };
}

async function lookAndKeep(
  dependencies: CompareDependencies,
  night: ReportRequest,
  { experiment, asOf }: Due,
  measured: ReadonlyMap<string, MeasuredMarket>,
): Promise<void> {
  const { merchant } = night;
  const outcomesOf = (metric: Experiment['metric']) =>
    experiment.markets.flatMap(
      (market) => measured.get(market)?.outcomes.get(experiment.id)?.get(metric) ?? [],
    );
  const look = lookAt(experiment, outcomesOf, asOf);
  const end = endOf(experiment, look, { at: dependencies.now(), market: night.market, asOf: night.asOf });
  const strata = strataOf(outcomesOf(experiment.metric));
  await keepLook(dependencies, merchant, experiment.id, { look, strata, end });
  // after its end is noted: should this fail, the step's next try finds it, and takes its force
  if (end !== undefined)
    for (const market of experiment.markets)
      await takeForce(dependencies.controls, { merchant, market, experiment: experiment.id });
}

/** Tell whether a look ends an experiment, and why: a broken split, a breached guard, or that its weeks are over. */
export function endOf(
  { end }: Experiment,
  look: ExperimentLook,
  { at, ...night }: { at: string; market: string; asOf: string },
): Experiment['ended'] {
  const by = { at, by: 'tradewind', reason: look.sentence, night };
  if (look.sampleRatio.mismatch || look.verdict === 'void') return { ...by, cause: 'sampleRatio' };
  if (look.guards.some(({ breached }) => breached)) return { ...by, cause: 'guard' };
  return look.asOf >= end ? { ...by, cause: 'end' } : undefined;
}

const TRIES = 5;

/** Keep the look in the place of one of the same day; a person who stopped the experiment meanwhile has the last word. */
async function keepLook(
  { experiments }: CompareDependencies,
  merchant: string,
  id: string,
  { look, strata, end }: { look: ExperimentLook; strata: Experiment['strata']; end: Experiment['ended'] },
): Promise<void> {
  const key = controlKeys.experiment(merchant, id);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await experiments.get(key, { consistent: true });
    if (stored === undefined || stored.value.state !== 'running') return;
    const looks = [...stored.value.looks.filter(({ asOf }) => asOf !== look.asOf), look].sort((a, b) =>
      a.asOf < b.asOf ? -1 : 1,
    );
    const ended =
      end === undefined
        ? {}
        : { state: end.cause === 'end' ? ('finished' as const) : ('stopped' as const), ended: end };
    const next: Experiment = { ...stored.value, looks, strata, ...ended };
    if (await experiments.replace(key, next, stored.version)) return;
  }
  throw new UpstreamError(`the experiment ${id} is written to by others: try again`);
}
