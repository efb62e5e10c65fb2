import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decisionLogKeys, purchaseOrderKeys } from '../../../lib/domain/index.ts';
import { draftOrders } from '../../../lib/operations/index.ts';
import { aDraftRequest } from '../../operations/a-candidate.ts';
import { person } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const patch = async (etag: string, status: string) => {
  const answer = await api.ask('PATCH /v1/purchase-orders/{order}', {
    ...{ path: { order: 'PO-1' }, headers: { 'if-match': etag }, claims: person('anna'), body: { status } },
  });
  return answer.statusCode;
};

describe('the log of a purchase order', () => {
  test('tells who approved it and who called it off, and nothing of a stale attempt', async () => {
    const [draft] = draftOrders(aDraftRequest()).drafts;
    if (draft === undefined) throw new Error('the candidates need nothing');
    const [market = ''] = draft.markets;
    await api.stores.purchaseOrders.put(purchaseOrderKeys.order('demo', 'PO-1'), {
      ...{ ...draft, id: 'PO-1', status: 'draft' },
    });

    const statuses = [
      await patch('"1"', 'approved'),
      await patch('"1"', 'cancelled'),
      await patch('"2"', 'cancelled'),
    ];

    expect(statuses).toEqual([200, 412, 200]);
    const acts = await api.stores.loggedActs.queryAll(decisionLogKeys.act('demo', market, 1).pk);
    expect(acts.map(({ value }) => value)).toMatchObject([
      {
        ...{ event: 'approve', decision: 'purchaseOrder:PO-1', version: 1, from: 'draft', to: 'approved' },
        ...{ sku: '', by: expect.stringMatching(/^[0-9a-f]{64}$/) },
        draft: { currency: draft.currency, amountMinor: draft.totals.value.minor },
      },
      { event: 'cancel', version: 2, from: 'approved', to: 'cancelled' },
    ]);
  });
});
