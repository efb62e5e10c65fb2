import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { createExperimentRoutes } from '../../../functions/api/experiments.ts';
import { openActLog } from '../../../functions/api/in-charge.ts';
import { compareExperiments } from '../../../functions/report/compare-experiments.ts';
import { measureMarket } from '../../../functions/report/measure-trials.ts';
import {
  type Assignment,
  addDays,
  armOf,
  controlKeys,
  type Experiment,
  experimentEvent,
  lakeKeys,
  type ReportRequest,
  tradewindEventSchema,
} from '../../../lib/domain/index.ts';
import { createCursors } from '../../../lib/runtime/cursor.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import {
  openControls,
  openExperiments,
  openTradeRules,
  openUnitHistories,
  readAssignments,
} from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { markets } from '../ingest/ingest-room.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from '../plan/plan-room.ts';

const SKUS = Array.from({ length: 40 }, (_, n) => `S${String(n).padStart(2, '0')}`);
/** A Friday. */
const FRIDAY = '2025-03-07';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(() => room.close());

/** A merchant of one market, Japan, with its nights as they run: plan draws, report compares. */
function aSeller(merchant: string) {
  const { drop, plan } = room.aMerchant(merchant);
  const { client, lake, catalog, temporaryDirectory } = room.room;
  const at = (table: string) => ({ client, table, now: () => 0 });
  const controls = openControls(at(tables.controls));
  const experiments = openExperiments(at(tables.controls));
  const histories = openUnitHistories(at(tables.insights));
  const place = { objects: lake, catalog, temporaryDirectory };
  const clock = { instant: `${addDays(FRIDAY, 1)}T03:00:00Z` };
  const tenants = createTenants([{ merchant, name: merchant, markets: ['jp'] }], markets);
  const routes = createExperimentRoutes({
    ...{ tenants, controls, experiments, histories, runs: room.runs, now: () => clock.instant },
    cursors: createCursors(async () => 'secret'),
    ...openActLog((name) => at(tables[name])),
    announce: async () => undefined,
    audit: { info: () => undefined },
  });
  const japan = markets.filter(({ market }) => market === 'jp');
  const compare = (asOf: string) =>
    compareExperiments(
      {
        ...{ objects: lake, controls, experiments, histories, now: () => clock.instant },
        measure: (asked) => measureMarket(place, asked),
      },
      // of a report's request the comparison reads the run's name alone
      { merchant, market: 'jp', asOf } as ReportRequest,
      { home: japan[0] ?? markets[0]!, markets: japan },
    );
  const caller = { merchant, client: 'director', person: 'director', scopes: new Set(['read', 'decide']) };
  const asked = { caller, market: undefined, requestId: 'r1', ifMatch: undefined, query: {}, path: {} };
  return {
    ...{ drop, controls, experiments, histories, clock, compare },
    ask: <Key extends keyof typeof routes>(key: Key, parts: object) =>
      routes[key]({ ...asked, ...parts } as never) as Promise<{ body: never }>,
    sell: (days: readonly string[], unitsOf: (day: string) => (sku: string) => number) =>
      drop(`jp/orders/${days[0]}.csv`, ORDERS, ...days.flatMap((day) => linesOf(day, unitsOf(day)))),
    night: async (asOf: string) => {
      const result = await plan({ market: 'jp', asOf });
      return { result, ended: await compare(asOf) };
    },
    drawn: (asOf: string): Promise<Assignment[]> =>
      readAssignments(place, lakeKeys.assignments(merchant, 'jp', asOf)),
    inForce: async () => (await controls.get(controlKeys.market(merchant, 'jp')))?.value.experiments,
  };
}

/** Steady sellers with a little noise that repeats. */
const usual = (day: string) => (sku: string) =>
  8 + ((Number(sku.slice(1)) * 7 + Number(day.slice(8)) * 3) % 5);

const linesOf = (day: string, unitsOf: (sku: string) => number): string[] =>
  SKUS.flatMap((sku, n) => {
    const units = unitsOf(sku);
    return units === 0 ? [] : [`${day}-${sku},1,${day},K${n % 7},${sku},${units},100,shipped`];
  });

async function withHistory(merchant: string) {
  const seller = aSeller(merchant);
  const days = Array.from({ length: 126 }, (_, n) => addDays(FRIDAY, n - 125));
  await seller.sell(days, usual);
  return seller;
}

const test40 = {
  ...{ kind: 'orders', markets: ['jp'], metric: 'revenue', minimalEffect: 200, weeks: 2 },
  guards: [{ metric: 'revenue', tolerated: 500 }],
};

