import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { ConflictError } from '../domain/index.ts';

/** A message of a queue: its text, how often it was delivered, this time included, and its handle. */
export type QueueMessage = { body: string; tries: number; receiptHandle: string };

/**
 * Wrap the reader of a queue: request id in every log line, and a message that fails comes again alone.
 *
 * @param read - takes one message in; ConflictError where it has to wait for a twin, which is logged as no failure
 * @param options - `processInParallel`: whether the messages of a batch are read all at once, or one after the other
 */
export function queueStep(
  logger: Logger,
  read: (message: QueueMessage) => Promise<void>,
  { processInParallel }: { processInParallel: boolean },
) {
  const processor = new BatchProcessor(EventType.SQS);
  const readRecord = async ({ body, attributes, receiptHandle }: SQSRecord) => {
    try {
      await read({ body, tries: Number(attributes.ApproximateReceiveCount), receiptHandle });
    } catch (error) {
      if (error instanceof ConflictError) logger.info('message waits', { reason: error.message });
      else logger.error('message failed', { error });
      throw error;
    }
  };
  return middy<SQSEvent, PartialItemFailureResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler((event: SQSEvent, context: Context) =>
      processPartialResponse(event, readRecord, processor, {
        context,
        processInParallel,
        throwOnFullBatchFailure: false,
      }),
    );
}
