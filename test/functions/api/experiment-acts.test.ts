import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startExperiment } from '../../../functions/api/start-experiment.ts';
import { controlKeys, decisionLogKeys, type Experiment, untoldKey } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { markets } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

const START = 'POST /v1/experiments';
const PLAN = 'POST /v1/experiments/plan';
const STOP = 'POST /v1/experiments/{experiment}/stop';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  api.bus.up = true;
  api.announced.length = 0;
  for (const market of ['de', 'jp']) await api.stores.controls.remove(controlKeys.market('demo', market));
  const { items } = await api.stores.experiments.query('demo', { prefix: 'experiment#' });
  for (const { sk } of items) await api.stores.experiments.remove({ pk: 'demo', sk });
});

const someTest = (changes: object = {}) => ({
  ...{ kind: 'orders', markets: ['de'], metric: 'stockOuts', minimalEffect: 0.01, weeks: 4 },
  ...changes,
});
const as = (person: string, scope = 'read decide') => ({ ...demoClaims, sub: person, scope });
const started = async (changes: object = {}) =>
  bodyOf(await api.ask(START, { body: someTest(changes), claims: as('anna') })) as Experiment & {
    sentence: string;
  };
const stop = (experiment: string, claims = as('ben')) =>
  api.ask(STOP, { path: { experiment }, body: { reason: 'the catalogue changes' }, claims });
const inForce = async (market: string) =>
  (await api.stores.controls.get(controlKeys.market('demo', market)))?.value.experiments ?? [];
const linesOf = async (market: string) =>
  (await api.stores.loggedActs.queryAll(decisionLogKeys.act('demo', market, 1).pk)).map(({ value }) => value);

describe('what a person does about a test', () => {
  test('stands in the decision log of each of its markets, the person as a commitment', async () => {
    const before = (await linesOf('jp')).length;
    const { id } = await started({ markets: ['de', 'jp'] });
    await stop(id);

    const lines = (await linesOf('jp')).slice(before);

    expect(lines.map(({ event, decision, from, to }) => [event, decision, from, to])).toEqual([
      ['startExperiment', `experiment:${id}`, null, 'running'],
      ['stopExperiment', `experiment:${id}`, 'running', 'stopped'],
    ]);
    expect(JSON.parse(lines[0]?.draft.control ?? '')).toMatchObject({ weeks: 4, minimalEffect: 0.01 });
    expect(lines[1]?.by).not.toBe(lines[0]?.by);
    expect(JSON.stringify(lines)).not.toMatch(/anna|ben|catalogue/);
    expect((await linesOf('de')).slice(-2).map(({ event }) => event)).toEqual(
      lines.map(({ event }) => event),
    );
  });

  test('is no act while it is planned: whoever may only look plans as often as they like', async () => {
    const before = await linesOf('de');
    const asked = { kind: 'orders', markets: ['de'], metric: 'stockOuts', minimalEffect: 0.01 };
    const known = { units: 400, standardDeviation: 0.05, icc: 0.5 };

    const plan = await api.ok(PLAN, { body: { ...asked, ...known }, claims: as('vera', 'read') });

    expect(plan).toMatchObject({ units: 400 });
    expect(await linesOf('de')).toEqual(before);
  });

  test('names the person, not the app that they use', async () => {
    const made = await started();
    const stopped: Experiment = bodyOf(await stop(made.id));

    expect([made.author, stopped.ended?.by]).toEqual(['anna', 'ben']);
  });
});

describe('stopping a test', () => {
  test('is said aloud once, with the verdict and without whoever did it', async () => {
    const { id, name } = await started();

    await stop(id);
    await stop(id);

    expect(api.announced).toEqual([
      {
        ...{
          id: `experiment_stopped:demo:${id}`,
          type: 'experiment.stopped',
          merchant: 'demo',
          market: 'de',
        },
        at: '2025-02-01T09:00:00.000Z',
        data: {
          ...{ experiment: id, name, cause: 'person', verdict: 'not enough data' },
          sentence: 'It ended before a night had looked at it.',
        },
      },
    ]);
  });

  test('holds while the bus is away, and leaves the event to be told', async () => {
    const { id } = await started();
    api.bus.up = false;

    const answer = await stop(id);

    const left = await api.stores.untold.queryAll(untoldKey('demo', '').pk);
    expect(answer.statusCode).toBe(200);
    expect(await inForce('de')).toEqual([]);
    expect(left.map(({ value }) => value.id)).toContain(`experiment_stopped:demo:${id}`);
  });

  test('takes force that a night left behind, and says that it had ended', async () => {
    const { id } = await started();
    const key = controlKeys.experiment('demo', id);
    const stored = await api.stores.experiments.get(key);
    await api.stores.experiments.put(key, { ...stored!.value, state: 'finished' });

    const answer = await stop(id);

    expect([answer.statusCode, bodyOf(answer).detail]).toEqual([409, 'the experiment is finished already']);
    expect(await inForce('de')).toEqual([]);
  });
});

