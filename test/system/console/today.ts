import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SkuDecisionView } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { inWords, numberIn, priceInWords } from './figures.ts';

const REGION = 'eu-central-1';

/** An operations manager's morning: what asks for her, most money first, decided where it stands. */
export function todayWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  beforeAll(async () => {
    anna = await visits().open('Anna');
    await anna.go('#/de/today');
  });
  afterAll(() => anna?.page.close());

  const client = () => stack().client(REGION);
  const rowOf = (sku: string) => anna.page.locator(`tr[data-sku="${sku}"]`);
  const isDone = (sku: string) => rowOf(sku).locator('.done').waitFor();
  const skusShown = () =>
    anna.page.locator('tr[data-sku]').evaluateAll((rows) => rows.map((row) => row.dataset.sku ?? ''));
  /** Drafts that nobody has decided, in the order of the page. */
  async function drafts(): Promise<SkuDecisionView[]> {
    const { body } = await client().call('GET /v1/decisions', { query: { market: 'de', limit: 200 } });
    const bySku = new Map(body.items.flatMap((one) => ('sku' in one ? [[one.sku, one] as const] : [])));
    return (await skusShown()).flatMap((sku) => bySku.get(sku) ?? []);
  }
  async function decisionOf({ decision }: SkuDecisionView) {
    const { body } = await client().call('GET /v1/decisions/{decision}', { path: { decision } });
    if (!('sku' in body)) throw new Error(`${decision} is no decision of a SKU`);
    return body;
  }
  async function firstDrafts(many: number): Promise<SkuDecisionView[]> {
    const found = (await drafts()).slice(0, many);
    expect(found).toHaveLength(many);
    return found;
  }

  test('begins with the SKU with most money at risk, at the amount that the API says', async () => {
    const { body } = await client().call('GET /v1/markets/{market}/skus', {
      path: { market: 'de' },
      query: { limit: 200 },
    });
    const asking = body.items.filter(({ attention }) => attention.length > 0);
    const [first] = asking;

    const asked = new Set(asking.map(({ sku }) => sku));
    expect((await skusShown()).filter((sku) => asked.has(sku))).toEqual([...asked]);
    expect(await rowOf(first?.sku ?? '').innerText()).toContain(inWords(first?.moneyAtRisk ?? NONE));
    await anna.go('#/all/today');
    await anna.picture('today');
    await anna.go('#/de/today');
    await anna.picture('today-de');
  });

  test('approves a draft, and the price is the one that is charged from then on', async () => {
    const [draft] = await firstDrafts(1);
    if (draft === undefined) return;

    await rowOf(draft.sku).locator('button >> text=Approve').click();
    await isDone(draft.sku);

    expect((await decisionOf(draft)).state).toBe('approved');
    const { body } = await client().call('GET /v1/markets/{market}/skus/{sku}/recommendation', {
      path: { market: 'de', sku: draft.sku },
    });
    expect(body.effective.price).toEqual(draft.price);
  });

  test('changes a draft by keys alone, for a reason', async () => {
    const [draft] = (await drafts()).filter(({ orderUnits }) => orderUnits > 0);
    if (draft === undefined) throw new Error('no draft orders anything');
    const micros = Math.round((draft.price.micros * 0.99) / 10_000) * 10_000;

    await rowOf(draft.sku).focus();
    await anna.page.keyboard.press('c');
    await anna.page.fill('dialog[open] input[name=price]', String(micros / 1e6));
    await anna.page.keyboard.press('Enter');
    await isDone(draft.sku);

    const changed = await decisionOf(draft);
    expect([changed.state, changed.price.micros, changed.orderUnits]).toEqual([
      'changed',
      micros,
      draft.orderUnits,
    ]);
    await anna.go('#/de/trust');
    await anna.go('#/de/today');
  });

  test('rejects several at once', async () => {
    const chosen = await firstDrafts(3);

    for (const { sku } of chosen) await rowOf(sku).locator('input[type=checkbox]').check();
    await anna.page.click('text=Reject them');
    await anna.page.click('dialog[open] button[type=submit]');
    for (const { sku } of chosen) await isDone(sku);

    const states = await Promise.all(chosen.map(async (draft) => (await decisionOf(draft)).state));
    expect(states).toEqual(['rejected', 'rejected', 'rejected']);
  });

  test('shows a draft that somebody else changed meanwhile, and does not overwrite it', async () => {
    const [draft] = await firstDrafts(1);
    if (draft === undefined) return;
    const ben = await visits().open('Ben');
    await ben.go('#/de/today');

    const hers = rowOf(draft.sku);
    const his = ben.page.locator(`tr[data-sku="${draft.sku}"]`);
    await his.locator('button >> text=Reject').click();
    await ben.page.click('dialog[open] button[type=submit]');
    await his.locator('.done').waitFor();
    await hers.locator('button >> text=Approve').click();
    const told = hers.locator('.overtaken');
    await told.waitFor();

    expect(await told.innerText()).toContain('Somebody else has decided: Rejected');
    expect((await decisionOf(draft)).state).toBe('rejected');
    await ben.page.close();
  });

  test('approves an order to a supplier, and saves the file to send with the order’s units', async () => {
    const { page } = anna;
    const row = page.locator('section[aria-labelledby^=orders] tbody tr').first();
    const supplier = await row.locator('th').innerText();
    await row.locator('button >> text=Approve').click();
    const save = row.locator('button >> text=File to send');
    await save.waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    const saved = readFileSync(await download.path(), 'utf8');

    const { body } = await client().call('GET /v1/purchase-orders', { query: { limit: 200 } });
    const order = body.items.find((one) => one.status === 'exported' && one.supplier === supplier);
    expect(numberIn(await row.locator('[data-label=Value]').innerText())).toBe(
      numberIn(inWords(order?.totals.value ?? NONE)),
    );
    expect(saved.trim().split('\n')).toHaveLength(1 + (order?.totals.lines ?? 0));
  });

  test('stops Tradewind in one market at once, and asks a second person to go on', async () => {
    const draft = (await drafts()).find(({ price, currentPrice }) => price.micros !== currentPrice.micros);
    const { page } = anna;
    await page.click('.kill-switch > button');
    await anna.picture('stop');
    await page.click('dialog[open] >> text=Stop now');
    await page.waitForSelector('.stopped');

    const path = { market: 'de' };
    const { body } = await client().call('GET /v1/markets/{market}/automation', { path });
    expect(body.effective.killed).toBe(true);
    const advice = await client().call('GET /v1/markets/{market}/skus/{sku}/recommendation', {
      path: { market: 'de', sku: draft?.sku ?? '' },
    });
    expect(priceInWords(advice.body.effective.price ?? NO_PRICE)).toBe(
      priceInWords(draft?.currentPrice ?? NO_PRICE),
    );

    await page.click('.kill-switch > button');
    await page.click('dialog[open] >> text=Ask to go on');
    await anna.settle();
    const ben = await visits().open('Ben');
    await ben.go('#/de/today');
    await ben.page.locator('.waiting button >> text=Approve').first().click();
    await ben.settle();
    const after = await client().call('GET /v1/markets/{market}/automation', { path });
    expect(after.body.effective.killed).toBe(false);
    await ben.page.close();
  });
}

const NONE = { minor: Number.NaN, currency: 'EUR' };
const NO_PRICE = { micros: Number.NaN, currency: 'EUR' };
