import { Logger } from '@aws-lambda-powertools/logger';
import { describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { ConflictError, UpstreamError } from '../../lib/domain/index.ts';
import { queueStep } from '../../lib/runtime/index.ts';

const context = {} as Context;

// of a record, a step reads its id, text, count and handle
const aRecord = (messageId: string, tries: number) =>
  ({
    ...{ messageId, body: `of ${messageId}`, receiptHandle: `handle of ${messageId}` },
    attributes: { ApproximateReceiveCount: String(tries) },
  }) as SQSRecord;
const aBatch = (...Records: SQSRecord[]): SQSEvent => ({ Records });

const aLogger = () => {
  const logger = new Logger({ logLevel: 'SILENT' });
  return { logger, info: jest.spyOn(logger, 'info'), error: jest.spyOn(logger, 'error') };
};

describe.each([{ processInParallel: true }, { processInParallel: false }])('queueStep %j', (options) => {
  test('gives the reader each text, how often it came, and its handle', async () => {
    const read = jest.fn(async () => {});

    const answer = await queueStep(
      aLogger().logger,
      read,
      options,
    )(aBatch(aRecord('a', 1), aRecord('b', 3)), context);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(read.mock.calls).toEqual([
      [{ body: 'of a', tries: 1, receiptHandle: 'handle of a' }],
      [{ body: 'of b', tries: 3, receiptHandle: 'handle of b' }],
    ]);
  });

  test('asks for a message that failed again, and for it alone', async () => {
    const { logger, error } = aLogger();
    const read = async ({ body }: { body: string }) => {
      if (body === 'of b') throw new UpstreamError('try 1: shop has not heard it');
    };

    const answer = await queueStep(logger, read, options)(aBatch(aRecord('a', 1), aRecord('b', 1)), context);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    expect(error).toHaveBeenCalledTimes(1);
  });

  test('asks again for all where all failed', async () => {
    const read = () => Promise.reject(new UpstreamError('the table does not answer'));

    const answer = await queueStep(aLogger().logger, read, options)(aBatch(aRecord('a', 1)), context);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
  });

  test('calls what waits for a twin no failure', async () => {
    const { logger, info, error } = aLogger();
    const read = () => Promise.reject(new ConflictError('a twin reads it'));

    const answer = await queueStep(logger, read, options)(aBatch(aRecord('a', 2)), context);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(info).toHaveBeenCalledWith('message waits', { reason: 'a twin reads it' });
    expect(error).not.toHaveBeenCalled();
  });
});
