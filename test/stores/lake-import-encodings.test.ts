import { describe, expect, test } from '@jest/globals';
import { chooseEncoding } from '../../lib/importing/index.ts';
import { importText } from './import-text.ts';

/** Bytes of a text in an encoding, by turning `TextDecoder` round. */
function encode(text: string, label: string): Buffer {
  const decoder = new TextDecoder(label);
  const bytes = new Map<string, number[]>();
  for (let first = 0x80; first <= 0xff; first++) {
    bytes.set(decoder.decode(Uint8Array.of(first)), [first]);
    for (let second = 0x40; second <= 0xff; second++)
      bytes.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  }
  return Buffer.from(
    [...text].flatMap((letter) => (letter < '\u0080' ? [letter.charCodeAt(0)] : (bytes.get(letter) ?? []))),
  );
}

describe('chooseEncoding', () => {
  // the words of orders in each language
  test.each([
    ['gb18030', '订单编号,下单时间,客户编号,商品编码,数量,单价'],
    ['big5', '訂單編號,下單時間,客戶編號,商品編號,數量,單價'],
    ['shift_jis', '注文番号,注文日,顧客番号,商品コード,数量,単価'],
    ['euc-jp', '注文番号,注文日,顧客番号,商品コード,数量,単価'],
    ['euc-kr', '주문번호,주문날짜,고객번호,상품코드,수량,단가'],
    ['windows-1252', 'Artikel;Größe;Straße;Descrição;Référence;Señal'],
    ['windows-1252', 'A,Sé,1'],
    ['windows-1252', 'price £'],
    ['macintosh', 'Größe;Straße;Café;Überzug'],
    ['windows-1250', 'Łożysko;ilość;śruba sześciokątna;Číslo objednávky'],
    ['windows-1251', 'Номер заказа;Дата;Клиент;Количество;Цена'],
    ['koi8-r', 'Номер заказа;Дата;Клиент;Количество;Цена'],
    ['windows-1253', 'Αριθμός παραγγελίας;Ημερομηνία;Ποσότητα;Τιμή'],
    ['windows-1254', 'Sipariş;Müşteri;Ürün kodu;Birim fiyatı;İstanbul;çubuğu'],
    ['windows-1255', 'מספר הזמנה;כמות;מחיר'],
    ['windows-1256', 'رقم الطلب;الكمية;السعر'],
    ['windows-1257', 'Užsakymo numeris;Kaina už vienetą;šviesus;žalias;ąžuolas'],
    ['windows-874', 'เลขที่ใบสั่งซื้อ;จำนวน;ราคา'],
  ])('tells %s by the words of orders', (label, text) => {
    const choice = chooseEncoding(encode(text, label));

    expect(choice).toMatchObject({ encoding: label, question: null });
    expect(new TextDecoder(label).decode(encode(text, label))).toBe(text);
  });

  test('shows the scores of the best and the next, and asks where they are near', () => {
    expect(chooseEncoding(encode('数量', 'gb18030'))?.evidence).toMatch(
      /^not UTF-8; gb18030 \(Chinese, simplified\) \d\.\d\d, next .* \d\.\d\d, of 1$/,
    );
    const unclear = chooseEncoding(Buffer.of(0xdf));
    expect(unclear?.question?.question).toBe('encoding');
    expect(unclear?.question?.options.length).toBeGreaterThan(1);
  });

  test('takes the answer of a person', () => {
    expect(chooseEncoding(Buffer.of(0xdf), 'windows-1253')).toMatchObject({
      encoding: 'windows-1253',
      question: null,
    });
  });

  test('finds none for bytes that make no sense', () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919 + 13 * n * n) % 256);

    expect(chooseEncoding(noise)).toBeUndefined();
  });
});

const STOCK = 'sku,as_of,on_hand,location\n';

describe('importFile on encodings', () => {
  test('reads UTF-16, with its mark and without', async () => {
    const text = `${STOCK}Größe,2025-01-02,5,A\n`;
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le');

    for (const bytes of [marked, marked.subarray(2), Buffer.from(marked).swap16()]) {
      const { rows } = await importText(bytes, { kind: 'stock' });
      expect(rows).toMatchObject([{ sku: 'Größe', on_hand: 5 }]);
    }
  });

  test('asks for the encoding where it is not proven, and reads by the answer', async () => {
    const bytes = encode(`${STOCK}A,2025-01-02,5,ß\n`, 'windows-1252');
    const asked = await importText(bytes, { kind: 'stock' });
    const answered = await importText(bytes, { kind: 'stock', answers: { encoding: 'windows-1253' } });
    const recalled = await importText(bytes, {
      kind: 'stock',
      recall: async () => ({ encoding: 'windows-1252' }),
    });

    expect(asked.result).toMatchObject({ state: 'needsAnswer', rows: { read: 1, waiting: 1 } });
    expect(asked.result.questions.map(({ question }) => question)).toEqual(['encoding']);
    expect(answered.rows[0]?.location).toBe('ί');
    expect(recalled.rows[0]?.location).toBe('ß');
  });

  test.each([
    ['within its first lines', 30, {}],
    ['far behind them, where lines are taken as they stand', 9000, { pieceBytes: 1000 }],
  ])('loses of a UTF-8 file the rows with broken letters alone: %s', async (_name, length, limits) => {
    const good = Array.from({ length }, (_, n) => `Größe ${n},2025-01-02,5,München\n`).join('');
    const bytes = Buffer.concat([
      Buffer.from(STOCK + good),
      encode('Maß,2025-01-02,5,B\n', 'windows-1252'),
      Buffer.from(good.replaceAll('Größe', 'Höhe')),
      Buffer.from('Last,2025-01-02,5,Köln\n'),
    ]);
    const { result, rows } = await importText(bytes, { kind: 'stock', limits });

    expect(result.reading).toMatchObject({ encoding: 'utf-8' });
    expect(result.rows).toMatchObject({ read: 2 * length + 2, accepted: 2 * length + 1, quarantined: 1 });
    expect(result.rejects).toMatchObject([
      { line: length + 2, reason: 'the row holds bytes that are no letters of the encoding of the file' },
    ]);
    expect(rows.at(-1)?.location).toBe('Köln');
  });
});

