import { EventEmitter } from 'node:events';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { NotFoundError } from '../../lib/domain/index.ts';
import { readAssembly } from './assembly.ts';
import { type Clients, createClients } from './clients.ts';
import { readConsoleFiles } from './console-files.ts';
import { provideEventBuses } from './event-buses.ts';
import { startEventSources } from './event-sources.ts';
import { type Execution, openExecutions } from './executions.ts';
import { createFront } from './front.ts';
import { type Functions, provideFunctions } from './functions.ts';
import { findObject, type Gateway, startGateway } from './gateway.ts';
import { homeRegionOf, readMarketRegions } from './home-regions.ts';
import { readInterfaces } from './http-routes.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { openJournal } from './journal.ts';
import { provideMoveTasks } from './move-tasks.ts';
import { startNotifications } from './notifications.ts';
import { readCorsRules } from './object-cors.ts';
import { checkResourceTypes } from './resource-types.ts';
import { type AccessKey, type Roles, readRoles } from './roles.ts';
import type { Progress } from './run-execution.ts';
import { type Schedules, startSchedules } from './schedules.ts';
import { provideSecrets } from './secrets.ts';
import { evaluateStacks, type Resource, type Stacks } from './stacks.ts';
import { lockState } from './state-lock.ts';
import { provideStateMachines, type StateMachines } from './state-machines.ts';
import { type Storage, startStorage } from './storage.ts';
import { startTables, type Tables } from './tables.ts';
import { createMachineCalls } from './tasks.ts';
import { provideTopics } from './topics.ts';
import { type CallMeter, countTransitions, createCallMeter, type Usage } from './usage.ts';
import { type IssuedToken, type MachineClient, provideUserPools, type UserPools } from './user-pools.ts';

export type LocalCloudOptions = {
  /** The cloud assembly: `cdk.out`. */
  templatesDirectory: string;
  /** Where everything is kept; made if needed. */
  stateDirectory: string;
  /** 0 takes any free port. Default 4000. */
  port?: number;
  /** Background invocations at once. Default: the processors. */
  concurrency?: number;
  /** Seconds after which a message that failed comes again. Default 2; the template's own time is the cloud's. */
  retryAfterSeconds?: number;
  /** Whether schedules fire; they never do at the start itself. Default true. */
  schedules?: boolean;
  /** Share of its manifest's items that a Distributed Map works on, evenly spread: for benches of large markets. Default 1. */
  shareOfItems?: number;
  /** Market → home region, for paths that name no region. Default: those of `infra/markets.json`. */
  marketRegions?: { [market: string]: string };
};

/** A running local cloud. */
export type LocalCloud = {
  /** Where the HTTP API, the issuer and the console answer: `http://localhost:4000`. */
  url: string;
  /** Where AWS services answer, on the loopback. */
  gatewayUrl: string;
  regions: string[];
  /** SDK clients of one region that may do everything. */
  clients(region: string): Clients;
  /** The key with which they do. */
  accessKey: AccessKey;
  /** Outputs of a region's stacks. */
  outputs(region: string): { [name: string]: string };
  /** Every resource of one type, with all its expressions evaluated. */
  resourcesOfType(type: string, region?: string): Resource[];
  /** The machine clients of the user pools, with their secrets. */
  machineClients(): MachineClient[];
  /** Issue a token as the issuer's endpoint does. `client` is a client id or a part of its logical id; scopes default to all of the client's. */
  token(options?: { client?: string; scopes?: string[] }): Promise<IssuedToken>;
  /** Every execution of every state machine, oldest first. */
  executions(): Execution[];
  /** Hear what executions do; returns what stops it. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Hear what went wrong in the background (a poll or a schedule that was refused); returns what stops it. */
  onProblem(listener: (message: string) => void): () => void;
  /** Messages of a queue that are not deleted yet; by its ARN. */
  queueDepth(queueArn: string): number;
  /** When each schedule fires next, by name. */
  nextSchedules(): { [name: string]: string };
  /** The most resident memory that one function's process has had, MiB. */
  peakMib(): number;
  /** What the cloud would bill for all that has run since the start. */
  usage(): Usage;
  /** Stop everything within two seconds; what was running resumes at the next start. */
  close(): Promise<void>;
};

