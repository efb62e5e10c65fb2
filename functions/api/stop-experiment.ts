import {
  ConflictError,
  controlKeys,
  type Experiment,
  experimentEvent,
  NotFoundError,
} from '../../lib/domain/index.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import { type ExperimentTable, forceWriting, takeForce } from '../../lib/stores/index.ts';
import { experimentLines } from './log-experiment.ts';
import type { ExperimentTables } from './start-experiment.ts';
import { writeAndTell } from './write-and-tell.ts';

const TRIES = 8;

/** An experiment as it is stored. */
export type StoredExperiment = { value: Experiment; version: number };

/** Read an experiment strongly. @throws NotFoundError */
export async function experimentOf(
  experiments: Pick<ExperimentTable, 'get'>,
  merchant: string,
  id: string,
): Promise<StoredExperiment> {
  const stored = await experiments.get(controlKeys.experiment(merchant, id), { consistent: true });
  if (stored === undefined) throw new NotFoundError(`there is no experiment ${id}`);
  return stored;
}

/**
 * Stop an experiment: its end, the control rows of its markets, which take its force, its lines in the decision log and the event are
 * one transaction. Stopped a second time it stays as it is.
 *
 * @throws NotFoundError, ForbiddenError without `decide` in all of its markets, ConflictError where it had ended by itself
 */
export async function stopExperiment(
  tables: ExperimentTables,
  caller: Caller,
  { id, reason, at }: { id: string; reason: string; at: string },
): Promise<StoredExperiment> {
  const { merchant, person } = caller;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { value, version } = await experimentOf(tables.experiments, merchant, id);
    for (const market of value.markets) requireScope(caller, 'decide', market);
    if (value.state !== 'running') return await endedBefore(tables, merchant, { value, version });
    const ended = { at, by: person, cause: 'person' as const, reason };
    const next: Experiment = { ...value, state: 'stopped', ended };
    const rows = await Promise.all(
      value.markets.map((market) =>
        forceWriting(tables.controls, { merchant, market, experiment: id }, false),
      ),
    );
    const document = tables.experiments.writing(controlKeys.experiment(merchant, id), next, version);
    if (
      await writeAndTell(tables, toldOf(merchant, next), [
        document,
        ...rows.flatMap(({ write }) => write ?? []),
      ])
    )
      return { value: next, version: version + 1 };
  }
  throw new ConflictError('the experiment is being written to: stop it again');
}

function toldOf(merchant: string, stopped: Experiment) {
  const { id, markets, state: to, ended, looks } = stopped;
  const { at = stopped.createdAt, by: person = '' } = ended ?? {};
  const lines = experimentLines(
    { merchant, person, at, event: 'stopExperiment' },
    { id, markets, from: 'running', to },
    { verdict: looks.at(-1)?.verdict ?? null, asOf: looks.at(-1)?.asOf ?? null },
  );
  const [market = ''] = markets;
  const sentence = looks.at(-1)?.sentence ?? 'It ended before a night had looked at it.';
  return { lines, event: experimentEvent({ merchant, market }, stopped, sentence) };
}

/** Force that a night left behind when it was cut off is taken all the same. */
async function endedBefore(
  { controls }: Pick<ExperimentTables, 'controls'>,
  merchant: string,
  stored: StoredExperiment,
): Promise<StoredExperiment> {
  const { id, markets, state, ended } = stored.value;
  for (const market of markets) await takeForce(controls, { merchant, market, experiment: id });
  if (state === 'stopped' && ended?.cause === 'person') return stored;
  throw new ConflictError(`the experiment is ${state} already`);
}
