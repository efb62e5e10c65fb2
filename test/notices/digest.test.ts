import { describe, expect, test } from '@jest/globals';
import { composeDigest, type DigestFacts, type DigestRun } from '../../lib/notices/index.ts';

const RETRY = 'POST /v1/markets/de/runs {"asOf":"2026-06-30"}';
const aRun = (changes: Partial<DigestRun> = {}): DigestRun => ({
  ...{ state: 'finished', series: 1240, forecasts: 1240, lacking: 0, failedShards: [], retry: RETRY },
  ...changes,
});
const aNight = (changes: Partial<DigestFacts> = {}): DigestFacts => ({
  ...{ market: 'de', asOf: '2026-06-30', run: aRun(), waiting: [], refused: [], taken: 3, stale: [] },
  ...changes,
});
const read = (facts: DigestFacts, isUpdate = false) =>
  composeDigest(facts, { today: '2026-07-01', isUpdate });
const waiting = { upload: 'u1', kind: 'orders', fileName: 'june.csv', questions: 2, since: '2026-06-28' };

describe('the message of a night', () => {
  test('in which all went well says that there is nothing to do', () => {
    expect(read(aNight())).toEqual({
      subject: 'de 2026-06-30: run finished, nothing to do',
      text: `de, 2026-06-30: run finished, nothing to do.

1,240 of 1,240 SKUs have a forecast.

3 uploads taken in since the last message.
`,
    });
  });

  test('counts all failures where the run tells the first of them', () => {
    const failedShards = Array.from({ length: 200 }, (_, n) => ({
      ...{ step: 'learn', shard: `s${n}`, reason: 'why' },
    }));
    const run = aRun({ state: 'finishedWithFailures', failedShards, failures: 8334 });

    const { subject, text } = read(aNight({ run }));

    expect(subject).toContain('8,334 shards failed');
    expect(text).toMatch(/- and 8,3\d\d more\n/);
  });

  test('tells what drifts: how many SKUs newly, in all and no more, and which figures of buyers moved', () => {
    const drift = { raised: 2, standing: 3, ended: 1, features: ['recencyDays', 'valueMinor'] };

    const { subject, text } = read(aNight({ run: aRun({ drift }) }));

    expect(subject).toBe('de 2026-06-30: run finished, 2 SKUs drift');
    expect(text).toContain(
      'Drift: 2 SKUs newly sell otherwise than before; 3 in all are only suggested for; 1 has settled; buyers have changed in recencyDays, valueMinor. See GET /v1/markets/de/health',
    );
  });

  test('says of one SKU that it drifts, and nothing of alarms that there are none of', () => {
    const one = { raised: 1, standing: 1, ended: 0, features: [] };

    const { subject, text } = read(aNight({ run: aRun({ drift: one }) }));

    expect(subject).toBe('de 2026-06-30: run finished, 1 SKU drifts');
    expect(text).toContain(
      'Drift: 1 SKU newly sells otherwise than before; 1 in all is only suggested for. See',
    );
  });

  test('tells how many gaps and rates are beyond the limits of fairness, and where they are shown', () => {
    const { subject, text } = read(aNight({ run: aRun({ unfair: { gaps: 1, rates: 2 } }) }));

    expect(subject).toBe('de 2026-06-30: run finished, 3 alarms of fairness');
    expect(text).toContain(`Fairness, beyond your limits:
- 1 gap of price between comparable buyers that nothing explains
- 2 rates of segments too far from the others'
See GET /v1/markets/de/health`);
  });

  test('with failures names each, and what to do about it', () => {
    const run = aRun({
      ...{ state: 'finishedWithFailures', forecasts: 1237, lacking: 3 },
      failedShards: [
        {
          step: 'forecast',
          shard: 's00002',
          reason: 'Sandbox.Timedout: Task timed out after 600.00 seconds',
        },
        { step: 'learn', shard: 's00001', reason: 'out of memory' },
      ],
    });
    const refused = [
      { upload: 'u2', kind: 'stock', fileName: 'stock.csv', quarantined: 14, read: 2000, reason: null },
      {
        upload: 'u3',
        kind: 'prices',
        fileName: 'old.xls',
        quarantined: 0,
        read: 0,
        reason: 'is an .xls of 1997',
      },
    ];

    expect(read(aNight({ run, waiting: [waiting], refused, taken: 1 }))).toEqual({
      subject: 'de 2026-06-30: run finished, 3 SKUs lack data, 1 upload waits for an answer, ...',
      text: `de, 2026-06-30: run finished, 3 SKUs lack data, 1 upload waits for an answer, 2 uploads with refused rows, 2 shards failed.

1,237 of 1,240 SKUs have a forecast; 3 lack data.
Failed shards:
- forecast s00002: Sandbox.Timedout: Task timed out after 600.00 seconds
- learn s00001: out of memory
Retry with: POST /v1/markets/de/runs {"asOf":"2026-06-30"}

Waiting for an answer:
- june.csv (orders) since 2026-06-28, 3 days (2 questions): answer with POST /v1/uploads/u1/mapping

Refused:
- stock.csv (stock): 14 of 2,000 rows; see GET /v1/uploads/u2
- old.xls (prices): is an .xls of 1997; see GET /v1/uploads/u3

1 upload taken in since the last message.
`,
    });
  });

  test('in which nothing was uploaded says so, and which data are stale', () => {
    const stale = [
      { kind: 'orders', lastDate: '2026-06-20' },
      { kind: 'stock', lastDate: null },
    ];

    const { subject, text } = read(aNight({ taken: 0, stale }));

    expect(subject).toBe('de 2026-06-30: run finished, stale data: orders, stock');
    expect(text).toContain('Stale data:\n- orders: the newest is of 2026-06-20\n- stock: none has come\n');
    expect(text).toContain('No upload was taken in since the last message.');
  });

  test.each<[Partial<DigestRun>, string, string]>([
    [
      { state: 'failed', reason: 'InputError: no orders' },
      'de 2026-06-30: run failed',
      `The run failed: InputError: no orders.\nRun it again with: ${RETRY}`,
    ],
    [
      { state: 'late', reason: 'it was due at 2026-07-01T01:30:00Z' },
      'de 2026-06-30: run is late',
      `The run has not come to an end: it was due at 2026-07-01T01:30:00Z.\nRun it now with: ${RETRY}`,
    ],
    [
      { state: 'insufficientData', reason: 'orders of 0 days' },
      'de 2026-06-30: run had too little data',
      'The run had too little data: orders of 0 days.',
    ],
  ])('says of a run that was %p what it was, and how to make it again', (changes, subject, sentence) => {
    const message = read(aNight({ run: aRun(changes) }));

    expect(message.subject).toBe(subject);
    expect(message.text).toContain(sentence);
  });

  test('tells one from many', () => {
    const run = aRun({ state: 'finishedWithFailures', series: 1, forecasts: 0, lacking: 1 });
    const one = { ...waiting, questions: 1, since: '2026-07-01' };

    const { text } = read(aNight({ run, waiting: [one, { ...waiting, since: '2026-06-30' }], taken: 1 }));

    expect(text).toContain('0 of 1 SKU have a forecast; 1 lacks data.');
    expect(text).toContain('2 uploads wait for an answer');
    expect(text).toContain('- june.csv (orders) since today (1 question): ');
    expect(text).toContain('- june.csv (orders) since 2026-06-30, 1 day (2 questions): ');
  });

  test('that tells of a night anew says that it is an update', () => {
    const { subject, text } = read(aNight(), true);

    expect(subject).toBe('Update: de 2026-06-30: run finished, nothing to do');
    expect(text).toMatch(/^Update\. de, 2026-06-30: /);
  });

  test('keeps the names of files on their line', () => {
    const fileName = `june\u202e\r\nSubject: pay now ${'x'.repeat(1000)}`;

    const { text } = read(aNight({ waiting: [{ ...waiting, fileName }] }));

    const line = text.split('\n').find((each) => each.startsWith('- june')) ?? '';
    expect(line).toMatch(/^- june Subject: pay now x+$/);
    expect(line).toHaveLength(402);
  });

  test('stays short, whatever a market has: twenty lines a list, a subject that SNS takes', () => {
    const many = Array.from({ length: 53 }, (_, place) => ({ ...waiting, upload: `u${place}` }));
    const stale = Array.from({ length: 12 }, (_, place) => ({
      kind: `purchase_orders${place}`,
      lastDate: null,
    }));

    const { subject, text } = read(aNight({ waiting: many, stale }));

    expect(text.match(/^- june/gm)).toHaveLength(20);
    expect(text).toContain('\n- and 33 more\n');
    expect(subject).toBe('de 2026-06-30: run finished, 53 uploads wait for an answer, ...');
  });
});
