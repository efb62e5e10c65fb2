import { describe, expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import { analysisSchema, buyerViewSchema, targetPageSchema } from '../../../lib/domain/index.ts';
import { orderRowsOf, rowsOf } from '../../infra/local/demo/read-demo.ts';
import type { RunningStack } from '../running-stack.ts';

/** Whom to act on, from the uploaded orders through the night to the list and the buyer's page. */
export function buyerTests(stack: () => RunningStack): void {
  const customers = '/v1/markets/jp/customers';
  const pageOf = async (customer: string) => {
    const page = await stack().read(buyerViewSchema, `${customers}/${customer}`);
    if ('kind' in page) throw new Error(`${customer} is in no segment`);
    return page;
  };

  test('lists the buyers of most expected spend, each as its own page has it', async () => {
    const { items, buyers, asOf } = await stack().read(targetPageSchema, `${customers}?limit=5`);

    expect(items).toHaveLength(5);
    expect(buyers).toBeGreaterThan(5);
    const spends = items.map(({ expectedSpend90Days }) => expectedSpend90Days?.minor ?? 0);
    expect(spends).toEqual(spends.toSorted((a, b) => b - a));
    for (const { customer, customerCode, segment, segmentName, expectedSpend90Days, offer } of items) {
      const page = await pageOf(customer);
      expect(page).toMatchObject({ customerCode, segment, asOf });
      expect(page.prediction?.expectedSpend90Days).toEqual(expectedSpend90Days);
      expect(page.offers[0]).toEqual(offer);
      expect(segmentName).toMatch(/[A-Za-z]/);
    }
  });

  test('tells a token with identify the codes that the seller’s own orders have', async () => {
    const { items } = await stack().read(targetPageSchema, `${customers}?order=due&limit=3`);

    const orders = orderRowsOf(generateDemo(), 'jp').filter(({ status }) => status === 'shipped');
    for (const { customer, customerCode } of items) {
      const own = orders.filter(({ customer_id }) => customer_id === customerCode);
      const page = await pageOf(customer);
      expect(page.lastOrder).toBe(own.at(-1)?.ordered_at?.slice(0, 10));
      expect(page.orders).toBe(new Set(own.map(({ order_id }) => order_id)).size);
    }
  });

  test('offers a buyer the product of its open quote before all else', async () => {
    const open = rowsOf(generateDemo(), 'jp', 'quotes').filter(({ outcome }) => outcome === 'open');
    const [quote] = open;
    if (quote === undefined) throw new Error('the demo has no open quote');

    const { items } = await stack().read(targetPageSchema, `${customers}?sku=${quote.sku}&limit=50`);

    const asked = items.find(({ customerCode }) => customerCode === quote.customer_id);
    expect(asked?.offer?.reason).toMatch(/^open quote of \d+ until 2026-07-/);
    expect((await pageOf(asked?.customer ?? '')).offers[0]).toEqual(asked?.offer);
  });

  test('tells what became of looks and quotes where they were uploaded, and nothing where not', async () => {
    const [jp, de] = await Promise.all(
      ['jp', 'de'].map((market) => stack().read(analysisSchema, `/v1/markets/${market}/analysis`)),
    );

    const { looks, quotes, lookedAt = [] } = jp?.conversion ?? {};
    for (const told of [looks, quotes, ...lookedAt]) {
      const { value = 0, low = 0, high = 0 } = told?.share ?? {};
      expect([low <= value, value <= high, high <= 1]).toEqual([true, true, true]);
    }
    expect(quotes?.quoted).toBeGreaterThan(quotes?.won ?? 0);
    expect(looks?.ordered).toBeGreaterThan(0);
    expect(de).not.toHaveProperty('conversion');
  });

  describe('a SKU', () => {
    test('is to be offered to buyers whose own page offers it, for the same reason', async () => {
      const [first] = (await stack().read(targetPageSchema, `${customers}?limit=1`)).items;
      const sku = first?.offer?.sku ?? '';

      const { items } = await stack().read(targetPageSchema, `${customers}?sku=${sku}&limit=3`);

      expect(items.length).toBeGreaterThan(0);
      for (const { customer, offer } of items) expect((await pageOf(customer)).offers).toContainEqual(offer);
    });
  });
}
