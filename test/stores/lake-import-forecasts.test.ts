import { describe, expect, test } from '@jest/globals';
import { importText } from './import-text.ts';

const importForecasts = (...lines: string[]) =>
  importText(lines.join('\n'), {
    fileName: 'forecasts.csv',
    kind: 'forecasts',
    limits: { refusedShare: 1 },
  });

describe('importFile on forecasts', () => {
  test('takes a planner’s means, with the source or without, and of two rows for one day the later', async () => {
    const { result, rows } = await importForecasts(
      'sku,date,mean,source',
      'A,2026-07-01,10,planner',
      'A,2026-07-01,12,planner',
      'A,2026-07-01,11,R',
      'B,2026-07-02,0,',
    );

    expect(result.rows).toEqual({ read: 4, accepted: 3, merged: 1, quarantined: 0, waiting: 0 });
    expect([result.firstDate, result.lastDate]).toEqual(['2026-07-01', '2026-07-02']);
    expect(rows.map(({ sku, mean, source }) => [sku, mean, source])).toEqual([
      ['A', 12, 'planner'],
      ['A', 11, 'R'],
      ['B', 0, null],
    ]);
  });

  test('refuses what is no forecast, each with its reason, and keeps the rest', async () => {
    const { result, rows } = await importForecasts(
      'sku,date,mean,p10,p50,p90,source',
      'A,2026-07-01,,10,20,40,R',
      'A,2026-07-02,,30,20,40,R',
      'A,2026-07-03,,10,20,15,R',
      'A,2026-07-04,9,10,,8,R',
      'A,2026-07-05,-1,,,,R',
      'A,2026-07-06,NaN,,,,R',
      'A,2026-07-07,,,,,R',
      'A,2026-02-30,5,,,,R',
      ',2026-07-09,5,,,,R',
      'A,2026-07-10,5,,,,Blend',
    );

    expect(rows.map(({ date }) => date)).toEqual(['2026-07-01']);
    expect(result.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, 'p50', 'is below p10'],
      [4, 'p90', 'is below p50'],
      [5, 'p90', 'is below p10'],
      [6, 'mean', 'is below 0'],
      [7, 'mean', 'is not a number'],
      [8, 'mean', 'is missing, and p50 too'],
      [9, 'date', 'is not a date'],
      [10, 'sku', 'is missing'],
      [11, 'source', 'is a name that forecasts give themselves: default, blend, adjustments'],
    ]);
  });

  test('asks for the order of dates that the file does not prove, as of any other file', async () => {
    const { result } = await importForecasts('sku,date,mean', 'A,03/04/2026,5', 'A,04/04/2026,5');

    expect([result.state, result.questions[0]?.about]).toEqual(['needsAnswer', 'dateOrder']);
  });

  test.each([
    ['unique_id,ds,AutoETS,AutoETS-lo-80,AutoETS-hi-80,AutoETS-lo-95', 'Nixtla'],
    ['unique_id,ds,yhat,yhat_lower,yhat_upper,trend', 'Nixtla'],
    ['sku,date,Point Forecast,Lo 80,Hi 80,Lo 95', 'R forecast'],
  ])('reads %s as it was exported', async (header, profile) => {
    const { result, rows } = await importForecasts(header, 'A,2026-07-01,10,6,15,3');

    expect(result.reading?.profile).toBe(profile);
    expect(rows).toMatchObject([{ sku: 'A', date: '2026-07-01', mean: 10, p10: 6, p90: 15 }]);
  });
});
