import { describe, expect, test } from '@jest/globals';
import { type Goal, goalsOf } from './forecast-goals.ts';
import type { Measures, Row } from './measured-sets.ts';
import { bootstrapError } from './paired-bootstrap.ts';

const measures = (part: Partial<Measures>): Measures => ({
  smape: 10,
  mase: 1,
  rmsse: 1,
  cov80: 0.8,
  cov95: 0.95,
  msis95: 5,
  spl: 0.3,
  ...part,
});
const aRow = (row: Partial<Row>): Row => ({
  id: 'any',
  own: measures({}),
  base: measures({}),
  peers: {},
  cpuMs: 1,
  foretold: 10,
  came: 10,
  ...row,
});
const roomOf = (goals: readonly Goal[], words: string) =>
  goals.find(({ what }) => what.includes(words))?.room;

describe('bootstrapError', () => {
  test('is the sd over the root of the number of rows for a mean', () => {
    const rows = Array.from({ length: 100 }, (_, i) => i % 2);
    const mean = (drawn: readonly number[]) => drawn.reduce((sum, row) => sum + row, 0) / drawn.length;

    // sd ½, 100 rows: .05; 500 draws know it within a tenth
    expect(bootstrapError([rows], mean)).toBeGreaterThan(0.045);
    expect(bootstrapError([rows], mean)).toBeLessThan(0.055);
  });

  test('knows no chance where every group has one value', () => {
    const total = (drawn: readonly number[]) => drawn.reduce((sum, row) => sum + row, 0);

    expect(bootstrapError([[1, 1, 1], [5]], total)).toBe(0);
  });
});

describe('goalsOf', () => {
  test('pools over the series that comb3 was run on, by the means of sMAPE and MASE against naive2', () => {
    const better = aRow({
      own: measures({ smape: 8, mase: 0.8 }),
      peers: { comb3: measures({ smape: 9, mase: 0.9 }) },
    });
    const alone = aRow({ own: measures({ smape: 100, mase: 9 }) });

    const goals = goalsOf([{ name: 'any_monthly', rows: [better, alone] }]);

    expect(roomOf(goals, 'pooled OWA')).toBeCloseTo(0.1, 12);
  });

  test('asks for .02 below the submission, file by file', () => {
    const rows = [aRow({ own: measures({ smape: 8.9, mase: 0.89 }) })];

    // .904 − .02 − .89
    expect(roomOf(goalsOf([{ name: 'm3_quarterly', rows }]), 'm3_quarterly: .02')).toBeCloseTo(-0.006, 12);
  });

  test('lets coverage miss its band by two standard errors and no more', () => {
    const rows = Array.from({ length: 60 }, () => aRow({ own: measures({ cov80: 0.85 }) }));

    // every row alike: no standard error, so that .85 is .02 above the band
    expect(roomOf(goalsOf([{ name: 'any', rows }]), '80 % covers')).toBeCloseTo(-0.02, 12);
  });

  test('takes bias on car parts as total foretold over total that came', () => {
    const rows = [aRow({ foretold: 12, came: 8 }), aRow({ foretold: 0, came: 2 })];

    expect(roomOf(goalsOf([{ name: 'carparts_intermittent', rows }]), 'bias')).toBeCloseTo(0.1 - 0.2, 12);
  });
});
