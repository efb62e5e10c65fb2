import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../infra/local/json.ts';
import type { Call } from '../../../infra/local/requests.ts';
import type { Caller } from '../../../infra/local/roles.ts';
import { countTransitions, createCallMeter, shareOf } from '../../../infra/local/usage.ts';

const plan: Caller = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/plan', session: 'Plan' };
const learn: Caller = { ...plan, session: 'Learn' };

function aCall(service: Call['service'], operation: string, input: JsonObject = {}): Call {
  return {
    ...{ service, operation, input, region: 'eu-central-1', accessKeyId: 'AK', bucket: '', key: '' },
    ...{ query: new URLSearchParams(), body: Buffer.from(JSON.stringify(input)) },
  };
}

const answer = (body: JsonObject) => Buffer.from(JSON.stringify(body));

describe('the usage meter', () => {
  test('counts calls by function and operation, and the runner’s own apart', () => {
    const meter = createCallMeter();

    meter.count(plan, aCall('s3', 'PutObject'));
    meter.count(plan, aCall('s3', 'PutObject'));
    meter.count(learn, aCall('dynamodb', 'GetItem', { TableName: 't' }));
    meter.count({ kind: 'administrator' }, aCall('sqs', 'ReceiveMessage'));

    expect(meter.of('Plan').calls).toEqual({ 's3 PutObject': 2 });
    expect(meter.of('Learn').calls).toEqual({ 'dynamodb GetItem': 1 });
    expect(meter.of('').calls).toEqual({ 'sqs ReceiveMessage': 1 });
    expect(meter.of('Report')).toEqual({ calls: {}, writeUnits: 0, readUnits: 0 });
  });

  test('asks DynamoDB what a request consumes, and passes every other body on as it is', () => {
    const meter = createCallMeter();
    const put = aCall('dynamodb', 'PutItem', { TableName: 't', Item: { key: { S: 'a' } } });
    const describeTable = aCall('dynamodb', 'DescribeTable', { TableName: 't' });
    const send = aCall('sqs', 'SendMessage', { MessageBody: 'hello' });

    expect(JSON.parse(meter.count(plan, put).toString())).toEqual({
      ...put.input,
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(meter.count(plan, describeTable)).toBe(describeTable.body);
    expect(meter.count(plan, send)).toBe(send.body);
  });

  test('adds up what DynamoDB says, of all tables of a batch, writes apart from reads', () => {
    const meter = createCallMeter();

    meter.consumed(plan, aCall('dynamodb', 'PutItem'), answer({ ConsumedCapacity: { CapacityUnits: 3 } }));
    meter.consumed(
      plan,
      aCall('dynamodb', 'BatchWriteItem'),
      answer({ ConsumedCapacity: [{ CapacityUnits: 10 }, { CapacityUnits: 2 }] }),
    );
    meter.consumed(plan, aCall('dynamodb', 'Query'), answer({ ConsumedCapacity: { CapacityUnits: 0.5 } }));
    // a refusal and an answer without a body consumed nothing
    meter.consumed(plan, aCall('dynamodb', 'GetItem'), answer({ __type: 'ValidationException' }));
    meter.consumed(plan, aCall('dynamodb', 'GetItem'), Buffer.alloc(0));
    meter.consumed(plan, aCall('s3', 'PutObject'), Buffer.from('<xml/>'));

    expect(meter.of('Plan')).toMatchObject({ writeUnits: 15, readUnits: 0.5 });
  });
});

test('a transition is a state that is entered; those within a Map’s items are told apart', () => {
  const events = new EventEmitter();
  const counted = countTransitions(events);

  for (const kind of ['started', 'entered', 'left', 'entered', 'ended']) events.emit('progress', { kind });
  events.emit('progress', { kind: 'entered', index: 0 });
  events.emit('progress', { kind: 'item-succeeded', index: 0 });

  expect(counted()).toEqual({ all: 3, ofItems: 1 });
});

test('a share of a Map’s items is spread over all of them, and the whole is every item', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];

  expect(shareOf(items, 0.25)).toEqual([4, 8]);
  expect(shareOf(items, 1)).toEqual(items);
});
