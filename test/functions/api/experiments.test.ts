import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { controlKeys, type Experiment, insightKeys, runKey } from '../../../lib/domain/index.ts';
import { powerOfT } from '../../../lib/oversight/experiment/power-of-t.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

const START = 'POST /v1/experiments';
const PLAN = 'POST /v1/experiments/plan';
const GET = 'GET /v1/experiments/{experiment}';
const STOP = 'POST /v1/experiments/{experiment}/stop';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  for (const market of ['de', 'jp']) {
    await api.stores.controls.remove(controlKeys.market('demo', market));
    await api.stores.insights.remove(insightKeys.unitHistories('demo', market));
  }
  const { items } = await api.stores.experiments.query('demo', { prefix: 'experiment#' });
  for (const { sk } of items) await api.stores.experiments.remove({ pk: 'demo', sk });
});

const someTest = (changes: object = {}) => ({
  ...{ kind: 'orders', markets: ['de'], metric: 'margin', minimalEffect: 500, weeks: 4 },
  ...changes,
});
const started = async (changes: object = {}) =>
  bodyOf(await api.ask(START, { body: someTest(changes) })) as Experiment & { sentence: string };
const forceIn = async (market: string) =>
  (await api.stores.controls.get(controlKeys.market('demo', market)))?.value.experiments;
const knowHistory = (units: number, market = 'de') =>
  api.stores.histories.put(insightKeys.unitHistories('demo', market), {
    ...{ asOf: '2025-01-31', weeks: 26 },
    histories: [
      {
        ...{ of: 'sku', metric: 'margin', units, mean: 10_000, standardDeviation: 3000, icc: 0.5 },
        ...{ preperiodCorrelation: 0.8, observationsPerWeek: 1 },
      },
    ],
  });

describe('planning a test', () => {
  const asked = { kind: 'orders', markets: ['de'], metric: 'margin', minimalEffect: 1000 };

  test('takes the units, their spread and their past from the market’s own nights', async () => {
    await knowHistory(200);

    const plan = await api.ok(PLAN, { body: asked });

    expect(plan).toMatchObject({
      ...{ kind: 'planned', units: 200, unit: 'skuLocation', unitsPerArm: { ai: 100, human: 100 } },
      basis: { source: 'history', asOf: '2025-01-31', mean: 10_000, standardDeviation: 3000, icc: 0.5 },
    });
    expect(plan.power).toBeGreaterThanOrEqual(0.8);
    expect(plan.powerCurve[plan.weeks - 1].power).toBeCloseTo(plan.power, 4);
    expect(plan.why).toContain('one stock serves all buyers');
    expect(plan.sentence).toContain('100 SKUs of a location with the AI and 100 with people');
  });

  test('goes by what the caller gives where the market has no history', async () => {
    const body = { ...asked, units: 400, standardDeviation: 3000, icc: 0.5 };

    expect(await api.ok(PLAN, { body })).toMatchObject({
      units: 400,
      basis: { source: 'caller', asOf: null },
    });
  });

  test('says what is missing where nobody knows', async () => {
    const answer = await api.ask(PLAN, { body: asked });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).detail).toContain('give units, standardDeviation and icc');
  });

  test('says that an effect is beyond reach, and how many units would show it', async () => {
    await knowHistory(40);

    const plan = await api.ok(PLAN, { body: { ...asked, minimalEffect: 100 } });

    expect(plan.kind).toBe('beyondReach');
    expect(plan.unitsNeeded).toBeGreaterThan(40);
    expect(plan.sentence).toContain('Look for a larger effect');
    expect(plan.sentence).toContain(`a chance of only ${Math.floor(100 * plan.power)} %, 80 % are wanted`);
  });

  test('tells smallest effects that shrink with the weeks', async () => {
    await knowHistory(200);

    const { smallestEffects } = await api.ok(PLAN, { body: asked });

    const effects = smallestEffects.map(({ effect }: { effect: number }) => effect);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
  });

  test('looked at once would need what a t test needs', () => {
    // R: power.t.test(n = 64, delta = .5, sd = 1)$power = 0.8014596
    expect(powerOfT(0.5 / Math.sqrt(2 / 64), 126, 0.05)).toBeCloseTo(0.8014596, 5);
  });
});

