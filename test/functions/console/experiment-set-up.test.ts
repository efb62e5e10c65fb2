import { expect, test } from '@jest/globals';
import { anExperiment, aPlan } from './an-experiment.ts';
import { type Answers, inConsole } from './console-page.ts';
import { answeringExperiments, openWorth } from './open-experiments.ts';
import { ok } from './usual-answers.ts';

inConsole('tests of AI against people that are set up', (page) => {
  const visit = (place: string, answers: Answers) => openWorth(page, place, answers);

  test('are planned while a person types, the newest wish alone', async () => {
    const asked: unknown[] = [];
    const opened = await visit(
      'experiments/new',
      answeringExperiments((path, { method, body }) => {
        if (!path.endsWith('/plan')) return undefined;
        if (method === 'POST') asked.push(body);
        return ok(aPlan());
      }),
    );
    await opened.waitForSelector('text=Type the smallest effect worth having');

    await opened.getByLabel(/^Smallest effect worth having \(% of days\)/).pressSequentially('8.5');
    await opened.waitForSelector('#plan-weeks');

    // two markets share the stock of Hamburg: one stock has one order
    expect(asked).toEqual([
      {
        ...{ kind: 'orders', markets: ['de', 'gb'], metric: 'stockOuts', aiShare: 0.5, power: 0.8 },
        minimalEffect: 0.085,
      },
    ]);
    const plan = await opened.innerText('section[aria-label="What it would take"]');
    expect(plan).toContain(
      '5 whole weeks show it with a chance of 84.8%, however often one looks: 39 SKUs of a location with Tradewind, 39 with people.',
    );
    expect(plan).toMatch(/2 weeks\s+26 weeks\s+11.2%\s+4.6%/);
  });

  test('are said to be beyond reach where they are, with what would do', async () => {
    const opened = await visit(
      'experiments/new',
      answeringExperiments(() =>
        ok(aPlan({ kind: 'beyondReach', weeks: 26, power: 0.0926, unitsNeeded: 364 })),
      ),
    );

    await opened.getByLabel(/^Smallest effect/).fill('2');

    await opened.waitForSelector(
      'text=Half a year shows it with a chance of 9.2% alone, and 80% is wanted: 39 SKUs of a location with Tradewind, 39 with people. It would take 364 of them',
    );
  });

  test('tell in the words of the API why a plan can’t be made', async () => {
    const detail = 'gb shares the location hamburg with de: name both, for one stock has one order';
    const opened = await visit(
      'experiments/new',
      answeringExperiments(() => ({ status: 422, body: { detail } })),
    );

    await opened.getByLabel(/^Smallest effect/).fill('2');

    await opened.waitForSelector(`[role=alert] >> text=${detail}`);
    expect(await opened.getByRole('button', { name: 'Start it' }).count()).toBe(0);
  });

  test('are started once it was said what that means, with the guard and the weeks that were settled', async () => {
    const started: unknown[] = [];
    const opened = await visit(
      'experiments/new',
      answeringExperiments((path, { method, body }) => {
        if (path.endsWith('/plan')) return ok(aPlan());
        if (method === 'POST') started.push(body);
        return ok(anExperiment());
      }),
    );
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.getByLabel('End it early when this gets worse').selectOption('daysOfCover');
    await opened.getByLabel('By more than (days)').fill('5');
    await opened.getByLabel('Whole weeks, where not as many as planned').fill('6');

    await opened.getByRole('button', { name: 'Start it' }).click();
    const question = await opened.innerText('dialog[open]');
    expect(question).toContain('From 2 Jul 2026 people alone operate 39 SKUs of a location for 6 weeks');
    await opened.getByRole('button', { name: 'Start the test' }).click();
    await opened.waitForURL(/#\/de\/worth\/experiments\/x1$/);

    expect(started).toEqual([
      {
        ...{ kind: 'orders', markets: ['de', 'gb'], metric: 'stockOuts', minimalEffect: 0.05, aiShare: 0.5 },
        ...{ guards: [{ metric: 'daysOfCover', tolerated: 5 }], weeks: 6 },
      },
    ]);
  });

  test('keep what was typed while the room is left, until they are started', async () => {
    const opened = await visit(
      'experiments/new',
      answeringExperiments((path, { method }) =>
        path.endsWith('/plan') ? ok(aPlan()) : ok(method === 'POST' ? anExperiment() : { items: [] }),
      ),
    );
    const comeTo = async (place: string) => {
      await opened.evaluate(`location.hash = '#/de/${place}'`);
    };
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.getByLabel('Name, where it shall have one of its own').fill('Less stock-out');
    await comeTo('data');
    await opened.waitForSelector('.drop');
    await comeTo('worth/experiments/new');

    expect(await opened.getByLabel(/^Smallest effect/).inputValue()).toBe('5');
    expect(await opened.getByLabel(/^Name,/).inputValue()).toBe('Less stock-out');
    await opened.getByRole('button', { name: 'Start it' }).click();
    await opened.getByRole('button', { name: 'Start the test' }).click();
    await opened.waitForURL(/experiments\/x1$/);
    await comeTo('worth/experiments/new');

    expect(await opened.getByLabel(/^Smallest effect/).inputValue()).toBe('');
  });

  test('ask by how much what guards them may get worse, in the unit of the guard, before they can be started', async () => {
    const opened = await visit(
      'experiments/new',
      answeringExperiments(() => ok(aPlan())),
    );
    const start = opened.getByRole('button', { name: 'Start it' });
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await start.waitFor();

    await opened.getByLabel('End it early when this gets worse').selectOption('daysOfCover');
    await opened.waitForSelector('text=Say by how much');
    expect(await start.count()).toBe(0);
    await opened.getByLabel('By more than (days)').fill('5');
    await start.waitFor();
    await opened.getByLabel('End it early when this gets worse').selectOption('margin');

    expect(await opened.getByLabel(/^By more than \(EUR/).inputValue()).toBe('');
    expect(await start.count()).toBe(0);
  });

  test('say which numbers of weeks they may take', async () => {
    const opened = await visit(
      'experiments/new',
      answeringExperiments(() => ok(aPlan())),
    );
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.waitForSelector('#plan-weeks');

    await opened.getByLabel('Whole weeks, where not as many as planned').fill('60');

    await opened.waitForSelector('text=Whole weeks, from 2 to 52.');
    expect(await opened.getByRole('button', { name: 'Start it' }).count()).toBe(0);
  });

  test('are planned by themselves once a broken line is back', async () => {
    let isUp = true;
    const answers = answeringExperiments(() => ok(aPlan()));
    const opened = await visit('experiments/new', (...given) => (isUp ? answers(...given) : undefined));
    isUp = false;
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.waitForSelector('[role=alert] >> text=does not answer');

    isUp = true;

    await opened.waitForSelector('#plan-weeks');
    expect(await opened.locator('[role=alert]').count()).toBe(0);
  });

  test('tell whoever may only look that they can’t start one, and keep what was typed', async () => {
    const opened = await visit(
      'experiments/new',
      answeringExperiments((path) => (path.endsWith('/plan') ? ok(aPlan()) : { status: 403, body: {} })),
    );
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.getByRole('button', { name: 'Start it' }).click();
    await opened.getByRole('button', { name: 'Start the test' }).click();

    await opened.waitForSelector('dialog[open] [role=alert] >> text=You have no right to this');
    await opened.keyboard.press('Escape');
    expect(await opened.getByLabel(/^Smallest effect/).inputValue()).toBe('5');
  });
});
