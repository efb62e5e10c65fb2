import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KnownEffect, skuKey } from '../../../lib/domain/index.ts';
import { aForecast, anInsufficientPolicy } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

const anEffect = (text: string): KnownEffect => ({
  ...{ name: 'price', kind: 'price', coefficient: -2, standardError: 0.1, source: 'history', used: true },
  ...{ reference: 10_000_000, future: new Array<number>(56).fill(10_000_000), text },
});
const effects = [
  anEffect('price: 1 % lower sells 2.0 % more (± 0.1, from 3 changes)'),
  anEffect('a word of a later night'),
];

describe('what a night wrote of a forecast', () => {
  test('is told in the language asked for: why, what to know, and what prices do', async () => {
    const sku = 'A-6';
    const warnings = ['7 of 60 days were not observed'];
    await api.stores.forecasts.putAll([
      {
        key: skuKey('demo', 'de', sku),
        value: aForecast({ sku, effects, warnings, reason: 'tried on the last 56 days' }),
      },
    ]);
    const route = 'GET /v1/markets/{market}/forecasts/{sku}';
    const path = { market: 'de', sku };

    const english = await api.ok(route, { path });
    const chinese = await api.ok(route, { path, query: { language: 'zh' } });
    const accepted = await api.ask(route, { path, headers: { 'accept-language': 'zh-CN' } });

    expect(english.warnings).toEqual(warnings);
    expect(chinese.warnings).toEqual(['60天中有7天没有观测']);
    expect(chinese.reason).toBe('已在最近56天上检验');
    expect(chinese.effects.map(({ text }: KnownEffect) => text)).toEqual([
      '价格：每降低1%，销量增加2.0%（±0.1，依据3次变动）',
      'a word of a later night',
    ]);
    expect(accepted.headers).toMatchObject({ 'content-language': 'zh-Hans' });
    expect(JSON.parse(String(accepted.body)).reason).toBe(chinese.reason);
  });

  test('is told of what is missing too, of a forecast and of a policy', async () => {
    const path = { market: 'de', sku: 'A-7' };
    const lacking = {
      kind: 'insufficientData' as const,
      sku: 'A-7',
      runId: 'de-2025-01-31',
      asOf: '2025-01-31',
    };
    const detail = '3 observed days of A-7 in de; 14 are needed for a forecast';
    await api.stores.forecasts.putAll([
      { key: skuKey('demo', 'de', 'A-7'), value: { ...lacking, missing: ['history'], detail } },
    ]);
    const policy = anInsufficientPolicy('A-7');
    if (policy.kind === 'ready') throw new Error('it has a policy');
    const missing = { ...policy, detail: 'Missing unit_cost (no file gives its cost).' };
    await api.stores.policies.put(skuKey('demo', 'de', 'A-7'), missing);

    const query = { language: 'zh' };
    const forecast = await api.ok('GET /v1/markets/{market}/forecasts/{sku}', { path, query });
    const sku = await api.ok('GET /v1/markets/{market}/skus/{sku}', { path, query });

    expect(forecast.detail).toBe('A-7在de仅有3天观测数据；预测至少需要14天');
    expect(sku.warnings).toEqual(['缺少：单位成本（没有文件给出其成本）。']);
    expect(sku.forecast.detail).toBe(forecast.detail);
  });
});
