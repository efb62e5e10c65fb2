import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Answers, FAR, inConsole } from './console-page.ts';
import { answersOf, germany } from './today-answers.ts';
import { aMarket, ok, usual } from './usual-answers.ts';
import { aReceipt, wholeAnswers, wholeGermany } from './whole-answers.ts';

inConsole('what a person sees', (page) => {
  const go = async (opened: Page, place: string) => {
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '${place}'`);
  };

  describe('of a market without a night', () => {
    const beginning: Answers = (address, token) =>
      address.endsWith('/v1/markets') && !address.startsWith(FAR)
        ? ok({ items: [aMarket({ lastRun: null })] })
        : usual(address, token);

    test.each(['today', 'stock', 'market', 'buyers', 'worth'])(
      'leads from %s to the first upload',
      async (room) => {
        const opened = await page.open(beginning);
        await go(opened, `#/de/${room}`);

        const steps = opened.locator('section[aria-labelledby=first-de]');
        await steps.locator('li').first().waitFor();
        expect(await steps.locator('h2').innerText()).toBe('Begin with Germany');
        await steps.locator('text=Take the first file in').click();

        await opened.waitForSelector('.drop');
      },
    );

    test('says which of the files are there', async () => {
      const opened = await page.open((address, token, asked) =>
        address.includes('/v1/uploads')
          ? ok({ items: [{ upload: 'u', market: 'de', kind: 'orders', state: 'accepted' }] })
          : beginning(address, token, asked),
      );
      await go(opened, '#/de/stock');

      await opened.waitForSelector('.steps .taken');
      expect(await opened.locator('.steps .taken').allInnerTexts()).toEqual(['Orders ✓ taken in']);
    });
  });

  test('without any market is told who can help', async () => {
    const opened = await page.open((address, token) =>
      address.endsWith('/v1/markets') ? ok({ items: [] }) : usual(address, token),
    );

    await opened.waitForSelector('text=Ask whoever runs it for you');
  });

  test('of markets of which one is stopped is that one, by its name, and all can still be stopped', async () => {
    const opened = await page.open((address, token) =>
      address.endsWith('/v1/markets') && !address.startsWith(FAR)
        ? ok({ items: [aMarket({ killed: true })] })
        : usual(address, token),
    );

    const shown = opened.locator('.kill-switch');
    await shown.locator('text=Stopped in Germany').waitFor();
    expect(await shown.locator('> button').innerText()).toBe('Stop');
  });

  test('of a long list is each line once, however often more is asked for', async () => {
    const item = (place: number) => aReceipt({ request: `erase-${place}`, by: `person ${place}` });
    const opened = await page.open((address, token, asked) => {
      const { pathname, searchParams } = new URL(address);
      if (!pathname.endsWith('/privacy-requests')) return wholeAnswers()(address, token, asked);
      const isFirst = !searchParams.has('cursor');
      return ok(isFirst ? { items: [item(1), item(2)], cursor: 'next' } : { items: [item(3), item(4)] });
    });
    await go(opened, '#/de/trust/privacy');

    await opened.locator('text=Show more').dblclick();
    await opened.waitForSelector('text=person 4');

    expect(await opened.locator('.receipts > li').count()).toBe(4);
  });

  describe('while the line is broken', () => {
    test('stays, is told of, and goes on by itself', async () => {
      let isUp = true;
      const answers = wholeAnswers();
      const opened = await page.open((address, token, asked) =>
        isUp ? answers(address, token, asked) : undefined,
      );
      await opened.waitForSelector('tr[data-sku]');
      isUp = false;

      await opened.click('nav.rooms >> text=Data');
      await opened.waitForSelector('.lost-line >> text=/No connection to .*eu-central-1/');
      isUp = true;

      // the region is asked on, and what failed is loaded by itself
      await opened.waitForSelector('.lost-line', { state: 'detached' });
      await opened.waitForSelector('text=orders.csv');
    });

    test('keeps a reason that was typed, though the room is left meanwhile', async () => {
      let isUp = true;
      const sent: string[] = [];
      const answers = wholeAnswers();
      const opened = await page.open((address, token, asked) => {
        if (!isUp) return undefined;
        if (!address.endsWith('/drift/A-3/end')) return answers(address, token, asked);
        sent.push(asked.headers['idempotency-key'] ?? '');
        return ok({});
      });
      await go(opened, '#/de/trust');
      await opened.click('text=I know why: end it');
      await opened.fill('input[name=reason]', 'a new packaging');
      isUp = false;
      await opened.click('text=End the alarm');
      await opened.waitForSelector('text=the API does not answer');
      isUp = true;

      await opened.click('nav.rooms >> text=Today');
      await opened.waitForSelector('tr[data-sku]');
      await opened.click('nav.rooms >> text=Trust');
      await opened.click('text=I know why: end it');
      expect(await opened.inputValue('input[name=reason]')).toBe('a new packaging');
      await opened.click('text=End the alarm');
      await opened.waitForSelector('input[name=reason]', { state: 'detached' });

      expect(sent.length).toBe(1);
    });

    test('keeps the other price and the reason of a draft that could not be changed', async () => {
      const known = germany(['A-1']);
      let isUp = true;
      const opened = await page.open((address, token, asked) =>
        isUp ? answersOf(known)(address, token, asked) : undefined,
      );
      await opened.click('tr[data-sku] button >> text=Change');
      await opened.fill('dialog[open] input[name=price]', '10.25');
      await opened.selectOption('dialog[open] select', { label: 'A code of our own' });
      await opened.fill('dialog[open] input[name=reason]', 'tenderLost');
      isUp = false;
      await opened.click('dialog[open] button[type=submit]');
      await opened.waitForSelector('tr[data-sku] >> text=Try again');
      isUp = true;

      await opened.click('tr[data-sku] button >> text=Change');
      expect(await opened.inputValue('dialog[open] input[name=price]')).toBe('10.25');
      expect(await opened.inputValue('dialog[open] input[name=reason]')).toBe('tenderLost');
      await opened.click('dialog[open] button[type=submit]');
      await opened.waitForSelector('.done');

      expect(known.acts.at(-1)?.body).toMatchObject({ reasonCode: 'tenderLost' });
    });
  });

  test('stays as it was read where it cannot be read anew', async () => {
    let fails = false;
    const known = wholeGermany();
    const opened = await page.open((address, token, asked) =>
      fails && address.includes('/v1/runs')
        ? { status: 500, body: {} }
        : wholeAnswers(known)(address, token, asked),
    );
    await go(opened, '#/de/data');
    await opened.waitForSelector('.progress');
    fails = true;

    await opened.waitForSelector('text=/as read on .* could not be read anew/');

    expect(await opened.locator('.progress').count()).toBe(1);
  });

  test('keeps the console and what was typed when the session ends, and goes on after signing in again', async () => {
    let token = 'good';
    const answers = wholeAnswers();
    const opened = await page.open((address, given, asked) =>
      given === token ? answers(address, given, asked) : { status: 401, body: { message: 'Unauthorized' } },
    );
    await go(opened, '#/de/trust');
    await opened.click('text=I know why: end it');
    await opened.fill('input[name=reason]', 'a new packaging');
    token = 'newer';
    await opened.click('text=End the alarm');

    await opened.waitForSelector('text=What you see and what you typed stays');
    expect(await opened.inputValue('input[name=reason]')).toBe('a new packaging');
    await opened.fill('input[name=token]', 'newer');
    await opened.click('button >> text=Sign in again');
    await opened.waitForSelector('input[name=token]', { state: 'detached' });

    expect(await opened.inputValue('input[name=reason]')).toBe('a new packaging');
  });

  test('names the region of whose held-up matters nothing is known', async () => {
    const opened = await page.open((address, token) =>
      address.startsWith(`${FAR}/v1/uploads`) ? { status: 500, body: {} } : usual(address, token),
    );

    await opened.waitForSelector('text=us-east-1 did not answer: what is held up there is missing here.');
  });
});
