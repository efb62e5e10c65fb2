import { expect, test } from '@jest/globals';
import type { BoundedMoney } from '../../../lib/domain/index.ts';
import { anEarningsStatement } from './an-earnings-statement.ts';
import { inConsole } from './console-page.ts';
import { ok, wellKnown } from './usual-answers.ts';

/** Whole euros as people write them: the cents are rounded away. */
const euros = ({ minor }: { minor: number }) =>
  `${minor < 0 ? '−' : ''}€${Math.round(Math.abs(minor) / 100).toLocaleString('en')}`;
const cells = ({ amount, lower, upper }: BoundedMoney) =>
  [amount, lower, upper].map((money) => (money === null ? '–' : euros(money)));

inConsole('the page of what Tradewind earns', (page) => {
  async function visit(statement = anEarningsStatement()) {
    const opened = await page.open(
      (address, token) =>
        new URL(address).pathname.endsWith('/earnings')
          ? ok({ month: '2026-10', items: [statement] })
          : wellKnown(address, token),
      { viewport: { width: 1280, height: 900 } },
    );
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/worth'");
    await opened.waitForSelector('section[aria-label="Earnings statement"] details');
    return opened;
  }

  test('has each figure of the API in its table, with its bounds', async () => {
    const { year, month } = anEarningsStatement();
    if (year?.kind !== 'measured') throw new Error('the year of the fixture is measured');
    const opened = await visit();

    await opened.click('summary');
    await opened.waitForSelector('figure tbody');
    const rows = await opened.locator('section[aria-label="Earnings statement"] tbody tr').allInnerTexts();

    expect(rows.map((row) => row.split('\t').slice(1))).toEqual(
      [
        month.total,
        ...[year.stockOutsAvoided.margin, year.holdingSaved, year.orderingSaved, year.total, year.stockFreed],
      ].map(cells),
    );
  });

  test('tells each decision behind the month with what was expected of it and what it earned', async () => {
    const [line] = anEarningsStatement().month.lines;
    if (line === undefined) throw new Error('the month of the fixture has a line');
    const opened = await visit();

    const row = await opened.locator('section', { hasText: line.sku }).locator('tbody tr').last().innerText();

    expect(row.split('\t')).toEqual([
      line.sku,
      '3 Oct 2026',
      String(line.days),
      euros(line.expected),
      euros(line.earned),
    ]);
  });

  test('shows no bound where there is none', async () => {
    const statement = anEarningsStatement();
    if (statement.year?.kind !== 'measured') throw new Error('the year of the fixture is measured');
    const total = { ...statement.year.total, lower: null, upper: null };
    const opened = await visit({ ...statement, year: { ...statement.year, total } });

    await opened.click('summary');
    await opened.waitForSelector('figure tbody');
    const rows = await opened.locator('section[aria-label="Earnings statement"] tbody tr').allInnerTexts();

    expect(rows.map((row) => row.split('\t').slice(1))).toContainEqual(['€382,000', '–', '–']);
  });
});
