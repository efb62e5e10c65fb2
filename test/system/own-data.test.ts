import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Summary } from '../../infra/local/start/summary.ts';
import {
  addDays,
  analysisSchema,
  contracts,
  recommendationSchema,
  segmentationSchema,
  storedForecastSchema,
  type Upload,
} from '../../lib/domain/index.ts';
import { writeFiles } from './data-folder.ts';
import {
  type Ended,
  PATIENCE_MS,
  type RunningStack,
  runStart,
  startStack,
  summaryOf,
  temporaryState,
} from './running-stack.ts';

jest.setTimeout(PATIENCE_MS);

const HEADER = 'order_id,ordered_at,customer_id,sku,quantity,unit_price\n';
const FIRST_DATE = '2025-01-01';
const DAYS = 300;

/** One order line a day, more of them on two days of the week, from twenty buyers in turn. */
function orderRows(sku: string, days: number): string {
  const rowOf = (_: unknown, day: number) =>
    `${sku}-${day},${addDays(FIRST_DATE, day)},C${day % 20},${sku},${day % 7 < 2 ? 9 : 4 + (day % 3)},2.50\n`;
  return Array.from({ length: days }, rowOf).join('');
}

/** Files that are good beside files that are not, and what becomes of each; rows are read, accepted, quarantined, waiting. */
const GOOD = HEADER + orderRows('A', DAYS) + orderRows('B', DAYS);
const LATE = `${HEADER}late,${addDays(FIRST_DATE, DAYS - 1)},C1,A,1000,2.50\n`;
const HALF = (HEADER + orderRows('H', 40)).slice(0, -'C19,H,6,2.50\n'.length);
const UPLOADS: Record<
  string,
  { body: string | Uint8Array; state: Upload['state']; rows: number[]; reason: RegExp }
> = {
  'de/orders/good.csv': { body: GOOD, state: 'accepted', rows: [600, 600, 0, 0], reason: /^$/ },
  'de/orders/half.csv': {
    body: HALF,
    state: 'partlyAccepted',
    rows: [40, 39, 1, 0],
    reason: /1 of 40 rows were refused/,
  },
  'de/orders/wrong-header.csv': {
    body: 'name,colour\nx,red\n',
    state: 'needsAnswer',
    rows: [1, 0, 0, 1],
    reason: /header lacks order_id/,
  },
  'de/orders/noise.csv': { body: noise(5000), state: 'rejected', rows: [0, 0, 0, 0], reason: /UTF-8/ },
  'de/orders/cut-off.csv.gz': {
    body: gzipSync(GOOD).subarray(0, 900),
    state: 'rejected',
    rows: [0, 0, 0, 0],
    reason: /cut off/,
  },
  'de/orders/dates.csv': {
    body: `${HEADER}1,03/04/2025,C1,X,1,2.00\n2,05/06/2025,C1,X,1,2.00\n`,
    state: 'needsAnswer',
    rows: [2, 0, 0, 2],
    reason: /03\/04\/2025/,
  },
  'de/products/empty.csv': { body: '', state: 'rejected', rows: [0, 0, 0, 0], reason: /is empty/ },
  'de/recipes/cake.csv': {
    body: 'a,b\n1,2\n',
    state: 'rejected',
    rows: [0, 0, 0, 0],
    reason: /"recipes" is no kind/,
  },
  'fr/orders/orders.csv': { body: GOOD, state: 'rejected', rows: [0, 0, 0, 0], reason: /"fr" is no market/ },
  '_all/products/names.csv': {
    body: 'sku,name\nA,Alpha\n',
    state: 'accepted',
    rows: [1, 1, 0, 0],
    reason: /^$/,
  },
};

