import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  analysisSchema,
  contracts,
  majorOf,
  type Recommendation,
  recommendationSchema,
} from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import { LOCALE, type Visit, type Visits } from './console-visit.ts';
import { numberIn } from './figures.ts';

/** What an operations manager sees at the printed address, before she does anything. */
export function firstLook(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  beforeAll(async () => {
    anna = await visits().open('Anna');
    await anna.go('#/de/stock');
    await anna.page.waitForSelector('#order-units');
  });
  afterAll(() => anna?.page.close());

  test('opens with the most urgent SKU, and its order is the one that the API gives', async () => {
    const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
    const { items } = await stack().read(worklist, '/v1/markets/de/skus?limit=1');
    const sku = items[0]?.sku ?? '';
    const advice = await stack().read(recommendationSchema, `/v1/markets/de/skus/${sku}/recommendation`);

    const [shown, title] = await Promise.all([
      anna.page.locator('#order-units').innerText(),
      anna.page.locator(`section[aria-label="SKU ${sku}"] h2`).innerText(),
    ]);

    expect(title).toContain(sku);
    expect(numberIn(shown)).toBe(orderUnitsOf(advice));
  });

  test('shows the revenue of a market as the API gives it, in the market’s currency', async () => {
    const { revenue } = await stack().read(analysisSchema, '/v1/markets/jp/analysis');

    await anna.page.selectOption('.market-choice select', 'jp');
    await anna.page.click('nav a[href="#/jp/market"]');
    const shown = anna.page.locator('#market-revenue', { hasText: '¥' });

    const style = { style: 'currency', currency: revenue.currency, maximumFractionDigits: 0 } as const;
    const major = majorOf(revenue.minor, revenue.currency);
    expect(await shown.innerText()).toBe(new Intl.NumberFormat(LOCALE, style).format(major));
  });

  test('shows who buys and whom to call, and a buyer as the API knows it', async () => {
    const list = contracts['GET /v1/markets/{market}/customers'].answer;
    const { items } = await stack().read(list, '/v1/markets/de/customers?limit=1');
    const first = items[0];

    await anna.page.goto(`${stack().session.url}/#/de/buyers`);
    await anna.page.waitForSelector('section[aria-label="Buyers"] img[alt^="What tells them apart"]');
    await anna.page.click('nav a[href="#/de/buyers/calls"]');
    await anna.page.click(`a[href="#/de/buyers/${first?.customer}"]`);

    const buyer = anna.page.locator('section[aria-label="Buyer"]');
    expect(await buyer.locator('h2').innerText()).toBe(first?.customerCode);
    expect(await buyer.innerText()).toMatch(/within 30 days/);
  });

  test('lets a SKU be chosen from the worklist, and says what it lacks', async () => {
    await anna.page.goto(`${stack().session.url}/#/jp/stock`);
    await anna.page.fill('.search input', 'OF-107');
    await anna.page.click('a[href="#/jp/stock/OF-107"]');

    const alert = anna.page.locator('section[aria-label="SKU OF-107"] .alert').first();

    expect(await alert.innerText()).toMatch(/Missing history .* days of demand were seen/);
  });

  test('keeps the token in memory alone', async () => {
    // the page's own names are no globals of this program, so the question goes as text
    const kept = await anna.page.evaluate(
      '[location.href, localStorage.length, sessionStorage.length, document.cookie].join(" ")',
    );

    expect(kept).toBe(`${stack().session.url}/#/jp/stock/OF-107 0 0 `);
  });
}

function orderUnitsOf(advice: Recommendation): number | undefined {
  return advice.kind === 'ready' ? advice.proposal?.orderUnits : undefined;
}
