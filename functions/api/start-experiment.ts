import {
  addDays,
  ConflictError,
  controlKeys,
  type Experiment,
  type ExperimentRequest,
} from '../../lib/domain/index.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import { type ControlTable, type ExperimentTable, setForce } from '../../lib/stores/index.ts';
import type { Design } from './experiment-design.ts';

/** A test as it is to run. */
export type Drafted = {
  design: Design;
  asked: ExperimentRequest;
  weeks: number;
  start: string;
  author: string;
  /** RFC 3339 */
  at: string;
};

type Tables = { experiments: ExperimentTable; controls: ControlTable };

const EVEN = 0.5;

/**
 * Start an experiment: its document first, then the control rows of its markets, which give it force. Where another one runs on the
 * same units of a market, what was given is taken back.
 *
 * @throws ConflictError that names the other one
 */
export async function startExperiment(
  { experiments, controls }: Tables,
  merchant: string,
  drafted: Drafted,
): Promise<Experiment> {
  const made = experimentOf(drafted);
  await experiments.putNew(controlKeys.experiment(merchant, made.id), made);
  const given: string[] = [];
  try {
    for (const market of made.markets) {
      const place = { merchant, market, experiment: made.id };
      await setForce(controls, place, true, (others) => refuseOverlap(experiments, merchant, made, others));
      given.push(market);
    }
  } catch (error) {
    for (const market of given) await setForce(controls, { merchant, market, experiment: made.id }, false);
    await experiments.remove(controlKeys.experiment(merchant, made.id));
    throw error;
  }
  return made;
}

function experimentOf({ design, asked, weeks, start, author, at }: Drafted): Experiment {
  const { kind, markets, metric, minimalEffect, guards = [], aiShare = EVEN } = asked;
  const { unit, cluster, why, currency } = design;
  return {
    id: timeSortedId(at),
    name: asked.name ?? `${kind} in ${markets.join(', ')}, from ${start}`,
    ...{ kind, markets, metric, minimalEffect, guards, aiShare, unit, cluster, why, currency, weeks, start },
    end: addDays(start, 7 * weeks - 1),
    ...{ createdAt: at, author, state: 'running', looks: [], strata: [] },
  };
}

/** Buyers are one kind of unit, SKUs the other, of a market or of a location. @throws ConflictError */
async function refuseOverlap(
  experiments: ExperimentTable,
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
