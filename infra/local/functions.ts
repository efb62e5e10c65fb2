import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../../lib/domain/index.ts';
import {
  type FunctionProcess,
  type InvocationRequest,
  type Outcome,
  type ProcessSettings,
  startFunctionProcess,
} from './function-process.ts';
import { numberAt, objectAt, textAt } from './json.ts';
import type { Roles } from './roles.ts';
import type { Resource } from './stacks.ts';
import { type ProcessUsage, timed } from './usage.ts';

/** The functions of all stacks. */
export type Functions = {
  /**
   * Invoke a function and wait for its answer.
   *
   * @param arn - of the function, a version or an alias of it
   * @param payload - JSON text
   * @param from - `request` answers a caller and starts at once; `background` waits for one of the machine's slots
   * @param timeoutMs - the caller's own limit, where it is shorter than the function's; counted from the start
   */
  invoke(arn: string, payload: string, from: 'request' | 'background', timeoutMs?: number): Promise<Outcome>;
  /** The role that a function has, for what Lambda itself does in the function's name. */
  roleOf(arn: string): string;
  /** The most resident memory that one function's process has had, MiB. */
  peakMib(): number;
  /** What each function that was invoked has used, by name; without its calls of services. */
  usage(): ProcessUsage[];
  close(): void;
};

export type FunctionsOptions = {
  resources: readonly Resource[];
  roles: Roles;
  stateDirectory: string;
  gatewayUrl: string;
  /** Background invocations at once, over all functions; also the processes that one function may have. */
  concurrency: number;
};

/** An idle process ends after this time, ms: its memory is wanted elsewhere, a new one starts in a second. */
const idleMs = 60_000;

/** Lambda's limit for an event and for an answer, bytes. */
const largestPayloadBytes = 6 * 1024 * 1024;

/** Make the functions of the templates callable; a process starts when the first invocation needs one. */
export async function provideFunctions(options: FunctionsOptions): Promise<Functions> {
  const { resources, stateDirectory, concurrency } = options;
  await rm(join(stateDirectory, 'scratch'), { recursive: true, force: true });
  await mkdir(join(stateDirectory, 'logs'), { recursive: true });
  const functions = new Map(
    resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map((resource) => [resource.arn, resource]),
  );
  const pools = new Map<string, Pool>();
  const slots = createSlots(concurrency);
  const find = (arn: string): Resource => {
    const resource = functions.get(arn.split(':').slice(0, 7).join(':'));
    if (!resource) throw new NotFoundError(`no stack holds the function ${arn}`);
    return resource;
  };
  const poolOf = (resource: Resource): Pool => {
    const known = pools.get(resource.arn);
    if (known) return known;
    const pool = createPool(settingsOf(resource, options), concurrency);
    pools.set(resource.arn, pool);
    return pool;
  };
  return {
    roleOf: (arn) => textAt(find(arn).properties.Role, arn),
    peakMib: () => Math.max(0, ...[...pools.values()].map((pool) => pool.usage().peakMib)),
    usage: () =>
      [...pools].map(([arn, pool]) => {
        const { ref: name, properties, id } = find(arn);
        return { name, memoryMib: numberAt(properties.MemorySize, 128, `${id}.MemorySize`), ...pool.usage() };
      }),
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
    invoke: async (arn, payload, from, timeoutMs = Infinity) => {
      const resource = find(arn);
      const pool = poolOf(resource);
      if (Buffer.byteLength(payload) > largestPayloadBytes) {
        return tooLarge('RequestEntityTooLargeException', 'the event exceeds 6 MB');
      }
      const run = () => pool.run({ requestId: randomUUID(), functionArn: resource.arn, payload, timeoutMs });
      const outcome = await (from === 'request' ? run() : slots(run));
      return outcome.kind === 'done' && Buffer.byteLength(outcome.payload) > largestPayloadBytes
        ? tooLarge(
            'Function.ResponseSizeTooLarge',
            'Response payload size exceeded maximum allowed payload size',
          )
        : outcome;
    },
  };
}

function tooLarge(errorType: string, errorMessage: string): Outcome {
  return { kind: 'failed', error: { errorType, errorMessage } };
}

