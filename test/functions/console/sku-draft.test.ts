import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inConsole } from './console-page.ts';
import { aKnownSku, aRecommendation, aSkuDetail, aSkuForecast, skuAnswers } from './sku-answers.ts';
import { aDraft, answersOf, germany } from './today-answers.ts';

inConsole('the advice on a SKU', (page) => {
  async function visit(known = aKnownSku(), market = germany()): Promise<Page> {
    const opened = await page.open(skuAnswers(known, answersOf(market)));
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/stock/A-1'");
    await opened.waitForSelector('section[aria-label="What to do"]');
    return opened;
  }
  const advice = (opened: Page) => opened.locator('section[aria-label="What to do"]');
  const draft = (opened: Page) => opened.locator('section[aria-label=Draft]');

  test('tells price and order with what they would earn, why, and what that was learnt from', async () => {
    const opened = await visit();

    const words = await advice(opened).innerText();
    expect(words).toMatch(/Charge now\s+€10\.00 today's price\s+Proposed price\s+€11\.00 \+10%/);
    expect(words).toMatch(/Order now\s+240 units.*Expected gain a day\s+€9 €2 to €17/s);
    expect(words).toContain('32 on hand last 3 days.');
    expect(words).toContain('1 % more in price moves demand by −1.4 % (± 0.3)');
  });

  test('is approved in place, by the version that was read', async () => {
    const market = germany();
    const opened = await visit(aKnownSku(), market);

    await draft(opened).locator('button >> text=Approve').click();
    await draft(opened).locator('.done').waitFor();

    expect(await draft(opened).innerText()).toContain('Approved');
    expect(market.acts.filter(({ act }) => act.includes('decisions'))).toEqual([
      { act: 'POST /v1/decisions/de%3AA-1%3Av1/approve', body: {}, ifMatch: '"1"' },
    ]);
  });

  test('that changed since it was read is shown as such, and nothing is done', async () => {
    const market = germany();
    const opened = await visit(aKnownSku(), market);
    market.drafts.set('de:A-1:v1', aDraft('A-1', { version: 2, orderUnits: 300 }));

    await draft(opened).locator('button >> text=Approve').click();
    const told = await draft(opened).locator('.overtaken').innerText();

    expect(told).toContain('nothing was done');
    expect(market.drafts.get('de:A-1:v1')?.state).toBe('proposed');
    await draft(opened).locator('text=See the new draft').click();
    expect(await draft(opened).innerText()).toContain('€10.00 → €11.00, order 300 units');
  });

  test('is changed with a reason', async () => {
    const market = germany();
    const opened = await visit(aKnownSku(), market);

    await draft(opened).locator('button >> text=Change').click();
    await opened.fill('dialog[open] input[name=price]', '10.50');
    await opened.click('dialog[open] button[type=submit]');
    await draft(opened).locator('.done').waitFor();

    expect(market.acts.at(-1)).toMatchObject({
      act: 'PATCH /v1/decisions/de%3AA-1%3Av1',
      body: { price: { micros: 10_500_000, currency: 'EUR' } },
    });
  });

  test('that a person has decided already is told and not asked again', async () => {
    const detail = aSkuDetail({ decision: aDraft('A-1', { state: 'rejected' }) });
    const opened = await visit(aKnownSku({ detail }));

    expect(await draft(opened).innerText()).toContain('Rejected.');
    expect(await draft(opened).locator('button').count()).toBe(0);
  });

  test('says what is missing where there is too little to go by, and still tells the price', async () => {
    const lacking = {
      runId: 'r',
      asOf: '2026-06-30',
      missing: ['history'],
      detail: 'too few days were seen',
    };
    const { proposal, state, expectedGain, evidence, ...common } = Object(aRecommendation());
    const opened = await visit(
      aKnownSku({
        recommendation: { ...common, kind: 'insufficientData', ...lacking },
        forecast: { kind: 'insufficientData', sku: 'A-1', ...lacking },
        detail: aSkuDetail({ decision: null, replenishment: null, why: [] }),
      }),
    );

    expect(await advice(opened).innerText()).toMatch(/€10\.00.*Too few days were seen.*Nothing is drafted/s);
    expect(await opened.locator('section[aria-label="What if"]').count()).toBe(0);
  });

  test('is shown whole though the forecast does not come', async () => {
    const answers = skuAnswers(aKnownSku({ forecast: aSkuForecast() }), answersOf(germany()));
    const opened = await page.open((address, token, asked) =>
      new URL(address).pathname.endsWith('/forecasts/A-1') ? undefined : answers(address, token, asked),
    );
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/stock/A-1'");

    await opened.waitForSelector('text=forecast: the API does not answer');
    expect(await advice(opened).innerText()).toContain('€11.00');
  });
});
