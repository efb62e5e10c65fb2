import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { SkuSummary } from '../../../lib/domain/index.ts';
import { type Answers, inConsole } from './console-page.ts';
import { aNeed } from './today-answers.ts';
import { ok, usual } from './usual-answers.ts';

const nameOf = (place: number) => `S-${String(place).padStart(6, '0')}`;

/** Answer as the API does for a market with many SKUs, and note what was asked of its worklist. */
function manySkus(many: number, asked: URLSearchParams[] = []): Answers {
  return (address, token) => {
    const { pathname, searchParams } = new URL(address);
    if (!pathname.endsWith('/skus')) return usual(address, token);
    asked.push(searchParams);
    const prefix = searchParams.get('prefix') ?? '';
    const filter = searchParams.get('filter');
    const start = Number(searchParams.get('cursor') ?? 0);
    const limit = Number(searchParams.get('limit'));
    const items: SkuSummary[] = [];
    let place = start;
    for (; place < many && items.length < limit; place++)
      if (nameOf(place).startsWith(prefix) && (filter === null || place % 2 === 0))
        items.push(aNeed(nameOf(place)));
    return ok(place < many ? { items, cursor: String(place) } : { items });
  };
}

inConsole('the worklist', (page) => {
  async function visit(answers: Answers): Promise<Page> {
    const opened = await page.open(answers);
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/stock'");
    await opened.waitForSelector('[role=grid] tbody tr');
    return opened;
  }
  const drawn = (opened: Page) => opened.locator('[role=grid] tbody tr').count();
  const scrollTo = (opened: Page, place: number) =>
    opened.evaluate(
      `document.querySelector('.worklist').scrollTo({ top: ${place} * document.querySelector('.one-row').offsetHeight })`,
    );

  test('draws of 100,000 SKUs the rows in sight alone, and reads on as a person scrolls', async () => {
    const asked: URLSearchParams[] = [];
    const opened = await visit(manySkus(100_000, asked));
    const first = asked.filter((one) => one.get('order') === 'risk').length;

    await opened.waitForSelector('text=200 SKUs read');
    await scrollTo(opened, 150);
    await opened.waitForSelector('text=400 SKUs read');
    await scrollTo(opened, 300);
    await opened.waitForSelector(`tr[aria-rowindex="302"] >> text=${nameOf(300)}`);

    expect(first).toBe(1);
    expect(await drawn(opened)).toBeLessThan(60);
    expect(await opened.locator(`text=${nameOf(0)}`).count()).toBe(1); // the SKU that is open beside
  });

  test('reads on by itself once a broken line is back', async () => {
    let isUp = true;
    const answers = manySkus(1000);
    const opened = await visit((...given) => (isUp ? answers(...given) : undefined));
    await opened.waitForSelector('text=200 SKUs read');
    isUp = false;
    await scrollTo(opened, 190);
    await opened.waitForSelector('[role=alert] >> text=the rest of the worklist');

    isUp = true;

    await opened.waitForSelector('text=400 SKUs read');
    expect(await opened.locator('text=the rest of the worklist').count()).toBe(0);
  });

  test('says how many rows there are as soon as that is known', async () => {
    const opened = await visit(manySkus(250));
    const grid = opened.locator('[role=grid]');

    expect(await grid.getAttribute('aria-rowcount')).toBe('-1');
    await scrollTo(opened, 190);
    await opened.waitForSelector('text=250 SKUs');

    expect(await grid.getAttribute('aria-rowcount')).toBe('251');
  });

  test('is gone through by keys: arrows, pages, the first, the last that is read; Enter opens', async () => {
    const opened = await visit(manySkus(150));
    const isActive = async (row: number) => {
      const id = await opened.getAttribute(`tr.active[aria-rowindex="${row}"]`, 'id');
      await opened.waitForSelector(`[role=grid][aria-activedescendant="${id}"]`);
    };
    await opened.focus('[role=grid]');
    await isActive(2);
    for (const [key, row] of [
      ...([
        ['ArrowDown', 3],
        ['ArrowDown', 4],
        ['ArrowUp', 3],
      ] as const),
      ...([
        ['End', 151],
        ['ArrowDown', 151],
        ['Home', 2],
      ] as const),
    ]) {
      await opened.keyboard.press(key);
      await isActive(row);
    }
    await opened.keyboard.press('PageDown');
    await opened.keyboard.press('PageUp');
    await opened.keyboard.press('ArrowDown');
    await opened.keyboard.press('Enter');

    await opened.waitForSelector(`section[aria-label="SKU ${nameOf(1)}"]`);
    // the focus follows once the page has been drawn
    await opened.waitForFunction("document.activeElement.hasAttribute('data-opened')");
    expect(await opened.locator('tr[aria-selected=true] a').innerText()).toBe(nameOf(1));
  });

  test('finds a SKU by the beginning of its code', async () => {
    const asked: URLSearchParams[] = [];
    const opened = await visit(manySkus(5000, asked));

    await opened.fill('input[type=search]', 'S-0042');
    await opened.waitForSelector('text=100 SKUs');

    expect(await opened.locator('tbody tr').first().innerText()).toContain(nameOf(4200));
    expect(asked.at(-1)?.get('prefix')).toBe('S-0042');
  });

  test('finds a code that is written in capitals though a person did not type them', async () => {
    const asked: URLSearchParams[] = [];
    const opened = await visit(manySkus(5000, asked));

    await opened.fill('input[type=search]', 's-0042');
    await opened.waitForSelector('text=100 SKUs');

    expect(asked.slice(-2).map((query) => query.get('prefix'))).toEqual(['s-0042', 'S-0042']);
  });

  test('shows what asks for one thing alone, and by article code where asked', async () => {
    const asked: URLSearchParams[] = [];
    const opened = await visit(manySkus(10, asked));

    await opened.click('.filter >> text=Too much stock');
    await opened.waitForSelector('text=5 SKUs');
    await opened.selectOption('.choices select', 'sku');
    await opened.waitForSelector('text=5 SKUs');

    expect([asked.at(-1)?.get('filter'), asked.at(-1)?.get('order')]).toEqual(['overstock', 'sku']);
  });

  test('says that no SKU fits', async () => {
    const opened = await visit(manySkus(10));

    await opened.fill('input[type=search]', 'nothing');

    await opened.waitForSelector('text=No SKU fits');
  });

  test('is found as it was left by whoever comes back from another room', async () => {
    const opened = await visit(manySkus(100_000));
    await opened.fill('input[type=search]', 'S-001');
    await opened.waitForSelector(`tr[aria-rowindex="2"] >> text=${nameOf(1000)}`);
    await scrollTo(opened, 120);
    await opened.waitForSelector(`text=${nameOf(1125)}`);

    await opened.click('nav.rooms >> text=Data');
    await opened.waitForSelector('.drop');
    await opened.click('nav.rooms >> text=SKUs');

    await opened.waitForSelector(`text=${nameOf(1125)}`);
    expect(await opened.inputValue('input[type=search]')).toBe('S-001');
  });

  test('says why the rest does not come, keeps what is there, and reads on when asked', async () => {
    let fails = true;
    const opened = await visit((address, token, asked) =>
      fails && address.includes('cursor=')
        ? { status: 503, body: { message: 'Service Unavailable' } }
        : manySkus(300)(address, token, asked),
    );
    await opened.waitForSelector('text=200 SKUs read');
    await scrollTo(opened, 150);

    await opened.waitForSelector('text=/the rest of the worklist: .*could not answer .503./');
    fails = false;
    await opened.click('[role=alert] button');

    await opened.waitForSelector('text=300 SKUs');
  });
});