describe('starting a test', () => {
  test('gives it force in its market on the next business day, and says what is waited for', async () => {
    const made = await started();

    // 1 February 2025 is a Saturday: the next night knows until then and decides on Sunday, the first business day is Monday
    expect(made).toMatchObject({
      state: 'running',
      start: '2025-02-03',
      end: '2025-03-02',
      author: 'client-1',
    });
    expect(made.sentence).toContain('starts on 2025-02-03');
    expect(await forceIn('de')).toEqual([made.id]);
    expect(await api.ok(GET, { path: { experiment: made.id } })).toEqual(made);
  });

  test('keeps mode and limits of the market as they are', async () => {
    const limits = { largestStep: 0.05 };
    await api.stores.controls.put(controlKeys.market('demo', 'de'), {
      ...{ mode: 'automatic', killed: true, limits },
    });

    const { id } = await started();

    const stored = await api.stores.controls.get(controlKeys.market('demo', 'de'));
    expect(stored?.value).toEqual({ mode: 'automatic', killed: true, limits, experiments: [id] });
  });

  test('goes by the data’s own time where they are behind the calendar', async () => {
    await api.stores.runs.put(runKey('demo', 'de-2011-12-09'), {
      ...{ merchant: 'demo', market: 'de', asOf: '2011-12-09', runId: 'de-2011-12-09', state: 'finished' },
      ...{ startedAt: '2025-02-01T08:00:00Z', series: 1, shards: 1 },
    });

    const made = await started();
    await api.stores.runs.remove(runKey('demo', 'de-2011-12-09'));

    // a Friday: the next night is that of Saturday and decides on Sunday
    expect(made.start).toBe('2011-12-12');
  });

  test('needs the smallest effect worth having', async () => {
    const { minimalEffect: _, ...without } = someTest() as Record<string, unknown>;

    const answer = await api.ask(START, { body: without });

    expect(answer.statusCode).toBe(422);
    expect(JSON.stringify(bodyOf(answer))).toContain('/minimalEffect');
  });

  test('takes the weeks from the plan, and refuses one that would show nothing', async () => {
    await knowHistory(200);
    const plan = await api.ok(PLAN, {
      body: { kind: 'orders', markets: ['de'], metric: 'margin', minimalEffect: 1000 },
    });

    const made = await started({ weeks: undefined, minimalEffect: 1000 });
    const refused = await api.ask(START, { body: someTest({ weeks: undefined, minimalEffect: 1 }) });

    expect(made.weeks).toBe(plan.weeks);
    expect(refused.statusCode).toBe(422);
    expect(bodyOf(refused).detail).toContain('give weeks');
  });

  test('is refused beside another on the same units, and allowed beside one on others', async () => {
    const first = await started();

    const second = await api.ask(START, { body: someTest({ metric: 'stockOuts', minimalEffect: 0.01 }) });
    const ofBuyers = await started({ kind: 'offers', metric: 'revenue' });

    expect(second.statusCode).toBe(409);
    expect(bodyOf(second).detail).toContain(first.id);
    expect(await forceIn('de')).toEqual([first.id, ofBuyers.id]);
    expect((await api.ok('GET /v1/experiments')).items).toHaveLength(2);
  });

  test('gives no market force where one of its markets is taken', async () => {
    const first = await started({ markets: ['jp'], metric: 'stockOuts', minimalEffect: 0.01 });

    const both = await api.ask(START, {
      body: someTest({ markets: ['de', 'jp'], metric: 'stockOuts', minimalEffect: 0.01 }),
    });

    expect(both.statusCode).toBe(409);
    expect(await forceIn('de')).toBeUndefined();
    expect(await forceIn('jp')).toEqual([first.id]);
    expect((await api.ok('GET /v1/experiments')).items).toHaveLength(1);
  });

  test('adds no money of two currencies, and measures no stock of buyers', async () => {
    const money = await api.ask(START, { body: someTest({ markets: ['de', 'jp'] }) });
    const stock = await api.ask(START, { body: someTest({ kind: 'offers', metric: 'stockOuts' }) });
    const guarded = await api.ask(START, {
      body: someTest({ kind: 'offers', guards: [{ metric: 'daysOfCover', tolerated: 1 }] }),
    });

    expect(bodyOf(money).detail).toContain('nothing is converted');
    expect(bodyOf(stock).detail).toContain('randomises buyers');
    expect(bodyOf(guarded).detail).toContain('choose another metric');
  });

  test('sends whoever names a market of another region there', async () => {
    const answer = await api.ask(START, { body: someTest({ markets: ['us'] }) });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).detail).toContain('at home in another region');
  });

  test('happens once for one Idempotency-Key', async () => {
    const asked = { headers: { 'idempotency-key': 'spring' }, body: someTest() };

    const [one, again] = [await api.ask(START, asked), await api.ask(START, asked)];

    expect(again.headers?.['idempotency-replayed']).toBe('true');
    expect(bodyOf(again)).toEqual(bodyOf(one));
    expect((await api.ok('GET /v1/experiments')).items).toHaveLength(1);
  });

  test('leaves one of two that race for the same units', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => api.ask(START, { body: someTest() })));

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    expect(await forceIn('de')).toHaveLength(1);
  });

  test('asks for the scope decide', async () => {
    const answer = await api.ask(START, { body: someTest(), claims: { ...demoClaims, scope: 'read' } });

    expect(answer.statusCode).toBe(403);
  });
});

describe('stopping a test', () => {
  test('takes its force at once, with the reason, and a second time says the same', async () => {
    const { id } = await started();
    const asked = { path: { experiment: id }, body: { reason: 'the catalogue changes' } };

    const stopped = await api.ok(STOP, asked);

    expect(stopped).toMatchObject({
      ...{ state: 'stopped', inForce: false },
      ended: { by: 'client-1', cause: 'person', reason: 'the catalogue changes' },
    });
    expect(await forceIn('de')).toEqual([]);
    expect(await api.ok(STOP, asked)).toEqual(stopped);
  });

  test('says that another merchant’s test does not exist', async () => {
    const { id } = await started();
    const claims = { ...demoClaims, merchant: 'other' };

    const answers = await Promise.all([
      api.ask(GET, { path: { experiment: id }, claims }),
      api.ask(STOP, { path: { experiment: id }, body: { reason: 'not mine' }, claims }),
    ]);

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(await forceIn('de')).toEqual([id]);
  });

  test('is written to the audit, with who did it', async () => {
    const { id } = await started();
    await api.ok(STOP, { path: { experiment: id }, body: { reason: 'enough' } });

    const told = JSON.stringify(api.audit);
    expect(told).toContain('experiment started');
    expect(told).toContain('experiment stopped');
    expect(told).toContain(id);
  });
});
