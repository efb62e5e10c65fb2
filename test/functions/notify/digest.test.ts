import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Run,
  runEvent,
  runKey,
  type TradewindEvent,
  type Upload,
  uploadEvents,
  uploadKey,
} from '../../../lib/domain/index.ts';
import { anUpload, aWebhook, type NotifyRoom, openNotifyRoom } from './notify-room.ts';

let room: NotifyRoom;
beforeAll(async () => {
  room = await openNotifyRoom();
});
afterAll(() => room.close());

/** Keep an upload as ingest does, and tell of it; reading it began at its `at`. */
async function read(changes: Partial<Upload>, endedAt?: string): Promise<void> {
  const upload = anUpload(changes);
  const at = endedAt ?? upload.at;
  await room.uploads.put(uploadKey('demo', upload.upload), upload);
  for (const event of uploadEvents(upload, { merchant: 'demo', reading: upload.upload, at }))
    await room.tell(event);
}

/** Keep a run as the report does, and tell how it ended. */
async function end(
  market: string,
  asOf: string,
  changes: Partial<Run> = {},
): Promise<TradewindEvent | undefined> {
  const runId = `${market}-${asOf}`;
  const summary = {
    ...{ forecasts: 5, policies: 5, buyers: 3, segments: 1, insufficientData: 0 },
    failedShards: [],
  };
  const run: Run = {
    ...{ merchant: 'demo', market, asOf, runId, state: 'finished', startedAt: '2026-07-01T01:30:00.000Z' },
    ...{ finishedAt: '2026-07-01T02:00:00.000Z', series: 5, shards: 1, summary },
    ...changes,
  };
  await room.runs.put(runKey('demo', runId), run);
  const event = runEvent(run);
  if (event !== undefined) await room.tell(event);
  return event;
}

const subjects = () => room.mails.splice(0).map(({ subject }) => subject);

