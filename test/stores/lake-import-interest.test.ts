import { describe, expect, test } from '@jest/globals';
import type { UploadKind } from '../../lib/domain/index.ts';
import { importText } from './import-text.ts';

const importKind = (kind: UploadKind, ...lines: string[]) =>
  importText(lines.join('\n'), { fileName: `${kind}.csv`, kind, limits: { refusedShare: 1 } });

describe('importFile on interactions', () => {
  test('keeps every look under a pseudonym, equal ones apart, in the market’s day', async () => {
    const { result, rows } = await importKind(
      'interactions',
      'Customer ID;SKU;At;Kind;Page title;E-mail',
      'K1;A;2026-06-30T22:30:00Z;Viewed;Screws;a@b.example',
      'K1;A;2026-07-01;viewed;Screws;a@b.example',
      'K2;A;2026-07-01;SEARCHED;;',
      'K2;B;2026-07-01;;;',
    );

    expect(result.rows).toEqual({ read: 4, accepted: 4, merged: 0, quarantined: 0, waiting: 0 });
    expect([result.firstDate, result.lastDate]).toEqual(['2026-07-01', '2026-07-01']);
    expect(rows.map(({ customer, sku, at, kind, line_key }) => [customer, sku, at, kind, line_key])).toEqual([
      ['~K1', 'A', '2026-07-01', 'viewed', 'A 1'],
      ['~K1', 'A', '2026-07-01', 'viewed', 'A 2'],
      ['~K2', 'A', '2026-07-01', 'searched', 'A 1'],
      ['~K2', 'B', '2026-07-01', null, 'B 1'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/@b|Screws/);
  });

  test('refuses what is no look, each with its reason and no customer’s code', async () => {
    const { result, rejects } = await importKind(
      'interactions',
      'customer_id,sku,at,kind',
      'K1,A,2026-07-01,viewed',
      'K1,A,2026-07-01,bought',
      ',A,2026-07-01,viewed',
      'K1,,2026-07-01,viewed',
      'K1,A,yesterday,viewed',
    );

    expect(result.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, 'kind', 'is none of viewed, searched, recommended'],
      [4, 'customer_id', 'is missing'],
      [5, 'sku', 'is missing'],
      [6, 'at', 'is not a date'],
    ]);
    expect(rejects).not.toContain('K1');
  });
});

describe('importFile on quotes', () => {
  const header = 'Quote ID,Customer ID,SKU,Quantity,Price,Quoted at,Valid to,Outcome';

  test('keeps each product of a quote once, the later row of two, with its price in millionths', async () => {
    const { result, rows } = await importKind(
      'quotes',
      header,
      'Q1,K1,A,40,2.50,2026-06-01,2026-07-12,open',
      'Q1,K1,B,5,0.0385,2026-06-01,,',
      'Q1,K1,A,40,2.50,2026-06-01,2026-07-12,Won',
    );

    expect(result.rows).toMatchObject({ accepted: 2, merged: 1 });
    expect(rows).toMatchObject([
      { quote_id: 'Q1', customer: '~K1', sku: 'B', price_micros: 38_500, valid_to: null, outcome: null },
      {
        ...{ sku: 'A', quantity: 40, price_micros: 2_500_000, quoted_at: '2026-06-01' },
        ...{ valid_to: '2026-07-12', outcome: 'won' },
      },
    ]);
  });

  test('refuses an outcome that is none, and names the columns that a header lacks', async () => {
    const refused = await importKind('quotes', header, 'Q1,K1,A,1,2,2026-06-01,,maybe');
    const lacking = await importKind('quotes', 'quote_id,customer_id,sku', 'Q1,K1,A');

    expect(refused.result.rejects[0]).toMatchObject({
      column: 'outcome',
      reason: 'is none of won, lost, open',
    });
    expect(lacking.result.reason).toMatch(/lacks quantity, price/);
  });
});
