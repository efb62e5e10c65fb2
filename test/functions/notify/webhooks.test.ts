import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError, type TradewindEvent } from '../../../lib/domain/index.ts';
import { signWebhook } from '../../../lib/runtime/index.ts';
import { aWebhook, type NotifyRoom, openNotifyRoom, SECRET } from './notify-room.ts';

let room: NotifyRoom;
beforeAll(async () => {
  room = await openNotifyRoom();
});
afterAll(() => room.close());
beforeEach(() => {
  room.posts.length = 0;
  room.hidden.length = 0;
  room.webhooks.length = 0;
  room.answers.clear();
});

const anEvent = (id: string, changes: Partial<TradewindEvent> = {}): TradewindEvent =>
  // the type of the whole event holds for what a test changes of it
  ({
    ...{ id, type: 'data.stale', merchant: 'demo', market: 'de', at: '2026-07-01T01:59:00.000Z' },
    data: { kind: 'orders', lastDate: null, asOf: '2026-06-30' },
    ...changes,
  }) as TradewindEvent;

const told = () => room.posts.map(({ url }) => new URL(url).hostname.split('.')[0]);

describe('a webhook', () => {
  test('is told in the form that Standard Webhooks recommends, signed at the moment of the try', async () => {
    room.webhooks.push(aWebhook('shop'));

    await room.tell(anEvent('signed'));

    const [post] = room.posts;
    expect(JSON.parse(post?.body ?? '')).toEqual({
      type: 'data.stale',
      timestamp: '2026-07-01T01:59:00.000Z',
      data: { merchant: 'demo', market: 'de', kind: 'orders', lastDate: null, asOf: '2026-06-30' },
    });
    const timestampSeconds = Date.parse('2026-07-01T02:00:00Z') / 1000;
    expect(post?.headers).toEqual({
      'user-agent': 'Tradewind',
      'webhook-id': 'signed',
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signWebhook({ id: 'signed', timestampSeconds, body: post?.body ?? '' }, [SECRET]),
    });
  });

  test('that has heard an event is not told it again, whoever else has not', async () => {
    room.webhooks.push(aWebhook('shop'), aWebhook('busy'));
    room.answers.set('https://busy.example.com/in', { kind: 'answered', status: 503 });
    const event = anEvent('twice');

    const first = await room.tell(event);
    room.answers.clear();
    const second = await room.tell(event, 2);
    const third = await room.tell(event, 3);

    expect([first, second, third]).toEqual([false, true, true]);
    expect(told().toSorted()).toEqual(['busy', 'busy', 'shop']);
  });

  test('hears only of what it asked for, and only of its own merchant', async () => {
    room.webhooks.push(aWebhook('runs', { events: ['run.finished', 'run.failed'] }), aWebhook('all'));

    await room.tell(anEvent('stale'));
    await room.tell(anEvent('other', { merchant: 'other' }));

    expect(told()).toEqual(['all']);
  });

  test('that fails is tried later and later, never before it asked for, and given up after the last try', async () => {
    room.webhooks.push(aWebhook('busy'));
    const { answers } = room;
    const address = 'https://busy.example.com/in';

    answers.set(address, { kind: 'unanswered', reason: 'no answer within 15000 ms' });
    await room.tell(anEvent('late'), 1);
    await room.tell(anEvent('late'), 3);
    answers.set(address, { kind: 'answered', status: 429, retryAfterSeconds: 3600 });
    await room.tell(anEvent('late'), 2);
    answers.set(address, { kind: 'answered', status: 302 });
    await room.tell(anEvent('late'), 10);

    expect(room.hidden).toEqual([20, 180, 3600, 1]);
  });

  test('whose secret is none holds up no other: it is tried again, as one that does not answer', async () => {
    room.webhooks.push(aWebhook('broken'), aWebhook('shop'));
    room.secrets.set('arn:secret:broken', 'short');

    const done = await room.tell(anEvent('unsigned'));
    room.secrets.clear();
    const mended = await room.tell(anEvent('unsigned'), 2);

    expect([done, mended]).toEqual([false, true]);
    expect(told()).toEqual(['shop', 'broken']);
    expect(room.hidden).toEqual([20]);
  });

  test('that is gone hears nothing there for a day, then is asked once more', async () => {
    room.webhooks.push(aWebhook('left'));
    room.answers.set('https://left.example.com/in', { kind: 'answered', status: 410 });

    const done = await room.tell(anEvent('goodbye'));
    await room.tell(anEvent('next'));
    room.webhooks[0] = aWebhook('left', { url: 'https://moved.example.com/in' });
    await room.tell(anEvent('moved'));
    room.webhooks[0] = aWebhook('left');
    room.clock.now = '2026-07-02T02:00:01.000Z';
    await room.tell(anEvent('tomorrow'));
    room.clock.now = '2026-07-01T02:00:00.000Z';

    expect(done).toBe(true);
    expect(room.posts.map(({ headers }) => headers['webhook-id'])).toEqual(['goodbye', 'moved', 'tomorrow']);
  });

  test('is never told what is no event of ours: such a message fails until it is given up', async () => {
    const body = JSON.stringify({ detail: { type: 'other.event' } });

    await expect(room.notify({ body, tries: 1, receiptHandle: 'r' })).rejects.toThrow(InputError);
  });
});
