import { parseArgs } from 'node:util';
import { InputError } from '../../../lib/domain/index.ts';
import { type ModelName, modelNames } from '../../../lib/forecasting/index.ts';
import type { DecimalMark } from '../../../lib/importing/index.ts';

/** What the command line asks for. */
export type Settings = {
  file: string;
  out: string | null;
  /** Steps of a season and steps ahead; null = what suits the steps of the dates. */
  period: number | null;
  horizon: number | null;
  /** Per cent, descending: the widest band is drawn first. */
  levels: number[];
  model: ModelName | 'auto';
  /** One series of the file by its name, `all`, or null where the file holds one. */
  series: string | null;
  /** Columns by name or by place from 1; null = found by what they hold. */
  valueColumn: string | null;
  dateColumn: string | null;
  seriesColumn: string | null;
  decimalMark: DecimalMark | null;
  asJson: boolean;
};

/** How the command is called, for `--help` and for whoever gets it wrong. */
export const USAGE = `npm run forecast -- --file my.csv [--period 7] [--horizon 28]

Forecasts the numbers of a CSV file and draws them as SVG. The file holds a column of numbers, or a date and a
number, or a date, the name of a series and a number; comma, semicolon or tab; with a header or without one. An empty
cell is a value that was not observed; so is a date between others that has no row.

  --file FILE        the CSV
  --period N         steps of a season (7 for days, 12 for months); default: what suits the dates, 1 without dates
  --horizon N        steps ahead; default: what suits the dates, 12 without dates
  --levels 80,95     intervals, per cent
  --model NAME       auto (default), ${modelNames.join(', ')}
  --series NAME      which series, where the file holds several; all: every one
  --value, --date, --id COLUMN   columns by name or place (1 is the first), where they are not found by themselves
  --decimal , or .   the decimal mark, where the file does not prove it
  --out FILE.svg     where to draw; default: beside the file
  --json             print JSON instead of a table`;

/** Where the rest of the usage is told. */
const HELP = 'see npm run forecast -- --help';

/**
 * Read the words of the command line.
 *
 * @returns null where help is asked for
 * @throws InputError for words that don't fit, in one line
 */
export function readSettings(words: readonly string[]): Settings | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const columns = { value: text, date: text, id: text };
  const answers = { out: text, levels: text, model: text, json: flag, help: flag };
  const options = {
    file: text,
    period: text,
    horizon: text,
    series: text,
    decimal: text,
    ...columns,
    ...answers,
  };
  const { values } = orHelp(() => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help) return null;
  if (values.file === undefined) throw new InputError(`which file? --file my.csv; ${HELP}`);
  return {
    file: values.file,
    out: values.out ?? null,
    period: numberOf('period', values.period),
    horizon: wholeOf('horizon', values.horizon),
    levels: levelsOf(values.levels ?? '80,95'),
    model: modelOf(values.model ?? 'auto'),
    series: values.series ?? null,
    valueColumn: values.value ?? null,
    dateColumn: values.date ?? null,
    seriesColumn: values.id ?? null,
    decimalMark: decimalMarkOf(values.decimal),
    asJson: values.json ?? false,
  };
}

function orHelp<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // parseArgs explains at length after its first sentence
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError(`${message.split('. ')[0]}; ${HELP}`, { cause: error });
  }
}

function numberOf(name: string, word: string | undefined): number | null {
  if (word === undefined) return null;
  const value = Number(word);
  if (word.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InputError(`--${name} ${word} is no number of steps; ${HELP}`);
  return value;
}

function wholeOf(name: string, word: string | undefined): number | null {
  const value = numberOf(name, word);
  if (value !== null && !(Number.isSafeInteger(value) && value >= 1))
    throw new InputError(`--${name} ${word} is not a whole number of steps, at least 1; ${HELP}`);
  return value;
}

function levelsOf(words: string): number[] {
  const levels = words.split(',').map(Number);
  const wrong = levels.findIndex((level) => !(level > 0 && level < 100));
  if (wrong >= 0)
    throw new InputError(
      `the level ${words.split(',')[wrong]} is not a per cent above 0, below 100; ${HELP}`,
    );
  return [...new Set(levels)].sort((first, second) => second - first);
}

function modelOf(word: string): ModelName | 'auto' {
  const known = (['auto', ...modelNames] as const).find((name) => name === word);
  if (known === undefined)
    throw new InputError(`the model ${word} is none of auto, ${modelNames.join(', ')}; ${HELP}`);
  return known;
}

function decimalMarkOf(word: string | undefined): DecimalMark | null {
  if (word === undefined || word === '.' || word === ',') return word ?? null;
  throw new InputError(`the decimal mark ${word} is neither , nor .; ${HELP}`);
}
