import type { EventEmitter } from 'node:events';
import type { Outcome } from './function-process.ts';
import { isObject, type Json, parseJson } from './json.ts';
import type { Call } from './requests.ts';
import type { Caller } from './roles.ts';
import type { Progress } from './run-execution.ts';

/** What one function has used since the start; `calls` of services by `{service} {operation}`. */
export type FunctionUsage = {
  name: string;
  memoryMib: number;
  invocations: number;
  /** Time of its invocations on the clock, start of a process included, and processor time of its processes, ms. */
  wallMs: number;
  cpuMs: number;
  /** The most resident memory that one of its processes has had. */
  peakMib: number;
  calls: Record<string, number>;
  /** Request units, as DynamoDB itself counts them (`ReturnConsumedCapacity`). */
  writeUnits: number;
  readUnits: number;
};

/** The part of it that its processes tell. */
export type ProcessUsage = Omit<FunctionUsage, 'calls' | 'writeUnits' | 'readUnits'>;

/** What the cloud would bill; of the state transitions those within the items of Maps are also told apart. */
export type Usage = { functions: FunctionUsage[]; transitions: { all: number; ofItems: number } };

/** Counts what each caller asks of the services; a caller is a function's name, or '' for the runner itself. */
export type CallMeter = {
  /** Count a call, and make DynamoDB say what it consumes. @returns the body to pass on */
  count(caller: Caller, call: Call): Buffer;
  /** Count what an answer of DynamoDB says. */
  consumed(caller: Caller, call: Call, answer: Buffer): void;
  of(caller: string): Pick<FunctionUsage, 'calls' | 'writeUnits' | 'readUnits'>;
};

/** Make a meter of calls. */
export function createCallMeter(): CallMeter {
  const callers = new Map<string, ReturnType<CallMeter['of']>>();
  const of = (caller: string) => {
    const known = callers.get(caller) ?? { calls: {}, writeUnits: 0, readUnits: 0 };
    callers.set(caller, known);
    return known;
  };
  const nameOf = (caller: Caller) => (caller.kind === 'role' ? caller.session : '');
  return {
    of,
    count: (caller, { service, operation, input, body }) => {
      const { calls } = of(nameOf(caller));
      const name = `${service} ${operation}`;
      calls[name] = (calls[name] ?? 0) + 1;
      if (service !== 'dynamodb' || !isMetered(operation)) return body;
      return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
    },
    consumed: (caller, { operation }, answer) => {
      const units = isMetered(operation) ? unitsIn(answer) : 0;
      const usage = of(nameOf(caller));
      if (WRITES.has(operation)) usage.writeUnits += units;
      else usage.readUnits += units;
    },
  };
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const READS = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);
const isMetered = (operation: string) => WRITES.has(operation) || READS.has(operation);

function unitsIn(answer: Buffer): number {
  if (answer.length === 0) return 0;
  const body = parseJson(answer.toString('utf8'), 'an answer of DynamoDB');
  const told: Json = isObject(body) ? (body.ConsumedCapacity ?? []) : [];
  return (Array.isArray(told) ? told : [told]).reduce<number>(
    (sum, one) => sum + (isObject(one) ? Number(one.CapacityUnits ?? 0) : 0),
    0,
  );
}

/** Count the state transitions of all executions: each state that is entered is one. */
export function countTransitions(events: EventEmitter): () => Usage['transitions'] {
  const counted = { all: 0, ofItems: 0 };
  events.on('progress', ({ kind, index }: Progress) => {
    if (kind !== 'entered') return;
    counted.all += 1;
    if (index !== undefined) counted.ofItems += 1;
  });
  return () => ({ ...counted });
}

/** Keep every item of a Map whose place makes the wanted share: all of them where it is 1. */
export function shareOf<Item>(items: readonly Item[], share: number): Item[] {
  return items.filter((_, place) => Math.floor((place + 1) * share) > Math.floor(place * share));
}

/** Tell how long an invocation took, whatever became of it. */
export async function timed(run: () => Promise<Outcome>, add: (wallMs: number) => void): Promise<Outcome> {
  const from = performance.now();
  try {
    return await run();
  } finally {
    add(performance.now() - from);
  }
}
