import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { LackingOrder, PurchaseOrder, PurchaseOrderLine } from '../../../lib/domain/index.ts';
import { type Asked, inConsole } from './console-page.ts';
import { anOrder, answersOf, germany } from './today-answers.ts';
import { ok } from './usual-answers.ts';

const euros = (minor: number) => ({ minor, currency: 'EUR' });

const aLine = (sku: string, given: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine => ({
  ...{ sku, name: `Article ${sku}`, packSize: 12, minimumOrderUnits: 12, unitsPerCarton: null },
  unitCost: { micros: 10_416_700, currency: 'EUR' },
  ground: {
    ...{ onHand: 3, onOrder: 0, pendingUnits: 0, position: 3, reorderPoint: 90, orderUpTo: 200 },
    ...{ dailyDemand: 4, leadTimeDays: 14, stockOutDate: '2026-07-01' },
  },
  ...{ markets: ['de'], decidedBy: 'de', units: 120, packs: 10, value: euros(125_000), proposedUnits: 120 },
  ...{ fillerUnits: 0, urgency: 'runsOut', coverDays: 31, savesNow: null, notes: [] },
  ...given,
});

/** The order as it is now, and what was asked of it. */
type Known = { order: PurchaseOrder; version: number; changes: Asked[]; unplacedAsked: number };

/** A SKU that is needed and that no order can hold. */
const aLack: LackingOrder = {
  ...{ sku: 'B-9', name: 'Hex nut', market: 'de', supplier: null, proposedUnits: 480 },
  ...{ missing: ['supplier', 'unit_cost'], detail: '480 units are needed' },
};

const anOrderWithLines = (): PurchaseOrder => ({
  ...anOrder(),
  ...{ lines: [aLine('A-1'), aLine('A-2', { urgency: 'due' })], spares: [], lacking: [] },
});

inConsole('orders to suppliers', (page) => {
  async function visit(known: Known): Promise<Page> {
    const germanys = germany(['A-1']);
    const opened = await page.open((address, token, asked) => {
      const { pathname } = new URL(address);
      const isFar = address.startsWith('https://far.test');
      if (pathname.endsWith('/purchase-orders')) return ok({ items: isFar ? [] : [known.order] });
      if (pathname.endsWith('/unplaced-orders')) {
        known.unplacedAsked++;
        return ok({
          items: isFar ? [] : [{ location: 'hamburg', asOf: '2026-06-30', nights: [], items: [aLack] }],
        });
      }
      if (!pathname.endsWith('/purchase-orders/po-1')) return answersOf(germanys)(address, token, asked);
      const headers = { etag: `"${known.version}"` };
      if (asked.method === 'GET') return { ...ok(known.order), headers };
      known.changes.push(asked);
      if (asked.headers['if-match'] !== headers.etag)
        return {
          status: 412,
          body: {
            type: 'urn:tradewind:problem:stale',
            title: 'Stale',
            status: 412,
            detail: 'it has changed',
          },
        };
      known.version++;
      const { status } = asked.body as { status?: PurchaseOrder['status'] };
      known.order = { ...known.order, ...(status === undefined ? {} : { status }) };
      return ok(known.order);
    });
    await opened.waitForSelector('section[aria-labelledby^=orders] tbody tr');
    return opened;
  }
  const known = (): Known => ({ order: anOrderWithLines(), version: 7, changes: [], unplacedAsked: 0 });
  const unfold = (opened: Page) => opened.click('button[aria-controls="lines-po-1"]');

  test('are listed by supplier while they wait, and approved by the version that was read', async () => {
    const state = known();
    const opened = await visit(state);
    const orders = opened.locator('section[aria-labelledby="orders-eu-central-1"]');

    expect(await orders.locator('tbody tr').innerText()).toMatch(
      /Nordwerk\s+hamburg\s+1 Jul 2026\s+2\s+lines of the order to Nordwerk\s+€2,500/,
    );
    await orders.locator('button', { hasText: 'Approve' }).click();
    await orders.locator('text=File to send').waitFor();

    expect(state.changes.map(({ body, headers }) => [body, headers['if-match']])).toEqual([
      [{ status: 'approved' }, '"7"'],
    ]);
  });

  test('unfold their lines: why each is ordered, how long it lasts, and what it costs', async () => {
    const opened = await visit(known());

    await unfold(opened);

    const line = opened.locator('#lines-po-1 tbody tr').first();
    await line.waitFor();
    expect(await line.innerText()).toMatch(/A-1.*Article A-1.*runs out.*31.*120.*€10\.4167.*€1,250/s);
  });

  test('change units for a reason, by the version that was read, and leave other lines alone', async () => {
    const state = known();
    const opened = await visit(state);
    await unfold(opened);
    await opened.fill('input[name="units A-2"]', '144');
    await opened.fill('#lines-po-1 input[name=reason]', 'two pallets fit');

    await opened.click('text=Save the units');
    await opened.waitForFunction("document.querySelector('#lines-po-1 input[name=reason]')?.value === ''");

    expect(state.changes.map(({ body, headers }) => [body, headers['if-match']])).toEqual([
      [{ lines: [{ sku: 'A-2', units: 144, reason: 'two pallets fit' }] }, '"7"'],
    ]);
  });

  test('keep the typed units where somebody else changed the order meanwhile', async () => {
    const state = known();
    const opened = await visit(state);
    await unfold(opened);
    await opened.fill('input[name="units A-2"]', '144');
    await opened.fill('#lines-po-1 input[name=reason]', 'two pallets fit');
    state.version = 8;

    await opened.click('text=Save the units');
    await opened.waitForSelector('text=Somebody else has changed this order meanwhile');

    expect(await opened.inputValue('input[name="units A-2"]')).toBe('144');
    await opened.click('text=See the new draft');
    await opened.click('text=Save the units');
    await opened.waitForFunction("document.querySelector('#lines-po-1 input[name=reason]')?.value === ''");
    expect(state.changes.map(({ headers }) => headers['if-match'])).toEqual(['"7"', '"8"']);
  });

  test('do not put back what somebody else has changed, though units of another line were typed before', async () => {
    const state = known();
    const opened = await visit(state);
    await unfold(opened);
    await opened.fill('input[name="units A-2"]', '144');
    await opened.fill('#lines-po-1 input[name=reason]', 'two pallets fit');
    const [first = aLine('A-1'), ...others] = state.order.lines;
    state.order = { ...state.order, lines: [{ ...first, units: 222 }, ...others] };
    state.version = 8;

    await opened.click('text=Save the units');
    await opened.click('text=See the new draft');
    await opened.waitForSelector('input[name="units A-1"][value="222"]');
    await unfold(opened);
    await unfold(opened);
    await opened.waitForSelector('input[name="units A-2"]');
    const shown = await Promise.all(
      ['A-1', 'A-2'].map((sku) => opened.inputValue(`input[name="units ${sku}"]`)),
    );
    await opened.click('text=Save the units');
    await opened.waitForFunction("document.querySelector('#lines-po-1 input[name=reason]')?.value === ''");

    expect(shown).toEqual(['222', '144']);
    expect(state.changes.at(-1)?.body).toEqual({
      lines: [{ sku: 'A-2', units: 144, reason: 'two pallets fit' }],
    });
  });

  test('are not approved as another order than the one that was read', async () => {
    const state = known();
    const opened = await visit(state);
    const totals = { ...state.order.totals, value: euros(390_000) };
    state.order = { ...state.order, totals };

    await opened.click('section[aria-labelledby^=orders] button:has-text("Approve")');
    await opened.waitForSelector('text=The order has changed since you read it (€2,500)');

    expect(state.changes).toEqual([]);
    await opened.waitForSelector('section[aria-labelledby^=orders] >> text=€3,900');
    await opened.click('section[aria-labelledby^=orders] button:has-text("Approve")');
    await opened.waitForSelector('text=File to send');
  });

  test('stand beside the SKUs that none can hold, which are asked for when a person opens them', async () => {
    const state = known();
    const opened = await visit(state);
    expect(state.unplacedAsked).toBe(0);

    await opened.click('text=SKUs that no order can hold');

    const row = opened.locator('details tbody tr');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/B-9\s+Hex nut\s+de\s+480\s+supplier and unit cost/);
    expect(state.unplacedAsked).toBe(1);
  });
});
