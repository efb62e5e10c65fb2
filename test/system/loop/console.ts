import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import {
  analysisSchema,
  contracts,
  majorOf,
  type Recommendation,
  recommendationSchema,
} from '../../../lib/domain/index.ts';
import { findProgram } from '../find-program.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';

const LOCALE = 'en-US';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const browserPath = findProgram('chromium');

/** What an operations manager sees at the printed address. */
export function consoleTests(stack: () => RunningStack): void {
  if (browserPath === undefined) {
    console.warn('skipped: the console in a browser, as there is no chromium on the path');
    test.skip('the console in a browser', () => undefined);
    return;
  }

  describe('the console', () => {
    const profile = mkdtempSync(join(tmpdir(), 'tradewind-browser-'));
    /** What the browser itself found fault with: violations of the content policy are among them. */
    const complaints: string[] = [];
    let context: BrowserContext;
    let page: Page;

    beforeAll(async () => {
      const options = { executablePath: browserPath, headless: true, args: FLAGS, locale: LOCALE };
      context = await chromium.launchPersistentContext(profile, options);
      page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const address = /^Console +(\S+)$/m.exec(stack().stdout())?.[1] ?? 'no address was printed';
      await page.goto(address);
      await page.click('text=Sign in >> nth=-1');
      await page.click('text=Anna');
      await page.waitForSelector('nav.rooms');
      await page.goto(`${stack().session.url}/#/de/stock`);
      await page.waitForSelector('#order-units');
    }, PATIENCE_MS);
    afterAll(async () => {
      await context?.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });

    test('opens with the most urgent SKU, and its order is the one that the API gives', async () => {
      const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
      const { items } = await stack().read(worklist, '/v1/markets/de/skus?limit=1');
      const sku = items[0]?.sku ?? '';
      const advice = await stack().read(recommendationSchema, `/v1/markets/de/skus/${sku}/recommendation`);

      const [shown, title] = await Promise.all([
        page.locator('#order-units').innerText(),
        page.locator(`section[aria-label="SKU ${sku}"] h2`).innerText(),
      ]);

      expect(title).toContain(sku);
      expect(unitsIn(shown)).toBe(orderUnitsOf(advice));
    });

    test('shows the revenue of a market as the API gives it, in the market’s currency', async () => {
      const { revenue } = await stack().read(analysisSchema, '/v1/markets/jp/analysis');

      await page.selectOption('.market-choice select', 'jp');
      await page.click('nav a[href="#/jp/market"]');
      const shown = page.locator('#market-revenue', { hasText: '¥' });

      const style = { style: 'currency', currency: revenue.currency, maximumFractionDigits: 0 } as const;
      const major = majorOf(revenue.minor, revenue.currency);
      expect(await shown.innerText()).toBe(new Intl.NumberFormat(LOCALE, style).format(major));
    });

    test('shows who buys and whom to call, and a buyer as the API knows it', async () => {
      const list = contracts['GET /v1/markets/{market}/customers'].answer;
      const { items } = await stack().read(list, '/v1/markets/de/customers?limit=1');
      const first = items[0];

      await page.goto(`${stack().session.url}/#/de/buyers`);
      await page.waitForSelector('section[aria-label="Buyers"] img[alt^="What tells them apart"]');
      await page.click('nav a[href="#/de/buyers/calls"]');
      await page.click(`a[href="#/de/buyers/${first?.customer}"]`);

      const buyer = page.locator('section[aria-label="Buyer"]');
      expect(await buyer.locator('h2').innerText()).toBe(first?.customerCode);
      expect(await buyer.innerText()).toMatch(/within 30 days/);
    });

    test('lets a SKU be chosen from the worklist, and says what it lacks', async () => {
      await page.goto(`${stack().session.url}/#/jp/stock`);
      await page.click('a[href="#/jp/stock/OF-107"]');

      const alert = page.locator('section[aria-label="SKU OF-107"] .alert').first();

      expect(await alert.innerText()).toMatch(/Missing history .* days of demand were seen/);
    });

    test('keeps the token in memory alone', async () => {
      // the page's own names are no globals of this program, so the question goes as text
      const kept = await page.evaluate(
        '[location.href, localStorage.length, sessionStorage.length, document.cookie].join(" ")',
      );

      expect(kept).toBe(`${stack().session.url}/#/jp/stock/OF-107 0 0 `);
    });

    test('keeps its own content policy, and nothing goes wrong in it', () => {
      expect(complaints).toEqual([]);
    });
  });
}

function orderUnitsOf(advice: Recommendation): number | undefined {
  return advice.kind === 'ready' ? advice.proposal?.orderUnits : undefined;
}

/** Read `1,234 units`. */
const unitsIn = (text: string) => Number(text.replaceAll(/[^\d.]/g, ''));
