import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Answers, inConsole } from './console-page.ts';
import { openSku } from './open-sku.ts';
import { aKnownSku, aSkuForecast, aWhatIf } from './sku-answers.ts';

inConsole('what if', (page) => {
  const panel = (opened: Page) => opened.locator('section[aria-label="What if"]');
  const typed = (opened: Page, name: string) => panel(opened).getByLabel(`${name}, typed`);
  const line = (opened: Page, name: string) => panel(opened).locator('tbody tr', { hasText: name });
  const cells = async (opened: Page, name: string) =>
    (await line(opened, name).locator('td').allInnerTexts()).map((cell) => cell.trim());

  test('shows what is planned, and asks nothing else', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);

    expect(await cells(opened, 'Units in 56 days')).toEqual(['560']);
    expect(await cells(opened, 'Runs out without an order')).toEqual(['4 Jul 2026']);
    expect(known.asked).toEqual([{}]);
  });

  test('asks once for what was typed, price and lead time together, and shows it beside what is planned', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);

    await typed(opened, 'Price, EUR').fill('11.5');
    await typed(opened, 'Lead time, days').fill('21');
    await line(opened, '476').waitFor();

    expect(known.asked.slice(1)).toEqual([
      {
        price: { micros: 11_500_000, currency: 'EUR' },
        ...{ from: '2026-07-01', to: '2026-08-25', leadTimeDays: 21 },
      },
    ]);
    expect(await cells(opened, 'Units in 56 days')).toEqual(['560', '476', '−84']);
    expect(await cells(opened, 'Margin in 56 days')).toEqual(['€2,240', '€2,184', '−€56']);
    expect(await cells(opened, 'Reorder point')).toEqual(['252', '280', '+28']);
    expect(await cells(opened, 'Order today by the rule')).toEqual(['180', '153', '−27']);
    expect(await panel(opened).innerText()).toContain("service level and these changes don't enter it");
  });

  test('is drawn as a second line in the charts', async () => {
    const opened = await openSku(page);

    await typed(opened, 'Price, EUR').fill('11');
    await line(opened, '504').waitFor();

    const demand = opened.locator('section[aria-label=Demand]');
    expect(await demand.locator('.chart-key').innerText()).toContain('What if, P10 to P90');
    expect(await demand.locator('.reading').innerText()).toContain('what if: 8.1, 3.6 to 14');
    const stock = opened.locator('section[aria-label=Stock]');
    expect(await stock.locator('.reading').innerText()).toContain('what if 23');
  });

  test('is drawn by slider and keys, and goes back to what is planned', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);

    await panel(opened).getByLabel('Lead time, days', { exact: true }).focus();
    await opened.keyboard.press('ArrowRight');
    await line(opened, '262').waitFor();
    expect(known.asked.at(-1)).toEqual({ leadTimeDays: 15 });
    expect(await typed(opened, 'Lead time, days').inputValue()).toBe('15');
    await panel(opened).locator('text=Back to what is planned').click();
    await line(opened, '262').waitFor({ state: 'detached' });

    expect(await cells(opened, 'Reorder point')).toEqual(['252']);
    expect(await typed(opened, 'Lead time, days').inputValue()).toBe('14');
  });

  test('says beside the value why it is refused, and keeps it as it was typed', async () => {
    const refusing =
      (given: Answers): Answers =>
      (address, token, asked) =>
        Object(asked.body).serviceLevel > 0.99
          ? {
              status: 422,
              body: {
                ...{ type: 'urn:tradewind:problem:invalid', title: 'Invalid', status: 422, instance: '/' },
                detail: 'the body does not fit',
                errors: [{ pointer: '/serviceLevel', detail: 'is at most 0.99 here' }],
              },
            }
          : given(address, token, asked);
    const opened = await openSku(page, aKnownSku(), { answers: refusing });

    await typed(opened, 'Service level, %').fill('99.5');
    await panel(opened).locator('text=is at most 0.99 here').waitFor();

    const field = typed(opened, 'Service level, %');
    expect(await field.inputValue()).toBe('99.5');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await cells(opened, 'Units in 56 days')).toEqual(['560']);
  });

  test.each([
    ['Service level, %', '99.99', 'Possible is 50% to 99.9%'],
    ['Lead time, days', '400', 'Possible is 0 days to 365 days'],
    ['Price, EUR', '-5', 'Possible is €0.0001 to'],
  ])('tells of %s what can be tried, and asks nothing beyond', async (name, beyond, told) => {
    const known = aKnownSku();
    const opened = await openSku(page, known);
    const before = known.asked.length;

    await typed(opened, name).fill(beyond);
    await panel(opened).locator(`text=${told}`).waitFor();

    expect(await typed(opened, name).inputValue()).toBe(beyond);
    expect(await typed(opened, name).getAttribute('aria-invalid')).toBe('true');
    await typed(opened, 'Lead time, days').fill('15');
    await line(opened, '262').waitFor();
    expect(known.asked.slice(before)).toEqual([{ leadTimeDays: 15 }]);
  });

  test('says that a price could not be charged', async () => {
    const opened = await openSku(page);

    await typed(opened, 'Price, EUR').fill('7.5');

    await panel(opened).locator('text=Below the floor of €8.00: it could not be charged.').waitFor();
  });

  test('warns that nothing is known of a price so far out', async () => {
    const note = { code: 'priceUnknown' as const, text: 'this price lies beyond every list price' };
    const known = aKnownSku({ whatIf: (request) => ({ ...aWhatIf(request), notes: [note] }) });
    const opened = await openSku(page, known);

    expect(await panel(opened).locator('p.alert').innerText()).toBe(
      'This price lies beyond every list price.',
    );
  });

  test('says where no other price can be tried', async () => {
    const opened = await openSku(page, aKnownSku({ forecast: aSkuForecast({ effects: [] }) }));

    expect(await panel(opened).innerText()).toContain('Another price can’t be tried');
    expect(await typed(opened, 'Price, EUR').count()).toBe(0);
  });

  test('says that the line is gone, keeps what was typed, and asks again', async () => {
    let isUp = true;
    const failing =
      (given: Answers): Answers =>
      (address, token, asked) =>
        isUp || !address.includes('/what-if') ? given(address, token, asked) : undefined;
    const opened = await openSku(page, aKnownSku(), { answers: failing });
    isUp = false;

    await typed(opened, 'Price, EUR').fill('11');
    await panel(opened).locator('text=the API does not answer').waitFor();
    isUp = true;
    await panel(opened).locator('text=Try again').click();

    await line(opened, '504').waitFor();
    expect(await typed(opened, 'Price, EUR').inputValue()).toBe('11');
  });
});
