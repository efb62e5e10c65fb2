import { describe, expect, test } from '@jest/globals';
import { provideEventBuses } from '../../../infra/local/event-buses.ts';
import { readPattern } from '../../../infra/local/event-pattern.ts';
import type { JsonObject } from '../../../infra/local/json.ts';
import { rightsOf } from '../../../infra/local/requests.ts';
import type { Resource } from '../../../infra/local/stacks.ts';

const region = 'eu-central-1';
const arnOf = (service: string, name: string) => `arn:aws:${service}:${region}:000000000000:${name}`;
const queueArn = arnOf('sqs', 'Notices');
const functionArn = arnOf('lambda', 'function:Listener');

function aResource(type: string, id: string, properties: JsonObject, arn = arnOf('x', id)): Resource {
  const nothing = { assets: new Map<string, string>(), assetPath: undefined };
  return { stack: 'Mini', region, id, type, ref: id, arn, properties, ...nothing };
}

const bus = aResource('AWS::Events::EventBus', 'Bus', {}, arnOf('events', 'event-bus/Bus'));
const queue = aResource('AWS::SQS::Queue', 'Notices', {}, queueArn);
const queuePolicy = aResource('AWS::SQS::QueuePolicy', 'Policy', {
  Queues: ['Notices'],
  PolicyDocument: {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } },
      },
    ],
  },
});
const permission = aResource('AWS::Lambda::Permission', 'Permission', {
  Principal: 'events.amazonaws.com',
  FunctionName: functionArn,
});
const aRule = (properties: JsonObject) =>
  aResource('AWS::Events::Rule', 'Rule', {
    EventBusName: 'Bus',
    EventPattern: { source: ['tradewind'] },
    Targets: [{ Id: 'Target0', Arn: queueArn }],
    ...properties,
  });

function provide(...resources: Resource[]) {
  const sent: { queueArn: string; event: JsonObject }[] = [];
  const invoked: string[] = [];
  const answer = provideEventBuses({
    resources: [bus, queue, ...resources],
    send: (target, body) => void sent.push({ queueArn: target, event: JSON.parse(body) }),
    functions: {
      invoke: async (arn, payload) => {
        invoked.push(arn);
        return { kind: 'done', payload };
      },
    },
    onProblem: () => undefined,
  });
  return { put: (...Entries: JsonObject[]) => answer('PutEvents', { Entries }, region), sent, invoked };
}

const anEntry = (changes: JsonObject = {}): JsonObject => ({
  EventBusName: 'Bus',
  Source: 'tradewind',
  DetailType: 'run.failed',
  Detail: '{"market":"de"}',
  Time: 1_767_592_800,
  ...changes,
});

