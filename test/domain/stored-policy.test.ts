import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  learntActionAt,
  learntGainAt,
  openPolicy,
  servePolicy,
  storePolicy,
} from '../../lib/domain/index.ts';
import { anInsufficientPolicy, aPolicy } from '../functions/stored-documents.ts';

const orders = [0, 20, 25];
const actions = [0, 1].flatMap((price) => orders.map((orderUnits) => ({ price, orderUnits })));
const row = aPolicy({
  actions,
  top: [
    [
      [5, 1234.567],
      [4, 1230.432],
      [0, -8.5],
    ],
    [[3, 130]],
    [],
  ],
  gainByLevel: [
    [250, 100, 400],
    [250, 100, 400],
    [-3, -9, 2],
  ],
});

describe('storePolicy', () => {
  test('writes a line a level: actions, the best Q and what the others lack, and a gain where it changes', () => {
    expect(storePolicy(row)).toMatchObject({
      kind: 'packed',
      orderUnits: orders,
      // 1234.567 − 1230.432 = 4.135, and 1234.567 + 8.5 = 1243.067, to three digits
      levels: ['5,4,0;1234.567,4.13,1240;250,100,400', '3;130', ';0;-3,-9,2'],
      priceList: [['', 1, 10_000_000]],
      contracts: [['c_1', 0, 9_000_000, null]],
    });
  });

  test('leaves a policy that is no grid of prices and orders as it is, and one that only says what lacks', () => {
    expect(storePolicy(aPolicy())).toEqual(aPolicy());
    expect(storePolicy(anInsufficientPolicy('B-1'))).toEqual(anInsufficientPolicy('B-1'));
  });

  test('keeps a row with 25 levels, 7 prices and 6 orders within 2.5 KB', () => {
    const levels = Array.from({ length: 25 }, (_, level) => level);
    const large = aPolicy({
      stockLevels: 25,
      priceMicros: levels.slice(0, 7).map((price) => 9_000_000 + price * 350_000),
      actions: levels
        .slice(0, 7)
        .flatMap((price) => [0, 10, 20, 40, 60, 80].map((orderUnits) => ({ price, orderUnits }))),
      top: levels.map((level) => [
        [level + 2, 1234.567 + level],
        [level + 1, 1230.432 + level],
        [level, 1229.123 + level],
      ]),
      practice: levels.map((level) => [level, 1200.987 + level]),
      gainByLevel: levels.map((level) => [250 + level, 100, 400]),
    });

    expect(JSON.stringify(large).length).toBeGreaterThan(4000);
    expect(JSON.stringify(storePolicy(large)).length).toBeLessThan(2500);
  });
});

describe('openPolicy', () => {
  test('reads back what is answered from; practice, seed and model stay in the audit', () => {
    const { practice, seed, ...kept } = row;
    const { model, ...demand } = row.demand;
    const { episodes, gapToOptimum, ...evidence } = row.evidence;
    const [first = [], ...others] = row.top;

    expect(openPolicy(storePolicy(row))).toEqual({
      ...kept,
      demand,
      evidence,
      top: [[...first.slice(0, 1), [4, 1230.437], [0, -5.433]], ...others],
    });
  });

  test('gives the same policy however often it is stored', () => {
    const once = openPolicy(storePolicy(row));

    expect(openPolicy(storePolicy(once))).toEqual(once);
  });
});

describe('servePolicy', () => {
  test('finds the same action and gain at every level as the whole row, and none beyond', () => {
    const served = servePolicy(storePolicy(row));
    if (served.kind !== 'packed') throw new Error('not packed');

    fc.assert(
      fc.property(fc.integer({ min: -2, max: 5 }), (level) => {
        expect(learntActionAt(served, level)).toEqual(learntActionAt(row, level));
        if (level in row.top) expect(learntGainAt(served, level)).toEqual(learntGainAt(row, level));
      }),
      { seed: 5 },
    );
  });
});
