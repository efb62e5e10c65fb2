import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Make the key that encrypts everything at rest in one region: buckets, tables, queues, secrets, alarms. It rotates
 * each year, never leaves its region, and outlives the stack, since without it the data are gone.
 */
export function createDataKey(scope: Construct): Key {
  const key = new Key(scope, 'DataKey', {
    description: 'Encrypts what Tradewind keeps in this region',
    enableKeyRotation: true,
  });
  // alarms and budgets write to an encrypted topic
  for (const service of ['cloudwatch', 'budgets'])
    key.grant(new ServicePrincipal(`${service}.amazonaws.com`), 'kms:Decrypt', 'kms:GenerateDataKey');
  return key;
}

/**
 * Make the key of the ingest queues. It is one of its own because S3 is let into it on behalf of the uploads bucket: the
 * bucket's own key can't name the bucket, or neither could be made before the other.
 */
export function createQueueKey(scope: Construct): Key {
  return new Key(scope, 'QueueKey', {
    description: 'Encrypts the news of uploads on their way to ingest',
    enableKeyRotation: true,
  });
}
