import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { HttpAnswer } from '../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';

const client = new DynamoDBClient({});
const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

/** The least that a recommendation can be: the same BatchGetItem, and its rows as they come. */
export const handler = async ({ pathParameters }: HttpEvent): Promise<HttpAnswer> => {
  const { market = '', sku = '' } = pathParameters ?? {};
  const { Responses } = await client.send(
    new BatchGetItemCommand({
      RequestItems: {
        policies: { Keys: [key(`demo#${market}`, sku)], ConsistentRead: false },
        controls: { Keys: [key('demo', 'merchant'), key('demo', `market#${market}`)], ConsistentRead: true },
      },
    }),
  );
  return { statusCode: 200, body: JSON.stringify(Responses) };
};