/**
 * Start the local cloud.
 *
 * @throws InputError when the port or the state directory is taken, the templates cannot be read, or they hold what is
 *   not known locally
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    // the newest first: pollers and processes end before what they call
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await start(options, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

type Closers = (() => Promise<void> | void)[];

async function start(
  options: LocalCloudOptions,
  closers: Closers,
  closeAll: () => Promise<void>,
): Promise<LocalCloud> {
  const stateDirectory = resolve(options.stateDirectory);
  const stacks = await readAssembly(options.templatesDirectory);
  checkResourceTypes(stacks);
  const server = await startHttpServer(options.port ?? 4000);
  closers.push(() => server.close());
  closers.push(await lockState(stateDirectory));
  const gateway = await startGateway();
  closers.push(() => gateway.close());
  const evaluated = evaluateStacks(stacks, { url: server.url, gatewayUrl: gateway.url });
  const roles = readRoles(evaluated.resources);
  const services = await startServices(
    { options, stateDirectory, evaluated, roles, server, gateway },
    closers,
  );
  return describeCloud({ evaluated, roles, server, gateway, services, closeAll });
}

type Base = {
  options: LocalCloudOptions;
  stateDirectory: string;
  evaluated: Stacks;
  roles: Roles;
  server: HttpServer;
  gateway: Gateway;
};

type Services = {
  tables: Tables;
  storage: Storage;
  functions: Functions;
  pools: UserPools;
  machines: StateMachines;
  executions(): Execution[];
  schedules: Schedules;
  events: EventEmitter;
  usage(): Usage;
};

async function startServices(base: Base, closers: Closers): Promise<Services> {
  const { options, stateDirectory, evaluated, roles, server, gateway } = base;
  const { resources } = evaluated;
  const gatewayUrl = gateway.url;
  const concurrency = options.concurrency ?? availableParallelism();
  const events = new EventEmitter();
  const onProblem = (message: string) => void events.emit('problem', message);

  const tables = await startTables(resources, stateDirectory);
  closers.push(() => tables.close());
  const storage = await startStorage(resources, stateDirectory);
  closers.push(() => storage.close());
  const functions = await provideFunctions({ resources, roles, stateDirectory, gatewayUrl, concurrency });
  closers.push(() => functions.close());
  const pools = await provideUserPools({
    resources,
    journal: await openJournal(join(stateDirectory, 'user-pools'), 0o600),
    functions,
    url: server.url,
  });
  const executions = await openExecutions(await openJournal(join(stateDirectory, 'executions')));
  const machines = provideStateMachines({
    resources,
    executions,
    calls: createMachineCalls({ roles, functions, gatewayUrl, shareOfItems: options.shareOfItems ?? 1 }),
    tell: (progress) => void events.emit('progress', progress),
  });
  closers.push(() => machines.close());
  const meter = createCallMeter();
  const transitions = countTransitions(events);
  const hidden = new Set<string>();
  await openDoors(base, { tables, storage, functions, pools, machines }, { meter, hidden, onProblem });
  const { retryAfterSeconds = 2 } = options;
  const sources = startEventSources({
    ...{ resources, roles, functions, gatewayUrl, concurrency },
    ...{ retryAfterSeconds, hidden, onProblem },
  });
  closers.push(() => sources.close());
  const schedules = startSchedules({
    resources: options.schedules === false ? [] : resources,
    roles,
    functions,
    startExecution: (input) => machines.answer('StartExecution', input),
    onProblem,
  });
  closers.push(() => schedules.close());
  await machines.resume();
  const usage = () => ({
    functions: functions.usage().map((used) => ({ ...used, ...meter.of(used.name) })),
    transitions: transitions(),
  });
  return {
    tables,
    storage,
    functions,
    pools,
    machines,
    executions: executions.all,
    schedules,
    events,
    usage,
  };
}

/** What the doors tell of the calls that come: what they cost, which messages functions hid, and what went wrong. */
type Told = { meter: CallMeter; hidden: Set<string>; onProblem(message: string): void };

