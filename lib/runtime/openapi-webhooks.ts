import { webhookBodySchemas } from '../domain/index.ts';
import { type Json, schemaOf } from './openapi-schema.ts';

/** Describe every webhook: what a merchant's server is sent, and what its answers mean. */
export function describeWebhooks(): Json {
  return Object.fromEntries(
    webhookBodySchemas.map(({ type, schema }) => [
      type,
      {
        post: {
          operationId: `told-${type.replace('.', '-')}`,
          summary: `What a server is sent of ${type}.`,
          security: [],
          parameters: HEADERS,
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(schema, 'output') } },
          },
          responses: ANSWERS,
        },
      },
    ]),
  );
}

const header = (name: string, description: string) => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
});

/** Standard Webhooks 1.0.0, "Webhook headers". */
const HEADERS = [
  header('webhook-id', 'Names the event: the same however often it is sent. Leave out what you have seen.'),
  header('webhook-timestamp', 'The moment of this try, epoch seconds.'),
  header(
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; one for each secret.',
  ),
];

const ANSWERS = {
  '2XX': { description: 'Taken: it is not sent again.' },
  '410': { description: 'The address is told nothing for a day.' },
  default: { description: 'Tried again, later and later, for some thirty hours.' },
};
