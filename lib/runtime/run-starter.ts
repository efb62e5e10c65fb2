import { randomBytes } from 'node:crypto';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DueRun, RunRequest } from '../domain/index.ts';

/** Starts runs. */
export type RunStarter = (request: RunRequest & { asOf: string }) => Promise<void>;

/**
 * Start executions of the nightly state machine. The execution is named for its run, with a few characters of chance: a
 * run may be made again, and the name of an execution is used up for 90 days.
 */
export function createRunStarter(client: SFNClient, stateMachineArn: string): RunStarter {
  return async (request) => {
    const { merchant, market, asOf } = request;
    await client.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: `${merchant}-${market}-${asOf}-${randomBytes(4).toString('hex')}`,
        input: JSON.stringify(request),
      }),
    );
  };
}

/** A market's run that its clock asked for. */
export type MarketRun = DueRun & { merchant: string; market: string };

/** Starts such a run, once. @returns `known` where that was tried before */
export type DueRunStarter = (run: MarketRun) => Promise<'started' | 'known'>;

/**
 * Start executions that are named for their run alone: Step Functions answers a second start as the first while that one
 * runs, and refuses it for 90 days after (API reference, StartExecution).
 */
export function createDueRunStarter(client: SFNClient, stateMachineArn: string): DueRunStarter {
  return async (run) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, ...dueExecution(run) }));
      return 'started';
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return 'known';
      throw error;
    }
  };
}

/**
 * Name an execution for its run and give it what a schedule would give. The parts of the name are joined by `_`, which no
 * merchant and no market has: `acme-de` in `at` is not `acme` in `de-at`.
 */
export function dueExecution({ merchant, market, asOf, dueAt }: MarketRun): { name: string; input: string } {
  return {
    name: `${merchant}_${market}_${asOf}`,
    input: JSON.stringify({ merchant, market, scheduledAt: dueAt }),
  };
}
