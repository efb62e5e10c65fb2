import { InputError } from '../../lib/domain/index.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from './json.ts';

/** What a Task state does, by its name: the interpreter asks by name. */
export type Task =
  | { kind: 'lambda-invoke'; timeoutMs: number | undefined }
  | { kind: 'lambda'; functionArn: string; timeoutMs: number | undefined }
  | { kind: 'read-items'; readerType: string; mostItems: number | undefined }
  | { kind: 'forget-items' };

/** A state machine's definition as the local interpreter takes it. */
export type LocalDefinition = { definition: JsonObject; tasks: ReadonlyMap<string, Task> };

/** Fields of a Distributed Map whose effect the interpreter lacks without harm: it is stricter, or they name things. */
const harmlessMapFields = ['Label', 'ToleratedFailurePercentage', 'ToleratedFailureCount'];

/** Fields of a Distributed Map that would change what its items or results are. */
const unknownMapFields = ['ItemBatcher', 'ResultWriter', 'ToleratedFailurePercentagePath', 'ItemReaderPath'];

/**
 * Turn a definition of the cloud into one that `aws-local-stepfunctions` runs.
 *
 * - A Distributed Map's `ItemReader`, which the interpreter does not know, becomes a Task before the Map that reads the
 *   manifest into `$.__items`, and one after it that drops them again.
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
  const readers = states.filter(([, state]) => isObject(state.ItemReader));
  const renamed = new Map(readers.map(([name]) => [name, `${name} items`]));
  const pointed = (state: JsonObject) => redirect(state, renamed);
  const all = states.flatMap(([name, state]): [string, JsonObject][] =>
    renamed.has(name) ? splitMap(name, pointed(state), tasks, where) : [[name, pointed(state)]],
  );
  const start = textAt(machine.StartAt, `${where}/StartAt`);
  return { ...machine, StartAt: renamed.get(start) ?? start, States: Object.fromEntries(all) };
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
    case 'Map': {
      const unknown = unknownMapFields.find((field) => state[field] !== undefined);
      if (unknown)
        throw new InputError(`${where}: the state ${name} uses ${unknown}, which is not known locally`);
      const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
      const kept = Object.entries(state).filter(([key]) => !harmlessMapFields.includes(key));
      return {
        ...Object.fromEntries(kept),
        [field]: localiseStates(objectAt(state[field], name), tasks, where),
      };
    }
    default:
      return state;
  }
}

function localiseTask(name: string, state: JsonObject, tasks: Map<string, Task>, where: string): JsonObject {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds, ...rest } = state;
  if (TimeoutSecondsPath !== undefined || HeartbeatSeconds !== undefined) {
    throw new InputError(`${where}: the state ${name} times out in a way that is not known locally`);
  }
  if (tasks.has(name)) throw new InputError(`${where}: two states are called ${name}`);
  const timeoutMs = typeof TimeoutSeconds === 'number' ? TimeoutSeconds * 1000 : undefined;
  const resource = textAt(state.Resource, `${where}/${name}`);
  if (resource === 'arn:aws:states:::lambda:invoke') tasks.set(name, { kind: 'lambda-invoke', timeoutMs });
  else if (resource.startsWith('arn:aws:lambda:')) {
    tasks.set(name, { kind: 'lambda', functionArn: resource, timeoutMs });
  } else throw new InputError(`${where}: the state ${name} calls ${resource}, which is not known locally`);
  return { ...rest, TimeoutSeconds: longestSeconds };
}

/** Longer than any execution that a start would resume; the longest that a timer of Node takes is 24 days. */
const longestSeconds = 20 * 86_400;

/** Send every transition that leads to a Map with a reader to the reader instead. */
function redirect(state: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  const moved = (target: unknown) =>
    typeof target === 'string' ? (renamed.get(target) ?? target) : undefined;
  const next = moved(state.Next);
  const fallback = moved(state.Default);
  const each = (list: JsonObject[]) => list.map((entry) => ({ ...entry, Next: moved(entry.Next) ?? '' }));
  const objects = (value: typeof state.Catch) => listAt(value).map((entry) => objectAt(entry, 'transition'));
  return {
    ...state,
    ...(next === undefined ? {} : { Next: next }),
    ...(fallback === undefined ? {} : { Default: fallback }),
    ...(state.Catch === undefined ? {} : { Catch: each(objects(state.Catch)) }),
    ...(state.Choices === undefined ? {} : { Choices: each(objects(state.Choices)) }),
  };
}

/** Make of a Map with a reader three states: read the items, run the Map over them, drop them. */
function splitMap(
  name: string,
  state: JsonObject,
  tasks: Map<string, Task>,
  where: string,
): [string, JsonObject][] {
  const { ItemReader, Next, End, ...map } = state;
  const reader = objectAt(ItemReader, `${where}/${name}`);
  const settings = objectAt(reader.ReaderConfig, name);
  const readerType = textAt(settings.InputType ?? 'JSON', name);
  if (reader.Resource !== 'arn:aws:states:::s3:getObject' || !['JSON', 'JSONL'].includes(readerType)) {
    throw new InputError(`${where}: the state ${name} reads items in a way that is not known locally`);
  }
  const most = settings.MaxItems;
  tasks.set(`${name} items`, {
    kind: 'read-items',
    readerType,
    mostItems: typeof most === 'number' ? most : undefined,
  });
  tasks.set(`${name} done`, { kind: 'forget-items' });
  const { Catch, Retry, InputPath = '$' } = map;
  if (InputPath !== '$')
    throw new InputError(`${where}: the state ${name} has an InputPath beside its ItemReader`);
  const read: JsonObject = {
    Type: 'Task',
    Resource: 'arn:aws:states:::s3:getObject',
    Parameters: reader.Parameters ?? {},
    ResultPath: '$.__items',
    TimeoutSeconds: longestSeconds,
    Next: name,
    ...(Catch === undefined ? {} : { Catch }),
    ...(Retry === undefined ? {} : { Retry }),
  };
  const forget: JsonObject = {
    Type: 'Task',
    Resource: 'arn:aws:states:::local:forget',
    TimeoutSeconds: longestSeconds,
    ...(Next === undefined ? {} : { Next }),
    ...(End === undefined ? {} : { End }),
  };
  return [
    [`${name} items`, read],
    [name, { ...map, ItemsPath: '$.__items', Next: `${name} done` }],
    [`${name} done`, forget],
  ];
}
