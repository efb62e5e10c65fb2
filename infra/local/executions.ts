import type { Journal } from './journal.ts';
import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';

/** One execution of a state machine, as the journal keeps it. Times are epoch milliseconds; input and output JSON text. */
export type Execution = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  input: string;
  startedMs: number;
  stoppedMs?: number;
  output?: string;
  error?: string;
  cause?: string;
};

/** All executions, in memory and in the journal: what a restart reads. */
export type ExecutionStore = {
  find(executionArn: string): Execution | undefined;
  all(): Execution[];
  keep(execution: Execution): Promise<void>;
};

/** Open the journal of executions. */
export async function openExecutions(journal: Journal): Promise<ExecutionStore> {
  const executions = new Map<string, Execution>();
  for (const [name, entry] of await journal.all()) {
    if (!isObject(entry)) continue;
    // the journal holds what `keep` wrote
    const execution = entry as unknown as Execution;
    executions.set(execution.executionArn, { ...execution, name: execution.name ?? name });
  }
  return {
    find: (executionArn) => executions.get(executionArn),
    all: () => [...executions.values()].sort((left, right) => left.startedMs - right.startedMs),
    keep: async (execution) => {
      executions.set(execution.executionArn, execution);
      await journal.write(execution.executionArn, execution);
    },
  };
}

/** What `DescribeExecution` answers. */
export function describe(execution: Execution): JsonObject {
  const { startedMs, stoppedMs, ...rest } = execution;
  const dates: JsonObject = { startDate: startedMs / 1000 };
  if (stoppedMs !== undefined) dates.stopDate = stoppedMs / 1000;
  return { ...rest, ...dates };
}

/** Read the request of `StartExecution`; an execution without a name is given one. */
export function startRequest(
  input: JsonObject,
  newName: () => string,
): { stateMachineArn: string; executionArn: string; name: string; input: string } {
  const stateMachineArn = textAt(input.stateMachineArn, 'stateMachineArn');
  const name = input.name === undefined ? newName() : textAt(input.name, 'name');
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return { stateMachineArn, executionArn, name, input: textAt(input.input ?? '{}', 'input') };
}

/** Tell whether two JSON texts mean the same. */
export function isSameJson(left: string, right: string): boolean {
  return canonical(JSON.parse(left)) === canonical(JSON.parse(right));
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${canonical(objectAt(value, key)[key] ?? null)}`).join(',')}}`;
}
