import { ExecutionDoesNotExist, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';

/** Stops the execution of this name. One that has ended, or is no longer known, is as good as stopped. */
export type RunStopper = (execution: string, cause: string) => Promise<void>;

/** Most characters of a cause that Step Functions takes (API reference, StopExecution). */
const LONGEST_CAUSE = 32_768;

/** Stop executions of the nightly state machine by the names that runs keep of them. */
export function createRunStopper(client: SFNClient, stateMachineArn: string): RunStopper {
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  return async (execution, cause) => {
    try {
      await client.send(
        new StopExecutionCommand({
          executionArn: `${executions}:${execution}`,
          error: 'RunCancelled',
          cause: cause.slice(0, LONGEST_CAUSE),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist)) throw error;
    }
  };
}
