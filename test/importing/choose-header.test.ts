import { describe, expect, test } from '@jest/globals';
import { type UploadKind, uploadKinds } from '../../lib/domain/index.ts';
import { type Answers, chooseHeader, kindColumns, planReading } from '../../lib/importing/index.ts';

const UCI = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',');

const choose = (kind: UploadKind, header: readonly string[], answers: Answers = {}) => {
  const choice = chooseHeader(kind, [{ line: 1, fields: [...header] }], answers);
  if (choice === undefined) throw new Error('no header was found');
  return choice;
};

describe('chooseHeader', () => {
  test('finds canonical columns whatever their order, case and punctuation', () => {
    const choice = choose('stock', ['On Hand', 'comment', 'SKU', 'as-of']);

    expect(choice).toMatchObject({ reason: '', sources: { sku: 2, as_of: 3, on_hand: 0 } });
  });

  test('knows the UCI layout by its required columns: a missing description is no drift', () => {
    const choice = choose(
      'orders',
      UCI.filter((name) => name !== 'Description'),
    );

    expect(choice.profile.name).toBe('UCI Online Retail');
    expect(choice.sources).toEqual({
      order_id: 0,
      sku: 1,
      quantity: 2,
      ordered_at: 3,
      unit_price: 4,
      customer_id: 5,
      country: 6,
    });
  });

  test('asks for every required column that is missing, and who bought, offering the names that are there', () => {
    const choice = choose('orders', ['order_id', 'sku', 'Preis', 'Menge']);

    expect(choice.reason).toBe(
      'the header lacks ordered_at, quantity, unit_price: orders need these columns; it has 4 columns',
    );
    expect(choice.questions.map(({ question }) => question)).toEqual([
      'column.ordered_at',
      'column.quantity',
      'column.unit_price',
      'column.customer_id',
    ]);
    expect(choice.questions[1]?.options.map(({ value }) => value)).toEqual([
      'order_id',
      'sku',
      'Preis',
      'Menge',
    ]);
    expect(choice.questions[3]?.options.at(-1)).toEqual({ value: '', text: 'none of them' });
  });

  test('takes no name for granted because a layout has it, unless all but one of that layout are there', () => {
    const alien = choose('orders', ['name', 'colour', 'Quantity']);
    const odoo = choose('orders', ['Order Reference', 'Order Date', 'Article', 'Quantity', 'Unit Price']);

    expect(alien.reason).toMatch(/^the header lacks order_id, ordered_at, sku, unit_price:/);
    expect(odoo.questions.map(({ question }) => question)).toEqual(['column.sku', 'column.customer_id']);
  });

  test('takes the answers before any layout, and asks again for a name that is not there', () => {
    const header = ['Nr', 'Datum', 'Artikel', 'Menge', 'Preis'];
    const answers = {
      'column.order_id': 'Nr',
      'column.ordered_at': 'Datum',
      'column.sku': 'Artikel',
      'column.quantity': 'Menge',
      'column.unit_price': 'Preis',
      'column.customer_id': '',
    };

    expect(choose('orders', header, answers)).toMatchObject({
      questions: [],
      sources: { order_id: 0, ordered_at: 1, sku: 2, quantity: 3, unit_price: 4 },
    });
    const drifted = choose('orders', ['Nr', 'Datum', 'Artikel', 'Anzahl', 'Preis'], answers);
    expect(drifted.questions.map(({ question }) => question)).toContain('column.quantity');
  });

  test('asks which of two columns of one name is meant, by their place', () => {
    const choice = choose('stock', ['sku', 'as_of', 'on_hand', 'SKU']);

    expect(choice.reason).toBe('the header names sku more than once');
    expect(choice.questions[0]?.options.map(({ value }) => value)).toEqual([
      'sku',
      'as_of',
      'on_hand',
      'SKU',
    ]);
    expect(
      choose('stock', ['sku', 'as_of', 'on_hand', 'sku'], { 'column.sku': 'sku (column 4)' }),
    ).toMatchObject({
      questions: [],
      sources: { sku: 3 },
    });
  });

  test('lets duplicate and empty names pass that nobody reads', () => {
    expect(choose('stock', ['sku', 'as_of', 'on_hand', '', '', 'x', 'x']).questions).toEqual([]);
  });

  test('wants a mean or quantiles of a forecast', () => {
    expect(choose('forecasts', ['sku', 'date']).reason).not.toBe('');
    expect(choose('forecasts', ['sku', 'date', 'mean']).reason).toBe('');
    expect(choose('forecasts', ['sku', 'date', 'p10', 'p50', 'p90']).reason).toBe('');
  });

  test('passes over titles above the header, and keeps to a line that a person named', () => {
    const head = [
      { line: 1, fields: ['Sales report', '', ''] },
      { line: 2, fields: ['printed 2025-11-03', '', ''] },
      { line: 4, fields: ['sku', 'as_of', 'on_hand'] },
      { line: 5, fields: ['A', '2025-01-01', '3'] },
    ];

    expect(chooseHeader('stock', head, {})).toMatchObject({ place: 2, line: 4, reason: '' });
    expect(chooseHeader('stock', head, { headerLine: '5' })?.line).toBeUndefined();
  });

  test('takes no row of data for a header', () => {
    expect(chooseHeader('stock', [{ line: 1, fields: ['A', '2025-01-01', '3'] }], {})).toBeUndefined();
  });

  test('gives files of one header one shape, whatever its case and blanks', () => {
    const shape = choose('stock', ['SKU', 'As Of', 'On Hand']).shape;

    expect(choose('stock', ['sku', 'as_of', 'on-hand']).shape).toBe(shape);
    expect(choose('stock', ['sku', 'as_of', 'on-hand', 'note']).shape).not.toBe(shape);
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
    const { profile, sources: places } = choose('orders', UCI);
    const sources = Object.fromEntries(Object.keys(places).map((column) => [column, column]));
    const market = { market: 'gb', currency: 'GBP', timeZone: 'Europe/London', pricesIncludeTax: false };

    const planning = planReading(
      { profile, sources, dates: [], numbers: [], units: [], typed: false },
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
