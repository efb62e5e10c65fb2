import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram } from '../../system/find-program.ts';

/** What a program that is not ours reads in a file: sums are of the numbers that there are. */
export type ReadFile = {
  rows: number;
  columns: string[];
  types: Record<string, string>;
  sums: Record<string, number>;
};

/** Reads CSV files in a program of its own, all of them in one go. */
export type FileReader = (files: readonly string[]) => ReadFile[];

/** Names and dates are said, as docs/exports.md advises; all else is for the reader to find out. */
const PANDAS = `
import json, sys, pandas as pd
def read(path):
    head = list(pd.read_csv(path, nrows=0).columns)
    dates = [c for c in head if c in ('date', 'as_of', 'ordered_on')]
    frame = pd.read_csv(path, parse_dates=dates, dtype={c: str for c in head if c in ('sku', 'customer')})
    sums = {c: float(frame[c].sum()) for c in head if frame[c].dtype.kind in 'if'}
    return dict(rows=len(frame), columns=head, types={c: str(frame[c].dtype) for c in head}, sums=sums)
print(json.dumps([read(path) for path in sys.argv[1:]]))`;

const R = (read: string) => `
text <- function(x) encodeString(x, quote = '"')
pairs <- function(names, values) paste0('{', paste(text(names), values, sep = ': ', collapse = ', '), '}')
one <- function(path) {
  f <- ${read}
  kinds <- vapply(f, function(c) class(c)[1], '')
  numeric <- kinds %in% c('numeric', 'integer')
  sums <- vapply(f[, numeric, drop = FALSE], function(c) sprintf('%.15g', sum(c, na.rm = TRUE)), '')
  paste0('{"rows": ', nrow(f), ', "columns": [', paste(text(names(f)), collapse = ', '), '], "types": ',
    pairs(names(f), text(kinds)), ', "sums": ', pairs(names(f)[numeric], sums), '}')
}
cat('[', paste(vapply(commandArgs(TRUE), one, ''), collapse = ', '), ']')`;

/** Every program of this machine that reads CSV; of those that are not there the reason why. */
export function otherReaders(): [name: string, reader: FileReader | undefined][] {
  const python = ['/usr/bin/python3', findProgram('python3') ?? ''].find((path) =>
    runs(path, ['-c', 'import pandas']),
  );
  const rscript = findProgram('Rscript');
  const hasTable = rscript !== undefined && runs(rscript, ['-e', 'library(data.table)']);
  return [
    ['pandas', python === undefined ? undefined : readerOf(python, ['-c', PANDAS])],
    [
      'R',
      rscript === undefined ? undefined : readerOf(rscript, ['-e', R('read.csv(path, check.names = FALSE)')]),
    ],
    [
      'data.table',
      hasTable
        ? readerOf(rscript, ['-e', R('as.data.frame(data.table::fread(path, nThread = 1))')])
        : undefined,
    ],
  ];
}

const readerOf =
  (program: string, words: readonly string[]): FileReader =>
  (files) =>
    JSON.parse(
      execFileSync(program, [...words, ...files], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );

function runs(program: string, words: readonly string[]): boolean {
  if (!existsSync(program)) return false;
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
