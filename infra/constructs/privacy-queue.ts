import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EXPORT_TRIES, EXPORT_TRY_MINUTES } from '../../lib/domain/index.ts';
import { createQueuePair } from './queue-pair.ts';

/** The way from what a buyer asks of the seller to the function that does it; what is begun in vain too often ends in a queue that alarms. */
export class PrivacyQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { key }: { key: IKey }) {
    super(scope, id);
    const { queue, deadLetters } = createQueuePair(this, {
      key,
      // longer than a function lives: who gets a message again knows that its first reader is gone
      visibilityTimeout: Duration.minutes(EXPORT_TRY_MINUTES),
      retentionPeriod: Duration.days(4),
      tries: EXPORT_TRIES,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
  }
}