describe('the message of a market’s night', () => {
  test('tells of the uploads that wait, of this market and of all, and no longer once they are answered', async () => {
    await read({ upload: 'a1', market: 'de' });
    await read({ upload: 'a2', market: '_all', kind: 'products' });
    await read({ upload: 'a3', market: 'jp' });

    await end('de', '2026-06-30');
    await read({ upload: 'a1', market: 'de', state: 'rolledBack' });
    await read({ upload: 'a2', market: '_all', state: 'accepted', at: '2026-07-01T03:00:00.000Z' });
    await end('de', '2026-07-01', { startedAt: '2026-07-02T01:30:00.000Z' });

    expect(subjects()).toEqual([
      'de 2026-06-30: run finished, 2 uploads wait for an answer',
      'de 2026-07-01: run finished, nothing to do',
    ]);
  });

  test('comes once, and again only when a repeated run has something new to tell', async () => {
    await end('gb', '2026-06-30');
    await end('gb', '2026-06-30', { startedAt: '2026-07-01T05:00:00.000Z' });
    const failed = { state: 'failed', reason: 'no lake', startedAt: '2026-07-01T06:00:00.000Z' } as const;
    const event = await end('gb', '2026-06-30', failed);

    expect(subjects()).toEqual([
      'gb 2026-06-30: run finished, nothing to do',
      'Update: gb 2026-06-30: run failed',
    ]);
    expect(event?.type).toBe('run.failed');
  });

  test('does not come again while a webhook is tried, even when something has changed meanwhile', async () => {
    room.webhooks.push(aWebhook('busy'));
    room.answers.set('https://busy.example.com/in', { kind: 'answered', status: 500 });
    const event = await end('us', '2026-06-30');
    await read({ upload: 'u9', market: 'us', at: '2026-07-01T02:30:00.000Z' });

    if (event !== undefined) await room.tell(event, 2);
    room.webhooks.length = 0;

    expect(subjects()).toEqual(['us 2026-06-30: run finished, nothing to do']);
  });

  test('tells what was refused since the last one, once', async () => {
    await end('fr', '2026-06-29');
    room.clock.now = '2026-07-01T12:00:00.000Z';
    const rows = { read: 10, accepted: 8, merged: 0, quarantined: 2, waiting: 0 };
    await read({ upload: 'f1', market: 'fr', state: 'partlyAccepted', rows, at: '2026-07-01T10:00:00.000Z' });
    await end('fr', '2026-06-30');
    room.clock.now = '2026-07-02T12:00:00.000Z';
    await end('fr', '2026-07-01');

    const [, second, third] = room.mails.splice(0);
    expect(second?.text).toContain('- june.csv (orders): 2 of 10 rows; see GET /v1/uploads/f1');
    // the products that hold for all markets came meanwhile too
    expect(second?.text).toContain('2 uploads taken in since the last message.');
    expect(third?.subject).toBe('fr 2026-07-01: run finished, nothing to do');
  });

  test('tells of a file that was being read while the last one was sent', async () => {
    room.clock.now = '2026-07-03T02:00:00.000Z';
    await end('ie', '2026-07-02');
    await read(
      { upload: 'i1', market: 'ie', state: 'rejected', reason: 'no header', at: '2026-07-03T01:58:00.000Z' },
      '2026-07-03T02:01:00.000Z',
    );

    await end('ie', '2026-07-03');

    expect(room.mails.splice(0)[1]?.text).toContain('- june.csv (orders): no header; see GET /v1/uploads/i1');
  });

  test('says how a run ended, though it is being made once more by then', async () => {
    const event = await end('nl', '2026-07-03', { state: 'running' });
    const summary = {
      forecasts: 4,
      policies: 4,
      buyers: 0,
      segments: 0,
      insufficientData: 1,
      failedShards: [],
    };
    const ended = runEvent({
      ...{ merchant: 'demo', market: 'nl', asOf: '2026-07-03', runId: 'nl-2026-07-03', state: 'finished' },
      ...{ startedAt: '2026-07-04T01:30:00.000Z', series: 5, shards: 1, summary },
    });

    if (ended !== undefined) await room.tell(ended);

    expect(event).toBeUndefined();
    expect(subjects()).toEqual(['nl 2026-07-03: run finished, 1 SKU lacks data']);
  });

  test('is sent whatever the secret of a webhook is', async () => {
    room.webhooks.push(aWebhook('broken'));
    room.secrets.set('arn:secret:broken', 'short');

    await end('at', '2026-07-03');
    room.webhooks.length = 0;

    expect(subjects()).toEqual(['at 2026-07-03: run finished, nothing to do']);
  });

  test('says that a run is late, which data are stale, and then how it ended', async () => {
    const about = { merchant: 'demo', market: 'it', at: '2026-07-02T04:30:00.000Z' };
    const asOf = '2026-07-01';
    await room.tell({
      ...{ ...about, id: 'stale-it', type: 'data.stale' },
      data: { kind: 'orders', lastDate: '2026-06-20', asOf },
    });
    await room.tell({
      ...{ ...about, id: 'late-it', type: 'run.late' },
      data: { runId: `it-${asOf}`, asOf, dueAt: '2026-07-02T01:30:00.000Z' },
    });
    await end('it', asOf);

    expect(subjects()).toEqual([
      'it 2026-07-01: run is late, stale data: orders',
      'Update: it 2026-07-01: run finished, stale data: orders',
    ]);
  });

  test('tells each market of a file that was put where no market is', async () => {
    const at = '2026-07-03T10:00:00.000Z';
    const reason = '"xx" is no market of this merchant in this region';
    await read({ upload: 'x1', market: 'xx', state: 'rejected', reason, questions: [], at });

    await end('es', '2026-07-03');

    expect(room.mails.splice(0)[0]?.text).toContain(
      '- june.csv (orders): "xx" is no market of this merchant in this region; see GET /v1/uploads/x1',
    );
  });
});
