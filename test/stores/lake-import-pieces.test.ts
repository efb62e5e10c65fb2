import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importText } from './import-text.ts';
import { shareDatabase } from './share-database.ts';

const shared = shareDatabase();

const HEADER = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,currency,status';
const isFull = process.env.TRADEWIND_FULL !== undefined;

const usual = fc
  .nat(30)
  .map((n) => `O${n % 7},${n % 3},2025-01-0${(n % 9) + 1},K${n % 4},A${n % 5},${n},2.${n % 10}0,EUR,`);
const unusual = fc.constantFrom(
  'O1,1,2025-01-02,K1,"A, B",1,2.50,EUR,open',
  'O1,,2025-01-02,K1,A,1,2.5,EUR,"say ""no"""',
  'O2,1,02.01.2025,,A,"1,234",€ 2.50,EUR,cancelled',
  'O2,1, 2025-01-02 ,K1, A ,1,2.50,EUR,',
  '"O3","1","2025-01-02","K1","A","1","2.50","EUR",""',
  'O3,2,2025-01-02,K1,A,six,2.50,EUR,',
  'O3,2,2025-01-02,K1,A,1,-1,USD,',
  'O4,1,2025-01-02,K1,"A\nB",1,2.50,EUR,',
  'O4,1,2025-01-02,K1,A',
  'O5,1,2025-01-02,K1,5" pipe,1,2.50,EUR,',
  'O5,1,2025-01-02,K1,"open,1,2.50,EUR,',
  'Größe,1,2025-01-02,Å,東京,1,2.50,EUR,',
  'O6,1,2025-01-02,K\u00a01,A\u00a0,1,2.50,EUR,',
  '',
  ',,,,,,,,',
);
const lines = fc.array(fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: unusual }), {
  minLength: 1,
  maxLength: 40,
});

test('reads a file alike, whether its lines are taken as they are or looked at one by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom(40, 90, 400),
      async (rows, lineEnd, pieceBytes) => {
        // a good beginning, so that a header is found and most rows are kept
        const good = Array.from({ length: 30 }, (_, n) => `G${n},1,2025-01-02,K1,A,1,2.50,EUR,`);
        const text = [HEADER, ...good, ...rows].join(lineEnd);
        const whole = await importText(text, {
          limits: { refusedShare: 1, pieceBytes: 1 << 20 },
          shared: shared(),
        });
        const inPieces = await importText(text, {
          limits: { refusedShare: 1, pieceBytes },
          shared: shared(),
        });

        const story = ({ result: { parts, ...told } }: typeof whole) => ({
          ...told,
          // tells of the first piece alone
          reading: { ...told.reading, delimiterEvidence: '' },
          rejectsFile: told.rejectsFile !== null,
          digests: parts.map(({ month, digest }) => [month, digest]),
        });
        expect(story(inPieces)).toEqual(story(whole));
        expect(inPieces.rows).toEqual(whole.rows);
        expect(inPieces.rejects).toBe(whole.rejects);
      },
    ),
    { numRuns: isFull ? 2000 : 25, seed: 7 },
  );
}, 3_000_000);

test('reads values that a machine could have meant otherwise as a careful reader does, also in lines taken as they are', async () => {
  const good = Array.from({ length: 30 }, (_, n) => `G${n},1,2025-01-02,K1,A,1,2.50,EUR,`);
  const odd = [
    'Q1,1,2025-01-02,K1,A,007,2.50,EUR,',
    'Q2,1,2025-01-02,K1,A,1_000,2.50,EUR,',
    'Q3,1,2025-01-02,K1,A,0x1F,2.50,EUR,',
    'Q4,1,2025-01-02,K1,A,1.5,2.50,EUR,',
    'P1,1,2025-01-02,K1,A,1,12345678.90,EUR,',
    'P2,1,2025-01-02,K1,A,1,123456789.00,EUR,',
    'P3,1,2025-01-02,K1,A,1,2.505,EUR,',
    'P4,1,2025-01-02,K1,A,1,,EUR,',
    'D1,1,2025-02-30,K1,A,1,2.50,EUR,',
    'D2,1,13/04/2025,K1,A,1,2.50,EUR,',
    "'=S1,1,2025-01-02,K1,A,1,2.50,EUR,",
  ];
  // each alone, so that one odd value does not send the others through the careful reading
  const read = await Promise.all(
    odd.map(async (row) => {
      const { rows, rejects } = await importText([HEADER, ...good, row, ...good.slice(0, 3)].join('\n'), {
        limits: { refusedShare: 1, pieceBytes: 400 },
        shared: shared(),
        query: 'FROM rows WHERE line = 32',
      });
      const [found] = rows;
      if (found === undefined) return rejects.split('\n')[1];
      return [found.order_id, found.ordered_on, found.quantity, found.unit_price_micros];
    }),
  );

  expect(read).toEqual([
    ['Q1', '2025-01-02', 7, 2_500_000],
    '32,quantity,1_000,is not a number',
    '32,quantity,0x1F,is not a number',
    ['Q4', '2025-01-02', 1.5, 2_500_000],
    ['P1', '2025-01-02', 1, 12_345_678_900_000],
    ['P2', '2025-01-02', 1, 123_456_789_000_000],
    ['P3', '2025-01-02', 1, 2_505_000],
    '32,unit_price,"",is missing',
    '32,ordered_at,2025-02-30,is not a date',
    ['D2', '2025-04-13', 1, 2_500_000],
    ['=S1', '2025-01-02', 1, 2_500_000],
  ]);
});