/** Let at most `count` tasks run at once; the others wait in their order. */
function createSlots(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((settle) => waiting.push(settle));
    try {
      return await task();
    } finally {
      // a slot is handed on, not freed and taken again, so that nobody slips in between
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

type Pool = {
  run(request: InvocationRequest): Promise<Outcome>;
  usage(): Omit<ProcessUsage, 'name' | 'memoryMib'>;
  close(): void;
};

/** The processes of one function: a free one is used again, the last used first, so that the others may end. */
function createPool(settings: (number: number) => ProcessSettings, size: number): Pool {
  const slots = createSlots(size);
  const all = new Map<FunctionProcess, NodeJS.Timeout | undefined>();
  const idle: FunctionProcess[] = [];
  const ended = { invocations: 0, wallMs: 0, cpuMs: 0, peakMib: 0 };
  let started = 0;
  let isClosed = false;
  const forget = (process: FunctionProcess) => {
    if (all.has(process)) ended.cpuMs += process.cpuMs();
    ended.peakMib = Math.max(ended.peakMib, process.peakMib());
    clearTimeout(all.get(process));
    all.delete(process);
    const index = idle.indexOf(process);
    if (index >= 0) idle.splice(index, 1);
    process.stop();
  };
  const take = (): FunctionProcess => {
    for (let process = idle.pop(); process; process = idle.pop()) {
      if (process.isAlive()) return process;
      forget(process);
    }
    const process = startFunctionProcess(settings(started++));
    all.set(process, undefined);
    return process;
  };
  const giveBack = (process: FunctionProcess) => {
    if (!process.isAlive() || isClosed) return forget(process);
    clearTimeout(all.get(process));
    const timer = setTimeout(() => forget(process), idleMs);
    timer.unref();
    all.set(process, timer);
    idle.push(process);
  };
  return {
    usage: () => {
      const living = [...all.keys()];
      return {
        ...ended,
        cpuMs: living.reduce((sum, process) => sum + process.cpuMs(), ended.cpuMs),
        peakMib: Math.max(ended.peakMib, ...living.map((process) => process.peakMib())),
      };
    },
    close: () => {
      isClosed = true;
      for (const process of [...all.keys()]) forget(process);
    },
    run: (invocation) =>
      slots(async () => {
        if (isClosed)
          return { kind: 'failed', error: { errorType: 'Shutdown', errorMessage: 'shutting down' } };
        const process = take();
        clearTimeout(all.get(process));
        try {
          return await timed(
            () => process.invoke(invocation),
            (wallMs) => {
              ended.invocations += 1;
              ended.wallMs += wallMs;
            },
          );
        } finally {
          giveBack(process);
        }
      }),
  };
}

/** What the template says of a function, as settings of its processes. */
function settingsOf(resource: Resource, options: FunctionsOptions): (number: number) => ProcessSettings {
  const { properties, id, region, ref: name } = resource;
  const folder = codeFolder(resource);
  const [file = 'index', exportName = 'handler'] = textAt(properties.Handler, id).split('.');
  const bundle = ['mjs', 'js', 'cjs'].map((ending) => join(folder, `${file}.${ending}`)).find(existsSync);
  if (bundle === undefined)
    throw new NotFoundError(`${folder} holds no ${file}.mjs for the function ${name}`);
  const own = objectAt(objectAt(properties.Environment, id).Variables, id);
  const key = options.roles.issueKey(textAt(properties.Role, id), name);
  const memoryMib = numberAt(properties.MemorySize, 128, `${id}.MemorySize`);
  const endpoint = options.gatewayUrl;
  const environment: { [name: string]: string } = {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    NODE_COMPILE_CACHE: join(options.stateDirectory, 'compile-cache'),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMib),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: textAt(properties.Handler, id),
    // any service that is not named here must not reach the cloud either: the gateway says what it lacks
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_SFN: endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    AWS_ENDPOINT_URL_SNS: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    ...Object.fromEntries(
      Object.entries(own).map(([variable, value]) => [variable, textAt(value, variable)]),
    ),
  };
  return (number) => ({
    bundle,
    exportName,
    environment,
    memoryMib,
    timeoutMs: numberAt(properties.Timeout, 3, `${id}.Timeout`) * 1000,
    logFile: join(options.stateDirectory, 'logs', `${name}.log`),
    scratchDirectory: join(options.stateDirectory, 'scratch', `${name}-${number}`),
  });
}

/** The folder of a function's code: the asset whose hash its S3 key carries. */
function codeFolder({ properties, id, assets, assetPath }: Resource): string {
  const code = objectAt(properties.Code, id);
  const hash =
    typeof code.S3Key === 'string'
      ? code.S3Key.replace(/\.[a-z]+$/, '')
          .split('/')
          .at(-1)
      : undefined;
  const folder = (hash === undefined ? undefined : assets.get(hash)) ?? assetPath;
  if (folder === undefined) throw new NotFoundError(`the template does not say where the code of ${id} lies`);
  return folder;
}
