import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inConsole } from './console-page.ts';
import { aDraft, answersOf, type Germany, germany } from './today-answers.ts';
import { aMarket, ok } from './usual-answers.ts';

inConsole('today', (page) => {
  async function visit(known: Germany, locale = 'en-GB'): Promise<Page> {
    const opened = await page.open(answersOf(known), { viewport: { width: 1400, height: 900 }, locale });
    await opened.waitForSelector('tr[data-sku]');
    return opened;
  }
  const rowOf = (opened: Page, sku: string) => opened.locator(`tr[data-sku="${sku}"]`);
  const needs = (opened: Page) => opened.locator('section[aria-labelledby="today-de"]');

  test('shows what is at stake of each SKU, what is proposed, and why in sentences', async () => {
    const opened = await visit(germany());

    const row = rowOf(opened, 'A-1');
    expect(await row.innerText()).toMatch(
      /A-1.*€1,200.*Runs out.*Price.*3.*€10\.00 → €11\.00 \+10%.*240.*€9/s,
    );
    await row.locator('text=Reasons').click();
    const reasons = await opened.locator('.unfolded').innerText();
    expect(reasons).toContain('12 on hand last 3 days.');
    expect(reasons).toContain('A person decides because: the mode is suggest.');
  });

  test('approves a draft in place by the version that was read', async () => {
    const known = germany();
    const opened = await visit(known);

    await rowOf(opened, 'A-2').locator('button >> text=Approve').click();
    await rowOf(opened, 'A-2').locator('.done').waitFor();

    expect(await rowOf(opened, 'A-2').innerText()).toContain('Approved');
    // the button is gone: keys go on from its row
    expect(await opened.evaluate('document.activeElement.dataset.sku')).toBe('A-2');
    expect(known.acts).toEqual([
      { act: 'POST /v1/decisions/de%3AA-2%3Av1/approve', body: {}, ifMatch: '"1"' },
    ]);
  });

  test('changes a price with a reason, and leaves the order as it was drafted', async () => {
    const known = germany(['A-1']);
    const opened = await visit(known);

    await rowOf(opened, 'A-1').locator('button >> text=Change').click();
    await opened.fill('dialog[open] input[name=price]', '10.25');
    await opened.selectOption('dialog[open] select', { label: 'An agreement with a customer' });
    await opened.click('dialog[open] button[type=submit]');
    await rowOf(opened, 'A-1').locator('.done').waitFor();

    expect(await rowOf(opened, 'A-1').innerText()).toContain('€10.00 → €10.25');
    expect(known.acts).toEqual([
      {
        act: 'PATCH /v1/decisions/de%3AA-1%3Av1',
        body: { reasonCode: 'customerAgreement', price: { micros: 10_250_000, currency: 'EUR' } },
        ifMatch: '"1"',
      },
    ]);
  });

  test('decides many at once, each by itself', async () => {
    const known = germany();
    const opened = await visit(known);
    await opened.check('input[aria-label="Select A-1"]');
    await opened.check('input[aria-label="Select A-3"]');
    known.drafts.set('de:A-3:v1', aDraft('A-3', { version: 2 }));

    expect(await opened.innerText('.bulk')).toContain('2 drafts selected');
    await opened.click('text=Approve them');
    await opened.waitForSelector('.done');

    expect(await rowOf(opened, 'A-1').innerText()).toContain('Approved');
    expect(await rowOf(opened, 'A-3').innerText()).toContain('changed since you read it');
    expect(known.drafts.get('de:A-2:v1')?.state).toBe('proposed');
  });

  test('is worked through by keys alone', async () => {
    const known = germany();
    const opened = await visit(known);

    await rowOf(opened, 'A-1').focus();
    await opened.keyboard.press('a');
    await rowOf(opened, 'A-1').locator('.done').waitFor();
    await opened.keyboard.press('ArrowDown');
    await opened.keyboard.press(' ');
    expect(await opened.innerText('.bulk')).toContain('1 draft selected');
    await opened.keyboard.press('j');
    await opened.keyboard.press('r');
    await opened.selectOption('dialog[open] select', { label: 'A code of our own' });
    await opened.fill('dialog[open] input[name=reason]', 'tenderLost');
    await opened.keyboard.press('Enter');
    await rowOf(opened, 'A-3').locator('.done').waitFor();

    expect([...known.drafts.values()].map(({ state }) => state)).toEqual([
      'approved',
      'proposed',
      'rejected',
    ]);
    expect(known.acts.at(-1)?.body).toEqual({ reasonCode: 'tenderLost' });
  });

  test('shows one kind of need alone when asked', async () => {
    const known = germany(['A-1', 'A-2']);
    known.skus[1] = { ...known.skus[1]!, attention: ['overstock'] };
    const opened = await visit(known);

    await needs(opened).locator('button', { hasText: 'Too much stock 1' }).click();

    expect(await needs(opened).locator('tr[data-sku]').count()).toBe(1);
    expect(await rowOf(opened, 'A-2').count()).toBe(1);
  });

  test('tells first what is held up: files with questions, and the newest night where it failed', async () => {
    const known = germany(['A-1']);
    known.uploads = [
      {
        upload: 'u1',
        market: 'de',
        state: 'needsAnswer',
        fileName: 'orders.csv',
        questions: [{}, {}],
        rows: {},
      },
      { upload: 'u2', market: 'de', state: 'accepted', fileName: 'fine.csv', questions: [], rows: {} },
    ];
    known.runs = [
      {
        runId: 'r2',
        market: 'de',
        asOf: '2026-06-30',
        startedAt: '2',
        state: 'failed',
        reason: 'no scratch space',
      },
      { runId: 'r1', market: 'de', asOf: '2026-06-29', startedAt: '1', state: 'failed', reason: 'older' },
    ];
    const opened = await visit(known);

    const lines = await opened.locator('section[aria-labelledby=blocked] li').allInnerTexts();

    expect(lines).toEqual([
      'orders.csv waits for answers to 2 questions',
      'The night of 30 Jun 2026 failed in Germany: no scratch space',
    ]);
  });

  test('shows looser limits that wait, however many drafts there are, and approves them by their version', async () => {
    const known = germany(Array.from({ length: 60 }, (_, place) => `A-${place}`));
    const settings = { mode: 'automatic', killed: false, limits: {} };
    let pending: object | null = {
      ...{ decision: 'limits:de', subject: 'limits', market: 'de', state: 'proposed', version: 3 },
      ...{ proposedBy: 'ben', validUntil: '2026-07-08T00:00:00.000Z', approvals: [], loosens: ['mode'] },
      ...{ settings, from: settings, changedAt: '2026-07-01T00:00:00.000Z' },
    };
    const opened = await page.open((address, token, asked) => {
      if (address.endsWith('/markets/de/automation')) return ok({ pending });
      if (!address.includes('limits%3Ade')) return answersOf(known)(address, token, asked);
      known.acts.push({ act: asked.method, body: asked.body, ifMatch: asked.headers['if-match'] });
      pending = null;
      return ok({});
    });
    const line = opened.locator('section[aria-labelledby=blocked] li');

    expect(await line.innerText()).toContain('ben asks for looser limits in Germany: the mode');
    await line.locator('button', { hasText: 'Approve' }).click();
    await line.waitFor({ state: 'detached' });

    expect(known.acts).toEqual([{ act: 'POST', body: {}, ifMatch: '"3"' }]);
  });

  test('stops every region at once from any room, after one question', async () => {
    const stopped: string[] = [];
    const opened = await page.open((address, token, asked) => {
      const { pathname, origin } = new URL(address);
      if (pathname.endsWith('/automation/kill')) {
        stopped.push(`${origin}${pathname}`);
        return ok({});
      }
      if (pathname === '/v1/markets' && stopped.length > 0) return ok({ items: [aMarket({ killed: true })] });
      return answersOf(germany())(address, token, asked);
    });

    await opened.click('.kill-switch > button');
    expect(await opened.innerText('dialog[open] h2')).toBe('Stop Tradewind in Germany and United States?');
    await opened.click('text=Stop now');
    await opened.waitForSelector('.stopped');

    expect(stopped.sort()).toEqual([
      'https://far.test/v1/automation/kill',
      'https://home.test/v1/automation/kill',
    ]);
  });

  test('speaks Chinese to whoever reads it, with no English word of its own left', async () => {
    const opened = await visit(germany(), 'zh-CN');

    const words = await opened.innerText('body');
    expect(words).toContain('需要您处理的事项');
    expect(words).toContain('将断货');
    const own = words.replaceAll(
      /Tradewind|English|Article A-\d|A-\d|Germany|United States|Enter|EUR|a |c |r /g,
      '',
    );
    expect(own.match(/[A-Za-z]{2,}/g)).toBeNull();
    expect(await opened.getAttribute('html', 'lang')).toBe('zh-Hans');
  });

  test('keeps the language and the colours that a person chose', async () => {
    const opened = await visit(germany());

    await opened.selectOption('.preferences select >> nth=0', 'zh');
    await opened.waitForSelector('text=需要您处理的事项');
    await opened.selectOption('.preferences select >> nth=1', 'dark');
    await opened.reload();

    expect(await opened.getAttribute('html', 'data-theme')).toBe('dark');
    await opened.waitForSelector('text=访问令牌');
  });
});
