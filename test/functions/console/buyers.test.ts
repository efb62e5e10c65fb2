import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ExportView } from '../../../lib/domain/index.ts';
import { type Answers, type Asked, HOME, inConsole } from './console-page.ts';
import { aBuyer, aTarget, aTargetPage, ok, wellKnown } from './usual-answers.ts';

const anExport = (given: Partial<ExportView> = {}): ExportView => ({
  ...{
    export: 'e1',
    market: 'de',
    kind: 'buyers',
    format: 'csv',
    state: 'pending',
    asOf: null,
    upload: null,
  },
  ...{
    customerCodes: false,
    requestedAt: '2026-07-01T08:00:00.000Z',
    rows: null,
    bytes: null,
    columns: null,
  },
  ...{ fileName: null, link: null, expiresAt: '2026-07-08T08:00:00.000Z' },
  ...given,
});
const ready = anExport({
  ...{ state: 'ready', rows: 120, bytes: 9000, columns: [], fileName: 'de-buyers-2026-06-30.csv' },
  link: { url: `${HOME}/file?signed=1`, expiresAt: '2026-07-01T08:15:00.000Z' },
});

inConsole('taking buyers along', (page) => {
  const named = aTarget('c1-0123456789abcdef', { customerCode: 'DE-0120', reason: 'ordered on 41 days' });

  async function visit(given: (path: string, asked: Asked) => ReturnType<Answers>): Promise<Page> {
    const opened = await page.open((address, token, asked) => {
      const own = given(new URL(address).pathname, asked);
      return own ?? wellKnown(address, token);
    });
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/buyers/calls/risk'");
    await opened.waitForSelector('section[aria-label="Take it along"]');
    return opened;
  }
  const takeAlong = (opened: Page) => opened.locator('section[aria-label="Take it along"]');

  test('saves the whole list in its order, with the reason for each, and codes for those who may see them', async () => {
    const opened = await visit((path) =>
      path.endsWith('/customers') ? ok(aTargetPage([named], { asOf: '2026-06-30' })) : undefined,
    );

    const download = opened.waitForEvent('download');
    await opened.click('text=Save this list (CSV)');
    const saved = await download;
    const [heading, row] = readFileSync(await saved.path(), 'utf8').split('\r\n');

    expect(saved.suggestedFilename()).toBe('de-calls-risk-2026-06-30.csv');
    expect(heading).toMatch(/^.?Customer code,Pseudonym,Group,In 30 days \(%\),In 90 days \(%\)/);
    expect(row).toContain('DE-0120,c1-0123456789abcdef,Large regulars,62.4,');
    expect(row).toMatch(
      /2025-07-08,2025-07-19,1200,.*LAMP-1,"bought every 31 days, due in 2",ordered on 41 days$/,
    );
    expect(await takeAlong(opened).innerText()).toContain('it names your customers');
  });

  test('leaves codes out for whoever may not identify buyers, and says so', async () => {
    const opened = await visit(() => undefined);

    const download = opened.waitForEvent('download');
    await opened.click('text=Save this list (CSV)');
    const [heading] = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    await opened.click('text=A whole table, as the API makes it');

    expect(heading).not.toContain('Customer code');
    expect(await takeAlong(opened).innerText()).toContain('for those who may identify buyers');
    expect(await opened.getByLabel('with your own customer codes').isDisabled()).toBe(true);
  });

  test('says that who has opted out is in no list', async () => {
    const opened = await visit(() => undefined);

    expect(await takeAlong(opened).innerText()).toContain(
      'Buyers who have opted out of decisions by machine are in no list.',
    );
  });

  test('has a table made by the API, waits until it is ready, and gives its link', async () => {
    const wishes: unknown[] = [];
    let looks = 0;
    const opened = await visit((path, { method, body }) => {
      if (path.endsWith('/customers')) return ok(aTargetPage([named]));
      if (path.endsWith('/exports') && method === 'POST') {
        wishes.push(body);
        return { status: 202, body: anExport() };
      }
      if (path === '/v1/exports/e1') return ok(looks++ === 0 ? anExport() : ready);
      return undefined;
    });
    await opened.click('text=A whole table, as the API makes it');
    await opened.getByLabel('As').selectOption('parquet');
    await opened.getByLabel('with your own customer codes').check();

    await opened.click('text=Make the file');
    await opened.waitForSelector('text=The file is being made');
    const link = opened.locator('a', { hasText: 'de-buyers-2026-06-30.csv' });
    await link.waitFor();

    expect(wishes).toEqual([{ kind: 'buyers', format: 'parquet', customerCodes: true }]);
    expect(await link.getAttribute('href')).toBe(`${HOME}/file?signed=1`);
    expect(await takeAlong(opened).innerText()).toContain('120 rows, for 15 minutes');
  });

  test('looks again for the table where one look failed, and tells of that meanwhile', async () => {
    let looks = 0;
    const opened = await visit((path) => {
      if (path.endsWith('/exports')) return { status: 202, body: anExport() };
      if (path !== '/v1/exports/e1') return undefined;
      // each look is tried twice
      return looks++ < 2 ? { status: 503, body: {} } : ok(ready);
    });
    await opened.click('text=A whole table, as the API makes it');

    await opened.click('text=Make the file');

    await takeAlong(opened).locator('[role=alert] >> text=(503)').waitFor();
    await opened.locator('a', { hasText: 'de-buyers-2026-06-30.csv' }).waitFor();
    expect(await takeAlong(opened).locator('[role=alert]').count()).toBe(0);
  });

  test('says why a table could not be made', async () => {
    const opened = await visit((path) =>
      path.endsWith('/exports')
        ? { status: 202, body: anExport({ state: 'failed', reason: 'a CSV above 5 GiB' }) }
        : undefined,
    );
    await opened.click('text=A whole table, as the API makes it');

    await opened.click('text=Make the file');

    await opened.waitForSelector('text=The file could not be made: a CSV above 5 GiB');
  });
});

inConsole('a buyer that machines decide about', (page) => {
  async function visit(answers: Answers): Promise<Page> {
    const opened = await page.open(answers);
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/buyers/c1-0123456789abcdef'");
    await opened.waitForSelector('section[aria-label="Decisions by machine"]');
    return opened;
  }

  test('opts out, which holds and is told', async () => {
    let buyer = aBuyer();
    const set: unknown[] = [];
    const opened = await visit((address, token, { method, body }) => {
      const { pathname } = new URL(address);
      if (pathname.endsWith('/automation') && method === 'PUT' && pathname.includes('/customers/')) {
        set.push(body);
        buyer = aBuyer({ automated: false, offers: [] });
        return ok({});
      }
      return pathname.includes('/customers/') ? ok(buyer) : wellKnown(address, token);
    });
    const machines = opened.locator('section[aria-label="Decisions by machine"]');
    expect(await machines.innerText()).toContain('Machines may decide about this buyer');

    await opened.click('text=It opts out');
    await opened.waitForSelector('text=This buyer has opted out');

    expect(set).toEqual([{ automated: false }]);
    expect(await machines.getByRole('button').innerText()).toBe('It lets machines decide again');
  });

  test('is told where a test leaves it to people', async () => {
    const opened = await visit((address, token) =>
      address.includes('/customers/')
        ? ok(aBuyer({ trial: { arm: 'human', holdout: false, experiment: 'x1' } }))
        : wellKnown(address, token),
    );

    expect(await opened.innerText('section[aria-label="Decisions by machine"]')).toContain(
      'people alone operate this buyer',
    );
  });
});
