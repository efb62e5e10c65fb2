/**
 * The local cloud: runs synthesised CloudFormation templates on this machine, on embedded services, in one process.
 *
 * ```ts
 * const cloud = await startLocalCloud({ templatesDirectory: 'cdk.out', stateDirectory: '.tradewind', port: 4000 });
 * const { s3 } = cloud.clients('eu-central-1');                         // SDK clients that may do everything
 * const { accessToken } = await cloud.token({ client: 'Machine-demo' });
 * await cloud.close();
 * ```
 *
 * Nothing is wired here: tables, buckets, queues, functions, state machines, schedules, routes, roles and tokens come
 * from the templates alone, those of all regions together. What runs, what is merely checked and what only the cloud has
 * stands in `resource-types.ts`; any other type of resource stops the start with its name.
 *
 * How a request travels: a function's SDK calls the **gateway** (`gateway.ts`) as the access key of its role; the gateway
 * refuses what the role's policies don't allow (`policy.ts`), and passes the rest to dynalite (DynamoDB), fauxqs (S3,
 * SQS), or to what lives here: Step Functions (`state-machines.ts`, on aws-local-stepfunctions) and Secrets Manager. Each
 * function runs in processes of its own (`function-process.ts`) with the template's environment, timeout and memory.
 * Users see **one port** (`front.ts`): the HTTP API of each region under `/{region}` and together under `/v1`, the token
 * issuer under `/{user pool}`, and the console.
 *
 * State lies in the state directory and survives a kill: a message that was being worked on shows up again, an execution
 * that was running starts again with the same input, a written object is told to its queue at least once.
 */
export { type ClientSettings, type Clients, createClients } from './clients.ts';
export type { LocalCloud } from './cloud-face.ts';
export type { Execution } from './executions.ts';
export { type LocalCloudOptions, startLocalCloud } from './local-cloud.ts';
export type { Progress } from './run-execution.ts';
export type { Resource } from './stacks.ts';
export type { FunctionUsage, Usage } from './usage.ts';
export type { MachineClient } from './user-pools.ts';
