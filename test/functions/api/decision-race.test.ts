import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lookAtDecision, openDecision } from '../../../functions/learn/open-decision.ts';
import { type Decision, skuKey } from '../../../lib/domain/index.ts';
import {
  createNightDecisions,
  createWriteTogether,
  openDecisions,
  openUntold,
} from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { aDecision, person, propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const APPROVE = 'POST /v1/decisions/{decision}/approve';

let api: Api;
const anna = person('anna');
const v1 = { 'if-match': '"1"' };
const stateOf = async (sku: string) =>
  (await api.stores.decisions.get(skuKey('demo', 'de', sku), { consistent: true }))?.value;

beforeAll(async () => {
  api = await startApi();
  api.clock.instant = '2025-02-01T09:00:00.000Z';
});
afterAll(() => api.stop());

describe('a person and the night that meet', () => {
  const place = { merchant: 'demo', market: 'de', sku: 'A-1', riskMinor: 100 };
  const rules = {
    ...{ killed: false, twoPersonsFromMinor: null },
    auto: {
      ...{ mode: 'suggest' as const, largestStep: 0, moneyPerDayMinor: -1 },
      ...{ leastConfidence: Number.POSITIVE_INFINITY, oldestDataDays: -1 },
    },
  };
  const night = { runId: 'de-2025-02-01', at: '2025-02-01T09:00:00.000Z', known: null, rules };
  const decisions = () => {
    const { client } = api.dynamo;
    const at = { client, table: tables.decisions, now: () => 0 };
    const writeTogether = createWriteTogether(client);
    return createNightDecisions({ decisions: openDecisions(at), untold: openUntold(at), writeTogether });
  };
  const again = aDecision({ runId: 'de-2025-02-01', validUntil: '2025-02-04T00:00:00.000Z' });
  const another = { ...again, price: { micros: 10_500_000, currency: 'EUR' } };
  const approveNow = (decision: string) =>
    api.ask(APPROVE, { path: { decision }, headers: v1, claims: anna, body: {} });
  const draw = async (draft: Decision) => {
    const first = await lookAtDecision(decisions(), place, draft, night);
    return () => openDecision(decisions(), place, { draft, night, first, own: null });
  };

  test('both count where the person was first: the night that had read before looks again', async () => {
    const { decision } = await propose(api);
    const write = await draw(another);

    expect((await approveNow(decision)).statusCode).toBe(200);
    expect(await write()).toEqual([]);

    expect(await stateOf('A-1')).toMatchObject({ state: 'approved', price: { micros: 11_000_000 } });
  });

  test('both count where the night was first with the same draft', async () => {
    const { decision } = await propose(api);
    await (await draw(again))();

    expect((await approveNow(decision)).statusCode).toBe(200);
    expect(await stateOf('A-1')).toMatchObject({ state: 'approved', version: 1, runId: again.runId });
  });

  test('the approval is refused where the night was first with another draft', async () => {
    const { decision } = await propose(api);
    await (await draw(another))();

    expect((await approveNow(decision)).statusCode).toBe(412);
    expect(await stateOf('A-1')).toMatchObject({ state: 'proposed', version: 2 });
  });

  test('never leave an approval of a draft that nobody saw', async () => {
    for (let round = 0; round < 5; round++) {
      const { decision } = await propose(api);
      const write = await draw(another);

      const [answer] = await Promise.all([approveNow(decision), write()]);

      const stored = await stateOf('A-1');
      expect(stored?.price.micros).toBe(answer.statusCode === 200 ? 11_000_000 : 10_500_000);
      expect(stored?.state).toBe(answer.statusCode === 200 ? 'approved' : 'proposed');
    }
  });
});
