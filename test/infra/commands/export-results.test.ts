import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportResults } from '../../../infra/commands/export.ts';
import { plot } from '../../../infra/commands/plot.ts';
import type { ExportView } from '../../../lib/domain/index.ts';
import { type AnsweringStack, startAnswering } from './answering-stack.ts';

const ID = 'de-01JZ8QK4T5M9X7C2V6B3N1D0FA';
const CSV = '\uFEFFsku,mean\r\nA-1,2.5\r\n';

/** A stack that has made the file when it is asked for the second time; what was asked for as of 2020 it never makes. */
describe('exporting a kind', () => {
  const asked: { call: string; body: unknown }[] = [];
  let stack: AnsweringStack;
  let api: string;
  let folder: string;
  let words: string[];

  beforeAll(async () => {
    let last: { asOf?: string } = {};
    let looks = 0;
    stack = await startAnswering(async (request, response) => {
      const call = `${request.method} ${request.url}`;
      if (request.url === '/file.csv') return response.end(CSV);
      const text = (await request.toArray()).join('');
      const body = text === '' ? undefined : JSON.parse(text);
      asked.push({ call, body });
      if (request.headers.authorization !== 'Bearer secret') {
        response.statusCode = 401;
        return response.end('{}');
      }
      if (request.method === 'POST') [last, looks] = [body, 0];
      const isReady = request.method === 'GET' && ++looks > 1;
      const failed = isReady && last.asOf === '2020-01-01';
      const view: ExportView = {
        ...{
          export: ID,
          market: 'de',
          kind: 'forecasts',
          format: 'csv',
          asOf: last.asOf ?? null,
          upload: null,
        },
        ...{ customerCodes: false, requestedAt: '2026-07-01T06:00:00Z', expiresAt: '2026-07-08T06:00:00Z' },
        state: failed ? 'failed' : isReady ? 'ready' : 'pending',
        ...(failed ? { reason: 'no forecasts are kept of the night 2020-01-01' } : {}),
        ...{ rows: isReady ? 1 : null, bytes: null, columns: null, fileName: isReady ? 'de.csv' : null },
        link: isReady && !failed ? { url: `${api}/file.csv`, expiresAt: '2026-07-01T06:15:00Z' } : null,
      };
      response.statusCode = request.method === 'POST' ? 202 : 200;
      return response.end(JSON.stringify(view));
    });
    api = stack.api;
    folder = await mkdtemp(join(tmpdir(), 'export-'));
    words = ['--market', 'de', '--kind', 'forecasts', '--out', join(folder, 'f.csv')];
  });
  afterAll(async () => {
    await stack.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    asked.length = 0;
  });

  const withToken = (...more: string[]) =>
    exportResults([...words, '--api', api, '--token', 'secret', ...more], {});

  test('asks for it, waits until it is made, and saves the file of its link', async () => {
    const told = await withToken('--as-of', '2026-06-30');

    expect(told).toBe(`1 row of forecasts in ${join(folder, 'f.csv')}`);
    expect(await readFile(join(folder, 'f.csv'), 'utf8')).toBe(CSV);
    expect(asked).toEqual([
      {
        call: 'POST /v1/markets/de/exports',
        body: { kind: 'forecasts', format: 'csv', asOf: '2026-06-30' },
      },
      { call: `GET /v1/exports/${ID}`, body: undefined },
      { call: `GET /v1/exports/${ID}`, body: undefined },
    ]);
  });

  test('asks for customers’ codes only where they are wanted', async () => {
    await withToken('--customer-codes', '--format', 'parquet');

    expect(asked[0]?.body).toEqual({ kind: 'forecasts', format: 'parquet', customerCodes: true });
  });

  test('says why there is no file', async () => {
    await expect(withToken('--as-of', '2020-01-01')).rejects.toThrow(
      'no file of forecasts: no forecasts are kept of the night 2020-01-01',
    );
  });

  test.each([
    [['--segment', 's-1'], /--segment is not for forecasts/],
    [['--rows', '5'], /--rows is not for forecasts/],
  ])('refuses %j, which is for buyers to act on', async (more, message) => {
    await expect(withToken(...more)).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });

  test('refuses a format for buyers to act on, which are CSV', async () => {
    await expect(exportResults(['--market', 'de', '--format', 'parquet'], {})).rejects.toThrow(
      /--format is not for buyers to act on/,
    );
  });

  test('names every kind when asked for help', async () => {
    expect(await exportResults(['--help'], {})).toMatch(
      /--kind KIND .*--format csv\|parquet.*forecasts, policies, .*rejects/s,
    );
  });

  describe('the stack', () => {
    beforeAll(() => writeFile(join(folder, 'session.json'), JSON.stringify({ url: api, token: 'secret' })));

    test('is the one whose state folder is named, address and token', async () => {
      await exportResults([...words, '--state', folder], {});

      expect(asked).toHaveLength(3);
    });

    test('or the one of the environment, by its folder or itself', async () => {
      await exportResults(words, { TRADEWIND_STATE: folder });
      await exportResults(words, { TRADEWIND_API: api, TRADEWIND_TOKEN: 'secret' });

      expect(asked).toHaveLength(6);
    });

    test('is found by plot in the same places', async () => {
      await expect(plot(['--market', 'de', '--state', folder], {})).rejects.toThrow(/segments|picture|fit/);

      expect(asked[0]?.call).toBe('GET /v1/markets/de/segments');
    });

    test('is missed by the name of the file that would say it', async () => {
      await expect(exportResults(words, { TRADEWIND_STATE: '/nowhere' })).rejects.toThrow(
        /no token: .*\/nowhere\/session.json .*--state names another folder/,
      );
    });
  });
});
