import { describe, expect, test } from '@jest/globals';
import { importText } from './import-text.ts';

const PERSONS = 'customer_id,name,contact_name,email,phone,country,price_group,since';
const loose = { limits: { refusedShare: 1 } };

describe('importFile keeps of persons nothing', () => {
  test('drops the columns of persons, and refuses a cell that slipped out of one without showing it', async () => {
    const { rows, rejects, result } = await importText(
      [
        PERSONS,
        'K1,Anna AG,Anna Ahr,anna@ahr.example,+49 555 0001,DE,gold,2024-01-01',
        'K2,Berta AG,Berta Bux,DE,+49 555 0002,berta@bux.example,gold,2024-01-01',
        'K3,Cäsar AG,Cäsar Cux,c@cux.example,DE,+49 555 0003,gold,2024-01-01',
        'K4,Dora AG,Dora Dix,d@dix.example,+49 555 0004,DE,20240101,Dora Dix',
        'K5,Emil AG,Emil Eck,e@eck.example,+49 555 0005,DE,gold,2024-02-30',
      ].join('\n'),
      { ...loose, kind: 'customers', fileName: 'customers.csv' },
    );

    expect(rows).toEqual([
      { customer: '~K1', country: 'DE', price_group: 'gold', channel: null, since: '2024-01-01', line: 2 },
    ]);
    expect(rejects.split('\n')).toEqual([
      'line,column,value,reason',
      '3,country,"",holds an e-mail address or a telephone number',
      '4,country,"",holds an e-mail address or a telephone number',
      '5,since,"",is not a date',
      '6,since,2024-02-30,is not a date',
      '',
    ]);
    expect(JSON.stringify({ ...result, rows, rejects })).not.toMatch(/Anna|Berta|Cäsar|Dora|Emil|@|555/);
  });

  test('makes an e-mail address in a remark unreadable, among the rows and among the refused values', async () => {
    const { rows, rejects } = await importText(
      [
        'order_id,ordered_at,sku,quantity,unit_price,description',
        'O1,2025-01-02,A,1,2.50,"bolts, for k.kurz@firma.example; 5 @ 2.50"',
        'O2,2025-01-02,A,k.kurz@firma.example,2.50,bolts',
      ].join('\n'),
      loose,
    );

    expect(rows.map(({ description }) => description)).toEqual(['bolts, for (e-mail); 5 @ 2.50']);
    expect(rejects).toBe('line,column,value,reason\n3,quantity,(e-mail),is not a number\n');
  });

  test("never writes a customer's code among refused values", async () => {
    const { rejects } = await importText(
      [
        'order_id,ordered_at,customer_id,sku,quantity,unit_price',
        `O1,2025-01-02,${'K'.repeat(201)},A,1,2.50`,
      ].join('\n'),
    );

    expect(rejects).toContain('customer_id,"",is longer than 200 characters');
  });
});
