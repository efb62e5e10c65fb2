import { Logger } from '@aws-lambda-powertools/logger';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { InputError } from '../../lib/domain/index.ts';
import { batchStep } from '../../lib/runtime/index.ts';

// a step asks its context for the time that is left and nothing else that a test could see
const context = { getRemainingTimeInMillis: () => 1000 } as Context;
const stepThatThrows = (error: Error) =>
  batchStep(new Logger({ logLevel: 'SILENT' }), () => Promise.reject(error))({}, context);

const throttled = new ProvisionedThroughputExceededException({
  message: 'too much at once',
  $metadata: { httpStatusCode: 400 },
});

describe('batchStep', () => {
  test.each([
    ['a throttled table', throttled],
    ['a connection that broke', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['a service that fails', Object.assign(new Error('internal'), { $fault: 'server' })],
  ])('calls %s by the name that the state machine tries again', async (_what, error) => {
    await expect(stepThatThrows(error)).rejects.toMatchObject({ name: 'UpstreamError', cause: error });
  });

  test.each([
    ['a broken promise of the input', new InputError('no run')],
    ['a fault of the code', new TypeError('x is undefined')],
  ])('leaves %s as it is: trying again would not help', async (_what, error) => {
    await expect(stepThatThrows(error)).rejects.toBe(error);
  });
});
