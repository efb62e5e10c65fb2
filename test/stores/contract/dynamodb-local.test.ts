import { existsSync } from 'node:fs';
import { describe, test } from '@jest/globals';
import { documentContract } from './document-contract.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { logContract } from './log-contract.ts';
import { otherContract } from './other-contract.ts';

const jar = process.env.DYNAMODB_LOCAL_JAR;

if (jar === undefined || !existsSync(jar))
  describe('the stores on DynamoDB Local', () => {
    test.skip('need Java and the jar that DYNAMODB_LOCAL_JAR names: `npm run test:dynamodb-local` fetches it', () =>
      undefined);
  });
else {
  documentContract('DynamoDB Local', () => startDynamoDbLocal(jar));
  logContract('DynamoDB Local', () => startDynamoDbLocal(jar));
  otherContract('DynamoDB Local', () => startDynamoDbLocal(jar));
}
