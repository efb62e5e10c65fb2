import { InputError } from '../../lib/domain/index.ts';
import { type JsonObject, listAt, objectAt, textAt } from './json.ts';

/** What a Task state does, by its name: the interpreter asks by name. */
export type Task =
  | { kind: 'lambda-invoke'; timeoutMs: number | undefined }
  | { kind: 'lambda'; functionArn: string; timeoutMs: number | undefined }
  | ({ kind: 'map-run' } & MapRun);

/** A Distributed Map as it is run here: child executions over the items of an object, their results left in another. */
export type MapRun = {
  /** Names the Map Run, as its `Label` does; the state's name where there is none. */
  label: string;
  reader: ItemReader;
  /** The children's definition, localised too. */
  processor: JsonObject;
  /** Children at once; without a limit, all. */
  mostAtOnce: number;
  /** Failed children beyond which the Map Run fails: beyond either, or with the first where neither is said. */
  tolerated: { count: number | undefined; percentage: number | undefined };
  /** Absent: the children's outputs are the state's own. */
  writer: ResultWriter | undefined;
};
export type ItemReader = { readerType: string; mostItems: number | undefined };
export type ResultWriter = { transformation: 'NONE' | 'COMPACT'; outputType: 'JSON' | 'JSONL' };

/** A state machine's definition as the local interpreter takes it; `tasks` holds those of its children too. */
export type LocalDefinition = { definition: JsonObject; tasks: ReadonlyMap<string, Task> };

/** Fields of a Distributed Map that are run here; another would change what its items or results are. */
const mapFields = [
  ...['Type', 'Comment', 'Label', 'ItemReader', 'ItemProcessor', 'ResultWriter', 'MaxConcurrency'],
  ...['ToleratedFailurePercentage', 'ToleratedFailureCount'],
  ...['ResultSelector', 'ResultPath', 'OutputPath', 'Next', 'End', 'Retry', 'Catch'],
];

/**
 * Turn a definition of the cloud into one that `aws-local-stepfunctions` runs.
 *
 * - A Distributed Map becomes a Task that runs its children (`runMap`): the interpreter knows neither its `ItemReader` nor
 *   its `ResultWriter` nor a tolerated failure.
 * - A Task's own timeout is taken out and held from the moment at which its function starts: the interpreter would
 *   count the wait for one of this machine's processors, and gives up after 60 s where nothing is said.
 *
 * @throws InputError on what the interpreter cannot do
 */
export function localiseDefinition(definition: JsonObject, where: string): LocalDefinition {
  if (definition.QueryLanguage === 'JSONata') throw new InputError(`${where}: JSONata is not known locally`);
  const tasks = new Map<string, Task>();
  return { definition: localiseStates(definition, tasks, where), tasks };
}

function localiseStates(machine: JsonObject, tasks: Map<string, Task>, where: string): JsonObject {
  const states = Object.entries(objectAt(machine.States, `${where}/States`)).map(
    ([name, state]): [string, JsonObject] => [name, localiseState(name, objectAt(state, name), tasks, where)],
  );
  return { ...machine, States: Object.fromEntries(states) };
}

function localiseState(name: string, state: JsonObject, tasks: Map<string, Task>, where: string): JsonObject {
  switch (state.Type) {
    case 'Task':
      return localiseTask(name, state, tasks, where);
    case 'Parallel': {
      const branches = listAt(state.Branches).map((branch) =>
        localiseStates(objectAt(branch, name), tasks, where),
      );
      return { ...state, Branches: branches };
    }
    case 'Map':
      return localiseMap(name, state, tasks, where);
    default:
      return state;
  }
}

function localiseTask(name: string, state: JsonObject, tasks: Map<string, Task>, where: string): JsonObject {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds, ...rest } = state;
  if (TimeoutSecondsPath !== undefined || HeartbeatSeconds !== undefined) {
    throw new InputError(`${where}: the state ${name} times out in a way that is not known locally`);
  }
  const timeoutMs = typeof TimeoutSeconds === 'number' ? TimeoutSeconds * 1000 : undefined;
  const resource = textAt(state.Resource, `${where}/${name}`);
  if (resource === 'arn:aws:states:::lambda:invoke')
    addTask(tasks, name, where, { kind: 'lambda-invoke', timeoutMs });
  else if (resource.startsWith('arn:aws:lambda:'))
    addTask(tasks, name, where, { kind: 'lambda', functionArn: resource, timeoutMs });
  else throw new InputError(`${where}: the state ${name} calls ${resource}, which is not known locally`);
  return { ...rest, TimeoutSeconds: longestSeconds };
}

