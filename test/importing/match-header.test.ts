import { describe, expect, test } from '@jest/globals';
import { uploadKinds } from '../../lib/domain/index.ts';
import { kindColumns, matchHeader, planReading } from '../../lib/importing/index.ts';

const UCI = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',');

describe('matchHeader', () => {
  test('finds canonical columns whatever their order, case and punctuation', () => {
    const match = matchHeader('stock', ['On Hand', 'comment', 'SKU', 'as-of']);

    expect(match).toMatchObject({ kind: 'matched', sources: { sku: 2, as_of: 3, on_hand: 0 } });
  });

  test('knows the UCI layout by its required columns: a missing description is no drift', () => {
    const match = matchHeader(
      'orders',
      UCI.filter((name) => name !== 'Description'),
    );

    expect(match).toMatchObject({ kind: 'matched', profile: { name: 'UCI Online Retail' } });
    expect(match.kind === 'matched' && match.sources).toEqual({
      order_id: 0,
      sku: 1,
      quantity: 2,
      ordered_at: 3,
      unit_price: 4,
      customer_id: 5,
      country: 6,
    });
  });

  test('names every required column that is missing', () => {
    const match = matchHeader('orders', ['order_id', 'sku', 'price']);

    expect(match).toEqual({
      kind: 'refused',
      reason:
        'the header lacks ordered_at, quantity, unit_price: orders need these columns; it has 3 columns',
    });
  });

  test('refuses a column that is there twice', () => {
    const match = matchHeader('stock', ['sku', 'as_of', 'on_hand', 'SKU']);

    expect(match).toEqual({ kind: 'refused', reason: 'the header names sku 2 times' });
  });

  test('lets duplicate and empty names pass that nobody reads', () => {
    expect(matchHeader('stock', ['sku', 'as_of', 'on_hand', '', '', 'x', 'x']).kind).toBe('matched');
  });

  test('wants a mean or quantiles of a forecast', () => {
    expect(matchHeader('forecasts', ['sku', 'date']).kind).toBe('refused');
    expect(matchHeader('forecasts', ['sku', 'date', 'mean']).kind).toBe('matched');
    expect(matchHeader('forecasts', ['sku', 'date', 'p10', 'p50', 'p90']).kind).toBe('matched');
  });
});

describe('kindColumns', () => {
  test('holds no personal column of any kind', () => {
    const personal = /name|mail|phone|address|contact|street|city|vat/;
    for (const kind of uploadKinds)
      for (const { column } of kindColumns[kind].columns)
        if (personal.test(column)) expect([kind, column]).toEqual(expect.arrayContaining(['name']));
    // the names of products and events are no persons'
    expect(
      uploadKinds.filter((kind) => kindColumns[kind].columns.some(({ column }) => column === 'name')),
    ).toEqual(['products', 'events']);
  });
});

describe('planReading', () => {
  test('says what it takes for granted', () => {
    const match = matchHeader('orders', UCI);
    if (match.kind !== 'matched') throw new Error(match.reason);
    const sources = Object.fromEntries(Object.keys(match.sources).map((column) => [column, column]));
    const market = { market: 'gb', currency: 'GBP', timeZone: 'Europe/London', pricesIncludeTax: false };

    const planning = planReading(
      { profile: match.profile, sources, dates: [], numbers: [], typed: false },
      market,
    );

    expect(planning.kind === 'planned' && planning.plan.assumed).toEqual([
      "currency GBP (the market's)",
      "prices exclude tax (the market's setting)",
      'times without a zone are of Europe/London',
      'lines are told apart by order_id, sku and their order in the file',
    ]);
  });
});