describe('npm start -- --data with orders alone, and files that are not what they should be', () => {
  const state = temporaryState();
  const data = join(state.folder, 'data');
  const at = (...more: string[]) => [
    '--state',
    join(state.folder, 'state'),
    '--data',
    data,
    '--port',
    '0',
    ...more,
  ];
  let ended: Ended;
  let summary: Summary;
  let stack: RunningStack;

  beforeAll(async () => {
    writeFiles(data, Object.fromEntries(Object.entries(UPLOADS).map(([path, { body }]) => [path, body])));
    ended = await runStart(...at('--once'));
    summary = summaryOf(ended);
    // one more file: the second start reads it alone, and does the day's run again
    writeFiles(data, { 'de/orders/late.csv': LATE });
    stack = await startStack(join(state.folder, 'state'), '--data', data);
  }, PATIENCE_MS);
  afterAll(async () => {
    await stack?.stop();
    state.remove();
  });

  test('ends well, with one line of JSON whose counts add up', () => {
    const total = (column: number) =>
      Object.values(UPLOADS).reduce((sum, { rows }) => sum + (rows[column] ?? 0), 0);

    expect(ended.code).toBe(0);
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(summary).toMatchObject({
      markets: 1,
      // files that wait are counted apart from the rows that are read, accepted or refused
      rows: { read: total(0), accepted: total(1), merged: 0, quarantined: total(2), waiting: 2 },
      series: 3,
      forecasts: 3,
      buyers: 20,
      policies: 0,
    });
    expect(total(0)).toBe(total(1) + total(2) + total(3));
    expect(summary.seconds).toBeGreaterThan(0);
    expect(summary.peakMiB).toBeGreaterThan(0);
  });

  test.each(Object.keys(UPLOADS))('says what became of %s, and why', async (path) => {
    const { items } = await stack.read(contracts['GET /v1/uploads'].answer, '/v1/uploads?limit=200');

    const found = items.filter(({ market, kind, fileName }) => `${market}/${kind}/${fileName}` === path);
    const { state: expected, rows, reason } = UPLOADS[path] ?? {};
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ state: expected });
    expect(found[0]?.reason ?? '').toMatch(reason ?? /^$/);
    const { read, accepted, merged, quarantined, waiting } = found[0]?.rows ?? { merged: -1 };
    expect([read, accepted, quarantined, waiting, merged]).toEqual([...(rows ?? []), 0]);
  });

  test('asks which way round dates are, and names the refused row’s line and column', async () => {
    const { items } = await stack.read(contracts['GET /v1/uploads'].answer, '/v1/uploads?limit=200');
    const named = (name: string) => items.find(({ fileName }) => fileName === name);

    expect(named('dates.csv')?.questions).toMatchObject([{ about: 'dateOrder' }]);
    expect(named('dates.csv')?.questions[0]?.options.length).toBeGreaterThan(1);
    expect(named('half.csv')?.rejects).toMatchObject([{ line: 41, reason: expect.stringMatching(/./) }]);
  });

  test('forecasts and segments from orders alone', async () => {
    const forecast = await stack.read(storedForecastSchema, '/v1/markets/de/forecasts/A');
    const { segments } = await stack.read(segmentationSchema, '/v1/markets/de/segments');

    expect(forecast.mean).toHaveLength(56);
    expect(segments.reduce((sum, { buyers }) => sum + buyers, 0)).toBe(20);
  });

  test('answers what a recommendation still needs: cost and stock', async () => {
    const advice = await stack.read(recommendationSchema, '/v1/markets/de/skus/A/recommendation');

    expect(advice).toMatchObject({ kind: 'insufficientData', missing: ['unit_cost', 'stock'] });
    expect(stack.stdout()).toContain('No SKU has a recommendation yet');
    expect(stack.stdout()).toContain('dates.csv waits for an answer');
  });

  test('reads one more file at the next start, and does the day’s run again with it', async () => {
    const analysis = await stack.read(analysisSchema, '/v1/markets/de/analysis');

    // every row costs 2.50; the half file's last row was refused
    const whole = HALF.slice(0, HALF.lastIndexOf('\n'));
    const units = unitsIn(GOOD) + unitsIn(whole) + unitsIn(LATE);
    expect(stack.printed()).toContain('1 of 13 files dropped');
    expect(analysis.revenue.minor).toBe(units * 250);
  });

  test('reads a file again once its question is answered, and rolls it back', async () => {
    const { items } = await stack.read(contracts['GET /v1/uploads'].answer, '/v1/uploads?limit=200');
    const upload = items.find(({ fileName }) => fileName === 'dates.csv')?.upload ?? '';
    const path = `/v1/uploads/${upload}`;
    const schema = contracts['GET /v1/uploads/{upload}'].answer;
    const settled = async (): Promise<Upload> => {
      const found = await stack.read(schema, path);
      if (!['answered', 'reading'].includes(found.state)) return found;
      await setTimeout(200);
      return settled();
    };

    const answered = await stack.post(`${path}/mapping`, { answers: { dateOrder: 'dayFirst' } });
    const read = await settled();
    const removed = await fetch(`${stack.session.url}${path}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${stack.session.token}` },
    });

    expect(answered.status).toBe(202);
    expect(read).toMatchObject({
      state: 'accepted',
      firstDate: '2025-04-03',
      rows: { read: 2, accepted: 2 },
    });
    expect([removed.status, (await stack.read(schema, path)).state]).toEqual([200, 'rolledBack']);
  });

  test('refuses a second start on the same state while this one runs, in one line', async () => {
    const second = await runStart(...at('--once'));

    expect(second.code).not.toBe(0);
    expect(complaints(second)).toHaveLength(1);
  });
});

