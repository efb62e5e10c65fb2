import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aLook, anExperiment, aPlan } from './an-experiment.ts';
import { type Answers, type Asked, HOME, inConsole } from './console-page.ts';
import { aMarket, ok, wellKnown } from './usual-answers.ts';

const asRead = {
  runId: 'r',
  asOf: '2026-06-30',
  state: 'finished',
  startedAt: '2026-06-30T03:30:00Z',
} as const;
const hamburg = [
  aMarket({ lastRun: asRead }),
  aMarket({ market: 'gb', name: 'United Kingdom', currency: 'GBP' }),
  aMarket({ market: 'fr', name: 'France', location: 'lyon' }),
];

inConsole('tests of AI against people', (page) => {
  const answering =
    (given: (path: string, asked: Asked) => ReturnType<Answers>): Answers =>
    (address, token, asked) => {
      const { origin, pathname } = new URL(address);
      const own = pathname.startsWith('/v1/experiments') ? given(pathname, asked) : undefined;
      if (own !== undefined) return own;
      if (pathname === '/v1/markets' && origin === HOME) return ok({ items: hamburg });
      return wellKnown(address, token);
    };
  const one = (given = anExperiment()) => answering(() => ok(given));

  async function visit(place: string, answers: Answers): Promise<Page> {
    const opened = await page.open(answers, { viewport: { width: 1280, height: 900 } });
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '#/de/worth/${place}'`);
    await opened.waitForSelector('.panel h2');
    return opened;
  }

  test('are listed from the page of what Tradewind earns, with what each waits for or says', async () => {
    const { looks: _, strata: __, ...running } = anExperiment();
    const elsewhere = { ...running, id: 'x2', name: 'Elsewhere', markets: ['fr'] };
    const opened = await visit(
      '',
      answering(() => ok({ items: [running, elsewhere] })),
    );

    await opened.click('nav.pages a >> text=Tests');
    await opened.waitForSelector('ul.tests');

    const tests = await opened.locator('ul.tests li').allInnerTexts();
    expect(tests).toHaveLength(1);
    expect(tests[0]).toContain(
      'Orders to suppliers, judged by days without stock, 8 Jun 2026 to 12 Jul 2026',
    );
    expect(tests[0]).toContain('12 days left');
    expect(tests[0]).toContain('The night’s own words.');
  });

  test('say with what to begin where there is none', async () => {
    const opened = await visit(
      'experiments',
      answering(() => ok({ items: [] })),
    );

    await opened.waitForSelector('text=Germany has taken part in no test yet.');
    await opened.click('text=Set up a test');

    await opened.waitForSelector('section[aria-label="What it would take"]');
  });

  test('are planned while a person types, the newest wish alone', async () => {
    const asked: unknown[] = [];
    const opened = await visit(
      'experiments/new',
      answering((path, { method, body }) => {
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
      answering(() => ok(aPlan({ kind: 'beyondReach', weeks: 26, power: 0.0926, unitsNeeded: 364 }))),
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
      answering(() => ({ status: 422, body: { detail } })),
    );

    await opened.getByLabel(/^Smallest effect/).fill('2');

    await opened.waitForSelector(`[role=alert] >> text=${detail}`);
    expect(await opened.getByRole('button', { name: 'Start it' }).count()).toBe(0);
  });

  test('are started once it was said what that means, with the guard and the weeks that were settled', async () => {
    const started: unknown[] = [];
    const opened = await visit(
      'experiments/new',
      answering((path, { method, body }) => {
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

  test('tell whoever may only look that they can’t start one, and keep what was typed', async () => {
    const opened = await visit(
      'experiments/new',
      answering((path) => (path.endsWith('/plan') ? ok(aPlan()) : { status: 403, body: {} })),
    );
    await opened.getByLabel(/^Smallest effect/).fill('5');
    await opened.getByRole('button', { name: 'Start it' }).click();
    await opened.getByRole('button', { name: 'Start the test' }).click();

    await opened.waitForSelector('dialog[open] [role=alert] >> text=You have no right to this');
    await opened.keyboard.press('Escape');
    expect(await opened.getByLabel(/^Smallest effect/).inputValue()).toBe('5');
  });

  test('show the verdict in a sentence, the effect with its interval over time, and whether the draw holds', async () => {
    const opened = await visit('experiments/x1', one());

    const result = await opened.innerText('section[aria-label="Result"]');
    expect(result).toContain(
      'No difference is shown: days without stock −2%, anywhere between −5% and +1%. That is no proof that there is none.',
    );
    expect(result).toContain('13 days left');
    expect(result).toContain(
      'The draw holds: 39 units with Tradewind and 38 with people are what chance makes (91%).',
    );
    await opened.locator('section[aria-label="Result"] summary').click();
    const rows = opened.locator('figure tbody tr');
    expect(await rows.first().innerText()).toBe('29 Jun 2026\t3\t−2%\t−5%\t+1%\t4%\t6%\tno difference shown');
  });

  test('are saved as figures in what people count in', async () => {
    const opened = await visit('experiments/x1', one());
    const frame = opened.locator('figure.chart');

    const download = opened.waitForEvent('download');
    await frame.getByRole('button', { name: /^Save/ }).click();
    await frame.getByRole('button', { name: 'CSV' }).click();
    const saved = await download;

    expect(saved.suggestedFilename()).toBe('de-experiment-x1-2026-06-29.csv');
    const [heading, newest] = readFileSync(await saved.path(), 'utf8').split('\r\n');
    expect(heading).toContain('Effect (% of days),At least (% of days)');
    expect(newest).toBe('2026-06-29,3,-2,-5,1,4,6,no difference shown');
  });

  test.each([
    ['better', {}, 'Tradewind does better: days without stock −2%, surely between −5% and +1%.'],
    ['void', { sampleRatio: { pValue: 0.0001, mismatch: true } }, 'The draw is broken'],
    ['not enough data', { effect: null }, 'Too little is known for a verdict: 3 whole weeks'],
  ] as const)('say the verdict %s in words', async (verdict, given, words) => {
    const look = aLook('2026-06-29', -0.02, { verdict, ...given });
    const opened = await visit('experiments/x1', one(anExperiment({ looks: [look] })));

    expect(await opened.innerText('section[aria-label="Result"]')).toContain(words);
  });

  test('say what is waited for before the first look', async () => {
    const opened = await visit('experiments/x1', one(anExperiment({ looks: [], start: '2026-07-06' })));

    const result = await opened.innerText('section[aria-label="Result"]');
    expect(result).toContain('It begins on 6 Jul 2026. The night before draws the arms');
    expect(result).toContain('begins on 6 Jul 2026');
  });

  test('are stopped with a reason, which stands on their page afterwards', async () => {
    let test = anExperiment();
    const opened = await visit(
      'experiments/x1',
      answering((path, { body }) => {
        if (path.endsWith('/stop')) {
          // the page sends what the contract asks for
          const { reason } = body as { reason: string };
          const ended = { at: '2026-06-30T08:00:00.000Z', by: 'anna', cause: 'person' as const, reason };
          test = anExperiment({ state: 'stopped', ended });
        }
        return ok(test);
      }),
    );

    await opened.getByRole('button', { name: 'Stop it' }).click();
    await opened.getByLabel('Why').fill('the catalogue changes');
    await opened.getByRole('button', { name: 'Stop the test' }).click();

    await opened.waitForSelector('text=/A person stopped it on .*: the catalogue changes/');
    expect(await opened.getByRole('button', { name: 'Stop it' }).count()).toBe(0);
  });
});
