import {
  type DueRun,
  isUnderWay,
  type Run,
  type RunName,
  runKey,
  standsFor,
} from '../../lib/domain/index.ts';
import type { RunTable } from '../../lib/stores/index.ts';

/** Who wants to make a run, and for which moment where a clock asked for it. */
export type RunClaimant = { execution: string; due: DueRun | undefined };

/** `claimed`: the run is this execution's, and stored as running; `taken`: it is or was another's. */
export type RunClaim = { kind: 'claimed'; row: Run } | { kind: 'taken'; by: string };

/**
 * Claim a run by a conditional write, so that of all that start it (a schedule, twice when its message comes twice; the
 * sweep; a person) one makes it. A retry of the same execution goes on with its own run.
 *
 * @param now - RFC 3339
 */
export async function claimRun(
  { runs, now }: { runs: Pick<RunTable, 'get' | 'putNew' | 'replace'>; now: string },
  run: RunName,
  { execution, due }: RunClaimant,
): Promise<RunClaim> {
  const key = runKey(run.merchant, run.runId);
  const row: Run = { ...run, state: 'running', startedAt: now, execution, series: 0, shards: 0 };
  for (;;) {
    const stored = await runs.get(key, { consistent: true });
    if (stored === undefined) {
      if (await runs.putNew(key, row)) return { kind: 'claimed', row };
      continue;
    }
    const { state, startedAt } = stored.value;
    const isOwn = stored.value.execution === execution;
    if (isOwn && state === 'running') return { kind: 'claimed', row: { ...row, startedAt } };
    if (isOwn || isTaken(stored.value, due, now))
      return { kind: 'taken', by: stored.value.execution ?? 'another' };
    if (await runs.replace(key, row, stored.version)) return { kind: 'claimed', row };
    // somebody else wrote in between: look again
  }
}

/** A run that ended is made again when a person asks, and by a clock only when it began before it was due. */
function isTaken(run: Run, due: DueRun | undefined, now: string): boolean {
  if (run.state === 'running') return isUnderWay(run, now);
  return due !== undefined && standsFor(run, due);
}
