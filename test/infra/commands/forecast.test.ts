import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { forecastFile } from '../../../infra/commands/forecast.ts';
import { addDays } from '../../../lib/domain/index.ts';
import { readSvg } from '../../charts/read-svg.ts';

const folder = mkdtempSync(join(tmpdir(), 'forecast-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WEEK = [10, 12, 14, 12, 20, 4, 1];
/** A file of exact weeks from Monday, 6 January 2025: what comes next is the same week again. */
const weeks = (count: number) =>
  Array.from({ length: 7 * count }, (_, day) => ({
    date: addDays('2025-01-06', day),
    units: WEEK[day % 7]!,
  }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const asJson = async (file: string, ...words: string[]) =>
  JSON.parse(await forecastFile(['--file', file, '--json', ...words]));

describe('npm run forecast', () => {
  test('does what the README says: a table, the reasons and a picture beside the file', () => {
    const command = /`npm run (forecast -- --file my\.csv [^`]*)`/.exec(
      readFileSync('README.md', 'utf8'),
    )?.[1];
    // a unit or two come and go, so that there is something to be wrong about
    const rows = weeks(12).map(({ date, units }, day) => `${date},${10 * units + (day % 3)}`);
    const file = written('my.csv', `date,units\n${rows.join('\n')}\n`);
    const words = command!.replace('my.csv', file).split(' ');

    const printed = execFileSync('npm', ['run', '--silent', ...words], { encoding: 'utf8' });

    expect(printed).toContain('84 days of units, 2025-01-06 to 2025-03-30, season 7');
    expect(printed).toMatch(/^step +mean +P10 +P50 +P90$/m);
    expect(printed.match(/^2025-\d\d-\d\d( +[\d.]+){4}$/gm)).toHaveLength(28);
    expect(printed).toMatch(/^2025-03-31 +10[0-2](\.\d+)? /m);
    expect(printed).toMatch(/^backtest +2 origins in the past, MASE .*seasonal naive/m);
    const { words: drawn } = readSvg(readFileSync(join(folder, 'my.svg'), 'utf8'));
    expect(drawn[0]).toMatch(/^Forecast of my\.csv by /);
    expect(drawn).toEqual(expect.arrayContaining(['units a day', 'observed', 'P10–P90 (80 %)']));
  });
});

describe('forecastFile', () => {
  test('reads a bare column of numbers, in which an empty line is a gap', async () => {
    const file = written('bare.csv', '7\n7\n\n7\n7\n7\n7\n7\n');

    const [found] = await asJson(file, '--horizon', '3');

    expect(found).toMatchObject({ values: 8, step: null, steps: ['9', '10', '11'], period: 1 });
    for (const mean of found.mean) expect(mean).toBeCloseTo(7, 9);
  });

  test('reads semicolons, decimal commas, dates with dots and months as steps', async () => {
    const months = Array.from({ length: 36 }, (_, i) => {
      const year = 2022 + Math.floor(i / 12);
      return `01.${String((i % 12) + 1).padStart(2, '0')}.${year};${i % 12 === 11 ? '1.250,5' : '250,5'}`;
    });

    const [found] = await asJson(written('months.csv', `Monat;Menge\n${months.join('\n')}\n`));

    expect(found).toMatchObject({ step: 'month', period: 12, values: 36 });
    expect(found.steps[0]).toBe('2025-01');
    expect(found.steps).toHaveLength(12);
    expect(found.mean[0]).toBeCloseTo(250.5, 3);
    expect(found.mean[11]).toBeCloseTo(1250.5, 3);
  });

  test('puts dates in their places: absent days are gaps and equal ones are added up, and it says so', async () => {
    const days = weeks(6).filter((_, day) => day !== 9);
    const halves = days.flatMap(({ date, units }) => [`${date}\t${units / 2}`, `${date}\t${units / 2}`]);

    const [found] = await asJson(written('halves.tsv', `${halves.join('\n')}\n`), '--horizon', '7');

    expect(found).toMatchObject({ step: 'day', values: 42, period: 7 });
    found.mean.forEach((mean: number, day: number) => {
      expect(Math.abs(mean - WEEK[day]!)).toBeLessThan(0.2);
    });
    expect(found.warnings).toEqual(
      expect.arrayContaining([
        '41 days with several rows: their values are added up',
        '1 day without a row, taken as not observed: write 0 where nothing was sold',
      ]),
    );
  });

  test('forecasts one series of many by its name, or every one with a picture each', async () => {
    const rows = weeks(5).flatMap(({ date, units }) => [`${date},A/1,${units}`, `${date},B,${100 + units}`]);
    const file = written('many.csv', `date,sku,units\n${rows.join('\n')}\n`);

    const [one] = await asJson(file, '--series', 'B', '--out', join(folder, 'b.svg'));
    const all = await asJson(file, '--series', 'all', '--horizon', '2');

    expect(one).toMatchObject({ series: 'B', picture: join(folder, 'b.svg') });
    expect(one.mean[0]).toBeCloseTo(110, 6);
    expect(all.map(({ series, picture }: { series: string; picture: string }) => [series, picture])).toEqual([
      ['A/1', join(folder, 'many-A%2F1.svg')],
      ['B', join(folder, 'many-B.svg')],
    ]);
    await expect(forecastFile(['--file', file])).rejects.toThrow(
      /many\.csv holds 2 series \(A\/1, B\): name one by --series, or --series all/,
    );
  });

  test('answers with the levels and the model asked for', async () => {
    const rows = weeks(8).map(({ units }) => units);
    const file = written('levels.csv', `${rows.join('\n')}\n`);
    const words = ['--period', '7', '--levels', '50,90', '--model', 'seasonalNaive', '--horizon', '7'];

    const [found] = await asJson(file, ...words);

    expect(found.model).toBe('seasonalNaive(7)');
    expect(found.mean).toEqual(WEEK);
    expect(found.intervals.map(({ level }: { level: number }) => level)).toEqual([90, 50]);
  });

  test.each([
    ['hours', ['2025-03-30 22:00,1', '2025-03-30 23:00,2', '2025-03-31 00:00,3'], '2025-03-31 01:00'],
    ['weeks', ['2025-W01,1', '2025-W02,2', '2025-W04,3'], '2025-01-27'],
    ['quarters', ['2024-Q3,1', '2024-Q4,2', '2025-Q1,3'], '2025-Q2'],
    ['years', ['31.12.2022,1', '31.12.2023,2', '31.12.2024,3'], '2025'],
    ['month ends', ['1/31/2025,1', '2/28/2025,2', '3/31/2025,3'], '2025-04'],
  ])('counts on in %s', async (name, rows, next) => {
    const [found] = await asJson(written(`${name}.csv`, rows.join('\n')), '--horizon', '1');

    expect(found.steps).toEqual([next]);
  });

  test('tells its usage when asked', async () => {
    expect(await forecastFile(['--help'])).toContain('npm run forecast -- --file my.csv');
  });

  test.each<[string, string | null, string[], RegExp]>([
    ['no file named', null, [], /which file\?/],
    ['no such file', null, ['--file', '/nowhere/my.csv'], /there is no file \/nowhere\/my\.csv/],
    ['an empty file', '', [], /is empty/],
    [
      'only a header',
      'units\n',
      [],
      /no column holds the numbers to forecast: column 1 holds text such as "units"/,
    ],
    [
      'no numbers',
      'date,note\n2025-01-01,sunny\n2025-01-02,rain\n',
      [],
      /no column holds .*: date holds dates such as "2025-01-01" \(line 2\); note holds text such as "sunny" \(line 2\)/,
    ],
    ['two columns of numbers', 'net,gross\n1,2\n3,4\n', [], /net, gross all hold numbers: .* --value net/],
    [
      'a number that is none',
      'units\n1\n2\nthree\n4\n',
      [],
      /line 4: units holds "three", which is no number/,
    ],
    [
      'a date that is none',
      'date,units\n2025-02-30,1\n',
      ['--date', 'date'],
      /line 2: date holds "2025-02-30"/,
    ],
    ['nothing observed', 'date,units\n2025-01-01,\n', ['--value', 'units'], /none of 1 values is observed/],
    ['an unknown column', 'a\n1\n', ['--value', 'b'], /there is no column b: the file has a/],
    ['a mark left open', 'a\n1.234\n2.345\n', [], /Which is the decimal mark\?.*--decimal/],
    ['an unknown model', '1\n', ['--model', 'magic'], /the model magic is none of auto, combination/],
    ['a level that is none', '1\n', ['--levels', '80,100'], /the level 100 is not a per cent/],
    ['a horizon that is none', '1\n', ['--horizon', '0'], /--horizon 0 is not a whole number/],
    ['an unknown word', '1\n', ['--colour', 'red'], /Unknown option '--colour'/],
    ['a picture nowhere', '1\n2\n', ['--out', '/nowhere/at/all.svg'], /cannot write \/nowhere\/at\/all\.svg/],
  ])('answers %s with one clear line', async (name, text, words, message) => {
    const file = text === null ? [] : ['--file', written(`${name}.csv`, text)];

    const failure = forecastFile([...file, ...words]);

    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow(/\n/);
  });
});
