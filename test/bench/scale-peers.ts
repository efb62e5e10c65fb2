import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { medianOf } from '../../lib/numeric/index.ts';
import { writeOrders } from './scale-market.ts';

/** What a contestant prints: its time within the process, libraries loaded, and sums that show what it worked out. */
type Told = {
  seconds: number;
  cpuSeconds: number;
  groups: number;
  units: number;
  squares: number;
  peakMib?: number;
};

type Contestant = { name: string; command: string; words: readonly string[] };

const script = (name: string) => fileURLToPath(new URL(`./scale-peers/${name}`, import.meta.url));
const OURS = 'Tradewind: every row checked, Parquet of the lake';
const PANDAS = 'pandas';

const contestants: readonly Contestant[] = [
  { name: OURS, command: process.execPath, words: [script('daily-sums.ts'), '{file}', 'ours'] },
  { name: PANDAS, command: '/usr/bin/python3', words: [script('daily-sums.py'), '{file}'] },
  { name: 'R data.table', command: 'Rscript', words: [script('daily-sums.R'), '{file}', 'data.table'] },
  { name: 'R dplyr', command: 'Rscript', words: [script('daily-sums.R'), '{file}', 'dplyr'] },
  {
    name: 'DuckDB alone, through Parquet',
    command: process.execPath,
    words: [script('daily-sums.ts'), '{file}', 'duckdb'],
  },
];

const ROUNDS = 3;

/**
 * Time order lines from CSV to daily sums per SKU, contestant after contestant in each of three rounds, and print medians
 * and ratios. One that is not installed is said to be missing.
 *
 * @throws Error when two contestants work out different sums
 */
export async function benchPeers(rows: number, print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-peers-'));
  const file = join(folder, 'orders.csv');
  try {
    await writeOrders(file, rows);
    const { size } = await stat(file);
    print(`${rows} order lines (${(size / 2 ** 20).toFixed(0)} MiB of CSV) in, daily sums per SKU out`);
    const told = new Map<string, Told[]>();
    for (let round = 0; round < ROUNDS; round++)
      for (const one of contestants) {
        const answer = await run(one, file);
        if (answer !== undefined) told.set(one.name, [...(told.get(one.name) ?? []), answer]);
        else if (round === 0) print(`  ${one.name} is not installed here: left out`);
      }
    requireEqual([...told.values()].flat());
    printTimes(told, print);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run({ command, words }: Contestant, file: string): Promise<Told | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      command,
      words.map((word) => (word === '{file}' ? file : word)),
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const said = 'stderr' in error ? String(error.stderr) : '';
  const isAbsent = 'code' in error && error.code === 'ENOENT';
  return isAbsent || /No module named|there is no package called/.test(said);
}

function requireEqual(answers: readonly Told[]): void {
  const sums = answers.map(({ groups, units, squares }) => [groups, units, squares].join(' '));
  if (new Set(sums).size > 1) throw new Error(`the sums differ: ${[...new Set(sums)].join(' | ')}`);
}

function printTimes(told: ReadonlyMap<string, readonly Told[]>, print: (line: string) => void): void {
  const of = (name: string, value: (one: Told) => number) => medianOf((told.get(name) ?? []).map(value));
  for (const name of told.keys()) {
    const [seconds, cpu] = [of(name, (one) => one.seconds), of(name, (one) => one.cpuSeconds)];
    const peak = of(name, (one) => one.peakMib ?? Number.NaN);
    print(
      `  ${name.padEnd(50)} ${seconds.toFixed(2).padStart(7)} s on the clock ${cpu.toFixed(2).padStart(7)} s CPU` +
        `${Number.isNaN(peak) ? '' : `  peak ${peak.toFixed(0)} MiB`}`,
    );
  }
  print(`  all sums are equal, in ${ROUNDS} rounds`);
  if (!told.has(PANDAS)) return;
  const ratio = (value: (one: Told) => number) => (of(PANDAS, value) / of(OURS, value)).toFixed(2);
  print(
    `  ${ratio((one) => one.seconds)} × as fast as pandas on the clock (goal: 2), ` +
      `${ratio((one) => one.cpuSeconds)} × in processor time`,
  );
}
