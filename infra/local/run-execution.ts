import { StateMachine } from 'aws-local-stepfunctions';
import type { Execution } from './executions.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import { type MapCalls, placesOf, runMap } from './map-run.ts';
import { namedError } from './named-error.ts';
import type { ItemReader, Task } from './state-language.ts';

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
  /** What the state or the execution yielded. */
  output?: Json;
  status: Execution['status'];
};

/** A machine of a template. */
export type Machine = {
  arn: string;
  roleArn: string;
  interpreter: StateMachine;
  tasks: ReadonlyMap<string, Task>;
};

/** As whom an execution calls other services. */
export type Caller = { roleArn: string; machineArn: string };

/** What executions call, each with the rights of its machine's role. */
export type MachineCalls = {
  /** Run a Task that is a function. */
  invoke(task: Exclude<Task, { kind: 'map-run' }>, input: Json, caller: Caller): Promise<Json>;
  /** Read the items of a Distributed Map. */
  readItems(reader: ItemReader, place: JsonObject, caller: Caller): Promise<Json[]>;
  /** Leave a result of a Distributed Map. */
  putObject(bucket: string, key: string, text: string, caller: Caller): Promise<void>;
};

type Surroundings = { calls: MachineCalls; tell(progress: Progress): void };

/** The cloud's limit for what passes from state to state, bytes. */
export const largestStateBytes = 256 * 1024;

/** An execution under way; `watched` ends when all that it did has been told. */
export type Run = { result: Promise<Json>; abort(): void; watched: Promise<void> };

/** Run an execution of a machine. */
export function runExecution(machine: Machine, execution: Execution, around: Surroundings): Run {
  const children = new Set<{ abort(): void }>();
  const input = parseJson(execution.input, execution.name);
  const run = interpret(machine.interpreter, input, { machine, execution, around, children });
  return {
    result: run.result,
    abort: () => {
      run.abort();
      for (const child of children) child.abort();
    },
    watched: watch(run, execution, around.tell),
  };
}

type Course = {
  machine: Machine;
  execution: Execution;
  around: Surroundings;
  /** Child executions under way. */
  children: Set<{ abort(): void }>;
};

function interpret(interpreter: StateMachine, input: Json, course: Course) {
  const { machine, execution } = course;
  const handlers = [...machine.tasks].map(([state, task]) => [
    state,
    async (given: Json): Promise<Json> => {
      const output = await runTask(state, task, given, course);
      if (JSON.stringify(output).length > largestStateBytes)
        throw namedError('States.DataLimitExceeded', `the state ${state} returned more than 256 KiB`);
      return output;
    },
  ]);
  return interpreter.run(input, {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
    context: {
      Execution: { Id: execution.executionArn, Name: execution.name, RoleArn: machine.roleArn },
      StateMachine: { Id: machine.arn, Name: machine.arn.split(':').at(-1) },
    },
  });
}

async function runTask(state: string, task: Task, input: Json, course: Course): Promise<Json> {
  const { machine, execution, around } = course;
  const caller = { roleArn: machine.roleArn, machineArn: machine.arn };
  if (task.kind !== 'map-run') return around.calls.invoke(task, input, caller);
  const child = new StateMachine(task.processor as never, { validationOptions: { noValidate: true } });
  const calls: MapCalls = {
    readItems: (place) => around.calls.readItems(task.reader, place, caller),
    putObject: (bucket, key, text) => around.calls.putObject(bucket, key, text, caller),
    tell: (kind, index) => around.tell({ ...about(execution), kind, state, index }),
    startChild: (item, index) => {
      const run = interpret(child, item, course);
      const watched = watch(run, execution, around.tell, index);
      course.children.add(run);
      const result = run.result.finally(() => watched).finally(() => course.children.delete(run));
      return { result, abort: run.abort };
    },
  };
  return runMap(task, placesOf(input), execution, calls);
}

/** Tell what the interpreter logs. */
async function watch(
  run: ReturnType<StateMachine['run']>,
  execution: Execution,
  tell: (progress: Progress) => void,
  index?: number,
): Promise<void> {
  for await (const event of run.eventLogs) {
    if (event.type !== 'StateEntered' && event.type !== 'StateExited') continue;
    const kind = event.type === 'StateEntered' ? 'entered' : 'left';
    const { name, output } = event.state;
    const more = output === undefined ? {} : { output };
    tell({ ...about(execution), kind, state: name, ...(index === undefined ? {} : { index }), ...more });
  }
}

/** What every word about an execution says of it. */
export function about(execution: Execution): Omit<Progress, 'kind' | 'state'> {
  const { executionArn, stateMachineArn, name, status } = execution;
  return { executionArn, stateMachineArn, name, status, input: parseJson(execution.input, name) };
}
