import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ExperimentRequest } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { inWords, numberIn } from './figures.ts';

const REGION = 'eu-central-1';

/** What Tradewind earns, and a test of it: planned while it is typed, started, and stopped with a reason. */
export function worthWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  beforeAll(async () => {
    anna = await visits().open('Anna');
    await anna.go('#/de/worth');
  });
  afterAll(() => anna?.page.close());

  const client = () => stack().client(REGION);
  const wish: ExperimentRequest = {
    kind: 'orders',
    markets: ['de', 'gb'],
    metric: 'stockOuts',
    minimalEffect: 0.08,
  };

  test('tells what the year earned as the statement of the API does', async () => {
    await anna.picture('worth');
    const { body } = await client().call('GET /v1/earnings');
    const year = body.items.find(({ market }) => market === 'de')?.year;
    if (year?.kind !== 'measured') throw new Error('the demo’s year is measured in Germany');
    await anna.page.locator('section[aria-label="Earnings statement"] summary').click();

    const total = anna.page.locator('figure tbody tr', { hasText: 'Together' });

    expect((await total.innerText()).split('\t')[1]).toBe(inWords(year.total.amount).replace('-', '−'));
  });

  test('plans a test while it is typed, as the planner of the API says', async () => {
    await anna.page.click('nav.pages a >> text=Tests');
    await anna.page.click('a >> text=Set up a test');
    await anna.page.getByLabel(/^Smallest effect worth having/).fill('8');
    await anna.page.waitForSelector('#plan-weeks');
    await anna.picture('test-plan');
    const { body: plan } = await client().call('POST /v1/experiments/plan', { body: wish });

    expect(numberIn(await anna.page.innerText('#plan-weeks'))).toBe(plan.weeks);
    expect(numberIn(await anna.page.innerText('#plan-chance')) / 100).toBeCloseTo(plan.power, 2);
    expect(await anna.page.innerText('section[aria-label="What it would take"]')).toContain(
      `${plan.unitsPerArm.ai} SKUs of a location with Tradewind`,
    );
  });

  test('starts it as it was settled', async () => {
    await anna.page.getByLabel('Name, where it shall have one of its own').fill('Fewer empty shelves');
    await anna.page.getByRole('button', { name: 'Start it' }).click();
    await anna.page.getByRole('button', { name: 'Start the test' }).click();
    await anna.page.waitForURL(/worth\/experiments\/(?!new)/);
    await anna.settle();
    await anna.picture('test');

    const [test] = (await client().call('GET /v1/experiments')).body.items;
    expect(test).toMatchObject({ ...wish, name: 'Fewer empty shelves', state: 'running', inForce: true });
    expect(await anna.page.innerText('section[aria-label="Result"] h2')).toBe('Fewer empty shelves');
  });

  test('stops it with a reason, and its arms have no force from then on', async () => {
    await anna.page.getByRole('button', { name: 'Stop it' }).click();
    await anna.page.getByLabel('Why').fill('the walk is over');
    await anna.page.getByRole('button', { name: 'Stop the test' }).click();
    await anna.page.waitForSelector('text=/A person stopped it on .*: the walk is over/');

    const [test] = (await client().call('GET /v1/experiments')).body.items;
    expect(test).toMatchObject({ state: 'stopped', inForce: false, ended: { reason: 'the walk is over' } });
  });
}
