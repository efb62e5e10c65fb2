import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { aLook, anExperiment } from './an-experiment.ts';
import { type Answers, inConsole } from './console-page.ts';
import { answeringExperiments, openWorth } from './open-experiments.ts';
import { ok } from './usual-answers.ts';

inConsole('tests of AI against people', (page) => {
  const one = (given = anExperiment()) => answeringExperiments(() => ok(given));

  const visit = (place: string, answers: Answers) => openWorth(page, place, answers);

  test('are listed from the page of what Tradewind earns, with what each waits for or says', async () => {
    const { looks: _, strata: __, ...running } = anExperiment();
    const elsewhere = { ...running, id: 'x2', name: 'Elsewhere', markets: ['fr'] };
    const opened = await visit(
      '',
      answeringExperiments(() => ok({ items: [running, elsewhere] })),
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
      answeringExperiments(() => ok({ items: [] })),
    );

    await opened.waitForSelector('text=Germany has taken part in no test yet.');
    await opened.click('text=Set up a test');

    await opened.waitForSelector('section[aria-label="What it would take"]');
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
      answeringExperiments((path, { body }) => {
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