describe('a test of AI against people', () => {
  test('is planned, started, looked at each night, and ended by the guard that is breached', async () => {
    const seller = await withHistory('harmed');
    expect(await seller.compare(FRIDAY)).toEqual([]);

    const plan: { units: number; basis: { source: string } } = (
      await seller.ask('POST /v1/experiments/plan', {
        body: { kind: 'orders', markets: ['jp'], metric: 'revenue', minimalEffect: 200 },
      })
    ).body;
    expect(plan).toMatchObject({ units: 40, basis: { source: 'history', asOf: FRIDAY } });

    const made: Experiment = (await seller.ask('POST /v1/experiments', { body: test40 })).body;
    expect(made.start).toBe('2025-03-10');

    // the night before the start draws; nothing is compared yet
    const sunday = addDays(FRIDAY, 2);
    const { result } = await seller.night(sunday);
    const drawn = (await seller.drawn(sunday)).filter(({ kind }) => kind === 'sku');
    const held = drawn.filter(({ holdout }) => holdout);
    const inTest = drawn.filter(({ experiment }) => experiment === made.id);
    expect(held.length + inTest.length).toBe(40);
    const ai = inTest.filter(({ arm }) => arm === 'ai');
    expect(Math.abs(2 * ai.length - inTest.length)).toBeLessThanOrEqual(3);
    const series = await room.seriesOf(result);
    for (const { unit, arm } of inTest)
      expect(series.find(({ sku }) => sku === unit)?.trial).toEqual({
        ...{ arm, holdout: false, experiment: made.id },
      });

    // the AI's SKUs sell nothing from the first day on
    const armOfSku = new Map(inTest.map(({ unit, arm }) => [unit, arm]));
    const harmed = (day: string) => (sku: string) => (armOfSku.get(sku) === 'ai' ? 0 : usual(day)(sku));
    const days = Array.from({ length: 7 }, (_, n) => addDays(made.start, n));
    await seller.sell(days, harmed);
    const { ended } = await seller.night(days.at(-1) ?? made.start);

    const after: Experiment & { inForce: boolean; sentence: string } = (
      await seller.ask('GET /v1/experiments/{experiment}', { path: { experiment: made.id } })
    ).body;
    expect(after).toMatchObject({
      state: 'stopped',
      inForce: false,
      ended: { cause: 'guard', by: 'tradewind' },
    });
    expect(after.looks.length).toBeGreaterThanOrEqual(1);
    expect(after.looks.at(-1)).toMatchObject({ verdict: 'worse', guards: [{ breached: true }] });
    expect(after.looks.at(-1)?.assigned).toEqual({ ai: ai.length, human: inTest.length - ai.length });
    expect(after.sentence).toContain('harm beyond what is tolerated');
    expect(after.strata.reduce((sum, stratum) => sum + stratum.ai, 0)).toBe(ai.length);
    expect(await seller.inForce()).toEqual([]);
    // a try that was cut off before it was told tells it again
    const again = await seller.compare(days.at(-1) ?? made.start);
    expect(again).toEqual(ended);
    const [{ experiment, sentence }] = ended as [(typeof ended)[0]];
    const event = experimentEvent({ merchant: 'harmed', market: 'jp' }, experiment, sentence);
    expect(z.safeParse(tradewindEventSchema, event).success).toBe(true);
    expect(event).toMatchObject({ type: 'experiment.stopped', data: { cause: 'guard', verdict: 'worse' } });
    // an arm without force is inert at once, though the row of the night still has it
    expect(armOf({ arm: 'human', holdout: false, experiment: made.id }, await seller.inForce())).toBe('ai');
  }, 300_000);

  test('keeps every arm while it runs, takes new SKUs in, and ends with a verdict after its weeks', async () => {
    const seller = await withHistory('calm');
    const made: Experiment = (await seller.ask('POST /v1/experiments', { body: { ...test40, guards: [] } }))
      .body;
    await seller.night(addDays(FRIDAY, 2));
    const first = await seller.drawn(addDays(FRIDAY, 2));

    const lines = Array.from({ length: 14 }, (_, n) => addDays(made.start, n)).flatMap((day) =>
      [...SKUS, 'NEW'].map((sku) => {
        const units = sku === 'NEW' ? 3 : usual(day)(sku);
        return `${day}-${sku},1,${day},K1,${sku},${units},100,shipped`;
      }),
    );
    await seller.drop('jp/orders/weeks.csv', ORDERS, ...lines);
    const middle = await seller.night(addDays(made.start, 7));
    const then = await seller.drawn(addDays(made.start, 7));
    const again = await seller.compare(addDays(made.start, 7));
    const last = await seller.night(made.end);

    const arms = (rows: Assignment[]) =>
      new Map(rows.filter(({ kind }) => kind === 'sku').map(({ unit, arm }) => [unit, arm]));
    for (const [unit, arm] of arms(first)) expect(arms(then).get(unit)).toBe(arm);
    expect(then.find(({ unit }) => unit === 'NEW')?.since ?? null).not.toBe(made.start);
    expect([middle.ended, again]).toEqual([[], []]);
    expect(last.ended).toHaveLength(1);
    const after: Experiment = (
      await seller.ask('GET /v1/experiments/{experiment}', { path: { experiment: made.id } })
    ).body;
    expect(after).toMatchObject({ state: 'finished', ended: { cause: 'end' } });
    // the night that was compared twice has one look
    expect(after.looks.map(({ asOf }) => asOf)).toEqual([addDays(made.start, 7), made.end]);
    expect(after.looks.map(({ weeks }) => weeks)).toEqual([1, 2]);
    expect(after.looks[0]?.verdict).toBe('not enough data');
    expect(after.looks[1]?.verdict).toBe('no difference shown');
    expect(after.looks[1]?.winsorised).toContain('quantile');
    // every draw counts, though NEW sold little and late
    const counted = (await seller.drawn(made.end)).filter(
      (row) => row.experiment === made.id && row.kind === 'sku',
    );
    const { ai, human } = after.looks[1]?.assigned ?? { ai: 0, human: 0 };
    expect(ai + human).toBe(counted.length);
  }, 300_000);

  test('holds no SKU out where the merchant sets the share to 0', async () => {
    const seller = aSeller('none-held');
    await seller.sell([FRIDAY], () => () => 5);
    const rules = openTradeRules({ client: room.client, table: tables.controls, now: () => 0 });
    await seller.night(FRIDAY);
    const before = await seller.drawn(FRIDAY);
    await rules.put(controlKeys.merchantRules('none-held'), {
      ...{ rules: { humanHoldout: 0 }, author: 'director', changedAt: '2025-03-07T00:00:00Z' },
    });

    await seller.night(addDays(FRIDAY, 1));

    expect(before).toHaveLength(40);
    expect((await seller.drawn(addDays(FRIDAY, 1))).some(({ holdout }) => holdout)).toBe(false);
  }, 300_000);
});