function addTask(tasks: Map<string, Task>, name: string, where: string, task: Task): void {
  if (tasks.has(name)) throw new InputError(`${where}: two states are called ${name}`);
  tasks.set(name, task);
}

/** Longer than any execution that a start would resume; the longest that a timer of Node takes is 24 days. */
const longestSeconds = 20 * 86_400;

function localiseMap(name: string, state: JsonObject, tasks: Map<string, Task>, where: string): JsonObject {
  const unknown = Object.keys(state).find((field) => !mapFields.includes(field));
  if (unknown !== undefined)
    throw new InputError(`${where}: the state ${name} uses ${unknown}, which is not known locally`);
  const reader = objectAt(state.ItemReader, `${where}/${name}/ItemReader`);
  const writer = state.ResultWriter === undefined ? {} : objectAt(state.ResultWriter, name);
  const processor = localiseStates(objectAt(state.ItemProcessor, name), tasks, where);
  addTask(tasks, name, where, {
    kind: 'map-run',
    label: typeof state.Label === 'string' ? state.Label : name,
    reader: itemReader(reader, `${where}: the state ${name}`),
    processor,
    mostAtOnce: numberOr(state.MaxConcurrency, 0) || Number.POSITIVE_INFINITY,
    tolerated: {
      count: numberOr(state.ToleratedFailureCount, undefined),
      percentage: numberOr(state.ToleratedFailurePercentage, undefined),
    },
    writer: resultWriter(writer, `${where}: the state ${name}`),
  });
  const kept = ['ResultSelector', 'ResultPath', 'OutputPath', 'Next', 'End', 'Retry', 'Catch'];
  return {
    ...Object.fromEntries(Object.entries(state).filter(([field]) => kept.includes(field))),
    Type: 'Task',
    Resource: 'arn:aws:states:::local:map-run',
    Parameters: { reader: reader.Parameters ?? {}, writer: writer.Parameters ?? {} },
    TimeoutSeconds: longestSeconds,
  };
}

function itemReader(reader: JsonObject, where: string): ItemReader {
  const { InputType: readerType = 'JSON', MaxItems: most, ...rest } = objectAt(reader.ReaderConfig, where);
  const isKnown = reader.Resource === 'arn:aws:states:::s3:getObject' && Object.keys(rest).length === 0;
  if (!isKnown || (readerType !== 'JSON' && readerType !== 'JSONL'))
    throw new InputError(`${where} reads items in a way that is not known locally`);
  return { readerType, mostItems: typeof most === 'number' ? most : undefined };
}

function resultWriter(writer: JsonObject, where: string): ResultWriter | undefined {
  const { Resource, Parameters, WriterConfig = {}, ...rest } = writer;
  if (Object.keys(writer).length === 0) return undefined;
  // without either, the cloud leaves the children's whole executions as one JSON array
  const { Transformation = 'NONE', OutputType = 'JSON', ...more } = objectAt(WriterConfig, where);
  const isKnown =
    Resource === 'arn:aws:states:::s3:putObject' &&
    Object.keys({ ...rest, ...more }).length === 0 &&
    Object.keys(objectAt(Parameters, where)).every((name) => /^(Bucket|Prefix)(\.\$)?$/.test(name));
  if (
    !isKnown ||
    (Transformation !== 'NONE' && Transformation !== 'COMPACT') ||
    (OutputType !== 'JSON' && OutputType !== 'JSONL')
  )
    throw new InputError(`${where} writes results in a way that is not known locally`);
  return { transformation: Transformation, outputType: OutputType };
}

const numberOr = <Otherwise>(value: unknown, otherwise: Otherwise) =>
  typeof value === 'number' ? value : otherwise;
