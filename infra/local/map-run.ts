import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, textAt } from './json.ts';
import { type Child, resultFiles } from './map-results.ts';
import { namedError } from './named-error.ts';
import type { MapRun } from './state-language.ts';

/** What a Map Run does beyond itself. */
export type MapCalls = {
  readItems(place: JsonObject): Promise<Json[]>;
  putObject(bucket: string, key: string, text: string): Promise<void>;
  /** Start the execution of one item; `abort` gives it up. */
  startChild(item: Json, index: number): { result: Promise<Json>; abort(): void };
  tell(kind: 'item-succeeded' | 'item-failed', index: number): void;
};

/** The execution that a Map Run belongs to. */
export type Parent = { executionArn: string; stateMachineArn: string };

/**
 * Run a Distributed Map: a child execution for each item, so many at once, and their results where its `ResultWriter` says.
 *
 * More failed children than are tolerated end it: what runs is given up, what waits is not begun, and the results are
 * left all the same.
 *
 * @param places - the `Parameters` of the reader and of the writer
 * @returns the children's outputs in the order of the items, or where the results lie, as the cloud tells it
 * @throws Error named `States.ExceedToleratedFailureThreshold`, or by what reading and writing throw
 */
export async function runMap(
  run: MapRun,
  places: { reader: JsonObject; writer: JsonObject },
  parent: Parent,
  calls: MapCalls,
): Promise<Json> {
  const items = await calls.readItems(places.reader);
  const { name, arn } = nameRun(run, parent);
  const { count, percentage } = run.tolerated;
  const isTooMany = (failed: number) =>
    count === undefined && percentage === undefined
      ? failed > 0
      : failed > (count ?? items.length) || (100 * failed) / items.length > (percentage ?? 100);
  const { children, isStopped } = await runChildren(run, items, { arn, isTooMany, calls });
  const told = await leaveResults(run, places.writer, { children, name, arn, parent, calls });
  if (!isStopped) return told;
  const failed = children.filter(({ status }) => status === 'FAILED').length;
  const cause = `${failed} of ${items.length} children failed: more than the Map Run tolerates`;
  throw namedError('States.ExceedToleratedFailureThreshold', cause);
}

/**
 * Name a Map Run. The cloud's names are drawn; here one execution's are always the same, so that a run that is resumed
 * leaves its results where it began them.
 */
function nameRun(
  { label }: MapRun,
  { executionArn, stateMachineArn }: Parent,
): { name: string; arn: string } {
  const hash = createHash('sha256').update(`${executionArn}/${label}`).digest('hex');
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ];
  const name = parts.join('-');
  return { name, arn: `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${name}` };
}

async function runChildren(
  run: MapRun,
  items: readonly Json[],
  { arn, isTooMany, calls }: { arn: string; isTooMany(failed: number): boolean; calls: MapCalls },
): Promise<{ children: Child[]; isStopped: boolean }> {
  const children = items.map((input, index): Child => {
    const name = String(index).padStart(8, '0');
    return {
      executionArn: `${arn.replace(':mapRun:', ':execution:')}:${name}`,
      name,
      input,
      status: 'PENDING',
    };
  });
  const running = new Set<{ abort(): void }>();
  let isStopped = false;
  let next = 0;
  const work = async () => {
    while (!isStopped && next < items.length) {
      const index = next++;
      const started = calls.startChild(items[index] ?? null, index);
      running.add(started);
      const ended = await endOf(started.result);
      running.delete(started);
      // a child that was given up has no end of its own
      if (isStopped) return;
      children[index] = { ...childAt(children, index), ...ended };
      calls.tell(ended.status === 'SUCCEEDED' ? 'item-succeeded' : 'item-failed', index);
      isStopped = isTooMany(children.filter(({ status }) => status === 'FAILED').length);
      if (isStopped) for (const other of running) other.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(run.mostAtOnce, items.length) }, work));
  return { children, isStopped };
}

/** There is a child for each item. */
const childAt = (children: readonly Child[], index: number) => children[index] as Child;

async function endOf(
  result: Promise<Json>,
): Promise<Pick<Child, 'output' | 'error' | 'cause'> & { status: Child['status'] }> {
  const startedMs = Date.now();
  const at = () => ({ startedMs, stoppedMs: Date.now() });
  return result.then(
    (output) => ({ status: 'SUCCEEDED', output, ...at() }),
    (thrown: unknown) => {
      // the interpreter wraps what a state threw
      const error = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
      const [name, cause] =
        error instanceof Error ? [error.name, error.message] : ['States.Runtime', String(error)];
      return { status: 'FAILED', error: name, cause, ...at() };
    },
  );
}

type Ended = { children: Child[]; name: string; arn: string; parent: Parent; calls: MapCalls };

async function leaveResults(
  { writer }: MapRun,
  place: JsonObject,
  { children, name, arn, parent, calls }: Ended,
): Promise<Json> {
  if (writer === undefined) return children.map(({ output = null }) => output);
  const bucket = textAt(place.Bucket, 'ResultWriter.Bucket');
  const prefix = place.Prefix === undefined ? '' : `${textAt(place.Prefix, 'ResultWriter.Prefix')}/`;
  const folder = `${prefix}${name}/`;
  const { files, manifest } = resultFiles(children, {
    ...{ writer, bucket, folder, mapRunArn: arn },
    stateMachineArn: parent.stateMachineArn,
  });
  for (const { key, text } of files) await calls.putObject(bucket, key, text);
  const key = `${folder}manifest.json`;
  // last, so that whoever finds it finds all
  await calls.putObject(bucket, key, JSON.stringify(manifest));
  return { MapRunArn: arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

/** Take the parameters of a Map Run's Task apart. */
export function placesOf(input: Json): { reader: JsonObject; writer: JsonObject } {
  const { reader = {}, writer = {} } = isObject(input) ? input : {};
  return { reader: isObject(reader) ? reader : {}, writer: isObject(writer) ? writer : {} };
}
