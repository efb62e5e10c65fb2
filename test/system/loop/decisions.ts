import { expect, test } from '@jest/globals';
import {
  contracts,
  decisionLogViewSchema,
  decisionReplaySchema,
  type MarketLogPage,
  marketHealthSchema,
  purchaseOrderSchema,
  recommendationSchema,
  type SkuDecisionView,
  skuDecisionViewSchema,
} from '../../../lib/domain/index.ts';
import { entryLeaf, includes } from '../../../lib/oversight/index.ts';
import type { RunningStack } from '../running-stack.ts';

const listSchema = contracts['GET /v1/decisions'].answer;
const logSchema = contracts['GET /v1/markets/{market}/decision-log'].answer;
const REGIONS = { de: 'eu-central-1', jp: 'ap-northeast-1' } as const;
type MarketName = keyof typeof REGIONS;

/** How a person decides on what the night drafted, and what is kept of it. */
export function decisionTests(stack: () => RunningStack): void {
  const open = async (market: MarketName): Promise<SkuDecisionView[]> => {
    const path = `/${REGIONS[market]}/v1/decisions?market=${market}&limit=200`;
    const { items } = await stack().read(listSchema, path);
    return items.flatMap((item) => ('sku' in item ? [item] : []));
  };
  const addressOf = ({ market, decision }: SkuDecisionView) =>
    `/${REGIONS[market as MarketName]}/v1/decisions/${encodeURIComponent(decision)}`;
  const tagOf = ({ version }: SkuDecisionView) => ({ 'if-match': `"${version}"` });
  const approve = (decision: SkuDecisionView, headers = tagOf(decision)) =>
    stack().post(`${addressOf(decision)}/approve`, {}, headers);
  const recommended = async ({ market, sku }: SkuDecisionView) => {
    const path = `/v1/markets/${market}/skus/${encodeURIComponent(sku)}/recommendation`;
    const advice = await stack().read(recommendationSchema, path);
    if (advice.kind !== 'ready') throw new Error(`${sku} has no policy`);
    return advice;
  };
  const moves = ({ price, currentPrice }: SkuDecisionView) => price.micros !== currentPrice.micros;
  const logOf = (query: string): Promise<MarketLogPage> =>
    stack().read(logSchema, `/v1/markets/de/decision-log?${query}`);

  test('lists what waits, most money at risk first, each with its reasons in words', async () => {
    const decisions = await open('de');

    expect(decisions.length).toBeGreaterThan(10);
    expect(decisions.every(({ state, why = [] }) => state === 'proposed' && why.length > 0)).toBe(true);
    const chinese = await stack().read(listSchema, '/v1/decisions?market=de&limit=1&language=zh');
    expect(JSON.stringify(chinese.items[0])).toMatch(/[一-鿿]/);
  });

  test('puts an approved price in force on the very next recommendation, and none by a version that is not the draft’s', async () => {
    const decision = found((await open('de')).find(moves));
    const before = await recommended(decision);

    const stale = await approve(decision, { 'if-match': '"999"' });
    const unversioned = await stack().post(`${addressOf(decision)}/approve`, {});
    const untouched = await recommended(decision);
    const approved = await approve(decision);
    const after = await recommended(decision);

    expect([stale.status, unversioned.status, approved.status]).toEqual([412, 428, 200]);
    for (const { effective } of [before, untouched])
      expect(effective).toMatchObject({ source: 'current', price: decision.currentPrice });
    expect(after.effective).toMatchObject({ source: 'approved', price: decision.price });
    expect(after.reasons.map(({ code }) => code)).toContain('approved');
    expect((await open('de')).map((one) => one.decision)).not.toContain(decision.decision);
  });

  test('puts nothing in force of a draft that was rejected with a reason', async () => {
    const decision = found((await open('de')).find(moves));

    const rejected = await stack().post(
      `${addressOf(decision)}/reject`,
      { reasonCode: 'competitor' },
      tagOf(decision),
    );

    expect(rejected.body).toMatchObject({ state: 'rejected', reasonCode: 'competitor' });
    expect((await recommended(decision)).effective).toMatchObject({ source: 'current' });
    expect((await approve(decision)).status).toBe(409);
  });

  test('puts a person’s own order in the place of the proposed one, with the reason', async () => {
    const decision = found((await open('de')).find((one) => one.orderUnits > 0 && !moves(one)));
    const orderUnits = 2 * decision.orderUnits;

    const changed = await stack().patch(
      addressOf(decision),
      { orderUnits, reasonCode: 'promotion' },
      tagOf(decision),
    );

    expect(changed.body).toMatchObject({
      ...{ state: 'changed', orderUnits, reasonCode: 'promotion' },
      original: { orderUnits: decision.orderUnits },
    });
    expect((await recommended(decision)).effective.orderUnits).toBe(orderUnits);
  });

  test('stops everything in a market on the very next request, also what a person approved', async () => {
    const decision = found((await open('jp')).find(moves));
    await approve(decision);
    const before = await recommended(decision);

    const killed = await stack().post('/v1/markets/jp/automation/kill', { reasonCode: 'other' });
    const after = await recommended(decision);

    expect(before.effective).toMatchObject({ source: 'approved' });
    expect(killed.status).toBe(200);
    expect(after).toMatchObject({
      ...{ killed: true, proposal: null },
      effective: { source: 'current', price: decision.currentPrice },
      fallback: { price: decision.currentPrice },
    });
    const other = found((await open('jp')).find(moves));
    expect((await approve(other)).status).toBe(409);
  });

  test('logs all of it, with a proof of what is sealed, and makes each decision again', async () => {
    const [act] = (await logOf('limit=50')).items.filter(({ entry: { event } }) => event === 'approve');
    const id = encodeURIComponent(act?.entry.decision ?? '');
    const log = await stack().read(decisionLogViewSchema, `/eu-central-1/v1/decisions/${id}/log`);
    const replay = await stack().read(decisionReplaySchema, `/eu-central-1/v1/decisions/${id}/replay`);
    const shown = await stack().read(skuDecisionViewSchema, `/eu-central-1/v1/decisions/${id}`);
    const { decisionId } = await recommended(shown);
    const ofAnswer = await stack().read(
      decisionReplaySchema,
      `/eu-central-1/v1/decisions/${decisionId}/replay`,
    );

    expect(log.entries.map(({ entry: { event } }) => event)).toEqual(['propose', 'approve']);
    const [proposed] = log.entries;
    if (proposed === undefined || proposed.inclusion === null) throw new Error('no proof of the proposal');
    const path = proposed.inclusion.path.map((hash) => Buffer.from(hash, 'hex'));
    const root = Buffer.from(proposed.inclusion.root, 'hex');
    expect(includes(root, entryLeaf(proposed.entry), { ...proposed.inclusion, path })).toBe(true);
    expect(replay).toMatchObject({ kind: 'same', differs: [] });
    expect(ofAnswer).toMatchObject({ kind: 'same', differs: [] });
    const { decisionLog } = await stack().read(marketHealthSchema, '/v1/markets/de/health');
    expect(decisionLog).toEqual(log.newestSeal);
  });

  test('is asked what happened by SKU, by person and by day', async () => {
    const [act] = (await logOf('limit=50')).items.filter(({ entry: { event } }) => event === 'change');
    const { sku = '', by = '', at = '' } = act?.entry ?? {};
    const today = at.slice(0, 10);
    const events = async (query: string) => (await logOf(query)).items.map(({ entry }) => entry.event);

    expect(await events(`sku=${encodeURIComponent(sku)}`)).toEqual(['change', 'propose']);
    expect((await events(`person=${by}`)).sort()).toEqual(['approve', 'change', 'reject']);
    expect((await events(`from=${today}&to=${today}&limit=200`)).length).toBeGreaterThan(3);
    expect(await events('from=2020-01-01&to=2020-12-31')).toEqual([]);
    // whoever may know is told who it was
    expect((await logOf(`person=${by}`)).names).toMatchObject({ [by]: { kind: 'person' } });
  });

  test('approves an order to a supplier, which is logged too', async () => {
    const orders = contracts['GET /v1/purchase-orders'].answer;
    const { items } = await stack().read(orders, '/eu-central-1/v1/purchase-orders?status=draft&limit=200');
    const { id } = found(items.find(({ markets, totals }) => markets.includes('de') && totals.lines > 0));
    const path = `/eu-central-1/v1/purchase-orders/${encodeURIComponent(id)}`;
    const read = await stack().get(path);

    const approved = await stack().patch(
      path,
      { status: 'approved' },
      { 'if-match': read.headers.get('etag') ?? '' },
    );

    expect(purchaseOrderSchema.parse(approved.body)).toMatchObject({ status: 'approved' });
    const [newest] = (await logOf('limit=1')).items;
    expect(newest?.entry).toMatchObject({
      ...{ event: 'approve', decision: `purchaseOrder:${id}`, from: 'draft', to: 'approved' },
      draft: { amountMinor: purchaseOrderSchema.parse(read.body).totals.value.minor },
    });
  });

  test('tells what changed to whoever polls', async () => {
    const changes = contracts['GET /v1/changes'].answer;

    const { items, since } = await stack().read(changes, '/eu-central-1/v1/changes?limit=5');
    const next = await stack().read(changes, `/eu-central-1/v1/changes?since=${encodeURIComponent(since)}`);

    // what the night drafted is older than the minute that is held back
    const ids = items.map(({ decision }) => decision);
    expect(next.items.map(({ decision }) => decision).filter((id) => ids.includes(id))).toEqual([]);
  });
}

/** What the demo is sure to have. */
function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the demo has none');
  return thing;
}
