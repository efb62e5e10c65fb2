import {
  addDays,
  ConflictError,
  controlKeys,
  type Experiment,
  type ExperimentHoliday,
  type ExperimentRequest,
  UpstreamError,
} from '../../lib/domain/index.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import { type ControlTable, type ExperimentTable, forceWriting } from '../../lib/stores/index.ts';
import type { Design } from './experiment-design.ts';
import { experimentLines, settledOf } from './log-experiment.ts';
import { type ActParts, writeAndTell } from './write-and-tell.ts';

/** A test as it is to run. */
export type Drafted = {
  design: Design;
  asked: ExperimentRequest;
  weeks: number;
  start: string;
  holidays: ExperimentHoliday[];
  author: string;
  /** RFC 3339 */
  at: string;
};

/** What starting and stopping write to. */
export type ExperimentTables = ActParts & {
  experiments: Pick<ExperimentTable, 'get' | 'getAll' | 'writing'>;
  controls: Pick<ControlTable, 'get' | 'putNew' | 'replace' | 'writing'>;
};

const EVEN = 0.5;
const TRIES = 8;

/**
 * Start an experiment: its document, the control rows of its markets, which give it force, and its lines in the decision log are one
 * transaction.
 *
 * @throws ConflictError that names another one on the same units of a market, UpstreamError when other writers were faster eight times
 */
export async function startExperiment(
  tables: ExperimentTables,
  merchant: string,
  drafted: Drafted,
): Promise<Experiment> {
  const { experiments, controls } = tables;
  const made = experimentOf(drafted);
  const { id, markets, author: person, createdAt: at, state: to } = made;
  const lines = experimentLines(
    { merchant, person, at, event: 'startExperiment' },
    { id, markets, from: null, to },
    settledOf(made),
  );
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const rows = await Promise.all(
      markets.map((market) => forceWriting(controls, { merchant, market, experiment: id }, true)),
    );
    const others = rows.flatMap(({ held }) => held);
    await refuseOverlap(experiments, merchant, made, others);
    const document = experiments.writing(controlKeys.experiment(merchant, id), made, null);
    const writes = [document, ...rows.flatMap(({ write }) => write ?? [])];
    if (await writeAndTell(tables, { lines, event: undefined }, writes)) return made;
  }
  throw new UpstreamError('the control rows of its markets are too busy: try again');
}

function experimentOf({ design, asked, weeks, start, holidays, author, at }: Drafted): Experiment {
  const { kind, markets, metric, minimalEffect, guards = [], aiShare = EVEN } = asked;
  const { unit, cluster, why, currency } = design;
  return {
    id: timeSortedId(at),
    name: asked.name ?? `${kind} in ${markets.join(', ')}, from ${start}`,
    ...{ kind, markets, metric, minimalEffect, guards, aiShare, unit, cluster, why, currency, weeks, start },
    end: addDays(start, 7 * weeks - 1),
    ...{ createdAt: at, author, state: 'running', holidays, looks: [], strata: [] },
  };
}

/** Buyers are one kind of unit, SKUs the other, of a market or of a location. @throws ConflictError */
async function refuseOverlap(
  experiments: Pick<ExperimentTable, 'getAll'>,
  merchant: string,
  { unit }: Experiment,
  others: readonly string[],
): Promise<void> {
  const found = await experiments.getAll(
    merchant,
    others.map((id) => controlKeys.experiment(merchant, id).sk),
  );
  for (const other of found.values())
    if ((other.unit === 'buyer') === (unit === 'buyer'))
      throw new ConflictError(
        `the experiment ${other.id} (${other.name}) runs on the same ${unit === 'buyer' ? 'buyers' : 'SKUs'} until ${other.end}: stop it first, or wait for its end`,
      );
}
