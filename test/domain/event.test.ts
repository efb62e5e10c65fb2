import { describe, expect, test } from '@jest/globals';
import {
  eventId,
  eventTypes,
  nothingRead,
  type Run,
  runEvent,
  type TradewindEvent,
  tradewindEventSchema,
  type Upload,
  uploadEvents,
} from '../../lib/domain/index.ts';

const anUpload = (changes: Partial<Upload> = {}): Upload => ({
  ...nothingRead(),
  upload: 'abc123',
  market: 'de',
  kind: 'orders',
  fileName: 'Bestellungen Frau Huber.csv',
  key: 'demo/de/orders/Bestellungen Frau Huber.csv',
  sequence: '1',
  state: 'accepted',
  at: '2026-01-05T05:59:00.000Z',
  ...changes,
});

const happening = { merchant: 'demo', reading: 'r1', at: '2026-01-05T06:00:00.000Z' };
const typesOf = (events: readonly TradewindEvent[]) => events.map(({ type }) => type);
const question = { question: 'dateOrder', about: 'dateOrder', text: 'Which?', options: [] };

describe('uploadEvents', () => {
  test('says what was taken in, with counts and days, and never the name of the file', () => {
    const rows = { read: 12, accepted: 10, merged: 2, quarantined: 0, waiting: 0 };

    const events = uploadEvents(
      anUpload({ rows, firstDate: '2026-01-01', lastDate: '2026-01-04' }),
      happening,
    );

    expect(events).toEqual([
      {
        id: 'upload_accepted:demo:r1',
        type: 'upload.accepted',
        merchant: 'demo',
        market: 'de',
        at: '2026-01-05T06:00:00.000Z',
        data: {
          upload: 'abc123',
          kind: 'orders',
          rows: { read: 12, accepted: 10, quarantined: 0, waiting: 0 },
          firstDate: '2026-01-01',
          lastDate: '2026-01-04',
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Huber/);
  });

  test('tells both of a file that was taken in in part', () => {
    const events = uploadEvents(anUpload({ state: 'partlyAccepted' }), happening);

    expect(typesOf(events)).toEqual(['upload.accepted', 'upload.rejected']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  test('names the questions that wait', () => {
    const [event] = uploadEvents(anUpload({ state: 'needsAnswer', questions: [question] }), happening);

    expect(event).toMatchObject({ type: 'upload.question', data: { questions: ['dateOrder'] } });
  });

  test('tells a file that is held for its refused rows from a dry run that waits to be seen', () => {
    const held = (about: string) =>
      uploadEvents(anUpload({ state: 'held', questions: [{ ...question, about }] }), happening);

    expect(typesOf(held('refusedRows'))).toEqual(['upload.rejected']);
    expect(typesOf(held('takeIn'))).toEqual(['upload.question']);
  });

  test.each(['awaited', 'reading', 'answered', 'rolledBack'] as const)(
    'says nothing while it is %s',
    (state) => {
      expect(uploadEvents(anUpload({ state }), happening)).toEqual([]);
    },
  );
});

describe('runEvent', () => {
  const run: Run = {
    ...{ merchant: 'demo', market: 'de', asOf: '2026-01-04', runId: 'de-2026-01-04' },
    ...{ state: 'insufficientData', startedAt: '2026-01-05T02:30:00.000Z', series: 0, shards: 0 },
  };

  test('has the same name when a step is repeated, and another when the run is made again', () => {
    const [once, repeated, again] = [
      runEvent({ ...run, finishedAt: '2026-01-05T02:31:00.000Z' }),
      runEvent({ ...run, finishedAt: '2026-01-05T02:32:00.000Z' }),
      runEvent({ ...run, startedAt: '2026-01-05T09:00:00.000Z' }),
    ].map((event) => event?.id);

    expect(once).toBe('run_finished:demo:de-2026-01-04:2026-01-05T02:30:00_000Z');
    expect(repeated).toBe(once);
    expect(again).not.toBe(once);
  });

  test('tells of a run again whose failed shards were tried again: it is the same run, and another end', () => {
    const first = runEvent({ ...run, state: 'finishedWithFailures' });

    const retried = runEvent({ ...run, state: 'finished', retriedAt: '2026-01-05T08:00:00.000Z' });

    expect(retried?.id).toBe('run_finished:demo:de-2026-01-04:2026-01-05T08:00:00_000Z');
    expect(retried?.id).not.toBe(first?.id);
  });

  test('says nothing while the run goes on', () => {
    expect(runEvent({ ...run, state: 'running' })).toBeUndefined();
  });
});

describe('the schema of events', () => {
  test('takes every event that is made, and each type that can be subscribed to', () => {
    const made = [
      ...uploadEvents(anUpload({ state: 'partlyAccepted' }), happening),
      ...uploadEvents(anUpload({ state: 'needsAnswer' }), happening),
    ];

    expect(made.map((event) => tradewindEventSchema.parse(event))).toEqual(made);
    const known = tradewindEventSchema.def.options.map((option) => [...(option._zod.propValues?.type ?? [])]);
    expect(known.flat()).toEqual([...eventTypes]);
  });

  test('keeps names free of what a header or a signature could trip over', () => {
    expect(eventId('data.stale', 'demo', 'a b\n.ü')).toBe('data_stale:demo:a_b___');
  });
});
