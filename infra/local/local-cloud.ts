import { EventEmitter } from 'node:events';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly } from './assembly.ts';
import { describeCloud, type LocalCloud } from './cloud-face.ts';
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
import { type Roles, readRoles } from './roles.ts';
import { type Schedules, startSchedules } from './schedules.ts';
import { provideSecrets } from './secrets.ts';
import { evaluateStacks, type Stacks } from './stacks.ts';
import { lockState } from './state-lock.ts';
import { provideStateMachines, type StateMachines } from './state-machines.ts';
import { type Storage, startStorage } from './storage.ts';
import { startTables, type Tables } from './tables.ts';
import { createMachineCalls } from './tasks.ts';
import { provideTopics } from './topics.ts';
import { type CallMeter, countTransitions, createCallMeter, type Usage } from './usage.ts';
import { keepUsedRights } from './used-rights.ts';
import { provideUserPools, type UserPools } from './user-pools.ts';

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
  /** Whether requests that come faster than the templates allow are turned away, as in the cloud. Default false: benches and tests are faster. */
  throttled?: boolean;
  /** Market → home region, for paths that name no region. Default: those of `infra/markets.json`. */
  marketRegions?: { [market: string]: string };
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
  closers.push(() => keepUsedRights(roles, stateDirectory));
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
    resources,
    byClock: options.schedules !== false,
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
      throttled: options.throttled ?? false,
      homeRegion: homeRegionOf(evaluated),
      marketRegions: options.marketRegions ?? (await readMarketRegions()),
      pools,
      files: readConsoleFiles(resources, gateway.url),
      functions,
      url: server.url,
    }),
  );
}