describe('importFile on digits, dates and signs of other countries', () => {
  const header = 'order_id,ordered_at,sku,quantity,unit_price';
  test.each([
    ['full-width digits', '2025-01-02,S,１２,２．５０', ['2025-01-02', 12, 2_500_000]],
    ['Arabic digits', '٢٠٢٥-٠١-٠٢,S,١٢,٢٫٥', ['2025-01-02', 12, 2_500_000]],
    ['Persian digits', '2025-01-02,S,۱۲,2.50', ['2025-01-02', 12, 2_500_000]],
    ['a minus sign of typography', '2025-01-02,S,−3,2.50', ['2025-01-02', -3, 2_500_000]],
    ['a minus behind', '2025-01-02,S,3-,2.50', ['2025-01-02', -3, 2_500_000]],
    ['brackets for a minus', '2025-01-02,S,(3),2.50', ['2025-01-02', -3, 2_500_000]],
    ["the market's currency", '2025-01-02,S,3,€ 2.50', ['2025-01-02', 3, 2_500_000]],
    ['its code behind', '2025-01-02,S,3,2.50 EUR', ['2025-01-02', 3, 2_500_000]],
    ['a day in Chinese', '2025年1月2日,S,3,2.50', ['2025-01-02', 3, 2_500_000]],
    ['a day in Korean', '2025년 1월 2일,S,3,2.50', ['2025-01-02', 3, 2_500_000]],
    ['a month in words', '2-Jan-2025,S,3,2.50', ['2025-01-02', 3, 2_500_000]],
    ['an offset without a colon', '2025-01-02 23:30:00 +0000,S,3,2.50', ['2025-01-03', 3, 2_500_000]],
  ])('reads %s', async (_name, cells, expected) => {
    const { rows } = await importText(`${header}\nO1,${cells}\n`);

    expect(rows.map((row) => [row.ordered_on, row.quantity, row.unit_price_micros])).toEqual([expected]);
  });

  test('refuses a price in another currency than the market’s, and keeps lookalikes in codes as they are', async () => {
    const { result, rows } = await importText(
      `${header}\nO1,2025-01-02,S,3,$ 2.50\nО１,2025-01-02,Ѕ①,3,2.50\n`,
      { limits: { refusedShare: 0.9 } },
    );

    expect(result.rejects).toEqual([
      { line: 2, column: 'unit_price', value: '$ 2.50', reason: 'is not a number' },
    ]);
    expect(rows).toMatchObject([{ order_id: 'О１', sku: 'Ѕ①' }]);
  });

  test('asks what quantities count where pieces stand beside cartons, and refuses cartons if so told', async () => {
    const csv = `${header},unit\nO1,2025-01-02,S,3,2.50,pcs\nO2,2025-01-02,S,3,30,carton\n`;
    const asked = await importText(csv);
    const pieces = await importText(csv, { answers: { units: 'pieces' } });
    const named = await importText(csv, { answers: { units: 'asNamed', refusedRows: 'takeRest' } });

    expect(asked.result.questions.map(({ question }) => question)).toEqual(['units']);
    expect(pieces.result.rows.accepted).toBe(2);
    expect(named.result.rows).toMatchObject({ accepted: 1, quarantined: 1 });
    expect(named.result.rejects[0]).toMatchObject({ line: 3, column: 'unit', value: 'carton' });
  });

  test('asks for the currency of a file for all markets that has no column for it', async () => {
    const market = {
      ...{ market: '_all', currency: null, timeZone: 'UTC', pricesIncludeTax: null },
      currencies: ['EUR', 'GBP'],
    };
    const csv = 'sku,list_price\nA,2.50\n';
    const given = { kind: 'products' as const, market, fileName: 'p.csv' };
    const asked = await importText(csv, given);
    const answered = await importText(csv, { ...given, answers: { currency: 'GBP' } });

    expect(asked.result.questions[0]?.options.map(({ value }) => value)).toEqual(['EUR', 'GBP']);
    expect(answered.rows).toMatchObject([{ sku: 'A', list_price_micros: 2_500_000, currency: 'GBP' }]);
  });
});
