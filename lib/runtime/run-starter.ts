import { randomBytes } from 'node:crypto';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RunRequest } from '../domain/index.ts';

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
