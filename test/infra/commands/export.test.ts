import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportResults } from '../../../infra/commands/export.ts';
import type { TargetPage, TargetView } from '../../../lib/domain/index.ts';
import { csvText } from '../../../lib/domain/index.ts';
import { type AnsweringStack, startAnswering } from './answering-stack.ts';

const aTarget = (customer: string): TargetView => ({
  ...{ customer, customerCode: '=K-1', segment: 's-1', segmentName: 'お得意様, 東京' },
  ...{ chanceWithin30Days: 0.12345, chanceWithin90Days: 0.5, reason: '3 order days' },
  expectedSpend90Days: { minor: 123456, currency: 'JPY' },
  valueAtRisk: { minor: 1000, currency: 'JPY' },
  nextOrder: { median: '2026-07-09' },
  offer: { sku: 'FA-101', kind: 'repeat', score: 1, reason: 'bought every 31 days, due in 2' },
});

describe('exportResults', () => {
  const asked: string[] = [];
  let stack: AnsweringStack;
  let folder: string;
  let words: string[];
  beforeAll(async () => {
    stack = await startAnswering((request, response) => {
      asked.push(request.url ?? '');
      const query = new URL(request.url ?? '', 'http://localhost').searchParams;
      const isSecond = query.has('cursor');
      const isEmpty = query.get('sku') === 'NONE';
      const page: TargetPage = {
        items: isEmpty ? [] : isSecond ? [aTarget('c3')] : [aTarget('c1'), aTarget('c2')],
        ...{ runId: 'jp-2026-06-30', asOf: '2026-06-30', buyers: 3, missing: [] },
        ...(isEmpty ? { detail: 'nobody' } : isSecond ? {} : { cursor: 'next' }),
      };
      response.statusCode = request.headers.authorization === 'Bearer secret' ? 200 : 401;
      response.end(JSON.stringify(page));
    });
    folder = await mkdtemp(join(tmpdir(), 'export-'));
    words = ['--market', 'jp', '--api', stack.api, '--out', join(folder, 'list.csv'), '--token', 'secret'];
  });
  afterAll(async () => {
    await stack.close();
    await rm(folder, { recursive: true });
  });

  test('writes every page as rows that a spreadsheet opens, formulas kept as text', async () => {
    const told = await exportResults([...words, '--order', 'due'], {});

    const [header, first, ...others] = (await readFile(join(folder, 'list.csv'), 'utf8')).split('\r\n');
    expect(told).toBe(`3 buyers in ${join(folder, 'list.csv')}`);
    expect(header).toMatch(/^\uFEFFcustomer_code,customer,segment,chance_30_days,/);
    expect(first).toBe(
      `'=K-1,c1,"お得意様, 東京",0.123,0.5,123456,1000,JPY,2026-07-09,FA-101,"bought every 31 days, due in 2",3 order days`,
    );
    expect(others.map((line) => line.split(',')[1])).toEqual(['c2', 'c3', undefined]);
    expect(asked[0]).toBe('/v1/markets/jp/customers?order=due&limit=200');
  });

  test('asks for no more rows than wanted', async () => {
    asked.length = 0;

    await exportResults([...words, '--rows', '2', '--segment', 's-1'], {});

    expect(asked).toEqual(['/v1/markets/jp/customers?segment=s-1&limit=2']);
  });

  test('says why there is nobody in the file', async () => {
    expect(await exportResults([...words, '--sku', 'NONE'], {})).toMatch(/^0 buyers in .*\(nobody\)$/);
  });

  test.each([
    [[], /which market\?/],
    [['--market', 'jp', '--rows', '0'], /--rows 0 is no number/],
    [['--market', 'jp', '--api', 'x'], /--api x is no URL/],
    [['--buyers'], /Unknown option '--buyers'/],
  ])('refuses %j and says how it is meant', async (given, message) => {
    await expect(exportResults(given, { TRADEWIND_TOKEN: 'secret' })).rejects.toThrow(message);
  });

  test('says what it takes when asked for help, without a stack', async () => {
    expect(await exportResults(['--help'], {})).toMatch(/--market jp .*--order spend\|chance\|due\|risk/);
  });

  test('says when the token does not hold', async () => {
    await expect(exportResults([...words.slice(0, -1), 'old'], {})).rejects.toThrow(
      /401.*the token has ended/,
    );
  });
});

describe('csvText', () => {
  test('quotes what needs it, and keeps negative numbers numbers', () => {
    const cells = ['a"b', '-5.00', '-1+2', '@x', '+49 40', '\t=x', ' x', 'x\ny', undefined, -3];

    expect(csvText(['h'], [cells]).split('\r\n')[1]).toBe(
      `"a""b",-5.00,'-1+2,'@x,'+49 40,'\t=x," x","x\ny",,-3`,
    );
  });
});
