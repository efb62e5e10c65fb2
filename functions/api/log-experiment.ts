import type { Experiment, LoggedEvent, NewLogEntry } from '../../lib/domain/index.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';

/** Who did what about a test, and when. */
export type ExperimentAct = {
  merchant: string;
  person: string;
  /** RFC 3339 */
  at: string;
  event: Extract<LoggedEvent, 'startExperiment' | 'stopExperiment'>;
};

/**
 * Say what a person did about a test as lines of the decision log, one for each of its markets.
 *
 * @param settings - what was settled. What a person wrote in words stays out: it may name somebody
 */
export function experimentLines(
  { merchant, person, at, event }: ExperimentAct,
  { id, markets, from, to }: { id: string; markets: readonly string[] } & Moved,
  settings: object,
): NewLogEntry[] {
  return markets.map((market) => ({
    ...{ entry: timeSortedId(at), at, merchant, market, sku: '', event, by: person },
    ...{ decision: `experiment:${id}`, version: 1, from, to },
    draft: { control: JSON.stringify(settings) },
    inputs: {},
  }));
}

type Moved = Pick<NewLogEntry, 'from' | 'to'>;

/** What is logged of a test: all that was settled before it began. */
export const settledOf = ({
  kind,
  metric,
  minimalEffect,
  guards,
  aiShare,
  weeks,
  start,
  end,
}: Experiment) => ({
  ...{ kind, metric, minimalEffect, guards, aiShare, weeks, start, end },
});