describe('starting a test', () => {
  test('writes nothing at all where its process dies before the one write', async () => {
    const dies = {
      append: () => Promise.reject(new Error('the process died')),
      appendAll: () => Promise.reject(new Error('the process died')),
    };
    const { experiments, controls, untold } = api.stores;
    const tables = { experiments, controls, untold, log: dies, announce: async () => undefined };
    const design = { markets, unit: 'skuLocation' as const, cluster: '', why: '', currency: null };

    const start = startExperiment({ ...tables, audit: { info: () => undefined } }, 'demo', {
      ...{
        design,
        weeks: 4,
        start: '2025-02-03',
        holidays: [],
        author: 'anna',
        at: '2025-02-01T09:00:00.000Z',
      },
      asked: {
        ...{ kind: 'orders', markets: ['de', 'jp'], metric: 'stockOuts', minimalEffect: 0.01 },
      },
    });

    await expect(start).rejects.toThrow('the process died');
    expect([await inForce('de'), await inForce('jp')]).toEqual([[], []]);
    expect((await experiments.query('demo', { prefix: 'experiment#' })).items).toEqual([]);
  });

  test('writes nothing of it where another one takes one of its markets at the same moment', async () => {
    const both = { markets: ['de', 'jp'] };
    const answers = await Promise.all(
      [both, { markets: ['jp'] }, both].map((one) => api.ask(START, { body: someTest(one) })),
    );

    const won = answers.filter(({ statusCode }) => statusCode === 201).map((answer) => bodyOf(answer).id);
    expect(won).toHaveLength(1);
    expect(await inForce('jp')).toEqual(won);
    expect((await api.stores.experiments.query('demo', { prefix: 'experiment#' })).items).toHaveLength(1);
  });

  test('is open to whoever may decide in all of its markets, and to nobody else', async () => {
    const ask = async (scope: string, changes: object = {}) => {
      const answer = await api.ask(START, { body: someTest(changes), claims: as('anna', scope) });
      return answer.statusCode;
    };

    expect(await ask('read decide:jp')).toBe(403);
    expect(await ask('read decide:de', { markets: ['de', 'jp'] })).toBe(403);
    expect(await ask('read decide:de')).toBe(201);
    const { items } = await api.stores.experiments.query('demo', { prefix: 'experiment#' });
    const id = items[0]?.value.id ?? '';
    expect((await stop(id, as('ben', 'read decide:jp'))).statusCode).toBe(403);
    expect(await inForce('de')).toEqual([id]);
    expect((await stop(id, as('ben', 'read decide:de'))).statusCode).toBe(200);
  });
});

describe('public holidays', () => {
  const ask = { ...someTest({ weeks: undefined }), units: 4000, standardDeviation: 0.05, icc: 0.1 };

  test('put the start off, and are named where they fall into the test', async () => {
    // Maundy Thursday: the next night knows of Friday and decides on Saturday, Easter Monday is no business day
    api.clock.instant = '2025-04-17T09:00:00.000Z';

    const made = await started({ weeks: 2 });

    expect(made).toMatchObject({
      start: '2025-04-22',
      holidays: [{ market: 'de', date: '2025-05-01', name: expect.any(String) }],
    });
    expect(made.sentence).toContain('A public holiday falls into it: 2025-05-01');
  });

  test('make a plan longer until two of its weeks have none', async () => {
    const usual = await api.ok(PLAN, { body: ask });
    // Christmas, Boxing Day and New Year lie in the first two weeks
    api.clock.instant = '2025-12-20T09:00:00.000Z';

    const atChristmas = await api.ok(PLAN, { body: ask });

    expect([usual.weeks, usual.holidays]).toEqual([2, []]);
    expect(atChristmas).toMatchObject({ start: '2025-12-22', weeks: 4 });
    expect(atChristmas.holidays.map(({ date }: { date: string }) => date)).toEqual([
      '2025-12-25',
      '2025-12-26',
      '2026-01-01',
    ]);
    expect(atChristmas.sentence).toContain('3 public holidays fall into it');
  });

  test('of every market of the test count', async () => {
    // 11 February is National Foundation Day in Japan
    const made = await started({ markets: ['de', 'jp'] });

    expect(made.holidays?.map(({ market, date }) => `${market} ${date}`)).toEqual([
      'jp 2025-02-11',
      'jp 2025-02-24',
    ]);
  });
});