describe('npm start ends with one clear line and a code that is not 0', () => {
  const state = temporaryState();
  const at = (data: string) => ['--state', join(state.folder, 'state'), '--data', join(state.folder, data)];
  beforeAll(() =>
    writeFiles(state.folder, {
      'flat/orders.csv': GOOD,
      'unreadable/de/orders/noise.csv': noise(300),
      'unreadable/de/orders/wrong-header.csv': 'name,colour\nx,red\n',
      'good/de/orders/good.csv': GOOD,
    }),
  );
  afterAll(() => state.remove());

  test.each([
    { what: 'a data folder that is not there', data: 'nowhere', says: /nowhere cannot be read \(ENOENT\)/ },
    {
      what: 'a data folder that is a file',
      data: 'flat/orders.csv',
      says: /orders\.csv cannot be read \(ENOTDIR\)/,
    },
    { what: 'a data folder of another layout', data: 'flat', says: /\{market\}\/\{kind\}\/file/ },
  ])('for $what', async ({ data, says }) => {
    const ended = await runStart(...at(data), '--once', '--port', '0');

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(complaints(ended)).toEqual([expect.stringMatching(says)]);
  });

  test('for a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';

    const ended = await runStart(...at('good'), '--once', '--port', port);
    server.close();

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(complaints(ended)).toEqual([expect.stringContaining(port)]);
  });

  test('for an option that it does not know, beside those that it knows', async () => {
    const ended = await runStart('--marekt', 'de');

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain("Unknown option '--marekt'");
  });

  test('when nothing in the folder can be read, with the summary all the same', async () => {
    const ended = await runStart(...at('unreadable'), '--once', '--port', '0');

    expect(ended.code).toBe(1);
    expect(summaryOf(ended)).toMatchObject({ markets: 0, rows: { accepted: 0 }, policies: 0 });
    expect(ended.stderr).toContain('header lacks order_id');
  });
});

/** Add up the column `quantity` of an orders file. */
function unitsIn(text: string): number {
  const [, ...rows] = text.trimEnd().split('\n');
  return rows.reduce((sum, row) => sum + Number(row.split(',')[4]), 0);
}

/** Lines on standard error that do not tell of progress. */
function complaints({ stderr }: Ended): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !/^ *\d+\.\d s {2}/.test(line));
}

/** Bytes that are no text in any encoding. */
function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7919 + 13 * i * i) % 256);
}
