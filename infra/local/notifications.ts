import { InputError } from '../../lib/domain/index.ts';
import type { Journal } from './journal.ts';
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';
import { decide, readPolicy, type Statement } from './policy.ts';
import type { Resource } from './stacks.ts';

/** What S3 knows of an object that was just written. */
export type WrittenObject = { bucket: string; key: string; sizeBytes: number; eTag: string };

/** S3's notifications to queues. */
export type Notifications = {
  /** Note that an object is about to be written; what comes back is passed to `confirm` or `withdraw`. */
  announce(bucket: string, key: string, eventName: EventName): Promise<string | undefined>;
  /** Send the event: the object is there. */
  confirm(announcement: string, written: WrittenObject): Promise<void>;
  /** The write failed: nothing to tell. */
  withdraw(announcement: string): Promise<void>;
};

export type EventName = 'ObjectCreated:Put' | 'ObjectCreated:Copy' | 'ObjectCreated:CompleteMultipartUpload';

type Rule = {
  bucket: string;
  queueArn: string;
  region: string;
  events: string[];
  prefix: string;
  suffix: string;
};

export type NotificationPorts = {
  journal: Journal;
  send(queueArn: string, body: string): void;
  /** Look an object up; `undefined` when it is not there. */
  find(bucket: string, key: string): Promise<WrittenObject | undefined>;
};

/**
 * Send the S3 events that the template asks for, at least once: a write is noted before it begins and forgotten after
 * its event is in the queue. A write that was noted when a former process died is looked up now, and told if the object
 * is there.
 *
 * @throws InputError when a queue's policy does not let S3 send to it, or an event has another target than a queue
 */
export async function startNotifications(
  resources: readonly Resource[],
  ports: NotificationPorts,
): Promise<Notifications> {
  const rules = readRules(resources);
  checkQueuePolicies(resources, rules);
  const nextSequencer = await createSequencer(ports.journal);
  const confirm = async (announcement: string, written: WrittenObject, eventName: string) => {
    const sequencer = announcement;
    for (const rule of rules.filter((candidate) => isMeant(candidate, written, eventName))) {
      ports.send(rule.queueArn, JSON.stringify(eventOf(rule, written, eventName, sequencer)));
    }
    await ports.journal.remove(announcement);
  };
  const names = new Map<string, EventName>();
  await tellInterrupted(ports, confirm);
  return {
    announce: async (bucket, key, eventName) => {
      if (!rules.some((rule) => rule.bucket === bucket)) return undefined;
      const announcement = await nextSequencer();
      names.set(announcement, eventName);
      await ports.journal.write(announcement, { bucket, key, eventName });
      return announcement;
    },
    confirm: async (announcement, written) => {
      await confirm(announcement, written, names.get(announcement) ?? 'ObjectCreated:Put');
      names.delete(announcement);
    },
    withdraw: async (announcement) => {
      names.delete(announcement);
      await ports.journal.remove(announcement);
    },
  };
}

async function tellInterrupted(
  ports: NotificationPorts,
  confirm: (announcement: string, written: WrittenObject, eventName: string) => Promise<void>,
): Promise<void> {
  for (const [announcement, entry] of await ports.journal.all()) {
    if (announcement === counterName || !isObject(entry)) continue;
    const { bucket, key, eventName } = entry;
    const written = await ports.find(textAt(bucket, 'journal'), textAt(key, 'journal'));
    if (written) await confirm(announcement, written, textAt(eventName, 'journal'));
    else await ports.journal.remove(announcement);
  }
}

function readRules(resources: readonly Resource[]): Rule[] {
  return resources
    .filter(({ type }) => type === 'Custom::S3BucketNotifications')
    .flatMap((resource) => {
      const configuration = objectAt(resource.properties.NotificationConfiguration, resource.id);
      for (const other of ['TopicConfigurations', 'LambdaFunctionConfigurations']) {
        if (listAt(configuration[other]).length > 0) {
          throw new InputError(`${resource.id}: the local cloud sends bucket events to queues alone`);
        }
      }
      return listAt(configuration.QueueConfigurations).map((entry) =>
        ruleOf(resource, objectAt(entry, resource.id)),
      );
    });
}

