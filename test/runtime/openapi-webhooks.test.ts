import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { eventTypes, type TradewindEvent, webhookBodyOf } from '../../lib/domain/index.ts';
import { openApiDocument } from '../../lib/runtime/openapi.ts';

// the document is a JSON text: read back it is what a caller gets
const { webhooks } = JSON.parse(JSON.stringify(openApiDocument()));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const bodyOf = (type: string) => webhooks[type].post.requestBody.content['application/json'].schema;

const told = { id: 'x', merchant: 'demo', market: 'de', at: '2026-07-01T02:00:00.000Z' };
const failed: TradewindEvent = {
  ...{ ...told, type: 'run.failed' },
  data: { runId: 'de-2026-06-30', asOf: '2026-06-30' },
};

describe('the webhooks of the OpenAPI document', () => {
  test('are every type of event, each with the three headers', () => {
    expect(Object.keys(webhooks)).toEqual([...eventTypes]);
    for (const type of eventTypes)
      expect(webhooks[type].post.parameters.map(({ name }: { name: string }) => name)).toEqual([
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
      ]);
  });

  test('describe the body that is sent, merchant and market in it', () => {
    const body = webhookBodyOf(failed);

    expect(body).toEqual({
      type: 'run.failed',
      timestamp: '2026-07-01T02:00:00.000Z',
      data: { merchant: 'demo', market: 'de', runId: 'de-2026-06-30', asOf: '2026-06-30' },
    });
    expect(ajv.validate(bodyOf('run.failed'), body)).toBe(true);
    expect(ajv.validate(bodyOf('run.late'), body)).toBe(false);
    expect(ajv.validate(bodyOf('run.failed'), { ...body, data: { runId: 'x', asOf: 'y' } })).toBe(false);
  });
});
