import { randomUUID } from 'node:crypto';
import { InputError } from '../../lib/domain/index.ts';
import { type EventPattern, readPattern } from './event-pattern.ts';
import type { Functions } from './functions.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, parseJson, textAt } from './json.ts';
import { account } from './names.ts';
import { checkPermissions } from './permissions.ts';
import { decide, readPolicy, type Statement } from './policy.ts';
import type { Resource } from './stacks.ts';

export type EventBusesOptions = {
  resources: readonly Resource[];
  /** Put a message into a queue. */
  send(queueArn: string, body: string): void;
  functions: Pick<Functions, 'invoke'>;
  /** Called when a function that a rule names fails. */
  onProblem(message: string): void;
};

/** EventBridge: what `PutEvents` answers. */
export type EventBuses = (operation: string, input: JsonObject, region: string) => Promise<JsonObject>;

/** Limits of one call (EventBridge user guide). */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

type Rule = { id: string; busArn: string; isMeant: EventPattern; targets: string[] };

/** The ARN of a bus that is named by its name or its ARN. */
export const busArn = (bus: string, region: string): string =>
  bus.startsWith('arn:') ? bus : `arn:aws:events:${region}:${account}:event-bus/${bus}`;

/**
 * Provide every event bus of the templates with its rules: an event goes to the queues and functions of each rule whose
 * pattern it fits. A queue has it before `PutEvents` answers. Rules on the account's own bus hear services of the cloud
 * alone, which say nothing here.
 *
 * @throws InputError on a pattern, a target or a change of the event that is not known locally, and on a target that the
 *   template does not let EventBridge use
 */
export function provideEventBuses(options: EventBusesOptions): EventBuses {
  const buses = options.resources.filter(({ type }) => type === 'AWS::Events::EventBus');
  const rules = options.resources.filter(isOwnRule).map(readRule);
  checkTargets(options.resources, rules);
  return async (operation, input, region) => {
    if (operation !== 'PutEvents')
      throw new InputError(`the local cloud does not know the request events:${operation}`);
    const entries = listAt(input.Entries).map((entry) => objectAt(entry, 'Entries'));
    checkSize(entries);
    const results = entries.map((entry) => {
      const bus = busArn(textAt(entry.EventBusName ?? 'default', 'EventBusName'), region);
      if (!buses.some(({ arn }) => arn === bus)) return refused(`there is no event bus ${bus}`);
      return put(entry, bus, { region, rules, options });
    });
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
  };
}

/** A rule of a bus of the templates. @throws InputError on one that would hear other events of the account's own bus */
function isOwnRule({ type, id, properties }: Resource): boolean {
  if (type !== 'AWS::Events::Rule' || properties.State === 'DISABLED') return false;
  if (properties.EventBusName !== undefined) return true;
  const sources = listAt(objectAt(properties.EventPattern, id).source);
  const hearsCloudAlone =
    sources.length > 0 && sources.every((source) => typeof source === 'string' && source.startsWith('aws.'));
  if (hearsCloudAlone) return false;
  throw new InputError(`${id}: the local cloud runs no rule of the account's own event bus`);
}

function readRule({ id, region, properties }: Resource): Rule {
  const targets = listAt(properties.Targets).map((target) => {
    const { Arn, ...others } = objectAt(target, id);
    const change = Object.keys(others).find((name) => /^Input/.test(name));
    if (change !== undefined)
      throw new InputError(`${id}: the local cloud does not know ${change} of a target`);
    return textAt(Arn, id);
  });
  return {
    id,
    busArn: busArn(textAt(properties.EventBusName, id), region),
    isMeant: readPattern(properties.EventPattern, id),
    targets,
  };
}

/** Hold the policies of queues and functions: EventBridge may use only a target that lets it. */
function checkTargets(resources: readonly Resource[], rules: readonly Rule[]): void {
  const policies = resources.filter(({ type }) => type === 'AWS::SQS::QueuePolicy');
  for (const { id, targets } of rules)
    for (const target of targets) {
      if (target.startsWith('arn:aws:lambda:')) checkPermissions(resources, 'events.amazonaws.com', [target]);
      else if (!target.startsWith('arn:aws:sqs:'))
        throw new InputError(`${id}: the target ${target} is not known locally`);
      else if (!mayFill(target, resources, policies))
        throw new InputError(`the queue ${target} has no policy that lets the rule ${id} fill it`);
    }
}

function mayFill(queueArn: string, resources: readonly Resource[], policies: readonly Resource[]): boolean {
  const queue = resources.find(({ type, arn }) => type === 'AWS::SQS::Queue' && arn === queueArn);
  const statements = policies
    .filter(({ properties }) => listAt(properties.Queues).includes(queue?.ref ?? ''))
    .flatMap((policy): Statement[] => readPolicy(policy.properties.PolicyDocument, policy.id))
    // a deny without TLS cannot be met on the loopback, which stands for TLS
    .filter(({ effect }) => effect === 'Allow');
  const context = { 'aws:sourceaccount': account };
  return decide(statements, { action: 'sqs:SendMessage', resource: queueArn, context }) === 'allow';
}

function checkSize(entries: readonly JsonObject[]): void {
  const bytes = entries.reduce(
    (sum, entry) => sum + Buffer.byteLength(JSON.stringify(entry.Detail ?? '')),
    0,
  );
  if (entries.length < 1 || entries.length > MOST_ENTRIES || bytes > MOST_BYTES)
    throw new InputError(
      `PutEvents takes 1 to ${MOST_ENTRIES} entries of ${MOST_BYTES} bytes in all: got ${entries.length} of ${bytes}`,
    );
}

const refused = (ErrorMessage: string): JsonObject => ({ ErrorCode: 'InvalidArgument', ErrorMessage });

type Putting = { region: string; rules: readonly Rule[]; options: EventBusesOptions };

function put(entry: JsonObject, bus: string, { region, rules, options }: Putting): JsonObject {
  const { Source, DetailType, Detail } = entry;
  if (typeof Source !== 'string' || typeof DetailType !== 'string' || typeof Detail !== 'string')
    return refused('Source, DetailType and Detail are needed');
  const detail = parseDetail(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is no JSON object' };
  const event: JsonObject = {
    ...{ version: '0', id: randomUUID(), 'detail-type': DetailType, source: Source, account },
    time: timeOf(entry.Time),
    ...{ region, resources: listAt(entry.Resources), detail },
  };
  for (const rule of rules.filter(({ busArn, isMeant }) => busArn === bus && isMeant(event)))
    for (const target of rule.targets) pass(target, event, options);
  return { EventId: event.id ?? '' };
}

function parseDetail(text: string): Json | undefined {
  try {
    const parsed = parseJson(text, 'Detail');
    return isObject(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The SDK writes a time in epoch seconds; the event has it in RFC 3339 without milliseconds. */
function timeOf(time: Json | undefined): string {
  const moment = typeof time === 'number' ? new Date(time * 1000) : new Date();
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function pass(target: string, event: JsonObject, { send, functions, onProblem }: EventBusesOptions): void {
  const body = JSON.stringify(event);
  if (target.startsWith('arn:aws:sqs:')) {
    send(target, body);
    return;
  }
  const invoked = functions.invoke(target, body, 'background').then((outcome) => {
    if (outcome.kind === 'failed') onProblem(`${target}: ${outcome.error.errorMessage}`);
  });
  invoked.catch((error: unknown) => onProblem(`${target}: ${String(error)}`));
}
