import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue, and the one in which what was delivered too often ends. */
export type QueuePair = { queue: Queue; deadLetters: Queue };

export type QueuePairProps = {
  key: IKey;
  /** How long a message that was delivered stays hidden from others. */
  visibilityTimeout: Duration;
  retentionPeriod: Duration;
  /** Deliveries after which a message is a dead letter. */
  tries: number;
};

/** Make a queue with its dead letters, both encrypted. */
export function createQueuePair(
  scope: Construct,
  { key, visibilityTimeout, retentionPeriod, tries }: QueuePairProps,
): QueuePair {
  const deadLetters = createDeadLetters(scope, key);
  const queue = new Queue(scope, 'Queue', {
    ...encryptedBy(key),
    visibilityTimeout,
    retentionPeriod,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
  });
  return { queue, deadLetters };
}

/** Make a queue of dead letters: as long as SQS keeps anything, there is time to mend what was wrong. */
export function createDeadLetters(scope: Construct, key: IKey): Queue {
  return new Queue(scope, 'DeadLetters', { ...encryptedBy(key), retentionPeriod: Duration.days(14) });
}

const encryptedBy = (encryptionMasterKey: IKey) => ({
  encryption: QueueEncryption.KMS,
  encryptionMasterKey,
  enforceSSL: true,
});
