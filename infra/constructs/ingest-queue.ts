import { Duration } from 'aws-cdk-lib';
import { type Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createQueueKey } from './data-key.ts';
import { functionSizes } from './function-catalog.ts';
import { createQueuePair } from './queue-pair.ts';

/** Deliveries before a message counts as poison: throttled polls count too, so more than the two that a fault needs. */
const MAX_RECEIVES = 5;

/** The way from a dropped file to ingest: each new object is a message; what can't be read ends in a queue that alarms. */
export class IngestQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { uploads }: { uploads: Bucket }) {
    super(scope, id);
    const { queue, deadLetters } = createQueuePair(this, {
      key: createQueueKey(this),
      // six times the function's timeout, so that no message shows up twice while one batch is retried
      visibilityTimeout: Duration.seconds(6 * functionSizes.ingest.timeoutSeconds),
      retentionPeriod: Duration.days(4),
      tries: MAX_RECEIVES,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    uploads.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(this.queue));
  }
}
