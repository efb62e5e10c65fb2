import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FAR, inConsole } from './console-page.ts';
import { aMarket, ok } from './usual-answers.ts';
import { wholeAnswers } from './whole-answers.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const places = [
  ...['#/all/today', '#/de/stock', '#/de/stock/A-1', '#/de/market', '#/all/market'],
  ...['#/de/buyers', '#/de/buyers/calls'],
  ...['#/de/buyers/c1-0123456789abcdef', '#/de/worth', '#/all/data', '#/de/data/u1', '#/de/data/u2'],
  ...['#/de/worth/experiments', '#/de/worth/experiments/new', '#/de/worth/experiments/x1'],
  ...['#/de/trust', '#/de/limits', '#/all/limits', '#/de/trust/privacy', '#/all/trust'],
];

inConsole('every view', (page) => {
  /** What axe finds against WCAG 2.2 AA and good practice: the rule and where. */
  async function findings(opened: Page): Promise<string[]> {
    await opened.evaluate(axe);
    const found: { id: string; nodes: { target: string[] }[] }[] = await opened.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    );
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
  }

  test.each([
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('passes axe in %s and %s', async (locale, theme) => {
    const opened = await page.open(wholeAnswers(), { viewport: { width: 1280, height: 900 }, locale });
    await opened.waitForSelector('nav.rooms');
    await opened.selectOption('.preferences select >> nth=1', theme);
    for (const place of places) {
      await opened.evaluate(`location.hash = '${place}'`);
      await opened.waitForLoadState('networkidle');
      await opened.waitForSelector('main :is(h2, section)');

      expect([place, await findings(opened)]).toEqual([place, []]);
    }
  });

  test('passes axe where a market begins, a region is silent and the session has ended', async () => {
    let isOver = false;
    const opened = await page.open((address, token, asked) => {
      if (isOver && token === 'good') return { status: 401, body: {} };
      if (address.startsWith(FAR) && !address.endsWith('/markets')) return undefined;
      return address.endsWith('/v1/markets')
        ? ok({ items: [aMarket({ lastRun: null })] })
        : wholeAnswers()(address, token, asked);
    });
    await opened.waitForSelector('.steps li');
    await opened.waitForSelector('.lost-line');
    isOver = true;
    await opened.click('nav.rooms >> text=Data');
    await opened.waitForSelector('input[name=token]');

    expect(await findings(opened)).toEqual([]);
  });

  test('passes axe while a question is asked', async () => {
    const opened = await page.open(wholeAnswers());
    await opened.click('.kill-switch > button');
    expect(await findings(opened)).toEqual([]);
    await opened.keyboard.press('Escape');
    await opened.locator('tr[data-sku] button >> text=Change').first().click();

    expect(await findings(opened)).toEqual([]);
  });

  test.each(places)('fits %s on a telephone without scrolling sideways', async (place) => {
    const opened = await page.open(wholeAnswers(), { viewport: { width: 360, height: 800 } });
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '${place}'`);
    await opened.waitForLoadState('networkidle');

    // a page that is still being laid out may be wider for a moment
    await opened.waitForFunction('document.documentElement.scrollWidth === 360');
  });
});
