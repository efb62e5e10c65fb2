import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SkuSummary } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { inWords, numberIn } from './figures.ts';

const MARKET = 'jp';
const path = { market: MARKET };

/** Whoever looks for one SKU among all: by money, by what it asks for, by the beginning of its code, by keys. */
export function worklistWalk(stack: () => RunningStack, visits: () => Visits): void {
  let vera: Visit;
  beforeAll(async () => {
    vera = await visits().open('Vera');
    await vera.go(`#/${MARKET}/stock`);
  });
  afterAll(() => vera?.page.close());

  const row = (place: number) => vera.page.locator(`[role=grid] tr[aria-rowindex="${place + 2}"]`);
  const howMany = () => vera.page.locator('.how-many').innerText();
  async function listed(query: { order?: 'risk' | 'sku'; filter?: 'stockOut'; prefix?: string }) {
    const items: SkuSummary[] = [];
    for await (const item of stack().client().items('GET /v1/markets/{market}/skus', { path, query }))
      items.push(item);
    return items;
  }

  test('begins with most money at risk, at the amount that the API says, and says how many there are', async () => {
    const all = await listed({});

    expect(await row(0).locator('a').innerText()).toBe(all[0]?.sku);
    expect(await row(0).locator('.at-risk').innerText()).toBe(
      all[0]?.moneyAtRisk == null ? '–' : inWords(all[0].moneyAtRisk),
    );
    expect(numberIn(await howMany())).toBe(all.length);
    await vera.picture('skus');
  });

  test('goes to the last SKU by one key, and opens it by another', async () => {
    const all = await listed({});
    await vera.page.focus('[role=grid]');
    await vera.page.keyboard.press('End');
    await vera.page.keyboard.press('Enter');

    await vera.page.waitForSelector(`section[aria-label="SKU ${all.at(-1)?.sku}"]`);
  });

  test('shows those that run out alone, as many as the API says', async () => {
    await vera.page.click('.filter >> text=Runs out');
    await vera.settle();
    const out = await listed({ filter: 'stockOut' });

    const drawn = vera.page.locator('[role=grid] tbody tr');
    expect(numberIn(await howMany())).toBe(out.length);
    expect(await drawn.locator('.tag.stockOut').count()).toBe(await drawn.count());
    await vera.page.click('.filter >> text=All');
  });

  test('finds a SKU by the beginning of its code', async () => {
    const codes = (await listed({ order: 'sku' })).map(({ sku }) => sku);
    const wanted = codes.at(-1) ?? '';
    const prefix = wanted.slice(0, -1);
    await vera.page.fill('input[type=search]', prefix);
    await vera.page.waitForSelector('.choices select:disabled');
    await vera.settle();

    expect(await vera.page.locator('[role=grid] tbody a').allInnerTexts()).toEqual(
      codes.filter((code) => code.startsWith(prefix)),
    );
  });
}
