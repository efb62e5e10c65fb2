import { randomUUID } from 'node:crypto';
import { ExecutionAbortedError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import { ConflictError, InputError, NotFoundError } from '../../lib/domain/index.ts';
import { describe, type Execution, type ExecutionStore, isSameJson, startRequest } from './executions.ts';
import { type JsonObject, objectAt, parseJson, textAt } from './json.ts';
import {
  about,
  largestStateBytes,
  type Machine,
  type MachineCalls,
  type Progress,
  runExecution,
} from './run-execution.ts';
import type { Resource } from './stacks.ts';
import { localiseDefinition } from './state-language.ts';

/** Step Functions. */
export type StateMachines = {
  /** Answer a call of the API: `StartExecution`, `DescribeExecution`, `StopExecution`, `ListExecutions`. */
  answer(operation: string, input: JsonObject): Promise<JsonObject>;
  /** Start again, with the same input, what was running when a former process died. */
  resume(): Promise<void>;
  close(): void;
};

export type StateMachinesOptions = {
  resources: readonly Resource[];
  executions: ExecutionStore;
  calls: MachineCalls;
  tell(progress: Progress): void;
};

/** Provide the state machines of the templates. @throws InputError when one holds what the interpreter cannot do */
export function provideStateMachines(options: StateMachinesOptions): StateMachines {
  const { executions } = options;
  const machines = new Map(
    options.resources
      .filter(({ type }) => type === 'AWS::StepFunctions::StateMachine')
      .map((resource) => [resource.ref, machineOf(resource)]),
  );
  const launcher = createLauncher(options);
  const find = (input: JsonObject): Execution => {
    const arn = textAt(input.executionArn, 'executionArn');
    const execution = executions.find(arn);
    if (!execution) throw missing('ExecutionDoesNotExist', arn);
    return execution;
  };
  return {
    answer: async (operation, input) => {
      switch (operation) {
        case 'StartExecution':
          return await start(input, machines, executions, launcher);
        case 'DescribeExecution':
          return describe(find(input));
        case 'StopExecution':
          launcher.stop(find(input).executionArn);
          return { stopDate: Date.now() / 1000 };
        case 'ListExecutions': {
          const arn = textAt(input.stateMachineArn, 'stateMachineArn');
          const own = executions.all().filter(({ stateMachineArn }) => stateMachineArn === arn);
          return { executions: own.reverse().map(describe) };
        }
        default:
          throw new InputError(`the local cloud does not know ${operation} of Step Functions`);
      }
    },
    resume: async () => {
      for (const execution of executions.all().filter(({ status }) => status === 'RUNNING')) {
        const machine = machines.get(execution.stateMachineArn);
        if (machine) launcher.launch(machine, execution, 'resumed');
        else await executions.keep({ ...execution, status: 'ABORTED', stoppedMs: Date.now() });
      }
    },
    close: launcher.close,
  };
}

type Launcher = {
  launch(machine: Machine, execution: Execution, kind: 'started' | 'resumed'): void;
  stop(executionArn: string): void;
  close(): void;
};

/** Run executions, tell what they do, and keep how they ended. */
function createLauncher({ executions, calls, tell }: StateMachinesOptions): Launcher {
  const running = new Map<string, { abort(): void }>();
  let isClosing = false;
  const finish = async (ended: Execution, watched: Promise<void>) => {
    running.delete(ended.executionArn);
    // a run that is cut off by the end of the process stays RUNNING in the journal, to be resumed
    if (isClosing) return;
    await watched;
    await executions.keep(ended);
    const output = ended.output === undefined ? {} : { output: parseJson(ended.output, ended.name) };
    tell({ ...about(ended), kind: 'ended', state: '', ...output });
  };
  return {
    launch: (machine, execution, kind) => {
      const run = runExecution(machine, execution, { calls, tell });
      running.set(execution.executionArn, run);
      tell({ ...about(execution), kind, state: '' });
      const { watched } = run;
      void run.result
        .then((output) => endingOf({ ...execution, status: 'SUCCEEDED', output: JSON.stringify(output) }))
        .catch((error: unknown) => endingOf({ ...execution, ...failureOf(error) }))
        .then((ended) => finish(ended, watched));
    },
    stop: (executionArn) => running.get(executionArn)?.abort(),
    close: () => {
      isClosing = true;
      for (const run of running.values()) run.abort();
    },
  };
}

async function start(
  input: JsonObject,
  machines: ReadonlyMap<string, Machine>,
  executions: ExecutionStore,
  launcher: Launcher,
): Promise<JsonObject> {
  const request = startRequest(input, randomUUID);
  const machine = machines.get(request.stateMachineArn);
  if (!machine) throw missing('StateMachineDoesNotExist', request.stateMachineArn);
  if (Buffer.byteLength(request.input) > largestStateBytes) {
    throw new InputError('the input exceeds 256 KiB', { cause: { code: 'InvalidExecutionInput' } });
  }
  const known = executions.find(request.executionArn);
  if (known) {
    // the cloud answers a repeated start of a running execution as it did the first
    if (known.status !== 'RUNNING' || !isSameJson(known.input, request.input)) {
      const cause = { code: 'ExecutionAlreadyExists' };
      throw new ConflictError(`Execution Already Exists: '${request.executionArn}'`, { cause });
    }
    return { executionArn: known.executionArn, startDate: known.startedMs / 1000 };
  }
  const execution: Execution = { ...request, status: 'RUNNING', startedMs: Date.now() };
  await executions.keep(execution);
  launcher.launch(machine, execution, 'started');
  return { executionArn: execution.executionArn, startDate: execution.startedMs / 1000 };
}

function machineOf(resource: Resource): Machine {
  const text = textAt(resource.properties.DefinitionString, `${resource.id}.DefinitionString`);
  const parsed = objectAt(parseJson(text, resource.id), resource.id);
  const { definition, tasks } = localiseDefinition(parsed, resource.id);
  return {
    arn: resource.ref,
    roleArn: textAt(resource.properties.RoleArn, resource.id),
    tasks,
    // the template's ASL is validated where it is made; the local one holds a Task that no validator knows
    interpreter: new StateMachine(definition as never, { validationOptions: { noValidate: true } }),
  };
}

function endingOf(execution: Execution): Execution {
  const ended = { ...execution, stoppedMs: Date.now() };
  if ((execution.output?.length ?? 0) <= largestStateBytes) return ended;
  const { output: _, ...rest } = ended;
  return {
    ...rest,
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause: 'the output exceeds 256 KiB',
  };
}

function failureOf(error: unknown): Pick<Execution, 'status' | 'error' | 'cause'> {
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  if (error instanceof ExecutionTimeoutError)
    return { status: 'TIMED_OUT', error: 'States.Timeout', cause: '' };
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (source instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  return source instanceof Error
    ? { status: 'FAILED', error: source.name, cause: source.message }
    : { status: 'FAILED', error: 'States.Runtime', cause: String(source) };
}

function missing(code: string, arn: string): NotFoundError {
  return new NotFoundError(`${code}: '${arn}'`, { cause: { code } });
}
