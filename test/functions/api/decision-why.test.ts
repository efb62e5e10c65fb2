import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { skuKey } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const ONE = 'GET /v1/decisions/{decision}';

let api: Api;

beforeAll(async () => {
  api = await startApi();
  await api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
});
afterAll(() => api.stop());

describe('an open decision', () => {
  test('says why in the language that is asked for', async () => {
    const figures = { automatic: false };
    const reasons = [{ code: 'approved', text: 'by a person', figures }];
    const { decision } = await propose(api, { reasons });
    const read = async (given: object) => {
      const answer = await api.ask(ONE, { path: { decision }, ...given });
      return [bodyOf(answer).why, answer.headers?.['content-language'], answer.headers?.vary];
    };

    const english = [['Approved by a person.'], 'en', 'Accept-Language'];
    const chinese = [['已由人工批准。'], 'zh-Hans', 'Accept-Language'];
    expect(await read({})).toEqual(english);
    expect(await read({ headers: { 'accept-language': 'fr, zh-CN;q=0.8, en;q=0.7' } })).toEqual(chinese);
    expect(await read({ headers: { 'accept-language': 'zh;q=0, *' } })).toEqual(english);
    expect(await read({ query: { language: 'zh' }, headers: { 'accept-language': 'en' } })).toEqual(chinese);
    expect((await api.ask(ONE, { path: { decision }, query: { language: 'xx' } })).statusCode).toBe(422);
    const list = await api.ask('GET /v1/decisions', { query: { language: 'zh' } });
    expect(bodyOf(list).items).toContainEqual(expect.objectContaining({ decision, why: chinese[0] }));
  });

  test('says in the same language what kept it for a person', async () => {
    const figures = { step: 0.1, largestStep: 0.05 };
    const { decision } = await propose(api, {
      whyNotAutomatic: [{ code: 'largestStep', text: 'a step of 0.1 is above 0.05', figures }],
    });
    const read = (language: string) => api.ok(ONE, { path: { decision }, query: { language } });
    const sku = (language: string) =>
      api.ok('GET /v1/markets/{market}/skus/{sku}', {
        path: { market: 'de', sku: 'A-1' },
        query: { language },
      });

    const text = 'The price moves by 10%, and 5% is the most that is approved without a person.';
    expect((await read('en')).whyNotAutomatic).toEqual([{ code: 'largestStep', text, figures }]);
    const chinese = [{ code: 'largestStep', text: '调价幅度为10%，超过无需人工批准的上限5%。', figures }];
    expect((await read('zh')).whyNotAutomatic).toEqual(chinese);
    expect((await sku('zh')).decision.whyNotAutomatic).toEqual(chinese);
  });
});