describe('the local event bus', () => {
  test('fills the queue of each rule that an event fits, with the event as EventBridge writes it', async () => {
    const { put, sent } = provide(queuePolicy, aRule({}));

    const answer = await put(anEntry(), anEntry({ Source: 'other' }));

    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: sent[0]?.event.id }, {}] });
    expect(sent).toEqual([
      {
        queueArn,
        event: {
          version: '0',
          id: expect.any(String),
          'detail-type': 'run.failed',
          source: 'tradewind',
          account: '000000000000',
          time: '2026-01-05T06:00:00Z',
          region,
          resources: [],
          detail: { market: 'de' },
        },
      },
    ]);
  });

  test('invokes a function that lets it', async () => {
    const { put, invoked } = provide(permission, aRule({ Targets: [{ Arn: functionArn }] }));

    await put(anEntry());

    expect(invoked).toEqual([functionArn]);
    expect(() => provide(aRule({ Targets: [{ Arn: functionArn }] }))).toThrow(/Permission/);
  });

  test('refuses an entry for an unknown bus, one without words, and one that is no JSON; the others go on', async () => {
    const { put, sent } = provide(queuePolicy, aRule({}));

    const { FailedEntryCount, Entries } = await put(
      anEntry({ EventBusName: 'Other' }),
      anEntry({ DetailType: null }),
      anEntry({ Detail: 'no' }),
      anEntry(),
    );

    expect(FailedEntryCount).toBe(3);
    const codes = [
      { ErrorCode: 'InvalidArgument' },
      { ErrorCode: 'InvalidArgument' },
      { ErrorCode: 'MalformedDetail' },
    ];
    expect(Entries).toMatchObject([...codes, { EventId: expect.any(String) }]);
    expect(sent).toHaveLength(1);
  });

  test('takes ten entries and 256 KiB a call', async () => {
    const { put } = provide();

    await expect(put(...Array.from({ length: 11 }, () => anEntry()))).rejects.toThrow('1 to 10 entries');
    await expect(put(anEntry({ Detail: `{"a":"${'x'.repeat(262_144)}"}` }))).rejects.toThrow('262144 bytes');
  });

  test('stops at what it would run otherwise than the cloud', () => {
    const stopped = (properties: JsonObject) => () => provide(queuePolicy, aRule(properties));

    expect(() => provide(aRule({}))).toThrow(/no policy that lets the rule Rule fill it/);
    expect(stopped({ Targets: [{ Arn: arnOf('sns', 'Topic') }] })).toThrow(/not known locally/);
    expect(stopped({ Targets: [{ Arn: queueArn, InputPath: '$.detail' }] })).toThrow(/InputPath/);
    expect(stopped({ EventPattern: { detail: { rows: [{ numeric: ['>', 1] }] } } })).toThrow(
      /Rule\/detail\/rows.*numeric/,
    );
  });

  test('leaves rules on the account’s own bus to the cloud where they hear the cloud alone', () => {
    const onDefaultBus = (EventPattern: JsonObject) => {
      const { EventBusName: _, ...properties } = aRule({ EventPattern }).properties;
      return () => provide(aResource('AWS::Events::Rule', 'Own', properties));
    };

    expect(onDefaultBus({ source: ['aws.s3'] })).not.toThrow();
    expect(onDefaultBus({ source: ['tradewind'] })).toThrow(/Own/);
  });
});

describe('an event pattern', () => {
  const fits = (pattern: JsonObject, event: JsonObject) => readPattern(pattern, 'rule')(event);
  const event = { source: 'tradewind', detail: { market: 'de', tags: ['a', 'b'], rows: 3, done: null } };

  test.each<[string, JsonObject, boolean]>([
    ['one of the values', { source: ['other', 'tradewind'] }, true],
    ['none of the values', { source: ['other'] }, false],
    ['a prefix', { source: [{ prefix: 'trade' }] }, true],
    ['another prefix', { source: [{ prefix: 'wind' }] }, false],
    ['nested fields, all of them', { source: ['tradewind'], detail: { market: ['de'], rows: [3] } }, true],
    ['nested fields, one of them not', { detail: { market: ['de'], rows: ['3'] } }, false],
    ['a list of which one fits', { detail: { tags: ['b'] } }, true],
    ['null', { detail: { done: [null] } }, true],
    ['a field that is not there', { detail: { other: ['x'] } }, false],
    ['a field inside of a text', { source: { name: ['x'] } }, false],
  ])('compares with %s', (_, pattern, expected) => {
    expect(fits(pattern, event)).toBe(expected);
  });
});

describe('the rights to tell events', () => {
  test('are asked for each bus that a call names, by name or ARN', () => {
    const Entries = [{ EventBusName: 'Bus' }, { EventBusName: bus.arn }, {}];
    const call = { service: 'events', operation: 'PutEvents', region, input: { Entries } } as const;
    const unused = {
      accessKeyId: '',
      bucket: '',
      key: '',
      query: new URLSearchParams(),
      body: Buffer.alloc(0),
    };

    expect(rightsOf({ ...call, ...unused }, undefined)).toEqual([
      { action: 'events:PutEvents', resource: bus.arn },
      { action: 'events:PutEvents', resource: arnOf('events', 'event-bus/default') },
    ]);
  });
});
