import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { numberIn } from './figures.ts';

const REGION = 'eu-central-1';

/** Whether it can be relied on: alarms, fairness, and every decision made again. */
export function trustWalk(stack: () => RunningStack, visits: () => Visits): void {
  let vera: Visit;
  beforeAll(async () => {
    vera = await visits().open('Vera');
    await vera.go('#/de/trust');
  });
  afterAll(() => vera?.page.close());

  const health = async () =>
    (
      await stack()
        .client(REGION)
        .call('GET /v1/markets/{market}/health', { path: { market: 'de' } })
    ).body;

  test('names the alarms of drift that stand, and how many comparable buyers pay apart', async () => {
    await vera.picture('trust');
    const { drift, fairness } = await health();

    const alarms = vera.page.locator('section[aria-label="Demand that has changed"] li');
    const gaps = vera.page.locator('section[aria-label="Do comparable buyers pay alike?"] p.alert');
    expect(await alarms.locator('a').allInnerTexts()).toEqual(drift.alarms.map(({ sku }) => sku));
    expect(numberIn((await gaps.innerText()).replace('.', ''))).toBe(fairness?.alarms);
  });

  test('makes a logged decision again from what it was made from, and the same comes out', async () => {
    const line = vera.page.locator('section[aria-label="What was decided"] tbody tr', { hasText: 'drafted' });
    await line.first().locator('button >> text=Make it again').click();

    const told = line.first().locator('.done');
    await told.waitFor();
    expect(await told.innerText()).toMatch(/same/i);
  });

  test('tells who may only look that she may not decide, and leaves the draft as it is', async () => {
    await vera.go('#/de/today');
    const row = vera.page.locator('tr[data-sku]', { has: vera.page.locator('button >> text=Approve') });
    const sku = await row.first().getAttribute('data-sku');
    await row.first().locator('button >> text=Approve').click();
    const refusal = vera.page.locator(`tr[data-sku="${sku}"] .alert`);
    await refusal.waitFor();

    expect(await refusal.innerText()).toMatch(/no right/);
    const { body } = await stack()
      .client(REGION)
      .call('GET /v1/decisions', { query: { market: 'de', limit: 200 } });
    expect(body.items.some((one) => 'sku' in one && one.sku === sku && one.state === 'proposed')).toBe(true);
  });

  test('collects what is held of a buyer, and the file is that buyer’s', async () => {
    const anna = await visits().open('Anna');
    await anna.go('#/de/trust/privacy');
    const list = await stack()
      .client(REGION)
      .call('GET /v1/markets/{market}/customers', { path: { market: 'de' }, query: { limit: 1 } });
    const code = list.body.items[0]?.customerCode ?? '';
    await anna.page.fill('section[aria-label="A buyer asks"] input', code);
    await anna.page.click('text=Collect what is held');
    const fetched = anna.page.locator('article a >> text=Fetch the file').first();
    await fetched.waitFor({ timeout: PATIENCE_MS });
    await anna.picture('privacy');

    const { body } = await stack()
      .client(REGION)
      .call('GET /v1/privacy-requests', { query: { limit: 1 } });
    const [receipt] = body.items;
    const rows = receipt?.held.reduce((sum, one) => sum + one.rows, 0);
    const told = anna.page.locator('article summary').first();
    expect(numberIn(await told.innerText())).toBe(rows);
    const file = await fetch((await fetched.getAttribute('href')) ?? '');
    expect(await file.text()).toContain(code);
    await anna.page.close();
  });

  test('tells who has no right to buyers’ requests that she has none', async () => {
    await vera.go('#/de/trust/privacy');

    expect(await vera.page.locator('section[aria-label="Requests and receipts"] .alert').innerText()).toMatch(
      /no right/,
    );
  });
}
