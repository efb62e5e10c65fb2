import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { retryRun } from '../../../infra/commands/retry.ts';
import { type AnsweringStack, startAnswering } from './answering-stack.ts';

describe('retryRun', () => {
  const asked: unknown[] = [];
  let stack: AnsweringStack;
  let words: string[];
  beforeAll(async () => {
    stack = await startAnswering(async (request, response) => {
      const body = JSON.parse(await text(request));
      asked.push([request.method, request.url, body]);
      response.statusCode = body.asOf === '2026-06-30' ? 202 : 409;
      response.end(
        response.statusCode === 202
          ? JSON.stringify({ runId: 'de-2026-06-30', market: 'de', asOf: '2026-06-30' })
          : JSON.stringify({ detail: 'no shard of the run has failed' }),
      );
    });
    words = ['--api', stack.api, '--token', 'secret'];
  });
  afterAll(() => stack.close());

  test('asks for the retry of the run that it is given, as a run’s summary names it', async () => {
    const told = await retryRun(['--run', 'de-2026-06-30', ...words], {});

    expect(asked).toEqual([['POST', '/v1/markets/de/runs', { asOf: '2026-06-30', retry: true }]]);
    expect(told).toContain('/v1/runs/de-2026-06-30');
  });

  test('says what the stack says where nothing has failed', async () => {
    await expect(retryRun(['--run', 'de-2026-06-29', ...words], {})).rejects.toThrow(
      'no shard of the run has failed',
    );
  });

  test.each([[[]], [['--run', 'last']]])('asks which run where it is given %j', async (given) => {
    await expect(retryRun([...given, ...words], {})).rejects.toThrow(/which run.*npm run retry/);
  });
});
