import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { PrivacyView } from '../../../lib/domain/index.ts';
import { inConsole } from './console-page.ts';
import { ok } from './usual-answers.ts';
import { aReceipt, wholeAnswers } from './whole-answers.ts';

/** What buyers have asked, and what the page asked of the API. */
type Known = { requests: PrivacyView[]; asked: string[]; refuse?: { status: number; body: unknown } };

inConsole('what buyers ask', (page) => {
  async function visit(known: Known): Promise<Page> {
    const opened = await page.open((address, token, asked) => {
      const { pathname } = new URL(address);
      if (pathname.endsWith('/privacy-requests')) return known.refuse ?? ok({ items: known.requests });
      if (!pathname.includes('/v1/customers/') || asked.method !== 'POST')
        return wholeAnswers()(address, token, asked);
      known.asked.push(decodeURIComponent(pathname.split('/v1/')[1] ?? ''));
      const kind = pathname.endsWith('/erase') ? 'erase' : 'export';
      const { finishedAt: _, ...begun } = aReceipt({ request: 'new', kind, state: 'pending', expires: null });
      known.requests.unshift({ ...begun, held: [] });
      return { status: 202, body: known.requests[0] };
    });
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/trust/privacy'");
    await opened.waitForSelector('text=Requests and receipts');
    return opened;
  }
  const requests = (opened: Page) => opened.locator('section[aria-label="Requests and receipts"]');

  test('is shown with the receipt: what was found, what was done, and when the last copy is gone', async () => {
    const opened = await visit({ requests: [aReceipt()], asked: [] });
    await requests(opened).locator('summary').click();

    const told = await requests(opened).innerText();
    expect(told).toMatch(/Erasure is done/);
    expect(told).toContain('42 rows of this buyer were found');
    expect(told).toMatch(/lake\/orders\s+3\s+41\s+made anonymous/);
    expect(told).toContain('The last copies are gone: earlier versions 20 Jul 2026');
    expect(told).toContain('To be asked in other regions too, for us.');
    expect(told).not.toContain('9f8e7d6c5b4a');
  });

  test('erases a buyer only after the question was answered, and shows how far it is', async () => {
    const known: Known = { requests: [], asked: [] };
    const opened = await visit(known);
    await opened.fill('label:has-text("Your customer code") input', ' K/4711 ');

    await opened.click('text=Erase this buyer');
    expect(await opened.locator('dialog[open] h2').innerText()).toBe('Erase K/4711 for good?');
    expect(known.asked).toEqual([]);
    await opened.click('dialog[open] >> text=Leave it as it is');
    expect(known.asked).toEqual([]);
    await opened.click('text=Erase this buyer');
    await opened.click('dialog[open] >> text=Erase now');

    await requests(opened).locator('text=waits for its turn').waitFor();
    expect(known.asked).toEqual(['customers/K/4711/erase']);
  });

  test('collects what is held, and gives the file once it is ready', async () => {
    const known: Known = { requests: [], asked: [] };
    const opened = await visit(known);
    await opened.fill('label:has-text("Your customer code") input', 'K-4711');
    await opened.click('text=Collect what is held');
    await requests(opened).locator('text=waits for its turn').waitFor();
    const link = { url: 'https://home.test/file.json', expiresAt: '2026-07-01T00:00:00.000Z' };
    known.requests = [aReceipt({ kind: 'export', state: 'done', link })];

    const file = requests(opened).locator('a >> text=Fetch the file');
    await file.waitFor();

    expect(await file.getAttribute('href')).toBe(link.url);
    expect(known.asked).toEqual(['customers/K-4711/export']);
  });

  test('tells who has no right to it', async () => {
    const refuse = { status: 403, body: { message: 'Forbidden' } };
    const opened = await visit({ requests: [], asked: [], refuse });

    await requests(opened).locator('text=You have no right to this').waitFor();
  });
});
