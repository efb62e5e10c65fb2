import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { dayInWords, numberIn, unitsInWords } from './figures.ts';

const REGION = 'eu-central-1';
const MARKET = 'de';

/** One SKU from its demand to its draft: read, tried otherwise, corrected by what a person knows, and decided. */
export function skuWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  let sku: string;
  beforeAll(async () => {
    sku = await lastDraft();
    anna = await visits().open('Anna');
    await anna.go(`#/${MARKET}/stock/${sku}`);
    await anna.page.waitForSelector('section[aria-label=Stock] canvas');
  });
  afterAll(() => anna?.page.close());

  const client = () => stack().client(REGION);
  const path = () => ({ market: MARKET, sku });
  const panel = (name: string, of = anna) => of.page.locator(`section[aria-label="${name}"]`);
  /** The last of the list: the first ones are decided in Today. */
  async function lastDraft(): Promise<string> {
    const { body } = await client().call('GET /v1/decisions', { query: { market: MARKET, limit: 200 } });
    const drafts = body.items.flatMap((one) => ('sku' in one ? [one.sku] : []));
    return drafts.at(-1) ?? '';
  }
  async function forecast() {
    const { body } = await client().call('GET /v1/markets/{market}/forecasts/{sku}', { path: path() });
    if (body.kind !== 'ready') throw new Error(body.detail);
    return body;
  }
  async function rowsOf(name: string): Promise<string[][]> {
    await panel(name).locator('summary').first().click();
    await panel(name).locator('tbody tr').first().waitFor();
    const rows = await panel(name).locator('figure tbody tr').allInnerTexts();
    await panel(name).locator('summary').first().click();
    return rows.map((row) => row.split('\t'));
  }

  test('shows demand as the API has it, what was sold and what is expected, day by day', async () => {
    const { history, asOf, p10, p50, p90, mean } = await forecast();
    await anna.picture('sku');

    const rows = await rowsOf('Demand');

    expect(rows).toHaveLength(history.length + mean.length);
    const newest = rows[history.length - 1] ?? [];
    expect(newest[0]).toBe(dayInWords(asOf));
    const sold = history.at(-1);
    expect(newest[1]).toBe(sold === null || sold === undefined ? '–' : unitsInWords(sold));
    const [tomorrow] = [rows[history.length] ?? []];
    expect(tomorrow.slice(3, 7)).toEqual(
      [p10, p50, p90, mean].map((daily) => unitsInWords(daily[0] ?? Number.NaN)),
    );
  });

  test('reads the chart by keys', async () => {
    const { asOf, p50 } = await forecast();
    await panel('Demand').locator('[role=slider]').focus();
    await anna.page.keyboard.press('Home');
    await anna.page.keyboard.press('End');

    const told = await panel('Demand').locator('.reading').innerText();

    expect(told).toContain(dayInWords(addDays(asOf, p50.length)).replace(/,.*/, ''));
    expect(told).toContain(`${unitsInWords(p50.at(-1) ?? 0)} expected`);
  });

  test('shows stock as the API projects it, and what another lead time would change', async () => {
    const route = 'POST /v1/markets/{market}/skus/{sku}/what-if';
    const { body: planned } = await client().call(route, { path: path(), body: {} });
    const days = (planned.replenishment?.planned.leadTime.meanDays ?? 0) + 9;
    const leadTimeDays = Math.round(days);
    const { body: changed } = await client().call(route, { path: path(), body: { leadTimeDays } });

    const [first] = await rowsOf('Stock');
    const { p10, p50, p90 } = planned.projection?.planned ?? { p10: [], p50: [], p90: [] };
    expect(first?.slice(1, 4)).toEqual([p10, p50, p90].map((daily) => unitsInWords(daily[0] ?? Number.NaN)));
    await panel('What if').getByLabel('Lead time, days, typed').fill(String(leadTimeDays));
    const line = panel('What if').locator('tbody tr', { hasText: 'Reorder point' });
    await line.locator('td').nth(2).waitFor();
    await anna.settle();

    const shown = (await line.locator('td').allInnerTexts()).map(numberIn);
    const levels = [changed.replenishment?.planned, changed.replenishment?.changed];
    expect(shown.slice(0, 2)).toEqual(levels.map((plan) => numberIn(unitsInWords(plan?.reorderPoint ?? 0))));
    await anna.picture('sku-what-if');
    await panel('What if').locator('text=Back to what is planned').click();
  });

  test('takes what a person knows with its reason, shows it at once, and takes it back', async () => {
    const { asOf } = await forecast();
    const form = panel('Adjustments');
    await form.getByLabel('From').fill(addDays(asOf, 1));
    await form.getByLabel('To, that day too').fill(addDays(asOf, 7));
    await form.getByLabel('Per cent', { exact: true }).fill('50');
    await form.getByLabel('Reason').fill('Trade fair');
    await form.locator('button >> text=Add').click();
    await form.locator('[role=status] >> text=Saved.').waitFor();
    await anna.settle();

    const { adjusted, adjustments = [] } = await forecast();
    expect(adjustments).toMatchObject([{ factor: 1.5, reason: 'Trade fair' }]);
    const rows = await rowsOf('Demand');
    expect(rows.find(([day]) => day === dayInWords(addDays(asOf, 1)))?.slice(3, 6)).toEqual(
      [adjusted?.p10, adjusted?.p50, adjusted?.p90].map((daily) => unitsInWords(daily?.[0] ?? Number.NaN)),
    );
    await anna.picture('sku-adjusted');
    await form.locator('button >> text=Take back').click();
    await form.locator('text=Nobody adjusts this forecast.').waitFor();
    await anna.settle();
    expect((await forecast()).adjusted).toBeUndefined();
  });

  test('tells who may only look that she may not adjust, and keeps what she typed', async () => {
    const { asOf } = await forecast();
    const vera = await visits().open('Vera');
    await vera.go(`#/${MARKET}/stock/${sku}`);
    const form = panel('Adjustments', vera);
    await form.getByLabel('From').fill(addDays(asOf, 1));
    await form.getByLabel('To, that day too').fill(addDays(asOf, 1));
    await form.getByLabel('Per cent', { exact: true }).fill('5');
    await form.getByLabel('Reason').fill('I know better');
    await form.locator('button >> text=Add').click();

    await form.locator('[role=alert]').waitFor();
    expect(await form.getByLabel('Reason').inputValue()).toBe('I know better');
    expect((await forecast()).adjustments ?? []).toEqual([]);
    await vera.page.close();
  });

  test('approves the draft where it stands, and the API has it approved', async () => {
    const draft = anna.page.locator('section[aria-label=Draft]');
    await draft.locator('button >> text=Approve').click();
    await draft.locator('.done').waitFor();

    const { body } = await client().call('GET /v1/markets/{market}/skus/{sku}', { path: path() });
    expect(body.decision?.state).toBe('approved');
  });
}
