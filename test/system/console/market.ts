import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Comparison } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { inWords } from './figures.ts';

const REGIONS = ['eu-central-1', 'ap-northeast-1', 'us-east-1'];

/** Whoever answers for several countries compares them, then looks into one. */
export function marketWalk(stack: () => RunningStack, visits: () => Visits): void {
  let vera: Visit;
  beforeAll(async () => {
    vera = await visits().open('Vera');
    await vera.go('#/all/market');
  });
  afterAll(() => vera?.page.close());

  const table = () => vera.page.locator('table.sortable');
  const cellsOf = async (market: string) =>
    (await table().locator('tr', { hasText: market }).innerText()).split('\t');
  async function compared(currency: string): Promise<Comparison['markets']> {
    const answers = await Promise.all(
      REGIONS.map((region) => stack().client(region).call('GET /v1/analysis', { query: { currency } })),
    );
    return answers.flatMap(({ body }) => body.markets);
  }

  test('has every market with its own revenue and the common one, as each region tells them', async () => {
    await vera.picture('markets');

    const markets = await compared('EUR');
    expect(markets.length).toBeGreaterThan(2);
    for (const one of markets) {
      if (one.kind !== 'ready') continue;
      const [, own, common] = await cellsOf(one.name);
      expect(own).toBe(inWords(one.revenue));
      expect(common).toBe(one.commonRevenue === null ? '–' : inWords(one.commonRevenue));
    }
  });

  test('tells them in another currency, and sorts them by what a person presses', async () => {
    await vera.page.selectOption('main select', 'JPY');
    await vera.page.getByRole('button', { name: 'In JPY' }).waitFor();
    await vera.page.getByRole('button', { name: 'Ten largest buyers' }).click();

    const markets = (await compared('JPY')).flatMap((one) => (one.kind === 'ready' ? one : []));
    const [, , germanRevenue] = await cellsOf('Germany');
    const german = markets.find(({ market }) => market === 'de');
    expect(germanRevenue).toBe(german?.commonRevenue == null ? '–' : inWords(german.commonRevenue));
    const shareOf = ({ concentration }: (typeof markets)[number]) => concentration.topTenBuyersShare ?? -1;
    expect(await table().locator('tbody th').allInnerTexts()).toEqual(
      markets.toSorted((one, other) => shareOf(other) - shareOf(one)).map(({ name }) => name),
    );
  });

  test('leads to one of them, and from a class of its assortment to a SKU', async () => {
    await table().locator('a', { hasText: 'Germany' }).click();
    await vera.settle();
    await vera.picture('market');
    const path = { market: 'de' };
    const { body } = await stack().client(REGIONS[0]).call('GET /v1/markets/{market}/analysis', { path });
    if (body.kind !== 'ready') throw new Error('the demo has analysed Germany');
    const steady = body.abcXyz.find((one) => one.class === 'AX');
    const [largest] = steady?.largest ?? [];

    await vera.page.getByRole('button', { name: 'Class AX' }).click();
    await vera.page.locator('.articles a').first().click();
    await vera.settle();

    expect(
      await vera.page.locator(`section[aria-label="SKU ${largest?.sku}"] h2`).first().innerText(),
    ).toContain(largest?.sku ?? 'no SKU');
  });

  test('saves the months as the file that its table is', async () => {
    await vera.go('#/de/market');
    const market = vera.page.locator('section[aria-label="Market"]');
    const download = vera.page.waitForEvent('download');
    await market.getByRole('button', { name: /^Save/ }).click();
    await market.getByRole('button', { name: 'CSV' }).click();

    const path = { market: 'de' };
    const { body } = await stack().client(REGIONS[0]).call('GET /v1/markets/{market}/analysis', { path });
    if (body.kind !== 'ready') throw new Error('the demo has analysed Germany');
    const newest = body.months.at(-1);
    const [, first] = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    expect(first).toContain(`${newest?.month},${(newest?.revenue.minor ?? 0) / 100},${newest?.orders},`);
  });
}
