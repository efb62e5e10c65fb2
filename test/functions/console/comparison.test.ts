import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { farComparison, homeComparison } from './a-comparison.ts';
import { type Answers, FAR, HOME, inConsole } from './console-page.ts';
import { aMarket, ok, wellKnown } from './usual-answers.ts';

const markets = {
  [HOME]: [aMarket({}), aMarket({ market: 'pl', name: 'Poland', currency: 'PLN' })],
  [FAR]: [
    aMarket({ market: 'us', name: 'United States', currency: 'USD' }),
    aMarket({ market: 'jp', name: 'Japan', currency: 'JPY' }),
  ],
};

inConsole('markets side by side', (page) => {
  const answers: Answers = (address, token) => {
    const { origin, pathname, searchParams } = new URL(address);
    const currency = searchParams.get('currency') ?? undefined;
    if (pathname === '/v1/markets') return ok({ items: origin === HOME ? markets[HOME] : markets[FAR] });
    if (pathname === '/v1/analysis')
      return ok(origin === HOME ? homeComparison(currency) : farComparison(currency));
    return wellKnown(address, token);
  };

  async function visit(given: Answers = answers, place = 'all/market'): Promise<Page> {
    const opened = await page.open(given, { viewport: { width: 1280, height: 900 } });
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '#/${place}'`);
    await opened.waitForSelector('table.sortable');
    return opened;
  }
  const rows = async (opened: Page) =>
    (await opened.locator('table.sortable tbody tr').allInnerTexts()).map((row) => row.split('\t'));

  test('have their own amounts and those in a common currency, each region asked for its own', async () => {
    const opened = await visit();

    const [germany, states, poland] = await rows(opened);
    expect(germany?.slice(0, 4)).toEqual(['Germany', '€600,000', '€600,000', '60%']);
    expect(germany?.[4]).toMatch(/^\+20%\s+\+15% to \+25%\s*$/);
    expect(states?.slice(0, 4)).toEqual(['United States', 'US$500,000', '€400,000', '40%']);
    expect(poland?.slice(0, 4)).toEqual(['Poland', expect.stringMatching(/^PLN.99,000$/), '–', '–']);
  });

  test('say which of them have no rate, and which are not shown and why', async () => {
    const opened = await visit();

    const told = await opened.innerText('section[aria-label="Markets side by side"]');
    expect(told).toContain('Without a rate to EUR, and so in no common figure: Poland (PLN).');
    expect(told).toContain('Japan is not shown: the market waits for its first run.');
  });

  test('are compared in sentences, of what is sure alone', async () => {
    const opened = await visit();

    const told = await opened.locator('section[aria-label="Markets side by side"] li').allInnerTexts();

    expect(told).toEqual([
      'Germany brings 60% of the €1,000,000 that all bring together.',
      'Germany grows surely faster than United States: +20% in a year against −10%.',
      'The season is strongest in Germany, with +40% in November.',
      'An order is worth most in United States, €240 on average, and least in Germany, €117.',
      'Most is returned in Germany, 4% of sales; least in United States, 2%.',
    ]);
  });

  test('are sorted by whatever heading a person presses, what is not known last either way', async () => {
    const opened = await visit();
    const names = async () => (await rows(opened)).map(([name]) => name);
    const growth = opened.getByRole('button', { name: 'Growth in a year' });

    await growth.click();
    expect(await names()).toEqual(['Germany', 'United States', 'Poland']);
    expect(await opened.locator('th[aria-sort]').innerText()).toBe('Growth in a year ↓');
    await growth.click();

    expect(await names()).toEqual(['United States', 'Germany', 'Poland']);
    expect(await opened.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
  });

  test('are told in the currency that a person chooses', async () => {
    const asked: string[] = [];
    const opened = await visit((address, token, as) => {
      if (address.includes('/v1/analysis?')) asked.push(new URL(address).searchParams.get('currency') ?? '');
      return answers(address, token, as);
    });

    await opened.selectOption('main select', 'USD');
    await opened.waitForURL(/#\/all\/market\/USD$/);
    await opened.getByRole('button', { name: 'In USD' }).waitFor();

    expect(new Set(asked)).toEqual(new Set(['EUR', 'USD']));
  });

  test('have each month behind the picture, and what the table shows as a file', async () => {
    const opened = await visit();
    const months = opened.locator('section[aria-label="Months side by side"]');
    expect(await months.locator('img').getAttribute('alt')).toContain('Germany: Mar 2025 +50 %');
    await months.locator('summary').click();
    expect(await months.locator('tbody tr').first().innerText()).toMatch(
      /^Jan 2025\t€1,000\tPLN.50\tUS\$4,000$/,
    );

    const download = opened.waitForEvent('download');
    await opened.locator('.savable').getByRole('button', { name: /^Save/ }).click();
    await opened.locator('.savable').getByRole('button', { name: 'CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');

    expect(lines[0]).toContain('Market,Revenue (own currency),In EUR (EUR),Share (%)');
    expect(lines[1]).toMatch(/^Germany,600000,600000,60,20,/);
  });

  test('lead to each of them', async () => {
    const opened = await visit();

    await opened.click('table.sortable a >> text=Germany');

    await opened.waitForSelector('#market-revenue');
    expect(await opened.evaluate('location.hash')).toBe('#/de/market');
  });

  test('are shown as far as regions answer, and the silent one is named', async () => {
    const opened = await visit((address, token, asked) =>
      address.startsWith(FAR) && address.includes('/v1/analysis')
        ? { status: 503, body: { detail: 'the region is asleep' } }
        : answers(address, token, asked),
    );

    expect((await rows(opened)).map(([name]) => name)).toEqual(['Germany', 'Poland']);
    expect(await opened.locator('main [role=alert]').innerText()).toContain('us-east-1');
  });
});
