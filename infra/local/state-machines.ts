import { randomUUID } from 'node:crypto';
import { ExecutionAbortedError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import { ConflictError, InputError, NotFoundError } from '../../lib/domain/index.ts';
import { describe, type Execution, type ExecutionStore, isSameJson, startRequest } from './executions.ts';
import { isObject, type Json, type JsonObject, objectAt, parseJson, textAt } from './json.ts';
import type { Resource } from './stacks.ts';
import { localiseDefinition, type Task } from './state-language.ts';

/** What an execution did, told as it happens; a Map's item carries its index. */
export type Progress = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  /** The execution's input. */
  input: Json;
  kind: 'started' | 'resumed' | 'entered' | 'left' | 'item-succeeded' | 'item-failed' | 'ended';
  /** The state it is about; empty for the execution itself. */
  state: string;
  index?: number;
  /** What the state, the item or the execution yielded. */
  output?: Json;
  status: Execution['status'];
};

/** Runs one Task state of an execution. */
export type TaskRunner = (
  task: Task,
  input: Json,
  run: { roleArn: string; machineArn: string },
) => Promise<Json>;

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
  runTask: TaskRunner;
  tell(progress: Progress): void;
};

/** The cloud's limit for what passes from state to state, bytes. */
const largestStateBytes = 256 * 1024;

type Machine = { arn: string; roleArn: string; interpreter: StateMachine; tasks: ReadonlyMap<string, Task> };

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
function createLauncher({ executions, runTask, tell }: StateMachinesOptions): Launcher {
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
      const run = runOf(machine, execution, runTask);
      running.set(execution.executionArn, run);
      tell({ ...about(execution), kind, state: '' });
      const watched = watch(run, execution, tell);
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

type Run = ReturnType<StateMachine['run']>;

function runOf(machine: Machine, execution: Execution, runTask: TaskRunner): Run {
  const handlers = [...machine.tasks].map(([state, task]) => [
    state,
    async (input: Json): Promise<Json> => {
      const output = await runTask(task, input, { roleArn: machine.roleArn, machineArn: machine.arn });
      if (task.kind !== 'read-items' && JSON.stringify(output).length > largestStateBytes) {
        throw namedError('States.DataLimitExceeded', `the state ${state} returned more than 256 KiB`);
      }
      return output;
    },
  ]);
  return machine.interpreter.run(parseJson(execution.input, execution.name), {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
    context: {
      Execution: { Id: execution.executionArn, Name: execution.name, RoleArn: machine.roleArn },
      StateMachine: { Id: machine.arn, Name: machine.arn.split(':').at(-1) },
    },
  });
}

/** Tell what the interpreter logs. */
async function watch(run: Run, execution: Execution, tell: (progress: Progress) => void): Promise<void> {
  for await (const event of run.eventLogs) {
    if (event.type === 'StateEntered' || event.type === 'StateExited') {
      const kind = event.type === 'StateEntered' ? 'entered' : 'left';
      const { output } = event.state;
      const index = event.index === undefined ? {} : { index: event.index };
      const more = output === undefined ? index : { ...index, output };
      tell({ ...about(execution), kind, state: event.state.name, ...more });
    } else if (event.type === 'MapIterationSucceeded' || event.type === 'MapIterationFailed') {
      const kind = event.type === 'MapIterationSucceeded' ? 'item-succeeded' : 'item-failed';
      tell({ ...about(execution), kind, state: event.parentState.name, index: event.index });
    }
  }
}

function about(execution: Execution): Omit<Progress, 'kind' | 'state'> {
  const { executionArn, stateMachineArn, name, status } = execution;
  return { executionArn, stateMachineArn, name, status, input: parseJson(execution.input, name) };
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

/** An error that `Retry` and `Catch` know by its name; its message becomes the `Cause`. */
export function namedError(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  return error;
}

function missing(code: string, arn: string): NotFoundError {
  return new NotFoundError(`${code}: '${arn}'`, { cause: { code } });
}

/** Read a Task's answer: `lambda:invoke` wraps it as the cloud does. */
export function answerOf(task: Task, payload: Json): Json {
  return task.kind === 'lambda-invoke'
    ? { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 }
    : payload;
}

/** Take the items that a reader added out of a state's data again. */
export function withoutItems(input: Json): Json {
  if (!isObject(input)) return input;
  const { __items: _, ...rest } = input;
  return rest;
}
