import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createClients } from './clients.ts';
import type { Outcome } from './function-process.ts';
import type { Functions } from './functions.ts';
import { type Json, type JsonObject, objectAt, parseJson, textAt } from './json.ts';
import { type Roles, refusal } from './roles.ts';
import type { Task } from './state-language.ts';
import { answerOf, namedError, type TaskRunner, withoutItems } from './state-machines.ts';
import { shareOf } from './usage.ts';

export type TasksOptions = {
  roles: Roles;
  functions: Functions;
  gatewayUrl: string;
  /** Share of a manifest's items that a Map works on, evenly spread, 0–1. */
  shareOfItems: number;
};

/**
 * Run Task states: functions are invoked, manifests read, both with the rights of the state machine's role.
 *
 * @throws Error whose name `Retry` and `Catch` know: the function's error type, `States.Timeout`,
 *   `States.ItemReaderFailed`, or `Lambda.AWSLambdaException` when the role may not invoke the function
 */
export function createTaskRunner(options: TasksOptions): TaskRunner {
  return async (task, input, { roleArn, machineArn }) => {
    switch (task.kind) {
      case 'forget-items':
        return withoutItems(input);
      case 'read-items':
        return await readItems(task, objectAt(input, 'ItemReader'), options, { roleArn, machineArn });
      case 'lambda':
        return answerOf(task, await invoke(task.functionArn, input, task.timeoutMs, options, roleArn));
      case 'lambda-invoke': {
        const { FunctionName, Payload = {} } = objectAt(input, 'lambda:invoke');
        const arn = textAt(FunctionName, 'FunctionName');
        return answerOf(task, await invoke(arn, Payload, task.timeoutMs, options, roleArn));
      }
    }
  };
}

async function invoke(
  functionArn: string,
  payload: Json,
  timeoutMs: number | undefined,
  { roles, functions }: TasksOptions,
  roleArn: string,
): Promise<Json> {
  demand(roles, roleArn, 'lambda:InvokeFunction', functionArn, 'Lambda.AWSLambdaException');
  const invoked = functions.invoke(functionArn, JSON.stringify(payload), 'background', timeoutMs);
  const outcome = await invoked;
  if (outcome.kind === 'done') return parseJson(outcome.payload, 'the answer of a function');
  throw failureOf(outcome, timeoutMs);
}

function failureOf({ error }: Extract<Outcome, { kind: 'failed' }>, timeoutMs: number | undefined): Error {
  const isOwnTimeout = error.errorType === 'Sandbox.Timedout' && timeoutMs !== undefined;
  return namedError(isOwnTimeout ? 'States.Timeout' : error.errorType, JSON.stringify(error));
}

/** Read a Distributed Map's manifest from S3 as the state machine. */
async function readItems(
  task: Extract<Task, { kind: 'read-items' }>,
  place: JsonObject,
  { roles, gatewayUrl, shareOfItems }: TasksOptions,
  { roleArn, machineArn }: { roleArn: string; machineArn: string },
): Promise<Json[]> {
  // a Distributed Map starts child executions of its own machine
  demand(roles, roleArn, 'states:StartExecution', machineArn, 'States.Permissions');
  const region = machineArn.split(':')[3] ?? '';
  const clients = createClients({
    endpoint: gatewayUrl,
    region,
    credentials: roles.issueKey(roleArn, 'item-reader'),
  });
  try {
    const Bucket = textAt(place.Bucket, 'ItemReader.Bucket');
    const Key = textAt(place.Key, 'ItemReader.Key');
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    const items = parseItems((await Body?.transformToString()) ?? '', task.readerType, Key);
    return shareOf(task.mostItems === undefined ? items : items.slice(0, task.mostItems), shareOfItems);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw namedError('States.ItemReaderFailed', reason);
  } finally {
    clients.s3.destroy();
  }
}

function parseItems(text: string, readerType: string, key: string): Json[] {
  if (readerType === 'JSONL') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line, index) => parseJson(line, `${key}, line ${index + 1}`));
  }
  const parsed = parseJson(text, key);
  if (!Array.isArray(parsed)) throw namedError('States.ItemReaderFailed', `${key} is not a JSON array`);
  return parsed;
}

function demand(roles: Roles, roleArn: string, action: string, resource: string, errorName: string): void {
  const caller = { kind: 'role', roleArn, session: 'execution' } as const;
  const decision = roles.decide(caller, { action, resource });
  if (decision !== 'allow') throw namedError(errorName, refusal(caller, { action, resource }, decision));
}
