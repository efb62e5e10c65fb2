import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plot } from '../../../infra/commands/plot.ts';
import { aForecast, anAnalysis, aSegmentation } from '../../charts/some-results.ts';
import { type AnsweringStack, startAnswering } from './answering-stack.ts';

describe('plot', () => {
  let stack: AnsweringStack;
  let api: string;
  let folder: string;

  beforeAll(async () => {
    const answers: Record<string, unknown> = {
      '/v1/markets/de/forecasts/LAMP%2F1': aForecast({ sku: 'LAMP/1' }),
      '/v1/markets/de/segments': aSegmentation(),
      '/v1/markets/de/analysis': anAnalysis(),
      '/v1/markets/us/analysis': anAnalysis({ season: undefined }),
      '/v1/markets/jp/segments': {
        kind: 'insufficientData',
        runId: 'r',
        asOf: '2025-03-06',
        missing: ['orders'],
        detail: 'there are no orders',
      },
    };
    stack = await startAnswering((request, response) => {
      const isKnown = request.headers.authorization === 'Bearer secret';
      const body = isKnown ? answers[request.url ?? ''] : { detail: 'no token that holds' };
      response.statusCode = !isKnown ? 401 : body === undefined ? 404 : 200;
      response.end(JSON.stringify(body ?? { detail: 'no such thing' }));
    });
    api = stack.api;
    folder = await mkdtemp(join(tmpdir(), 'plot-'));
  });

  afterAll(async () => {
    await stack.close();
    await rm(folder, { recursive: true });
  });

  test('writes the forecast of a SKU, whatever its name holds, and answers the path', async () => {
    const out = join(folder, 'lamp.svg');
    const words = ['--market', 'de', '--sku', 'LAMP/1', '--api', api, '--token', 'secret', '--out', out];

    expect(await plot(words, {})).toBe(out);
    expect(await readFile(out, 'utf8')).toContain('Demand forecast of LAMP/1, market de');
  });

  test('writes the segments when no SKU is named, with the token of the environment', async () => {
    const out = join(folder, 'segments.svg');

    await plot(['--market', 'de', '--api', api, '--out', out], { TRADEWIND_TOKEN: 'secret' });

    expect(await readFile(out, 'utf8')).toContain('Large regulars');
  });

  test.each([
    ['revenue', 'Revenue by month, market de'],
    ['season', 'Season, market de'],
    ['lorenz', 'How much hangs on few buyers, market de'],
    ['cohorts', 'Who comes back, market de'],
    ['positions', 'Where categories stand, market de'],
  ])('writes the %s of the market, as wide as asked', async (picture, title) => {
    const out = join(folder, `${picture}.svg`);
    const words = ['--market', 'de', '--picture', picture, '--width', '480', '--api', api, '--out', out];

    await plot(words, { TRADEWIND_TOKEN: 'secret' });

    const svg = await readFile(out, 'utf8');
    expect(svg).toContain(title);
    expect(svg).toContain('width="480"');
  });

  test('says what it takes, without a stack', async () => {
    const help = await plot(['--help'], {});

    expect(help).toMatch(/^npm run plot -- --market de/);
    expect(help).toMatch(/cohorts +who comes back/);
  });

  test.each([
    [['--market', 'de', '--picture', 'pie'], /no picture pie, but segments, forecast/],
    [['--market', 'de', '--picture', 'constructor'], /no picture constructor/],
    [['--market', 'de', '--picture', 'forecast'], /a forecast of which SKU/],
    [['--market', 'de', '--picture', 'season', '--sku', 'X'], /the picture season takes no SKU/],
    [['--market', 'de', '--width', '12px'], /--width 12px is no whole number of pixels from 320/],
    [['--market', 'us', '--picture', 'season'], /did not work this out yet: run it again/],
    [[], /which market\?/],
    [['--market', 'de', '--colour', 'red'], /Unknown option '--colour'/],
    [['--market', 'de', '--api', 'nowhere'], /--api nowhere is no URL/],
    [['--market', 'de', '--sku', 'X'], /forecasts\/X is not there: no such thing/],
    [['--market', 'jp'], /too little data for segments: there are no orders/],
    [['--market', 'de', '--token', 'stale'], /segments answered 401: no token that holds/],
    [['--market', 'de', '--api', 'http://127.0.0.1:1'], /nothing answers at http:\/\/127\.0\.0\.1:1/],
    [['--market', 'de', '--out', '/nowhere/at/all.svg'], /cannot write \/nowhere\/at\/all\.svg/],
  ])('answers %j with one clear line', async (words, message) => {
    const withApi = words.includes('--api') ? words : [...words, '--api', api];

    const failure = plot(withApi, { TRADEWIND_TOKEN: 'secret' });

    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow(/\n/);
  });
});
