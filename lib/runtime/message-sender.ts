import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExportMessage } from '../domain/index.ts';

/** Puts a message into a queue, to be read at once or after so many seconds (900 at most). */
export type MessageSender<Message> = (message: Message, delaySeconds?: number) => Promise<void>;

/** Tells the function that makes files of one that was asked for. */
export type ExportSender = MessageSender<ExportMessage>;

/** Send messages to a queue as JSON. */
export function createMessageSender<Message>(client: SQSClient, queueUrl: string): MessageSender<Message> {
  return async (message, delaySeconds = 0) => {
    const when = delaySeconds > 0 ? { DelaySeconds: delaySeconds } : {};
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message), ...when }),
    );
  };
}