/** Let gateway and port answer: everything behind them runs. */
async function openDoors(
  { options, stateDirectory, evaluated, roles, server, gateway }: Base,
  services: Pick<Services, 'tables' | 'storage' | 'functions' | 'pools' | 'machines'>,
  { meter, hidden, onProblem }: Told,
): Promise<void> {
  const { resources } = evaluated;
  const { tables, storage, functions, pools, machines } = services;
  const secrets = await provideSecrets(resources, await openJournal(join(stateDirectory, 'secrets'), 0o600));
  const notifications = await startNotifications(resources, {
    journal: await openJournal(join(stateDirectory, 'notifications')),
    send: storage.send,
    find: (bucket, key) => findObject(storage.port, bucket, key),
  });
  gateway.open({
    roles,
    tablePort: tables.port,
    storagePort: storage.port,
    notifications,
    moveTasks: provideMoveTasks(resources, `http://127.0.0.1:${storage.port}`),
    secrets: secrets.answer,
    stepFunctions: machines.answer,
    eventBridge: provideEventBuses({ resources, send: storage.send, functions, onProblem }),
    topics: provideTopics(resources, join(stateDirectory, 'outbox')),
    onHidden: (receiptHandle) => void hidden.add(receiptHandle),
    cors: readCorsRules(resources),
    meter,
  });
  server.open(
    createFront({
      interfaces: readInterfaces(resources),
      homeRegion: homeRegionOf(evaluated),
      marketRegions: options.marketRegions ?? (await readMarketRegions()),
      pools,
      files: readConsoleFiles(resources, gateway.url),
      functions,
    }),
  );
}

type Parts = Omit<Base, 'options' | 'stateDirectory'> & { services: Services; closeAll(): Promise<void> };

function describeCloud({ evaluated, roles, server, gateway, services, closeAll }: Parts): LocalCloud {
  const { events, pools } = services;
  const listen = (name: string) => (listener: (value: never) => void) => {
    // each event name carries values of one type, which the method's signature states
    const heard = listener as (value: unknown) => void;
    events.on(name, heard);
    return () => void events.off(name, heard);
  };
  return {
    url: server.url,
    gatewayUrl: gateway.url,
    regions: [...new Set(evaluated.resources.map(({ region }) => region))],
    clients: (region) => createClients({ endpoint: gateway.url, region, credentials: roles.administrator }),
    accessKey: roles.administrator,
    outputs: (region) => evaluated.outputs.get(region) ?? {},
    resourcesOfType: (type, region) =>
      evaluated.resources.filter(
        (each) => each.type === type && (region === undefined || each.region === region),
      ),
    machineClients: pools.clients,
    token: async ({ client = '', scopes = [] } = {}) => {
      const found = pools.clients().find((each) => each.clientId === client || nameHolds(each.id, client));
      if (!found) throw new NotFoundError(`no machine client "${client}"`);
      return await pools.issue(found.poolId, { ...found, scopes });
    },
    executions: services.executions,
    onProgress: listen('progress'),
    onProblem: listen('problem'),
    queueDepth: services.storage.depth,
    nextSchedules: services.schedules.next,
    peakMib: services.functions.peakMib,
    usage: services.usage,
    close: closeAll,
  };
}

/** Tell whether a logical id holds a name: CDK leaves out everything but letters and digits. */
function nameHolds(id: string, name: string): boolean {
  return id.toLowerCase().includes(name.replace(/[^a-z0-9]/gi, '').toLowerCase());
}
