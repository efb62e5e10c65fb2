import type { EventEmitter } from 'node:events';
import { NotFoundError } from '../../lib/domain/index.ts';
import { type Clients, createClients } from './clients.ts';
import type { Execution } from './executions.ts';
import type { Functions } from './functions.ts';
import type { Gateway } from './gateway.ts';
import type { HttpServer } from './http-server.ts';
import type { AccessKey, Roles, UsedRight } from './roles.ts';
import type { Progress } from './run-execution.ts';
import type { Schedules } from './schedules.ts';
import type { Resource, Stacks } from './stacks.ts';
import type { Storage } from './storage.ts';
import type { Usage } from './usage.ts';
import { roleOfFunction } from './used-rights.ts';
import type { IssuedToken, MachineClient, UserPools } from './user-pools.ts';

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
  /** SDK clients with the rights of a function; `name` as in its folder. */
  clientsOf(name: string, region: string): Clients;
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
  /** Fire a schedule now, also where they don't by the clock: see `Schedules`. */
  fireSchedule: Schedules['fire'];
  /** Every right that a call was made under since the start; kept as `rights-used.json` at the end. */
  usedRights(): UsedRight[];
  /** The most resident memory that one function's process has had, MiB. */
  peakMib(): number;
  /** What the cloud would bill for all that has run since the start. */
  usage(): Usage;
  /** Stop everything within two seconds; what was running resumes at the next start. */
  close(): Promise<void>;
};

/** What a running cloud is made of, as far as it can be asked. */
export type CloudParts = {
  evaluated: Stacks;
  roles: Roles;
  server: Pick<HttpServer, 'url'>;
  gateway: Pick<Gateway, 'url'>;
  services: {
    storage: Storage;
    functions: Functions;
    pools: UserPools;
    executions(): Execution[];
    schedules: Schedules;
    events: EventEmitter;
    usage(): Usage;
  };
  closeAll(): Promise<void>;
};

/** Give what runs the face by which others know it. */
export function describeCloud({
  evaluated,
  roles,
  server,
  gateway,
  services,
  closeAll,
}: CloudParts): LocalCloud {
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
    clientsOf: (name, region) => {
      const credentials = roles.issueKey(roleOfFunction(evaluated.resources, name, region), name);
      return createClients({ endpoint: gateway.url, region, credentials });
    },
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
    fireSchedule: services.schedules.fire,
    usedRights: roles.used,
    peakMib: services.functions.peakMib,
    usage: services.usage,
    close: closeAll,
  };
}

/** Tell whether a logical id holds a name: CDK leaves out everything but letters and digits. */
function nameHolds(id: string, name: string): boolean {
  return id.toLowerCase().includes(name.replace(/[^a-z0-9]/gi, '').toLowerCase());
}