function ruleOf(resource: Resource, entry: JsonObject): Rule {
  const filter = objectAt(objectAt(objectAt(entry.Filter, resource.id).Key, resource.id), resource.id);
  const part = (name: string) => {
    const found = listAt(filter.FilterRules)
      .map((each) => objectAt(each, resource.id))
      .find((each) => textAt(each.Name, resource.id).toLowerCase() === name);
    return found ? textAt(found.Value, resource.id) : '';
  };
  return {
    bucket: textAt(resource.properties.BucketName, resource.id),
    queueArn: textAt(entry.QueueArn, resource.id),
    region: resource.region,
    events: listAt(entry.Events).map((event) => textAt(event, resource.id).replace(/^s3:/, '')),
    prefix: part('prefix'),
    suffix: part('suffix'),
  };
}

/** Hold the queues' policies: S3 refuses to notify a queue that does not let it. */
function checkQueuePolicies(resources: readonly Resource[], rules: readonly Rule[]): void {
  const policies = resources.filter(({ type }) => type === 'AWS::SQS::QueuePolicy');
  for (const rule of rules) {
    const queue = resources.find(({ type, arn }) => type === 'AWS::SQS::Queue' && arn === rule.queueArn);
    const statements = policies
      .filter(({ properties }) => listAt(properties.Queues).includes(queue?.ref ?? ''))
      .flatMap((policy): Statement[] => readPolicy(policy.properties.PolicyDocument, policy.id));
    const context = { 'aws:sourcearn': `arn:aws:s3:::${rule.bucket}`, 'aws:sourceaccount': '000000000000' };
    const decision = decide(
      // a deny without TLS cannot be met on the loopback, which stands for TLS
      statements.filter(({ effect }) => effect === 'Allow'),
      { action: 'sqs:SendMessage', resource: rule.queueArn, context },
    );
    if (decision !== 'allow') {
      throw new InputError(
        `the queue ${rule.queueArn} has no policy that lets bucket ${rule.bucket} notify it`,
      );
    }
  }
}

function isMeant(rule: Rule, { bucket, key }: WrittenObject, eventName: string): boolean {
  const isAskedFor = rule.events.some(
    (event) => event === eventName || event === `${eventName.split(':')[0]}:*`,
  );
  return rule.bucket === bucket && isAskedFor && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);
}

/** The event in S3's form; the key is form-encoded, with `+` for a space and slashes as they are. */
function eventOf(rule: Rule, written: WrittenObject, eventName: string, sequencer: string): JsonObject {
  const key = encodeURIComponent(written.key).replaceAll('%20', '+').replaceAll('%2F', '/');
  const bucket = { name: rule.bucket, arn: `arn:aws:s3:::${rule.bucket}` };
  const object = { key, size: written.sizeBytes, eTag: written.eTag, sequencer };
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: rule.region,
        eventTime: new Date().toISOString(),
        eventName,
        s3: { s3SchemaVersion: '1.0', configurationId: 'local', bucket, object },
      },
    ],
  };
}

const counterName = 'sequencer';

/** How many numbers are taken from the journal at once, so that not every write has to store one. */
const reserved = 10_000;

/** Hexadecimal numbers that only grow, also over restarts: a block is reserved in the journal before it is used. */
async function createSequencer(journal: Journal): Promise<() => Promise<string>> {
  const stored = await journal.read(counterName);
  let next = numberAt(isObject(stored) ? stored.next : undefined, 0, counterName);
  let end = next;
  return async () => {
    const own = next++;
    if (own >= end) {
      end = own + reserved;
      await journal.write(counterName, { next: end });
    }
    return own.toString(16).toUpperCase().padStart(16, '0');
  };
}
