import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  controlKeys,
  decisionLogKeys,
  driftEndKey,
  type SkuDrift,
  skuKey,
} from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { person, propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const END = 'POST /v1/markets/{market}/drift/{sku}/end';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const drift: SkuDrift = {
  ...{ signal: 'level', direction: 1, size: 0.6, since: '2025-01-18', daysSince: 14, raisedOn: '2025-01-27' },
  ...{ qValue: 0.001, words: 'sells 60 % more than before for 14 days', moneyPerDay: eur(5_000) },
};
const body = { reason: 'a second shop sells it since January' };
const anna = person('anna');

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** A SKU for which an alarm stands. */
async function drifting(sku: string, given: Partial<SkuDrift> = {}) {
  await api.stores.policies.put(skuKey('demo', 'de', sku), aPolicy({ sku, drift: { ...drift, ...given } }));
  await propose(api, { sku });
  return { market: 'de', sku };
}
const end = (path: Record<string, string>, claims = anna) => api.ask(END, { path, claims, body });

describe('an alarm of drift', () => {
  test('is ended by a person with a reason: it says which change is known and from when on that holds', async () => {
    const path = await drifting('A/1');

    const answer = await end(path);

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      ...{ market: 'de', sku: 'A/1', since: '2025-01-18', raisedOn: '2025-01-27', words: drift.words },
      ...{ reason: body.reason, author: 'anna', endedAt: api.clock.instant },
      text: expect.stringMatching(/^From the next run on/),
    });
    const { value } = (await api.stores.driftEnds.get(driftEndKey('demo', 'de', 'A/1'))) ?? {};
    expect(value).toMatchObject({ sku: 'A/1', since: '2025-01-18', reason: body.reason });
  });

  test('leaves an act in the decision log: who under a commitment, of which SKU, and no free text', async () => {
    const path = await drifting('B-1');

    await end(path);

    const acts = await api.stores.loggedActs.queryAll(decisionLogKeys.act('demo', 'de', 1).pk);
    const { value: act } = acts.at(-1) ?? {};
    expect(act).toMatchObject({ event: 'endDrift', sku: 'B-1', market: 'de', from: 'standing', to: 'ended' });
    expect(act?.by).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(act)).not.toMatch(/anna|second shop/);
  });

  test('is ended once: whoever asks again is told of the first, and a later alarm is another', async () => {
    const path = await drifting('C-1');
    const first = bodyOf(await end(path));

    const again = bodyOf(await end(path, person('bert')));
    await drifting('C-1', { since: '2025-01-25', raisedOn: '2025-01-31' });
    const later = bodyOf(await end(path, person('bert')));

    expect(again).toEqual(first);
    expect(later).toMatchObject({ since: '2025-01-25', author: 'bert' });
  });

  test('is none where the SKU does not drift, and there is no SKU of that name elsewhere', async () => {
    await api.stores.policies.put(skuKey('demo', 'de', 'D-1'), aPolicy({ sku: 'D-1' }));
    await drifting('D-2');

    const calm = await end({ market: 'de', sku: 'D-1' });
    const unknown = await end({ market: 'de', sku: 'D-3' });
    const elsewhere = await end({ market: 'jp', sku: 'D-2' });

    expect([calm.statusCode, unknown.statusCode, elsewhere.statusCode]).toEqual([409, 404, 404]);
  });

  test('is ended with the scope decide of its market, and by a right to decide on its price, its order and its money', async () => {
    const path = await drifting('E-1');
    const withRights = async (right: object) => {
      const rights = { people: [{ person: 'anna', ...right }], deputies: [] };
      const changedAt = api.clock.instant;
      await api.stores.rights.put(controlKeys.rights('demo'), { rights, author: 'root', changedAt });
      return end(path);
    };

    const reader = await end(path, person('anna', 'read'));
    const elsewhere = await end(path, person('anna', 'read decide:jp'));
    const orders = await withRights({ subjects: ['order'] });
    const category = await withRights({ categories: ['Screws'] });
    const small = await withRights({ upTo: [eur(4_999)] });
    const enough = await withRights({ upTo: [eur(5_000)], categories: ['Hinges'] });

    const refused = [reader, elsewhere, orders, category, small].map(({ statusCode }) => statusCode);
    expect(refused).toEqual([403, 403, 403, 403, 403]);
    expect(enough.statusCode).toBe(200);
    await api.stores.rights.remove(controlKeys.rights('demo'));
  });
});
