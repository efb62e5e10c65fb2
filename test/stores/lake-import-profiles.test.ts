import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { Row } from '../../lib/stores/index.ts';
import { germany, importText } from './import-text.ts';

const data = (name: string) => readFile(new URL(`../data/${name}`, import.meta.url));
const china = { market: 'cn', currency: 'CNY', timeZone: 'Asia/Shanghai', pricesIncludeTax: true };

const short = (rows: readonly Row[]) =>
  rows.map((row) => [
    row.order_id,
    row.ordered_on,
    row.customer,
    row.sku,
    row.quantity,
    row.unit_price_micros,
    row.cancelled,
  ]);

describe('importFile on exports by their layout', () => {
  test('reads Shopify: further rows of an order get its fields, the discount of a line comes off, no e-mail stays', async () => {
    const { result, rows } = await importText(await data('orders-shopify.csv'));

    expect(result.reading?.profile).toBe('Shopify orders');
    expect(result.assumed).toContain("the price paid is unit_price less the line's discount");
    // 9.90 less 1.20 over three is 9.50; half an hour before midnight in Berlin is that very day
    expect(short(rows)).toEqual([
      ['#1001', '2025-10-07', null, 'BOLT-M8', 3, 9_500_000, false],
      ['#1001', '2025-10-07', null, 'NUT-M8', 12, 2_500_000, false],
      ['#1002', '2025-10-09', null, 'NUT-M8', 1, 2_500_000, true],
    ]);
    expect(rows.map(({ country, currency }) => [country, currency])).toEqual([
      ['AT', 'EUR'],
      ['AT', 'EUR'],
      ['DE', 'EUR'],
    ]);
    expect(JSON.stringify({ result, rows })).not.toMatch(/Abel|Berg|@|Hafen/);
  });

  test('reads WooCommerce: the price is what the line came to by its quantity', async () => {
    const { result, rows } = await importText(await data('orders-woocommerce.csv'));

    expect(result.reading?.profile).toBe('WooCommerce orders');
    expect(short(rows)).toEqual([
      ['4993', '2025-11-03', '~17', 'BOLT-M8', 3, 9_500_000, false],
      ['4993', '2025-11-03', '~17', 'NUT-M8', 12, 2_500_000, false],
      ['4994', '2025-11-14', null, 'NUT-M8', 1, 2_500_000, true],
    ]);
    expect(rows.map(({ line_key }) => line_key)).toEqual(['id 801', 'id 802', 'id 803']);
  });

  test('reads WooCommerce by its other export, whose further rows leave the order out', async () => {
    const { result, rows } = await importText(await data('orders-woocommerce-advanced.csv'));

    expect(result.reading?.profile).toBe('WooCommerce orders (Advanced Order Export)');
    expect(short(rows)).toEqual([
      ['4993', '2025-11-03', null, 'BOLT-M8', 3, 9_500_000, false],
      ['4993', '2025-11-03', null, 'NUT-M8', 12, 2_500_000, false],
      ['4994', '2025-11-14', null, 'NUT-M8', 1, 2_500_000, true],
    ]);
  });

  test('reads Odoo: the code in brackets is the SKU, the discount is per cent', async () => {
    const { result, rows } = await importText(await data('orders-odoo.csv'));

    expect(result.reading?.profile).toBe('Odoo sale order lines');
    expect(short(rows)).toEqual([
      ['S00021', '2025-11-03', '~Deco Addict', 'E-COM07', 4, 280_000_000, false],
      ['S00021', '2025-11-03', '~Deco Addict', 'E-COM09', 1, 1_799_000_000, false],
      ['S00022', '2025-11-14', '~Gemini Furniture', 'Desk Pad', 10, 3_550_000, true],
    ]);
  });

  test('reads SAP Business One: a minus behind its number, the currency before its price', async () => {
    const { result, rows } = await importText(await data('orders-sap-business-one.csv'), { market: germany });

    expect(result.reading).toMatchObject({ profile: 'SAP Business One', decimalMark: ',', delimiter: ';' });
    expect(short(rows)).toEqual([
      ['1207', '2025-11-03', '~C20000', 'A00001', 5, 1_234_500_000, false],
      ['1207', '2025-11-03', '~C20000', 'A00002', -2, 200_000_000, false],
      ['1208', '2025-11-14', '~C23900', 'A00001', 1, 400_000_000, true],
    ]);
  });

  test('reads a Chinese export in GB18030: full-width digits, days in Chinese, the yuan by its name', async () => {
    const { result, rows } = await importText(await data('orders-chinese-gb18030.csv'), { market: china });

    expect(result.reading).toMatchObject({ profile: 'Chinese orders', encoding: 'gb18030' });
    expect(result.reading?.encodingEvidence).toMatch(/^not UTF-8; gb18030 .* next /);
    expect(short(rows)).toEqual([
      ['XS-2025-0001', '2025-11-03', '~K-7', 'LS-M8', 1000, 13_500, false],
      ['XS-2025-0001', '2025-11-03', '~K-7', 'LM-M8', 12, 2_500_000, false],
      ['XS-2025-0002', '2025-11-14', '~K-9', 'LS-M8', 5, 13_500, true],
    ]);
    expect(rows.map(({ description, currency }) => [description, currency])[0]).toEqual([
      '六角螺丝 M8',
      'CNY',
    ]);
  });

  test('leaves further rows behind a broken one to nobody: they are refused, not given to the order before', async () => {
    const csv = [
      'Order Number,Order Status,Order Date,SKU,Item #,Item Name,Quantity (- Refund),Item Cost',
      '1,Processing,2025-11-03,A,1,Bolt,1,2.5',
      '2,Processing,2025-11-03,B',
      ',,,C,2,Nut,1,2.5',
      '3,Processing,2025-11-13,D,1,Nut,1,2.5',
    ].join('\n');
    const { result, rows } = await importText(csv, { limits: { refusedShare: 0.9 } });

    expect(rows.map(({ sku }) => sku)).toEqual(['A', 'D']);
    expect(result.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'the row has 4 fields, the header 8'],
      [4, 'is missing'],
    ]);
  });
});
