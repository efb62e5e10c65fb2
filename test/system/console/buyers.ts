import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { inWords } from './figures.ts';

const REGION = 'eu-central-1';
const path = { market: 'de' };

/** Whom to call, in which order, and the list to take along; what a buyer decided about machines holds. */
export function buyersWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  beforeAll(async () => {
    anna = await visits().open('Anna');
    await anna.go('#/de/buyers');
  });
  afterAll(() => anna?.page.close());

  const client = () => stack().client(REGION);
  const targets = async () =>
    (
      await client().call('GET /v1/markets/{market}/customers', {
        path,
        query: { order: 'risk', limit: 200 },
      })
    ).body;

  test('tells each group with its buyers and its share, as the API knows it', async () => {
    await anna.picture('buyers');
    const { body } = await client().call('GET /v1/markets/{market}/segments', { path });
    if (body.kind !== 'ready') throw new Error('the demo has segments in Germany');

    for (const { name, revenue } of body.segments) {
      const card = anna.page.locator('section.panel', {
        has: anna.page.locator('h3').getByText(name, { exact: true }),
      });
      expect(await card.last().innerText()).toContain(inWords(revenue));
    }
  });

  test('lists first whose leaving would cost most, with what is at risk', async () => {
    await anna.go('#/de/buyers/calls/risk');
    await anna.picture('buyers-calls');
    const [first] = (await targets()).items;

    const row = await anna.page.locator('table.folding tbody tr').first().innerText();

    expect(row).toContain(first?.customerCode ?? 'no code');
    expect(row).toContain(inWords(first?.valueAtRisk ?? { minor: -1, currency: 'EUR' }));
  });

  test('saves the whole list in that order, with the codes that Anna may see', async () => {
    const download = anna.page.waitForEvent('download');
    await anna.page.click('text=Save this list (CSV)');
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');

    const { items, buyers } = await targets();
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
      items.map(({ customerCode }) => customerCode),
    );
    expect(lines).toHaveLength(1 + buyers);
  });

  test('has the whole table of buyers made, and the link gives as many rows as it says', async () => {
    await anna.page.click('text=A whole table, as the API makes it');
    await anna.page.click('text=Make the file');
    const link = anna.page.locator('section[aria-label="Take it along"] a[href*="buyers"]');
    await link.waitFor({ timeout: 60_000 });

    const file = await fetch((await link.getAttribute('href')) ?? '');
    const rows = (await file.text()).trimEnd().split('\r\n').length - 1;
    const { body } = await client().call('GET /v1/markets/{market}/segments', { path });
    expect(rows).toBe(body.kind === 'ready' ? body.buyers : -1);
    expect(await anna.page.locator('section[aria-label="Take it along"]').innerText()).toContain(
      `${rows} rows`,
    );
  });

  test('writes down that a buyer opts out, which holds at once', async () => {
    const { customer = '' } = (await targets()).items.at(-1) ?? {};
    await anna.go(`#/de/buyers/${customer}`);
    await anna.picture('buyer');
    await anna.page.click('text=It opts out');
    await anna.page.waitForSelector('text=This buyer has opted out');

    const key = 'GET /v1/markets/{market}/customers/{customer}/automation';
    const { body } = await client().call(key, { path: { ...path, customer } });
    expect(body.automated).toBe(false);
    await anna.page.click('text=It lets machines decide again');
    await anna.page.waitForSelector('text=Machines may decide about this buyer');
  });
}
