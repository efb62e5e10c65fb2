import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createClients } from './clients.ts';
import type { Outcome } from './function-process.ts';
import type { Functions } from './functions.ts';
import { type Json, type JsonObject, objectAt, parseJson, textAt } from './json.ts';
import { namedError } from './named-error.ts';
import { type Roles, refusal } from './roles.ts';
import type { Caller, MachineCalls } from './run-execution.ts';
import type { ItemReader } from './state-language.ts';
import { shareOf } from './usage.ts';

export type TasksOptions = {
  roles: Roles;
  functions: Functions;
  gatewayUrl: string;
  /** Share of a manifest's items that a Map works on, evenly spread, 0–1. */
  shareOfItems: number;
};

/**
 * Make what executions call: functions are invoked, manifests read and results written, all with the rights of the state
 * machine's role.
 *
 * @throws Error whose name `Retry` and `Catch` know: the function's error type, `States.Timeout`,
 *   `States.ItemReaderFailed`, `States.ResultWriterFailed`, or `Lambda.AWSLambdaException` when the role may not invoke
 *   the function
 */
export function createMachineCalls(options: TasksOptions): MachineCalls {
  return {
    invoke: async (task, input, { roleArn }) => {
      if (task.kind === 'lambda')
        return await invoke(task.functionArn, input, task.timeoutMs, options, roleArn);
      const { FunctionName, Payload = {} } = objectAt(input, 'lambda:invoke');
      const arn = textAt(FunctionName, 'FunctionName');
      const answer = await invoke(arn, Payload, task.timeoutMs, options, roleArn);
      // as the cloud wraps it
      return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
    },
    readItems: (reader, place, caller) => readItems(reader, place, options, caller),
    putObject: (Bucket, Key, text, caller) =>
      asMachine('result-writer', 'States.ResultWriterFailed', options, caller, async (s3) => {
        const ContentType = 'application/json';
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: text, ContentType }));
      }),
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
  { readerType, mostItems }: ItemReader,
  place: JsonObject,
  options: TasksOptions,
  caller: Caller,
): Promise<Json[]> {
  // a Distributed Map starts child executions of its own machine
  demand(options.roles, caller.roleArn, 'states:StartExecution', caller.machineArn, 'States.Permissions');
  return asMachine('item-reader', 'States.ItemReaderFailed', options, caller, async (s3) => {
    const Bucket = textAt(place.Bucket, 'ItemReader.Bucket');
    const Key = textAt(place.Key, 'ItemReader.Key');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const items = parseItems((await Body?.transformToString()) ?? '', readerType, Key);
    return shareOf(mostItems === undefined ? items : items.slice(0, mostItems), options.shareOfItems);
  });
}

/** Call S3 with the machine's rights; what fails gets the name that the cloud gives it. */
async function asMachine<Result>(
  session: string,
  errorName: string,
  { roles, gatewayUrl }: TasksOptions,
  { roleArn, machineArn }: Caller,
  call: (s3: S3Client) => Promise<Result>,
): Promise<Result> {
  const region = machineArn.split(':')[3] ?? '';
  const credentials = roles.issueKey(roleArn, session);
  const clients = createClients({ endpoint: gatewayUrl, region, credentials });
  try {
    return await call(clients.s3);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw namedError(errorName, reason);
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
