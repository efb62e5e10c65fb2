import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { WhatIfAnswer } from '../../../lib/domain/index.ts';
import { inConsole } from './console-page.ts';
import { openSku } from './open-sku.ts';
import {
  aKnownSku,
  anAdjustment,
  aRecommendation,
  aSkuDetail,
  aSkuForecast,
  aWhatIf,
} from './sku-answers.ts';

inConsole('the charts of a SKU', (page) => {
  const demand = (opened: Page) => opened.locator('section[aria-label=Demand]');
  const stock = (opened: Page) => opened.locator('section[aria-label=Stock]');
  const reading = (opened: Page) => demand(opened).locator('.reading').innerText();
  const rowsOf = async (opened: Page, chart: 'Demand' | 'Stock' | 'Price') => {
    const section = opened.locator(`section[aria-label=${chart}]`);
    await section.locator('summary').click();
    await section.locator('tbody tr').first().waitFor();
    return section.locator('tbody tr').allInnerTexts();
  };

  test('begin to be read on the first day that is forecast', async () => {
    const opened = await openSku(page);

    expect(await reading(opened)).toBe(
      'Wed, 1 Jul 2026: 9 expected, 4 to 16 in eight of ten cases, 10 on average',
    );
  });

  test('go by arrow keys from day to day, and tell what was sold, and what was sold out', async () => {
    const opened = await openSku(page);
    const plot = demand(opened).locator('[role=slider]');
    await plot.focus();
    const back = async (days: number) => {
      for (let day = 0; day < days; day++) await opened.keyboard.press('ArrowLeft');
      return reading(opened);
    };

    expect(await back(1)).toBe('Tue, 30 Jun 2026: 10 sold');
    expect(await back(10)).toBe('Sat, 20 Jun 2026: sold out, nothing sold');
    expect(await back(19)).toBe('Mon, 1 Jun 2026: 12 sold, then sold out');
    expect(await plot.getAttribute('aria-valuetext')).toBe(await reading(opened));
  });

  test('go to the first and the last day, and by weeks', async () => {
    const opened = await openSku(page);
    await demand(opened).locator('[role=slider]').focus();

    await opened.keyboard.press('End');
    expect(await reading(opened)).toContain('Tue, 25 Aug 2026');
    await opened.keyboard.press('PageDown');
    expect(await reading(opened)).toContain('Tue, 18 Aug 2026');
    await opened.keyboard.press('Home');
    expect(await reading(opened)).toContain('Wed, 6 May 2026');
  });

  test('tell the day that the pointer is over', async () => {
    const opened = await openSku(page);
    const plot = demand(opened).locator('.u-over');
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

    await opened.mouse.move(x + width - 2, y + height / 2);

    await demand(opened).locator('text=Tue, 25 Aug 2026').waitFor();
  });

  test('show as much of the history as a person chooses', async () => {
    const opened = await openSku(page);

    await demand(opened).locator('button >> text=26 weeks').click();
    await demand(opened).locator('[role=slider]').focus();
    await opened.keyboard.press('Home');

    expect(await reading(opened)).toContain('Wed, 31 Dec 2025');
  });

  test('are drawn anew in the colours of another theme', async () => {
    const opened = await openSku(page);
    const drawn = "document.querySelector('section[aria-label=Demand] canvas').toDataURL()";
    const before = JSON.stringify(await opened.evaluate(drawn));

    await opened.selectOption('.preferences select >> nth=1', 'dark');

    await opened.waitForFunction(`${drawn} !== ${before}`);
  });

  test('have every day behind them as a table', async () => {
    const opened = await openSku(page);

    const rows = await rowsOf(opened, 'Demand');

    expect(rows).toHaveLength(182 + 56);
    expect(rows.at(-57)).toBe('30 Jun 2026\t10\t–\t–\t–\t–\t–\t–');
    expect(rows.at(-86)).toContain('1 Jun 2026\t12\tSold out');
    // nothing was there, and nothing was sold
    expect(rows.at(-67)).toContain('20 Jun 2026\t–\tSold out');
    expect(rows.at(-56)).toBe('1 Jul 2026\t–\t–\t4\t9\t16\t10\t–');
  });

  test('mark promotions and moves of the price, past and planned', async () => {
    const forecast = aSkuForecast({
      marks: {
        prices: [{ on: '2026-07-06', fromMicros: 10_000_000, toMicros: 10_500_000 }],
        events: [{ name: 'Summer sale', kind: 'promotion', from: '2026-06-26', to: '2026-07-07' }],
      },
    });
    const opened = await openSku(page, aKnownSku({ forecast }));

    expect(await demand(opened).locator('.chart-key').innerText()).toMatch(/Promotion.*New price/s);
    expect(await reading(opened)).toContain('Summer sale');
    const rows = await rowsOf(opened, 'Demand');
    expect(rows.find((row) => row.startsWith('26 Jun 2026'))).toContain('Summer sale');
    expect(rows.find((row) => row.startsWith('6 Jul 2026'))).toMatch('Summer sale, €10.50');
    expect(rows.find((row) => row.startsWith('8 Jul 2026'))).not.toContain('Summer sale');
  });

  test('show a person’s adjustments beside what the forecast says without them', async () => {
    const lifted = (daily: number[]) => daily.map((units, day) => (day < 7 ? 2 * units : units));
    const { mean, p10, p50, p90 } = aSkuForecast();
    const forecast = aSkuForecast({
      adjustments: [anAdjustment({ from: '2026-07-01', to: '2026-07-07', factor: 2 })],
      adjusted: { mean: lifted(mean), p10: lifted(p10), p50: lifted(p50), p90: lifted(p90) },
    });
    const opened = await openSku(page, aKnownSku({ forecast }));

    expect(await demand(opened).locator('.chart-key').innerText()).toMatch(
      /Without adjustments.*Adjustment/s,
    );
    expect(await reading(opened)).toContain('18 expected, 8 to 32');
    const rows = await rowsOf(opened, 'Demand');
    expect(rows.at(-56)).toBe('1 Jul 2026\t–\t–\t8\t18\t32\t20\t4\t9\t16\t10\t–');
  });

  test('are kept as a drawing that says what each line and area is', async () => {
    const opened = await openSku(page);
    await demand(opened).locator('button >> text=Save').click();
    const saving = opened.waitForEvent('download');
    await demand(opened).locator('button >> text=Drawing (SVG)').click();

    const saved = await saving;

    expect(saved.suggestedFilename()).toBe('de-forecast-A-1-2026-06-30.svg');
    const svg = readFileSync(await saved.path(), 'utf8');
    for (const words of ['Demand of A-1, day by day', 'Sold out', 'P10 to P90', 'Today', 'combination'])
      expect(svg).toContain(words);
  });

  test('tell how the stock runs down, when it is gone and by when to order', async () => {
    const opened = await openSku(page);

    expect(await stock(opened).innerText()).toContain(
      '32 on hand and 120 on order. That is demand for 3.2 days on hand, for 15 days with what is on order. If nothing more is ordered, it is expected to run out on 4 Jul 2026. Next, 120 arrive on 7 Jul 2026. An order must be placed by 1 Jul 2026',
    );
    expect(await stock(opened).locator('.chart-key').innerText()).toMatch(/P10 to P90.*Lead time.*Arriving/s);
    const rows = await rowsOf(opened, 'Stock');
    expect(rows).toHaveLength(56);
    expect(rows[0]).toBe('1 Jul 2026\t20\t22\t24\t20\t22\t24\t0');
    expect(rows[6]?.split('\t').at(-1)).toBe('120');
  });

  test('tell of stock that is gone when more comes, and when that is gone', async () => {
    const known = aKnownSku({
      detail: aSkuDetail({ stock: { onHand: 0, onOrder: 120, asOf: '2026-06-30', location: 'hamburg' } }),
      whatIf: (request) => withoutStock(aWhatIf(request)),
    });
    const opened = await openSku(page, known);

    expect(await stock(opened).innerText()).toContain(
      'That is demand for 0 days on hand, for 12 days with what is on order. Nothing is left. Next, 120 arrive on 4 Jul 2026. If nothing more is ordered, it is expected to run out on 15 Jul 2026.',
    );
  });

  test('say that stock is not known where no file tells it', async () => {
    const opened = await openSku(page, aKnownSku({ detail: aSkuDetail({ stock: null }) }));

    expect(await stock(opened).innerText()).toContain('How much is in stock is not known');
  });

  test('tell from which price a reduction may be shown, where the law asks for it', async () => {
    const priorPrice = {
      price: { micros: 9_800_000, currency: 'EUR' },
      from: '2026-06-01',
      text: 'as the law says',
    };
    const proposal = {
      price: { micros: 9_500_000, currency: 'EUR' },
      orderUnits: 0,
      reorderPoint: 9,
      orderUpTo: 9,
    };
    const opened = await openSku(
      page,
      aKnownSku({ recommendation: aRecommendation({ priorPrice, proposal }) }),
    );

    expect(await opened.locator('section[aria-label=Price]').innerText()).toContain(
      'measured from €9.80, the lowest list price since 1 Jun 2026',
    );
  });

  test('place the price between floor, ceiling, what others pay and what may be advertised', async () => {
    const opened = await openSku(page);

    const price = opened.locator('section[aria-label=Price]');
    expect(await price.locator('img').getAttribute('alt')).toContain('Least advertised: €10.50');
    expect(await price.innerText()).toContain('From €8.00, the floor, to €14.00, the ceiling.');
    expect(await price.innerText()).toContain('One move is 15% at most, rounded to €0.05.');
    expect(await rowsOf(opened, 'Price')).toEqual([
      'Now\t€10.00',
      'Proposed\t€11.00',
      'Floor\t€8.00',
      'Ceiling\t€14.00',
      'Least advertised\t€10.50',
      'Other buyers, lowest\t€9.60',
      'Other buyers, highest\t€11.80',
    ]);
  });
});

/** Nothing is left; 120 come on the fourth day, and go at 10 a day. */
function withoutStock(answer: WhatIfAnswer): WhatIfAnswer {
  const { projection } = answer;
  if (projection === null) throw new Error('the answer has no projection');
  const units = projection.planned.p50.map((_, day) => (day < 3 ? 0 : Math.max(0, 120 - 10 * (day - 2))));
  const arrivals = [{ date: '2026-07-04', units: 120, known: true }];
  const course = { ...{ p10: units, p50: units, p90: units }, arrivals, ordered: null };
  return { ...answer, projection: { ...projection, onHand: 0, planned: course, changed: course } };
}
