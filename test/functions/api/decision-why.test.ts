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
});
