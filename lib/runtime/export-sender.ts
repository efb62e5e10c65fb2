import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExportMessage } from '../domain/index.ts';

/** Tells the function that makes files of one that was asked for. */
export type ExportSender = (message: ExportMessage) => Promise<void>;

/** Send wishes for files to their queue. */
export function createExportSender(client: SQSClient, queueUrl: string): ExportSender {
  return async (message) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  };
}
