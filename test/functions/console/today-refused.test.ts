import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inConsole } from './console-page.ts';
import { aDraft, answersOf, type Germany, germany } from './today-answers.ts';

inConsole('a draft of today that could not be decided as asked', (page) => {
  async function visit(known: Germany): Promise<Page> {
    const opened = await page.open(answersOf(known), { viewport: { width: 1400, height: 900 } });
    await opened.waitForSelector('tr[data-sku]');
    return opened;
  }
  const rowOf = (opened: Page, sku: string) => opened.locator(`tr[data-sku="${sku}"]`);

  test('shows a draft that changed since it was read as such, does nothing, and lets the new one be decided', async () => {
    const known = germany(['A-1']);
    const opened = await visit(known);
    known.drafts.set(
      'de:A-1:v1',
      aDraft('A-1', { version: 2, price: { micros: 10_500_000, currency: 'EUR' } }),
    );

    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();
    const told = await opened.locator('.overtaken').innerText();
    expect(told).toContain('nothing was done');
    expect(told).toContain('It was €11.00 and an order of 240, and is €10.50 and an order of 240.');
    await opened.click('text=See the new draft');
    expect(await rowOf(opened, 'A-1').innerText()).toContain('€10.50');
    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();
    await rowOf(opened, 'A-1').locator('.done').waitFor();

    expect(known.drafts.get('de:A-1:v1')?.state).toBe('approved');
    expect(known.acts.at(-1)?.ifMatch).toBe('"2"');
  });

  test('says that somebody else has decided meanwhile, and leaves the draft as that person left it', async () => {
    const known = germany(['A-1']);
    const opened = await page.open((address, token, asked) => {
      if (!address.endsWith('/approve')) return answersOf(known)(address, token, asked);
      known.drafts.set('de:A-1:v1', aDraft('A-1', { state: 'rejected' }));
      const detail = "a decision that is rejected can't take approve";
      return {
        status: 409,
        body: { type: 'urn:tradewind:problem:conflict', title: 'Conflict', status: 409, detail },
      };
    });
    await opened.waitForSelector('tr[data-sku]');

    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();

    const told = rowOf(opened, 'A-1').locator('.overtaken');
    await told.waitFor();
    expect(await told.innerText()).toContain('Somebody else has decided: Rejected.');
    expect(await told.locator('button').count()).toBe(0);
  });

  test('says to what somebody else has changed a draft', async () => {
    const known = germany(['A-1']);
    const opened = await visit(known);
    const price = { micros: 10_500_000, currency: 'EUR' };
    known.drafts.set('de:A-1:v1', aDraft('A-1', { state: 'changed', version: 2, price }));

    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();

    await opened.waitForSelector('text=Somebody else has decided: Changed, to €10.50 and an order of 240.');
  });

  test('says that nothing was sent when the connection is gone, and does it on a second try', async () => {
    const known = germany(['A-1']);
    let isUp = true;
    const opened = await page.open((address, token, asked) =>
      isUp ? answersOf(known)(address, token, asked) : undefined,
    );
    await opened.waitForSelector('tr[data-sku]');
    isUp = false;

    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();
    expect(await rowOf(opened, 'A-1').locator('[role=alert]').innerText()).toContain('does not answer');
    isUp = true;
    await rowOf(opened, 'A-1').locator('text=Try again').click();
    await rowOf(opened, 'A-1').locator('.done').waitFor();

    expect(known.drafts.get('de:A-1:v1')?.state).toBe('approved');
  });

  test('tries an act again under its first name, so that it takes effect once', async () => {
    const known = germany(['A-1']);
    const names: unknown[] = [];
    const opened = await page.open((address, token, asked) => {
      if (!address.endsWith('/approve')) return answersOf(known)(address, token, asked);
      names.push(asked.headers['idempotency-key']);
      // each press is tried twice
      return names.length <= 2 ? { status: 503, body: {} } : answersOf(known)(address, token, asked);
    });
    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();

    await rowOf(opened, 'A-1').locator('text=Try again').click();
    await rowOf(opened, 'A-1').locator('.done').waitFor();

    expect(new Set(names).size).toBe(1);
  });

  test('offers something else, and no second try, where the API refuses in words', async () => {
    const known = germany(['A-1']);
    const detail = 'you may decide up to 100 EUR';
    const opened = await page.open((address, token, asked) =>
      address.endsWith('/approve')
        ? { status: 403, body: { type: 'urn:tradewind:problem:no-right', title: 'No', status: 403, detail } }
        : answersOf(known)(address, token, asked),
    );
    await rowOf(opened, 'A-1').locator('button >> text=Approve').click();
    await rowOf(opened, 'A-1').locator(`[role=alert] >> text=${detail}`).waitFor();

    expect(await rowOf(opened, 'A-1').locator('text=Try again').count()).toBe(0);
    await rowOf(opened, 'A-1').locator('button >> text=Reject').click();
    await opened.click('dialog[open] button[type=submit]');
    await rowOf(opened, 'A-1').locator('.done').waitFor();

    expect(known.drafts.get('de:A-1:v1')?.state).toBe('rejected');
  });
});
