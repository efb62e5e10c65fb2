import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  EVENT_SOURCE,
  type Merchant,
  type NoticeChannels,
  type WebhookChannel,
} from '../../lib/domain/index.ts';
import { acknowledge } from './acknowledge.ts';
import { functionSizes } from './function-catalog.ts';
import { createQueuePair } from './queue-pair.ts';

export type NoticesProps = {
  bus: EventBus;
  key: IKey;
  /** Those that trade in this region, with their markets in it. */
  merchants: readonly Merchant[];
  /** Tries of a webhook before its event ends in the dead-letter queue. */
  tries: number;
};

/**
 * The way from the event bus to those who want to be told: a queue that holds an event until everybody has heard it, a topic of
 * e-mails for each merchant that has any, and a secret for each of its webhooks.
 */
export class Notices extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly channels: readonly NoticeChannels[];
  readonly topics: readonly Topic[];
  readonly secrets: readonly Secret[];
  private readonly key: IKey;

  constructor(scope: Construct, id: string, { bus, key, merchants, tries }: NoticesProps) {
    super(scope, id);
    this.key = key;
    const { queue, deadLetters } = createQueuePair(this, {
      key,
      // six times the function's timeout; notify itself hides a message for longer, until its next try
      visibilityTimeout: Duration.seconds(6 * functionSizes.notify.timeoutSeconds),
      retentionPeriod: Duration.days(14),
      tries,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    // CDK's own types of queues don't agree with each other under exact optional properties
    const asQueue = (one: Queue) => one as IQueue;
    new Rule(this, 'Rule', {
      description: 'Everything that Tradewind says aloud goes to those who are to be told',
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE] },
      targets: [new SqsQueue(asQueue(this.queue), { deadLetterQueue: asQueue(this.deadLetters) })],
    });
    const made = merchants.map((merchant) => this.createChannels(merchant));
    this.channels = made.map(({ channels }) => channels);
    this.topics = made.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));
    this.secrets = made.flatMap(({ secrets }) => secrets);
  }

  private createChannels({ merchant, markets, notices = {} }: Merchant) {
    const { email = [], webhooks = [] } = notices;
    const topic = email.length === 0 ? undefined : this.createTopic(merchant, email);
    const secrets = webhooks.map(({ name }) => this.createSecret(merchant, name));
    const told = webhooks.map((webhook, place): WebhookChannel => {
      return { ...webhook, secret: secrets[place]?.secretArn ?? '' };
    });
    const channels: NoticeChannels = {
      merchant,
      markets,
      ...(topic === undefined ? {} : { topic: topic.topicArn }),
      webhooks: told,
    };
    return { channels, topic, secrets };
  }

  private createTopic(merchant: string, addresses: readonly string[]): Topic {
    const topic = new Topic(this, `Mail-${merchant}`, { masterKey: this.key, enforceSSL: true });
    for (const address of addresses) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  /** Letters and digits are base64 too: 48 of them are a key of 36 bytes. */
  private createSecret(merchant: string, webhook: string): Secret {
    const secret = new Secret(this, `Webhook-${merchant}-${webhook}`, {
      description: `Signs what the webhook ${webhook} of ${merchant} is told`,
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    acknowledge(secret, {
      SMG4: 'The receiver keeps a copy of this secret: it changes when both sides are ready, never on a timer.',
    });
    return secret;
  }
}
